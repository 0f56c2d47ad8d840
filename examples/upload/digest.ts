import { blob } from '@fil-forge/libforge'
import { rejected } from './rejected.js'

/**
 * Returns whether a digest is a multihash of sha2-256. Check this before base58 encodes a
 * digest: base58 takes quadratic time, so a long digest would block the process.
 */
export function isSHA256(digest: Uint8Array | undefined): digest is Uint8Array {
  return digest?.length === 34 && digest[0] === 0x12 && digest[1] === 32
}

/** The failure for a digest that {@link isSHA256} rejects. */
export const unsupportedDigest = rejected(
  blob.failures.UnsupportedDigestCode,
  'expected a multihash of sha2-256: the bytes 0x12 and 0x20, then 32 bytes',
)
