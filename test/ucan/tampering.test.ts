import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as libforge from '../../src/index.js'
import { CodecError } from '../../src/index.js'
import * as ucan from '../../src/ucan/index.js'
import {
  argumentsOf,
  AuthorizationError,
  authorize,
  Container,
  Delegation,
  Invocation,
  invoke,
  Receipt,
  verify,
} from '../../src/ucan/index.js'
import { authorizedInvocations, optionsOf, signersOf } from '../fuzz/samples.js'
import { fromHex, rowsOf, toHex } from '../fixtures.js'
import { resolverOf } from './principals.js'
import type { ContainerRow, TokenRow } from './rows.js'

type AnyToken = Invocation | Delegation | Receipt

interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
  /** The public key as a `did:key`, by the DID of the issuer or executor. */
  readonly keys: Readonly<Record<string, string>>
  readonly decode: (bytes: Uint8Array) => AnyToken | Promise<AnyToken>
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

/** The offset of the signed bytes: after the list header and a signature of 64 bytes with its header. */
const SIGNED_FROM = 1 + 2 + 64

function changed(bytes: Uint8Array, position: number, flip: number): Uint8Array {
  return bytes.map((byte, i) => (i === position ? byte ^ flip : byte))
}

/** Returns the decoded token or the CodecError. Throws for any other error. */
async function outcome(
  decode: Sample['decode'],
  bytes: Uint8Array,
): Promise<AnyToken | CodecError> {
  try {
    return await decode(bytes)
  } catch (error) {
    if (error instanceof CodecError) return error
    throw new Error(`decoding ${toHex(bytes)} threw an error other than a CodecError`, {
      cause: error,
    })
  }
}

/** Returns whether the bytes decode to a token that verifies. */
async function isAccepted({ decode, keys }: Sample, bytes: Uint8Array): Promise<boolean> {
  const token = await outcome(decode, bytes)
  if (token instanceof CodecError) return false
  return await verify(token, { didResolver: resolverOf(keys) })
}

