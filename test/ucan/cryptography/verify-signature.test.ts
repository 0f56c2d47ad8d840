import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, concatBytes } from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { publicKeyOfDIDKey } from '../../../src/ucan/cryptography/public-key.js'
import {
  signatureVerifier,
  verifySignature,
} from '../../../src/ucan/cryptography/verify-signature.js'
import type { SignatureType } from '../../../src/ucan/index.js'
import { fromHex } from '../../bytes.js'
import { fc } from '../../fast-check.js'
import { rowsOf } from '../../fixtures.js'
import type { TokenRow } from '../rows.js'
import { providers } from './providers.js'
import { vectors, type Vector } from './vectors.js'

interface Row {
  readonly source: string
  /** A did:key, or the bytes of an Ed25519 key in hex. */
  readonly key: string
  /** Absent in the rows of speccheck, which are all Ed25519. */
  readonly signatureType: SignatureType
  readonly message: string
  readonly signature: string
  readonly valid: boolean
}

function rows(name: string): Row[] {
  const lines = readFileSync(new URL(`${name}.jsonl`, import.meta.url), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/**
 * A selection of C2SP/wycheproof (commit dac1dd47, `testvectors_v1`): Ed25519, ECDSA in
 * the form of IEEE P1363, and RSA of 2,048 to 4,096 bits. Each key is a did:key. Unlike
 * in Wycheproof, `valid` is false for a high S.
 */
const wycheproof = rows('wycheproof')

/**
 * novifinancial/ed25519-speccheck, `cases.json`: the vectors of https://eprint.iacr.org/2020/1244.
 * `valid` is the verdict of a strict verifier, which rejects points of small order and does
 * not multiply by the cofactor.
 */
const speccheck = rows('speccheck')

const tokens = rowsOf<TokenRow>('tokens')

function titled(list: readonly Vector[]): [string, Vector][] {
  return list.map((vector) => [`${vector.valid} for ${vector.title}`, vector])
}

describe.each(providers)('verifySignature with $name', ({ name, verify, lacks }) => {
  it.each(titled(vectors.filter(({ key, valid }) => !valid || key.type !== lacks)))(
    'returns %s',
    async (_title, { key, type, message, signature, valid }) => {
      expect(await verify(key, type, message, signature)).toBe(valid)
    },
  )

  it('agrees with Wycheproof, but rejects a high S', async () => {
    const differences: string[] = []
    for (const { source, key, signatureType, message, signature, valid } of wycheproof) {
      const publicKey = publicKeyOfDIDKey(key)!
      if (publicKey.type === lacks) continue
      const verdict = await verify(publicKey, signatureType, fromHex(message), fromHex(signature))
      if (verdict !== valid) differences.push(source)
    }
    expect(differences).toEqual([])
  })

  it('agrees with strict verifiers on the vectors of speccheck', async () => {
    const accepted: string[] = []
    for (const { source, key, message, signature } of speccheck) {
      const publicKey = { type: 'Ed25519', bytes: fromHex(key) } as const
      const verdict = await verify(publicKey, 'Ed25519', fromHex(message), fromHex(signature))
      if (verdict) accepted.push(source)
    }
    expect(accepted).toEqual(speccheck.flatMap(({ source, valid }) => (valid ? [source] : [])))
  })

  it('accepts the signatures of the reference', async () => {
    const supported = tokens.filter(({ key }) => publicKeyOfDIDKey(key)!.type !== lacks)
    expect(supported.length).toBeGreaterThan(10)
    for (const { key, signatureType, signedBytes, signature } of supported) {
      const message = fromHex(signedBytes)
      const publicKey = publicKeyOfDIDKey(key)!
      expect(await verify(publicKey, signatureType, message, fromHex(signature))).toBe(true)
    }
  })

  it('returns false for a signature with one bit flipped', async () => {
    const accepted = vectors.filter(({ key, valid }) => valid && key.type !== lacks)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...accepted), fc.nat(), async (vector, at) => {
        const { key, type, message, signature } = vector
        const bit = at % (8 * signature.length)
        const flipped = signature.with(bit >> 3, signature[bit >> 3]! ^ (1 << (bit & 7)))
        expect(await verify(key, type, message, flipped)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('does not multiply by the cofactor if the key or R is of mixed order', async () => {
    await fc.assert(
      fc.asyncProperty(mixedOrder(), async ({ key, message, signature, valid }) => {
        expect(await verify(key, 'Ed25519', message, signature)).toBe(valid)
      }),
      { numRuns: 60 },
    )
  })

  it('returns a promise only if the provider is WebCrypto', () => {
    const { key, type, message, signature } = vectors.find(({ valid }) => valid)!
    const verdict = verify(key, type, message, signature)
    expect(verdict instanceof Promise).toBe(name === 'WebCrypto')
  })
})

/**
 * Generates signatures for which the two sides of the verification equation differ by a point of
 * small order. `valid` is whether that point is zero.
 */
function mixedOrder() {
  const { BASE, Fn, fromHex: parse } = ed25519.Point
  const torsion = fc.constantFrom(...ED25519_TORSION_SUBGROUP).map((hex) => parse(hex))
  const scalar = fc.bigInt({ min: 1n, max: Fn.ORDER - 1n })
  return fc
    .tuple(scalar, scalar, torsion, torsion, fc.uint8Array({ maxLength: 40 }))
    .map(([a, r, keyTorsion, rTorsion, message]) => {
      const key = BASE.multiply(a).add(keyTorsion).toBytes()
      const point = BASE.multiply(r).add(rTorsion).toBytes()
      const k = Fn.create(bytesToNumberLE(sha512(concatBytes(point, key, message))))
      return {
        key: { type: 'Ed25519', bytes: key } as const,
        message,
        signature: concatBytes(point, Fn.toBytes(Fn.create(r + k * a))),
        valid: rTorsion.add(keyTorsion.multiplyUnsafe(k)).is0(),
      }
    })
}

describe('verifySignature', () => {
  it.each(titled(vectors))('returns %s', async (_title, vector) => {
    const { key, type, message, signature, valid } = vector
    expect(await verifySignature(key, type, message, signature)).toBe(valid)
  })

  it('returns false for a key type that the platform lacks', async () => {
    const rsa = vectors.find(({ key, valid }) => valid && key.type === 'RSA')!
    for (const lacking of [
      () => {
        throw new Error('unsupported')
      },
      () => Promise.reject(new Error('unsupported')),
    ]) {
      const verify = signatureVerifier(lacking)
      expect(await verify(rsa.key, rsa.type, rsa.message, rsa.signature)).toBe(false)
    }
  })

  it('returns false if the verification fails with an error', async () => {
    const { key, type, message, signature } = vectors.find(({ valid }) => valid)!
    const failing = async () => {
      throw new Error('out of memory')
    }
    expect(await signatureVerifier(() => failing)(key, type, message, signature)).toBe(false)
    expect(await signatureVerifier(async () => failing)(key, type, message, signature)).toBe(false)
  })

  it('imports each key once', async () => {
    let imports = 0
    const verify = signatureVerifier(() => {
      imports++
      return () => true
    })
    const { key, type, message, signature } = vectors.find(({ valid }) => valid)!
    verify(key, type, message, signature)
    verify(key, type, message, signature)
    expect(imports).toBe(1)
  })
})
