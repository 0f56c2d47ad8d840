import { sha256 as javaScriptSha256 } from '@noble/hashes/sha2.js'
import { findNodeCrypto, type NodeCrypto } from './node-crypto.js'

type Hash = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>

let implementation: Hash | undefined

/** Returns the sha2-256 digest of bytes. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return (implementation ??= sha256With(findNodeCrypto(globalThis)))(bytes)
}

/** Returns the implementation of `node:crypto` if given, else one in JavaScript. */
export function sha256With(crypto: Pick<NodeCrypto, 'hash' | 'createHash'> | undefined): Hash {
  if (crypto === undefined) return (bytes) => new Uint8Array(javaScriptSha256(bytes))
  const { hash, createHash } = crypto
  // `hash` is faster for short messages, since it creates no object.
  if (hash !== undefined) return (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'))
  return (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest())
}
