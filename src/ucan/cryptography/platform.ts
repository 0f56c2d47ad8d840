/*
 * The cryptography of the platform: `node:crypto` where there is one, else
 * WebCrypto, else JavaScript. Each is tried for each key, because platforms
 * support different types of keys: Chromium has no Ed25519 before version 137,
 * and Deno no P-521.
 */
import type { PublicKey } from './key-type.js'
import { noble } from './noble.js'
import { findNodeCrypto, NodeCryptoProvider } from './node-crypto.js'
import type { Ed25519Signing, Provider, Verify } from './provider.js'
import { WebCryptoProvider } from './web-crypto.js'

let found: readonly Provider[] | undefined

/** The providers of this platform, found on first use. */
function providers(): readonly Provider[] {
  if (found !== undefined) return found
  const node = findNodeCrypto()
  // Browsers have no `subtle` on pages that were not loaded over HTTPS.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  found = [
    ...(node === undefined ? [] : [new NodeCryptoProvider(node)]),
    ...(subtle === undefined ? [] : [new WebCryptoProvider(subtle)]),
    noble,
  ]
  return found
}

/** Imports a key with the first provider that supports it. */
export function importKey(key: PublicKey): Verify | Promise<Verify> {
  return firstOf((provider) => provider.importKey(key))
}

/** Imports an Ed25519 seed with the first provider that supports it. */
export function importSeed(seed: Uint8Array): Ed25519Signing | Promise<Ed25519Signing> {
  return firstOf((provider) => provider.importSeed(seed))
}

function firstOf<T>(use: (provider: Provider) => T | Promise<T>, at = 0): T | Promise<T> {
  const provider = providers()[at]
  if (provider === undefined) throw new TypeError('unsupported by this platform')
  const next = () => firstOf(use, at + 1)
  try {
    const result = use(provider)
    return result instanceof Promise ? result.catch(next) : result
  } catch {
    return next()
  }
}
