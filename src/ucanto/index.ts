/**
 * The commands as capabilities of ucanto (UCAN 0.9), by the same names.
 *
 * `can` is the command without its slash, `with` its subject, a DID, and `nb`
 * its arguments: what their type encodes and nothing else. A field that the
 * type doesn't have is refused, since in a delegation it is a condition, and
 * so is a null. Bad arguments end as ucanto's own failure, whose message
 * names the place: `customer.AddArguments: details.plan: expected text, found 3`.
 *
 * A delegation may fix any field of the arguments. What derives from it has the
 * same subject, and in each field that is fixed the same content; a field that
 * is left open may be anything.
 *
 * A handler gets plain values, bytes and CIDs of its own. The CIDs are those of
 * the multiformats that this library has, not of ucanto's. A result that a
 * client gets is as ucanto decodes it: its links are ucanto's, and nothing has
 * checked it but `is` or `encode` of the command's `ok`.
 *
 * ucanto decodes a message before this library sees anything of it. As it comes,
 * with multiformats 13, it never returns from a link of 151 bytes with a varint
 * without end, and refuses, as a bad signature, a token with a key `__proto__`
 * or with a U+FEFF at the front of a text. All but the last are mended in
 * multiformats 14 and `@ipld/dag-cbor` 10, with which it works as well: a
 * program that serves strangers should override both, as SECURITY.md says for
 * each package manager.
 *
 * @see https://github.com/storacha/ucanto
 *
 * @module @fil-forge/libforge/ucanto
 */
export * as customer from './customer.js'
export * as provider from './provider.js'
export * as s3 from './s3/index.js'
export type * from './service.js'
