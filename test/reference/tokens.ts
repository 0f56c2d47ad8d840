import * as dagCbor from '@ipld/dag-cbor'
import * as fc from 'fast-check'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import type { CID } from 'multiformats/cid'
import { signerOf } from '../ucan/principals.js'
import { fromHex, toHex } from './hex.js'
import {
  arbitrary,
  commands,
  didValues,
  emptyCommand,
  linkValues,
  type Command,
  type DID,
  type Signer,
  type ucan,
} from './library.js'
import type { Key } from './protocol.js'

/** A signer of the library, and its key for the reference. */
export interface Principal {
  readonly key: Key & { readonly issuer: DID }
  readonly signer: Signer
  /** The `did:key` of its public key. */
  readonly did: DID
}

const keysAndDIDs = fc.tuple(
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
  fc.constantFrom('Ed25519' as const, 'ES256K' as const),
  fc.option(fc.constantFrom<DID>('did:web:up.example', 'did:plc:ewvi7nxzyoun6zhxrhs64oiz')),
)

/** Functions that create principals with Ed25519 or secp256k1 keys. Most signers have a DID other than their `did:key`. */
export const principals: fc.Arbitrary<() => Promise<Principal>> = keysAndDIDs.map(
  ([bytes, signatureType, did]) =>
    async () => {
      // A private key of secp256k1 must not be zero, and must be below the order of the curve.
      const seed = toHex(bytes.map((byte, i) => (i === 0 ? (byte & 0x7f) | 1 : byte)))
      return await principalOf({ seed, signatureType }, did ?? undefined)
    },
)

/** Returns the principal of a private key. The signer's DID is `issuer`, by default the `did:key`. */
export async function principalOf(
  { seed, signatureType }: Pick<Key, 'seed' | 'signatureType'>,
  issuer?: DID,
): Promise<Principal> {
  const own =
    signatureType === 'Ed25519'
      ? await EdDSASigner.generate(fromHex(seed))
      : ES256KSigner.generate(fromHex(seed))
  const did = own.did as DID
  const signer = await signerOf({ seed, signatureType }, issuer ?? did)
  return { key: { seed, signatureType, issuer: issuer ?? did }, signer, did }
}

/** The latest time that the library encodes, in Unix seconds. Later times are rejected, since they are probably in milliseconds. */
const LATEST = 99_999_999_999

/** Times in Unix seconds, with CBOR headers of every size. */
export const times = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 }),
  fc.integer({ min: 0, max: LATEST }),
  fc.constantFrom(0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, LATEST),
)

export const nonces = fc.uint8Array({ maxLength: 24 })

export const dids = didValues
export const links = linkValues

/**
 * Values of the IPLD data model without floats. Lists contain no null, because the
 * reference panics on some lists with null.
 */
const data: fc.Arbitrary<ucan.Data> = fc.letrec<{ data: ucan.Data }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.string(),
    fc.uint8Array({ maxLength: 30 }),
    links,
    fc.array(
      tie('data').filter((item) => item !== null),
      { maxLength: 4 },
    ),
    fc.dictionary(fc.string(), tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).data

export const metas: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(fc.string(), data, {
  maxKeys: 5,
  noNullPrototype: true,
})

const selectors = fc.constantFrom<`.${string}`>(
  '.',
  '.product',
  '.details.region',
  '.request.headers["host"]',
  '.a[0]',
  '.a[-1]',
  '.a[1:2]',
  '.a[]?',
  '.x?',
)

/** Policies that are empty, or contain one statement once or twice. All operators occur. */
export const policies: fc.Arbitrary<ucan.Policy> = fc
  .letrec<{ statement: ucan.Statement }>((tie) => ({
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(fc.constantFrom('==', '!='), selectors, data),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), selectors, fc.maxSafeInteger()),
      fc.tuple(fc.constant('like'), selectors, fc.constantFrom('*', 'us-*', 'a*b', '')),
      fc.tuple(fc.constant('not'), tie('statement')),
      fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('statement'), { maxLength: 3 })),
      fc.tuple(fc.constantFrom('all', 'any'), selectors, tie('statement')),
    ),
  }))
  .statement.chain((one) => fc.array(fc.constant(one), { maxLength: 2 }))

/** A command of the library, or a command that the library does not define, without arguments and result. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...commands.values()) },
  { weight: 1, arbitrary: fc.constantFrom('/', '/a', '/a/b', '/ucan/assert').map(emptyCommand) },
)

/** A command with arguments and a result. */
export interface Call {
  readonly command: Command
  readonly args: unknown
  readonly ok: unknown
}

export const calls: fc.Arbitrary<Call> = anyCommand.chain((command) =>
  fc.record({
    command: fc.constant(command),
    args: arbitrary(command.arguments),
    ok: arbitrary(command.ok),
  }),
)

export function hexOfData(value: unknown): string {
  return toHex(dagCbor.encode(value))
}

export function stringOf(link: CID | undefined): string | undefined {
  return link?.toString()
}
