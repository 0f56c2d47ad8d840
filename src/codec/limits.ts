/**
 * Size limits of values, in DAG-CBOR and DAG-JSON. All limits apply to decoding. All but
 * `fields` and `depth` apply to encoding. A value beyond a limit is rejected with
 * `too-long`, `too-many` or `too-deep`. The `meta` and policies of tokens have other
 * limits.
 *
 * @example
 * ```ts
 * import { limits } from '@fil-forge/libforge'
 *
 * limits.string // 8192
 * ```
 */
export const limits = {
  /** A string or map key, in UTF-8 bytes. */
  string: 8192,
  /** A DID that is a value, in UTF-8 bytes. As a map key, a DID is limited by {@link limits.string}. */
  did: 2048,
  /** The name of a command, in UTF-8 bytes. */
  command: 2048,
  /** Entries of a map. */
  entries: 4096,
  /** Fields of a struct in the input, including unknown fields. */
  fields: 8192,
  /** Items of a list. */
  items: 8192,
  /** A byte string, in bytes: 2 MiB. */
  bytes: 2_097_152,
  /** The byte string that encodes a bigint, in bytes. */
  bigint: 256,
  /** A CID in binary form, in bytes. */
  cid: 512,
  /**
   * A CID in a base36 or base58btc string, in bytes of its binary form. The limit is lower
   * than `cid`, because parsing these bases takes quadratic time.
   */
  cidInBase36Or58: 128,
  /** Nesting depth of an unknown field, and of a token's arguments or result. A scalar has depth 1. */
  depth: 1024,
} as const
