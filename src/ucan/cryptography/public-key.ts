import { base58btc } from 'multiformats/bases/base58'
import type { DID } from '../../codec/kinds/did.js'
import type { KeyType, PublicKey } from './key-type.js'
import { isStrictKey } from './strictness.js'

export type { KeyType, PublicKey } from './key-type.js'

/** The multicodec of each key type, as a varint. */
const PREFIXES: Readonly<Record<KeyType, readonly [number, number]>> = {
  Ed25519: [0xed, 0x01],
  'P-256': [0x80, 0x24],
  'P-384': [0x81, 0x24],
  'P-521': [0x82, 0x24],
  secp256k1: [0xe7, 0x01],
  RSA: [0x85, 0x24],
}

/**
 * The length of the multibase string of an RSA key of 4,096 bits with an exponent of
 * 4 bytes. Decoding takes quadratic time, so longer strings are rejected.
 */
const MAX_CHARACTERS = 724

/** A multibase string in base58btc. The decoder of multiformats also accepts other characters. */
const BASE58BTC = /^z[1-9A-HJ-NP-Za-km-z]+$/

/** Decoded keys, by their multibase strings. */
const cache = /* @__PURE__ */ new Map<string, PublicKey>()
const CACHE_SIZE = 1000

/**
 * Returns the key of a `did:key`. Returns `undefined` for another method, for an
 * unsupported type of key, for a key that {@link isStrictKey} rejects, and for a string
 * that is not in base58btc.
 *
 * Up to 1,000 keys are cached. The same object is returned for a cached string.
 *
 * @see https://w3c-ccg.github.io/did-key-spec/
 */
export function publicKeyOfDIDKey(did: string): PublicKey | undefined {
  return did.startsWith('did:key:') ? publicKeyOfMultikey(did.slice('did:key:'.length)) : undefined
}

/**
 * Returns the key of a `publicKeyMultibase`, as {@link publicKeyOfDIDKey} does.
 * The only supported base is base58btc, whose prefix is `z`.
 *
 * @see https://www.w3.org/TR/cid-1.0/#Multikey
 */
export function publicKeyOfMultikey(multikey: string): PublicKey | undefined {
  const cached = cache.get(multikey)
  if (cached !== undefined) return cached
  const key = decode(multikey)
  if (key === undefined) return undefined
  // The first entry of a Map is the oldest.
  if (cache.size === CACHE_SIZE) cache.delete(cache.keys().next().value!)
  cache.set(multikey, key)
  return key
}

function decode(multikey: string): PublicKey | undefined {
  if (multikey.length > MAX_CHARACTERS || !BASE58BTC.test(multikey)) return undefined
  const bytes = base58btc.decode(multikey)
  const type = (Object.keys(PREFIXES) as KeyType[]).find(
    (name) => PREFIXES[name][0] === bytes[0] && PREFIXES[name][1] === bytes[1],
  )
  if (type === undefined) return undefined
  const key: PublicKey = Object.freeze({ type, bytes: bytes.slice(2) })
  return isStrictKey(key) ? key : undefined
}

export function didKeyOf({ type, bytes }: PublicKey): DID {
  return `did:key:${base58btc.encode(Uint8Array.of(...PREFIXES[type], ...bytes))}`
}
