/*
 * The cryptography of the platform: `node:crypto` where there is one, else
 * WebCrypto, else JavaScript. Each is tried for each key, because platforms
 * differ in the types of keys that they support.
 */
import { noble } from './noble.js'
import { findNodeCrypto, NodeCryptoProvider } from './node-crypto.js'
import type { Provider } from './provider.js'
import { WebCryptoProvider } from './web-crypto.js'

/** What is looked up of `globalThis`. */
export interface Globals {
  readonly process?: unknown
  readonly crypto?: unknown
}

/** Returns a provider that imports each key with the first of the platform's that supports it. */
export function platformOf(globals: Globals): Provider {
  const node = findNodeCrypto(globals)
  // Browsers have no `subtle` on pages that were not loaded over HTTPS.
  const { subtle } = (globals.crypto ?? {}) as { readonly subtle?: SubtleCrypto }
  const providers: readonly Provider[] = [
    ...(node === undefined ? [] : [new NodeCryptoProvider(node)]),
    ...(subtle === undefined ? [] : [new WebCryptoProvider(subtle)]),
    noble,
  ]
  return {
    importKey: (key) => firstOf(providers, (provider) => provider.importKey(key)),
    importSeed: (seed) => firstOf(providers, (provider) => provider.importSeed(seed)),
  }
}

function firstOf<T>(
  [provider, ...others]: readonly Provider[],
  use: (provider: Provider) => T | Promise<T>,
): T | Promise<T> {
  if (provider === undefined) throw new TypeError('not supported by this platform')
  try {
    const result = use(provider)
    return result instanceof Promise ? result.catch(() => firstOf(others, use)) : result
  } catch {
    return firstOf(others, use)
  }
}

let found: Provider | undefined

/** Returns the provider of this platform, which is found on first use. */
export function platform(): Provider {
  return (found ??= platformOf(globalThis))
}
