import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../../src/index.js'
import { Container, Delegation, Invocation, Receipt, verify } from '../../src/ucan/index.js'
import { fromHex, rowsOf, toHex } from '../fixtures.js'
import { resolverOf, verifier } from './principals.js'
import type { ContainerRow, TokenRow } from './rows.js'

type AnyToken = Invocation | Delegation | Receipt

interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
  /** The keys of those whose DID isn't their key's. */
  readonly keys: Readonly<Record<string, string>>
  readonly decode: (bytes: Uint8Array) => Promise<AnyToken>
}

const rows = rowsOf<TokenRow>('tokens')
const invocations = rows.map(({ bytes, issuer, key }, i): Sample => ({
  name: `invocation of row ${i}`,
  bytes: fromHex(bytes),
  keys: { [issuer]: key },
  decode: Invocation.decode,
}))
const receipts = rows.map(({ receipt: { bytes, executor, key } }, i): Sample => ({
  name: `receipt of row ${i}`,
  bytes: fromHex(bytes),
  keys: { [executor]: key },
  decode: Receipt.decode,
}))
const delegations = rows
  .flatMap(({ proof }) => proof ?? [])
  .map(({ bytes, issuer, key }, i): Sample => ({
    name: `delegation ${i}`,
    bytes: fromHex(bytes),
    keys: { [issuer]: key },
    decode: Delegation.decode,
  }))
const samples = [...invocations, ...receipts, ...delegations]

/** A list of two, then a signature of 64 bytes behind its head. */
const SIGNED_FROM = 1 + 2 + 64

/** Milliseconds that a test of all tokens may take on a slow machine. */
const LONG = 60_000

function changed(bytes: Uint8Array, position: number, flip: number): Uint8Array {
  return bytes.map((byte, i) => (i === position ? byte ^ flip : byte))
}

/** The token, or the CodecError; nothing else may be thrown. */
async function outcome(
  decode: Sample['decode'],
  bytes: Uint8Array,
): Promise<AnyToken | CodecError> {
  try {
    return await decode(bytes)
  } catch (error) {
    if (error instanceof CodecError) return error
    throw new Error(`${toHex(bytes)} threw what is no CodecError`, { cause: error })
  }
}

/** Whether the bytes decode and verify. An issuer that is none now can't be resolved. */
async function isTaken({ decode, keys }: Sample, bytes: Uint8Array): Promise<boolean> {
  const token = await outcome(decode, bytes)
  if (token instanceof CodecError) return false
  try {
    return await verify(token, { verifier, resolver: resolverOf(keys) })
  } catch (error) {
    if (/can't be (?:resolved|verified)/.test((error as Error).message)) return false
    throw error
  }
}

describe('a token of which a byte that is signed was changed', () => {
  it(
    'does not decode, or keeps the change in what the signature is verified over',
    async () => {
      const lost: string[] = []
      let decoded = 0
      for (const { name, bytes, decode } of samples) {
        for (let at = SIGNED_FROM; at < bytes.length; at++) {
          const bad = changed(bytes, at, 1 << (at % 8))
          const token = await outcome(decode, bad)
          if (token instanceof CodecError) continue
          decoded++
          const kept = Buffer.compare(token.signedBytes, bad.subarray(SIGNED_FROM)) === 0
          if (!kept) lost.push(`${name}, byte ${at}`)
        }
      }
      expect(lost).toEqual([])
      expect(decoded).toBeGreaterThan(10_000)
    },
    LONG,
  )

  const kinds = new Map(samples.map((sample) => [kindOf(sample), sample]))

  it.each([...kinds])(
    'does not both decode and verify, at any place: %s',
    async (_kind, sample) => {
      expect(await isTaken(sample, sample.bytes)).toBe(true)
      const taken: number[] = []
      for (let at = SIGNED_FROM; at < sample.bytes.length; at++) {
        if (await isTaken(sample, changed(sample.bytes, at, 1 + (at % 255)))) taken.push(at)
      }
      expect(taken).toEqual([])
    },
    LONG,
  )

  it(
    'does not both decode and verify, whichever the token and the change',
    async () => {
      const change = fc.record({
        sample: fc.constantFrom(...samples),
        place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        flip: fc.integer({ min: 1, max: 255 }),
      })
      await fc.assert(
        fc.asyncProperty(change, async ({ sample, place, flip }) => {
          const size = sample.bytes.length - SIGNED_FROM
          const at = SIGNED_FROM + Math.floor(place * size)
          expect(await isTaken(sample, changed(sample.bytes, at, flip))).toBe(false)
        }),
        { numRuns: 1000 },
      )
    },
    LONG,
  )
})

/** What a sample is and who signed it: one of each is enough for what takes long. */
function kindOf({ name, keys }: Sample): string {
  const [did, key] = Object.entries(keys)[0]!
  const method = did.split(':')[1]
  return `${name.split(' ')[0]} by a did:${method}, ${key.startsWith('did:key:z6Mk') ? 'Ed25519' : 'ES256K'}`
}

describe('a damaged token', () => {
  it(
    'that ends early is refused, wherever it ends',
    async () => {
      const read: string[] = []
      for (const { name, bytes, decode } of samples) {
        for (let size = 0; size < bytes.length; size++) {
          const token = await outcome(decode, bytes.subarray(0, size))
          if (!(token instanceof CodecError)) read.push(`${name}, the first ${size} bytes`)
        }
      }
      expect(samples).toHaveLength(110)
      expect(read).toEqual([])
    },
    LONG,
  )

  it('that goes on is refused', async () => {
    for (const { bytes, decode } of samples) {
      expect(await outcome(decode, Buffer.concat([bytes, Buffer.of(0)]))).toMatchObject({
        code: 'trailing-data',
        offset: bytes.length,
      })
    }
  })

  it('throws nothing but a CodecError, and changes no prototype', async () => {
    const before = Reflect.ownKeys(Object.prototype)
    const containers = rowsOf<ContainerRow>('containers').flatMap(({ cbor, raw }) => [cbor, raw])
    const damaged = fc.record({
      bytes: fc.constantFrom(...samples.map(({ bytes }) => bytes), ...containers.map(fromHex)),
      at: fc.nat(2000),
      cut: fc.nat(40),
      put: fc.uint8Array({ maxLength: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(damaged, async ({ bytes, at, cut, put }) => {
        const start = at % bytes.length
        const bad = Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + cut)])
        const decoders = [Invocation.decode, Delegation.decode, Receipt.decode, Container.decode]
        for (const decode of decoders) await outcome(decode as Sample['decode'], bad)
      }),
      { numRuns: 2000 },
    )
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })
})
