/*
 * The cryptography of the platform: `node:crypto`, WebCrypto and JavaScript, in this order.
 * Platforms differ in the types of keys that the first two support.
 */
import { hexToBytes as fromHex } from '@noble/hashes/utils.js'
import type { PublicKey } from './key-type.js'
import { noble } from './noble.js'
import { findNodeCrypto, NodeCryptoProvider } from './node-crypto.js'
import type { Provider } from './provider.js'
import { WebCryptoProvider } from './web-crypto.js'

/** The properties of `globalThis` that are used. */
export interface Globals {
  readonly process?: unknown
  readonly crypto?: unknown
}

/** Returns a provider that imports each key with the first of the platform's providers that supports the key. */
export function platformOf(globals: Globals): Provider {
  const node = findNodeCrypto(globals)
  // Browsers define `subtle` in secure contexts only, such as pages loaded over HTTPS.
  const { subtle } = (globals.crypto ?? {}) as { readonly subtle?: SubtleCrypto }
  const providers: readonly Provider[] = [
    ...(node === undefined ? [] : [new NodeCryptoProvider(node)].filter(isWorking)),
    ...(subtle === undefined ? [] : [new WebCryptoProvider(subtle)]),
    noble,
  ]
  return {
    importKey: (key) => firstOf(providers, (provider) => provider.importKey(key)),
    importSeed: (seed) => firstOf(providers, (provider) => provider.importSeed(seed)),
  }
}

/** The first test vector of RFC 8032, section 7.1: a key and its signature of an empty message. */
const KEY: PublicKey = {
  type: 'Ed25519',
  bytes: /* @__PURE__ */ fromHex(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  ),
}
const SIGNATURE = /* @__PURE__ */ fromHex(
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
)

/**
 * Returns whether a provider can verify Ed25519 signatures. The `node:crypto` of workerd,
 * the runtime of Cloudflare Workers, can't.
 */
function isWorking(provider: NodeCryptoProvider): boolean {
  try {
    return provider.importKey(KEY)(new Uint8Array(0), SIGNATURE) === true
  } catch {
    return false
  }
}

/** Returns the result of the first provider that does not throw or reject. */
function firstOf<T>(
  [provider, ...others]: readonly Provider[],
  use: (provider: Provider) => T | Promise<T>,
): T | Promise<T> {
  if (provider === undefined) throw new TypeError('this platform does not support the key')
  try {
    const result = use(provider)
    return result instanceof Promise ? result.catch(() => firstOf(others, use)) : result
  } catch {
    return firstOf(others, use)
  }
}

let found: Provider | undefined

export function platform(): Provider {
  return (found ??= platformOf(globalThis))
}
