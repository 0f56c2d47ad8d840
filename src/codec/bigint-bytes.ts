/** Returns the big-endian bytes of a non-negative integer. The result for 0 is empty. */
export function bytesOfBigInt(value: bigint): Uint8Array<ArrayBuffer> {
  if (value === 0n) return new Uint8Array(0)
  const digits = value.toString(16)
  const hex = digits.padStart(digits.length + (digits.length % 2), '0')
  return Uint8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16))
}

/** Returns the non-negative integer that big-endian bytes encode. */
export function bigIntOfBytes(bytes: Uint8Array): bigint {
  let hex = '0x0'
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return BigInt(hex)
}
