import { CID } from 'multiformats/cid'
import { base58btc } from 'multiformats/bases/base58'
import { beforeAll, describe, expect, it } from 'vitest'
import { customer, provider, s3, type Type } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc, holds, PROPERTY_TIMEOUT } from './fast-check.js'
import { publicKinds } from './codec/public-kinds.js'
import { types } from './fixtures.js'

describe('arbitrary', { timeout: PROPERTY_TIMEOUT }, () => {
  it.each([...types, ...publicKinds])('generates values of %s', (_name, type) => {
    holds(arbitrary(type), (value) => expect(type.is(value)).toBe(true))
  })

  it('rejects a type that this copy of the library did not create', () => {
    const theirs = { ...customer.AddArguments, name: 'theirs.Type' } as Type<unknown>
    expect(() => arbitrary(theirs)).toThrow(
      new TypeError('theirs.Type: expected type of this copy of libforge: install only one copy'),
    )
  })

  it('generates the same values from the same seed', () => {
    const values = arbitrary(s3.bucket.InfoOK)
    const replay = { seed: 1, numRuns: 20 }
    expect(fc.sample(values, replay)).toStrictEqual(fc.sample(values, replay))
  })
})

const SYNTAX = ['/', '"', '\\', '<', '&', '\0', '\u2028']
const PROPERTIES = ['', '__proto__', 'constructor', 'toString', '9', '10', 'bytes']
const UNICODE = ['\ufeff', '\uffff', '\u{1f600}']

describe('edge cases of arbitrary', () => {
  let keys: Set<string>
  let dids: string[]
  let links: CID[]
  let secrets: Uint8Array[]

  beforeAll(() => {
    keys = new Set(sample(customer.AddArguments).flatMap(({ details }) => Object.keys(details)))
    dids = sample(provider.AddArguments).flatMap((args) => [args.provider, args.consumer])
    links = sample(s3.ProofSet, 1000).flatMap((proofs) => Object.values(proofs).flat())
    secrets = sample(s3.VerificationKey).map((key) => key.data)
  })

  it.each([...PROPERTIES, ...SYNTAX, ...UNICODE])('include the map key %j', (key) =>
    expect(keys).toContain(key),
  )

  it('include keys whose byte order differs from length order and UTF-16 order', () => {
    const order = [...keys].sort()
    const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    const byLength = byBytes.toSorted((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b))
    expect(byBytes).not.toStrictEqual(order)
    expect(byBytes).not.toStrictEqual(byLength)
  })

  it('include a key of 8192 bytes, and no key with a lone surrogate', () => {
    expect(Math.max(...[...keys].map((key) => Buffer.byteLength(key)))).toBe(8192)
    expect([...keys].filter((key) => /\p{Surrogate}/u.test(key))).toStrictEqual([])
  })

  it.each(['mailto', 'plc', 'web'])('include a did:%s', (method) => {
    expect(dids.some((did) => did.startsWith(`did:${method}:`))).toBe(true)
  })

  it('include DIDs of more than 100 methods, and an identifier beyond ASCII', () => {
    const methods = new Set(dids.map((did) => did.split(':')[1]))
    expect(methods.size).toBeGreaterThan(100)
    expect(dids.some((did) => /^did:[a-z0-9]+:.*\P{ASCII}/su.test(did))).toBe(true)
  })

  it('include did:key of Ed25519, secp256k1 and P-256, and of bytes that start with 0', () => {
    const multibases = dids.filter((did) => did.startsWith('did:key:')).map((did) => did.slice(8))
    const starts = new Set(multibases.map((key) => String(base58btc.decode(key).subarray(0, 2))))
    for (const start of ['237,1', '231,1', '128,36']) expect(starts).toContain(start)
    expect(multibases.some((key) => key.startsWith('z1'))).toBe(true)
  })

  it('include links of both versions, six codecs and five hashes, and an empty digest', () => {
    expect(new Set(links.map((cid) => cid.version))).toStrictEqual(new Set([0, 1]))
    expect(new Set(links.map((cid) => cid.code)).size).toBe(6)
    expect(new Set(links.map((cid) => cid.multihash.code)).size).toBe(5)
    expect(links.some((cid) => cid.multihash.size === 0)).toBe(true)
  })

  it('include empty byte strings, and lengths at which the CBOR header grows', () => {
    const lengths = new Set(secrets.map((bytes) => bytes.length))
    for (const length of [0, 23, 24, 255, 256, 65_535, 65_536]) expect(lengths).toContain(length)
  })

  it('include values with and without an optional field', () => {
    const present = sample(customer.AddArguments, 100).map((args) => 'externalAccount' in args)
    expect(new Set(present)).toStrictEqual(new Set([true, false]))
  })
})

/** Returns random values. With the default count, an edge case is missing with a probability below 10^-6. */
function sample<T>(type: Type<T>, count = 10_000): T[] {
  return fc.sample(arbitrary(type), count)
}
