import { sha256 as javaScriptSha256 } from '@noble/hashes/sha2.js'
import { findNodeCrypto } from './node-crypto.js'

let hash: ((bytes: Uint8Array) => Uint8Array<ArrayBuffer>) | undefined

/** Returns the sha2-256 of bytes: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return (hash ??= findHash())(bytes)
}

function findHash(): (bytes: Uint8Array) => Uint8Array<ArrayBuffer> {
  const crypto = findNodeCrypto()
  if (crypto === undefined) return (bytes) => new Uint8Array(javaScriptSha256(bytes))
  // In Node since 20.12, and faster for short messages: no object is created.
  if (typeof crypto.hash === 'function') {
    return (bytes) => new Uint8Array(crypto.hash('sha256', bytes, 'buffer'))
  }
  return (bytes) => new Uint8Array(crypto.createHash('sha256').update(bytes).digest())
}