describe('a token with a changed signed byte', () => {
  it('fails to decode, or keeps the change in `signedBytes`', async () => {
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
  })

  // The test is slow, so it has one sample of each group.
  const byGroup = new Map(samples.map((sample) => [groupOf(sample), sample]))

  it.each([...byGroup])(
    'fails to decode or to verify, at any offset: %s',
    async (_group, sample) => {
      expect(await isAccepted(sample, sample.bytes)).toBe(true)
      const accepted: number[] = []
      for (let at = SIGNED_FROM; at < sample.bytes.length; at++) {
        if (await isAccepted(sample, changed(sample.bytes, at, 1 + (at % 255)))) accepted.push(at)
      }
      expect(accepted).toEqual([])
    },
  )

  it('fails to decode or to verify, for any token and change', async () => {
    const change = fc.record({
      sample: fc.constantFrom(...samples),
      position: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      flip: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ sample, position, flip }) => {
        const size = sample.bytes.length - SIGNED_FROM
        const at = SIGNED_FROM + Math.floor(position * size)
        expect(await isAccepted(sample, changed(sample.bytes, at, flip))).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
})

/** Returns the type of a token, the DID method of its issuer or executor, and its signature type. */
function groupOf({ name, keys }: Sample): string {
  const [did, key] = Object.entries(keys)[0]!
  const method = did.split(':')[1]
  return `${name.split(' ')[0]} by a did:${method}, ${key.startsWith('did:key:z6Mk') ? 'Ed25519' : 'ES256K'}`
}

describe('decode', () => {
  it('rejects a token truncated at any offset', async () => {
    const decoded: string[] = []
    for (const { name, bytes, decode } of samples) {
      for (let size = 0; size < bytes.length; size++) {
        const token = await outcome(decode, bytes.subarray(0, size))
        if (!(token instanceof CodecError)) decoded.push(`${name}, the first ${size} bytes`)
      }
    }
    expect(samples).toHaveLength(110)
    expect(decoded).toEqual([])
  })

  it('rejects a token with trailing data', async () => {
    for (const { bytes, decode } of samples) {
      expect(await outcome(decode, Buffer.concat([bytes, Buffer.of(0)]))).toMatchObject({
        code: 'trailing-data',
        offset: bytes.length,
      })
    }
  })

  it('throws only CodecErrors for damaged inputs, and adds nothing to Object.prototype', async () => {
    const before = Reflect.ownKeys(Object.prototype)
    const containers = rowsOf<ContainerRow>('containers').flatMap(({ cbor, raw }) => [cbor, raw])
    const damage = fc.record({
      bytes: fc.constantFrom(...samples.map(({ bytes }) => bytes), ...containers.map(fromHex)),
      at: fc.nat(2000),
      removed: fc.nat(40),
      inserted: fc.uint8Array({ maxLength: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ bytes, at, removed, inserted }) => {
        const start = at % bytes.length
        const end = start + removed
        const bad = Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(end)])
        const decoders = [Invocation.decode, Delegation.decode, Receipt.decode, Container.decode]
        for (const decode of decoders) await outcome(decode as Sample['decode'], bad)
      }),
      { numRuns: 2000 },
    )
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })
})

describe('an authorized invocation', async () => {
  const authorized = await authorizedInvocations(libforge, ucan)
  const options = await optionsOf(ucan)
  const signers = Object.values(await signersOf(ucan))
  const flips = [0x01, 0x80, 0xff]

  /** Returns whether the tokens decode, and the invocation is authorized. */
  async function isAuthorized(
    invocation: Uint8Array,
    proofs: readonly Uint8Array[],
  ): Promise<boolean> {
    const decoded = await outcome(Invocation.decode, invocation)
    const decodedProofs = await Promise.all(proofs.map((one) => outcome(Delegation.decode, one)))
    const all = [decoded, ...decodedProofs]
    if (all.some((token) => token instanceof CodecError)) return false
    const { audience, subject } = decoded as Invocation
    try {
      await authorize(decoded as Invocation, {
        ...options,
        audience: audience ?? subject,
        proofs: decodedProofs as Delegation[],
      })
      return true
    } catch (error) {
      if (error instanceof AuthorizationError) return false
      throw error
    }
  }

  const cases = authorized.map((sample, i) => [i, sample] as const)
  const casesWithProofs = cases.filter(([, { proofs }]) => proofs.length > 0)

  it.each(cases)(
    'is not authorized if any of its bytes is changed: sample %i',
    async (_i, { invocation: { bytes }, proofs }) => {
      const proofBytes = proofs.map((proof) => proof.bytes)
      expect(await isAuthorized(bytes, proofBytes)).toBe(true)
      const accepted: string[] = []
      for (let at = 0; at < bytes.length; at++) {
        for (const flip of flips) {
          if (await isAuthorized(changed(bytes, at, flip), proofBytes)) {
            accepted.push(`byte ${at}, ${flip}`)
          }
        }
      }
      expect(accepted).toEqual([])
    },
  )

  it.each(casesWithProofs)(
    'is not authorized if it names the CID of a changed proof: sample %i',
    async (_i, { invocation, proofs }) => {
      const issuer = signers.find(({ did }) => did === invocation.issuer)!
      const accepted: string[] = []
      for (const [i, { bytes }] of proofs.entries()) {
        const isAuthorizedWith = async (bad: Uint8Array): Promise<boolean> => {
          const token = await outcome(Delegation.decode, bad)
          if (token instanceof CodecError) return false
          const { bytes: resigned } = await invoke(libforge.customer.add, {
            issuer,
            subject: invocation.subject,
            arguments: argumentsOf(libforge.customer.add, invocation),
            expiration: null,
            proofs: proofs.map(({ cid }, n) => (n === i ? token.cid : cid)),
          })
          return await isAuthorized(
            resigned,
            proofs.map((proof, n) => (n === i ? bad : proof.bytes)),
          )
        }
        expect(await isAuthorizedWith(bytes)).toBe(true)
        for (let at = 0; at < bytes.length; at++) {
          const flip = flips[at % flips.length]!
          if (await isAuthorizedWith(changed(bytes, at, flip)))
            accepted.push(`proof ${i}, byte ${at}, ${flip}`)
        }
      }
      expect(accepted).toEqual([])
    },
  )
})
