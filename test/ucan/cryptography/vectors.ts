import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import {
  bytesToNumberLE,
  concatBytes,
  numberToBytesBE,
  numberToBytesLE,
} from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { generateKeyPairSync, sign } from 'node:crypto'
import type { KeyType, PublicKey } from '../../../src/ucan/cryptography/key-type.js'
import type { SignatureType } from '../../../src/ucan/index.js'
import { fromHex, utf8 } from '../../bytes.js'

/** A signature with its key, type and message, and whether it is valid. */
export interface Vector {
  readonly title: string
  readonly key: PublicKey
  readonly type: SignatureType
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly valid: boolean
}

const message = utf8('the bytes that are signed')

type Change = readonly [title: string, change: Partial<Vector>]

/** Returns the valid signature, and an invalid signature for each common change and each of `changes`. */
function tableOf(valid: Omit<Vector, 'title' | 'valid'>, changes: readonly Change[]): Vector[] {
  const { key, type, signature } = valid
  const common: Change[] = [
    ['for another message', { message: utf8('other bytes') }],
    ['that is empty', { signature: new Uint8Array() }],
    ['without its last byte', { signature: signature.subarray(0, -1) }],
    ['with an additional byte', { signature: Uint8Array.of(...signature, 0) }],
    ['with a zero byte before it', { signature: Uint8Array.of(0, ...signature) }],
    ['of zeros', { signature: new Uint8Array(signature.length) }],
    ['of 0xff bytes', { signature: new Uint8Array(signature.length).fill(0xff) }],
    ['of type EIP191', { type: 'EIP191' }],
    ['of another type', { type: type === 'ES256K' ? 'ES256' : 'ES256K' }],
    ['with an empty key', { key: { type: key.type, bytes: new Uint8Array() } }],
    ['with a key that lacks a byte', { key: { type: key.type, bytes: key.bytes.subarray(1) } }],
  ]
  return [
    { ...valid, title: `${type}: a valid signature`, valid: true },
    ...[...common, ...changes].map(([title, change]) =>
      Object.assign({}, valid, change, { title: `${type}: a signature ${title}`, valid: false }),
    ),
  ]
}

function ed25519Vectors(): Vector[] {
  const secret = new Uint8Array(32).fill(7)
  const signature = ed25519.sign(message, secret)
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
  const order = Fn.ORDER
  const scalar = Fn.fromBytes(s)
  const withS = (value: bigint) => Uint8Array.of(...r, ...numberToBytesLE(value, 32))
  const negate = (point: Uint8Array) => point.with(31, point[31]! ^ 0x80)
  const key = (bytes: Uint8Array): PublicKey => ({ type: 'Ed25519', bytes })
  const small = smallOrder().flatMap((point, i): Change[] => [
    [`with a key of small order, encoding ${i}`, withSmallKey(point)],
    [`with an R of small order, encoding ${i}`, withSmallR(point)],
  ])
  return tableOf({ key: key(ed25519.getPublicKey(secret)), type: 'Ed25519', message, signature }, [
    ['with S + L', { signature: withS(scalar + order) }],
    ['with S = L', { signature: withS(order) }],
    ['with S = 0', { signature: withS(0n) }],
    ['with -S', { signature: withS(order - scalar) }],
    ['with -R', { signature: Uint8Array.of(...negate(r), ...s) }],
    ['with the negated key', { key: key(negate(ed25519.getPublicKey(secret))) }],
    // y = 2 is not on the curve.
    ['with a key that is not a point', { key: key(new Uint8Array(32).with(0, 2)) }],
    ['with an R that is not a point', { signature: Uint8Array.of(2, ...new Uint8Array(31), ...s) }],
    ...small,
  ])
}

const { BASE, Fn, Fp, fromBytes } = ed25519.Point
/** A point of order 8. */
const torsion = fromBytes(fromHex(ED25519_TORSION_SUBGROUP[1]!))

/**
 * Returns all encodings of the points of small order, including the non-canonical ones: with y + p,
 * and with a sign bit although x = 0.
 */
function smallOrder(): Uint8Array[] {
  const ys = new Set(
    ED25519_TORSION_SUBGROUP.map((hex) => fromBytes(fromHex(hex)).toAffine().y).flatMap((y) => [
      y,
      y + Fp.ORDER,
    ]),
  )
  const signOfX = 1n << 255n
  return [...ys].flatMap((y) =>
    y < signOfX ? [numberToBytesLE(y, 32), numberToBytesLE(y + signOfX, 32)] : [],
  )
}

/**
 * Returns a signature that is invalid only because the key A is of small order. The equation of
 * RFC 8032, section 5.1.7, holds: S B = R + k A, because R = S B and k A = 0.
 */
function withSmallKey(bytes: Uint8Array): Partial<Vector> {
  const r = BASE.multiply(5n).toBytes()
  const signature = concatBytes(r, numberToBytesLE(5n, 32))
  const a = fromBytes(bytes, true)
  const fitting = messageFor(r, bytes, (k) => a.multiplyUnsafe(k).is0())
  return { key: { type: 'Ed25519', bytes }, message: fitting, signature }
}

/**
 * Returns a signature that is invalid only because its R is of small order. The equation
 * S B = R + k A holds: the part of k A that is of small order cancels R out.
 */
