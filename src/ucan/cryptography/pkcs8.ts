import { hexToBytes } from '@noble/curves/utils.js'
import { compareBytes } from '../compare-bytes.js'
import { fromBase64 } from '../base64.js'
import { DERReader, encodeDER, INTEGER, OCTET_STRING, SEQUENCE } from './der.js'
import { ALGORITHMS } from './spki.js'

/** Encodes an Ed25519 seed as PKCS #8 (RFC 8410), in DER. */
export function encodePKCS8(seed: Uint8Array): Uint8Array<ArrayBuffer> {
  const version = encodeDER(INTEGER, Uint8Array.of(0))
  const key = encodeDER(OCTET_STRING, encodeDER(OCTET_STRING, seed))
  return encodeDER(SEQUENCE, version, hexToBytes(ALGORITHMS.Ed25519), key)
}

/**
 * Returns the private key in the first `PRIVATE KEY` block of a PEM: PKCS #8
 * (RFC 5958). Data after the private key, such as a public key, is ignored. Versions
 * are not checked. The length of the private key is not checked either.
 *
 * @throws {TypeError} if there is no such block, if the block is malformed, or if its
 *   key has another type
 */
export function seedOfPEM(type: 'Ed25519' | 'secp256k1', pem: string): Uint8Array {
  const [, base64] = /-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----/.exec(pem) ?? []
  if (base64 === undefined) throw new TypeError('expected a PEM with a PRIVATE KEY block (PKCS #8)')
  const pkcs8 = fromBase64(new TextEncoder().encode(base64.replaceAll(/\s/g, '')))
  if (pkcs8 === undefined)
    throw new TypeError('expected base64 in the PRIVATE KEY block of the PEM')
  const fields = new DERReader(new DERReader(pkcs8).read(SEQUENCE))
  fields.read(INTEGER)
  const algorithm = encodeDER(SEQUENCE, fields.read(SEQUENCE))
  if (compareBytes(algorithm, hexToBytes(ALGORITHMS[type])) !== 0) {
    throw new TypeError(`expected a PEM with a private key of the type ${type}`)
  }
  const key = new DERReader(fields.read(OCTET_STRING))
  if (type === 'Ed25519') return key.read(OCTET_STRING)
  // An ECPrivateKey (RFC 5915).
  const ecFields = new DERReader(key.read(SEQUENCE))
  ecFields.read(INTEGER)
  return ecFields.read(OCTET_STRING)
}
