import { constantFrom, oneof, string, tuple, uint8Array, type Arbitrary } from 'fast-check'
import { base58btc } from 'multiformats/bases/base58'
import type { DID } from '../codec/kinds/did.js'
import { stringWithin } from './string.js'

/** Key types of did:key: the multicodec code as a varint, and the size of the key in bytes. */
const KEYS = [
  { code: [0xed, 0x01], size: 32 }, // Ed25519
  { code: [0xe7, 0x01], size: 33 }, // secp256k1
  { code: [0x80, 0x24], size: 33 }, // P-256
]

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const DIGITS = [...'0123456789']
/** The maximum length of an identifier of {@link anyMethod}, in bytes. The DID stays below its limit of 2,048 bytes. */
const LONGEST = 1024

/** A did:key of a common key type. */
const usualKey = /* @__PURE__ */ oneof(
  ...KEYS.map(({ code, size }) =>
    uint8Array({ minLength: size, maxLength: size }).map((key) => didKey([...code, ...key])),
  ),
)

/** A did:key of any bytes, which may have leading zeros. */
const anyKey = /* @__PURE__ */ uint8Array({ minLength: 1, maxLength: 64, size: '=' }).map(didKey)

function didKey(bytes: Iterable<number>): DID {
  return `did:key:${base58btc.encode(Uint8Array.from(bytes))}`
}

const mailto = /* @__PURE__ */ tuple(label(), label()).map(
  ([domain, name]): DID => `did:mailto:${domain}.example:${name}`,
)

const plc = /* @__PURE__ */ string({
  unit: /* @__PURE__ */ constantFrom(...LETTERS, ...'234567'),
  minLength: 24,
  maxLength: 24,
}).map((identifier): DID => `did:plc:${identifier}`)

const web = /* @__PURE__ */ tuple(label(), label()).map(
  ([host, path]): DID => `did:web:${host}.example:${path}`,
)

/** A DID of any method but `key`, with any non-empty string as the identifier. */
const anyMethod = /* @__PURE__ */ tuple(
  /* @__PURE__ */ label().filter((method) => method !== 'key'),
  /* @__PURE__ */ stringWithin(LONGEST).filter((identifier) => identifier !== ''),
).map(([method, identifier]): DID => `did:${method}:${identifier}`)

function label(): Arbitrary<string> {
  return string({ unit: constantFrom(...LETTERS, ...DIGITS), minLength: 1, maxLength: 16 })
}

export const did: Arbitrary<DID> = /* @__PURE__ */ oneof(
  usualKey,
  anyKey,
  mailto,
  plc,
  web,
  anyMethod,
)