function withSmallR(r: Uint8Array): Partial<Vector> {
  const bytes = BASE.multiply(7n).add(torsion).toBytes()
  const point = fromBytes(r, true)
  const fitting = messageFor(r, bytes, (k) => point.add(torsion.multiplyUnsafe(k)).is0())
  const s = Fn.toBytes(Fn.create(7n * challenge(r, bytes, fitting)))
  return { key: { type: 'Ed25519', bytes }, message: fitting, signature: concatBytes(r, s) }
}

/** Returns the number k of RFC 8032, section 5.1.7, modulo the order L. */
function challenge(r: Uint8Array, key: Uint8Array, signed: Uint8Array): bigint {
  return Fn.create(bytesToNumberLE(sha512(concatBytes(r, key, signed))))
}

function messageFor(r: Uint8Array, key: Uint8Array, fits: (k: bigint) => boolean): Uint8Array {
  for (let i = 0; ; i++) {
    const candidate = utf8(`message ${i}`)
    if (fits(challenge(r, key, candidate))) return candidate
  }
}

function ecdsaVectors(name: KeyType, type: SignatureType, curve: typeof p256): Vector[] {
  const { Fn: scalars, Fp: coordinates } = curve.Point
  const size = coordinates.BYTES
  const secret = numberToBytesBE(7n ** 40n, size)
  const signature = curve.sign(message, secret, { lowS: true })
  const { r, s } = curve.Signature.fromBytes(signature)
  const join = (first: bigint, second: bigint) =>
    Uint8Array.of(...numberToBytesBE(first, size), ...numberToBytesBE(second, size))
  const key = curve.getPublicKey(secret)
  const withKey = (bytes: Uint8Array) => ({ key: { type: name, bytes } })
  const fits = (value: bigint) => value < 1n << BigInt(size * 8)
  return tableOf({ key: { type: name, bytes: key }, type, message, signature }, [
    ['with a high S', { signature: join(r, scalars.ORDER - s) }],
    ['with r = 0', { signature: join(0n, s) }],
    ['with S = 0', { signature: join(r, 0n) }],
    ['with r = n', { signature: join(scalars.ORDER, s) }],
    ['with S = n', { signature: join(r, scalars.ORDER) }],
    ...(fits(s + scalars.ORDER)
      ? ([['with S + n', { signature: join(r, s + scalars.ORDER) }]] satisfies Change[])
      : []),
    ['with -r', { signature: join(scalars.ORDER - r, s) }],
    ['in DER', { signature: curve.Signature.fromBytes(signature).toBytes('der') }],
    ['with the negated key', withKey(key.with(0, key[0]! ^ 1))],
    ['with an uncompressed key', withKey(curve.getPublicKey(secret, false))],
    ['with a hybrid key', withKey(curve.getPublicKey(secret, false).with(0, 6))],
    ['whose key is the point at infinity', withKey(Uint8Array.of(0))],
    ['with a key of zeros', withKey(new Uint8Array(1 + size))],
    ['whose key has x = p', withKey(Uint8Array.of(2, ...numberToBytesBE(coordinates.ORDER, size)))],
    ['whose key has an x of 0xff bytes', withKey(new Uint8Array(1 + size).fill(0xff).with(0, 2))],
    ['with a key that is not a point', withKey(noPointOf(curve))],
  ])
}

/** Returns the compressed form of an x coordinate without a point on the curve. */
function noPointOf(curve: typeof p256): Uint8Array {
  for (let x = 1n; ; x++) {
    const bytes = Uint8Array.of(2, ...numberToBytesBE(x, curve.Point.Fp.BYTES))
    if (!curve.utils.isValidPublicKey(bytes)) return bytes
  }
}

function rsaVectors(): Vector[] {
  const bits = 2048
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const bytes = new Uint8Array(publicKey.export({ format: 'der', type: 'pkcs1' }))
  const signature = new Uint8Array(sign('sha256', message, privateKey))
  // The modulus follows two headers of 4 bytes and a zero byte.
  const modulus = bytes.subarray(9, 9 + bits / 8)
  const number = (value: Uint8Array) => BigInt(`0x${Buffer.from(value).toString('hex')}`)
  const sum = number(signature) + number(modulus)
  const ofHash = (hash: string) => new Uint8Array(sign(hash, message, privateKey))
  const negated = numberToBytesBE(number(modulus) - number(signature), bits / 8)
  const changes: Change[] = [
    ['with sha2-512', { signature: ofHash('sha512') }],
    ['with sha1', { signature: ofHash('sha1') }],
    ['that is negated', { signature: negated }],
    ['that is the modulus', { signature: modulus.slice() }],
    ['whose key has data after it', { key: { type: 'RSA', bytes: Uint8Array.of(...bytes, 0) } }],
  ]
  if (sum < 1n << BigInt(bits)) {
    changes.push(['with the modulus added', { signature: numberToBytesBE(sum, bits / 8) }])
  }
  return tableOf({ key: { type: 'RSA', bytes }, type: 'RS256', message, signature }, changes)
}

/** Valid and invalid signatures of each type that a key can verify, made with noble and `node:crypto`. */
export const vectors: readonly Vector[] = [
  ...ed25519Vectors(),
  ...ecdsaVectors('P-256', 'ES256', p256),
  ...ecdsaVectors('P-384', 'ES384', p384),
  ...ecdsaVectors('P-521', 'ES512', p521),
  ...ecdsaVectors('secp256k1', 'ES256K', secp256k1),
  ...rsaVectors(),
]
