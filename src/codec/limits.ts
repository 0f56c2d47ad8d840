/**
 * How large a value may be, in both formats, read or written. Whatever goes
 * past a limit is refused with `too-long`, `too-many` or `too-deep`.
 *
 * @example
 * ```ts
 * import { limits } from '@fil-forge/libforge'
 *
 * limits.text // 8192
 * ```
 */
export const limits = {
  /** A text, and a key of a map: bytes of its UTF-8. */
  text: 8192,
  /** A DID that is a value, not a key: bytes of its UTF-8. */
  did: 2048,
  /** Entries of a map. */
  entries: 4096,
  /** Fields of a struct as they come, those that it doesn't know too. */
  fields: 8192,
  /** Items of a list. */
  items: 8192,
  /** A byte string: bytes, 2 MiB. */
  bytes: 2_097_152,
  /** A CID in its binary form: bytes. */
  cid: 512,
  /** Depth of a value that is stepped over; a scalar has depth 1. */
  depth: 1024,
} as const
