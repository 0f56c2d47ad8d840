export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function utf8(string: string): Uint8Array {
  return new TextEncoder().encode(string)
}

/** Describes the first byte that differs, which is hard to find in a diff of long hex. Returns `undefined` for equal bytes. */
export function difference(actual: Uint8Array, expected: Uint8Array): string | undefined {
  const at = expected.findIndex((byte, i) => byte !== actual[i])
  if (at < 0 && actual.length === expected.length) return undefined
  const first = at < 0 ? expected.length : at
  const around = (bytes: Uint8Array) => toHex(bytes.subarray(Math.max(0, first - 8), first + 8))
  return `byte ${first} differs: expected …${around(expected)}… (${expected.length} bytes), received …${around(actual)}… (${actual.length} bytes)`
}
