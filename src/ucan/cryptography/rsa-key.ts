import { compareBytes } from '../compare-bytes.js'
import { DERReader, encodeDER, INTEGER, SEQUENCE } from './der.js'

/**
 * Returns the modulus of an `RSAPublicKey` (RFC 8017, appendix A.1.1). Returns
 * `undefined` if the key is not supported. Its encoding must be DER. Its modulus
 * must be odd, and have 256 to 512 bytes, with the highest bit set. Its exponent must
 * be odd, from 3 to 2^31 - 1, as in Go. The limits bound the work of a verification.
 */
export function modulusOf(key: Uint8Array): Uint8Array | undefined {
  try {
    const fields = new DERReader(new DERReader(key).read(SEQUENCE))
    const modulus = fields.read(INTEGER)
    const exponent = fields.read(INTEGER)
    const canonical = encodeDER(SEQUENCE, encodeDER(INTEGER, modulus), encodeDER(INTEGER, exponent))
    if (compareBytes(canonical, key) !== 0) return undefined
    return isModulus(modulus) && isExponent(exponent) ? modulus.subarray(1) : undefined
  } catch {
    return undefined
  }
}

/** Returns whether a DER integer is a valid modulus. The highest bit of a modulus is set, so the integer has a leading zero byte. */
function isModulus(integer: Uint8Array): boolean {
  const size = integer.length - 1
  return (
    size >= 256 &&
    size <= 512 &&
    integer[0] === 0 &&
    integer[1]! >= 0x80 &&
    integer[size]! % 2 === 1
  )
}

function isExponent(integer: Uint8Array): boolean {
  const isShortest = integer[0] !== 0 || integer[1]! >= 0x80
  const value = integer.reduce((sum, byte) => sum * 256 + byte, 0)
  return isShortest && integer[0]! < 0x80 && value % 2 === 1 && value >= 3 && value < 2 ** 31
}
