/** Loops over bytes, four at a time: that takes half as long as one at a time. */

/** Whether the bytes from `start` to `end` are ASCII. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let union = 0
  let i = start
  for (; i + 3 < end; i += 4) union |= bytes[i]! | bytes[i + 1]! | bytes[i + 2]! | bytes[i + 3]!
  for (; i < end; i++) union |= bytes[i]!
  return union < 0x80
}

/** Whether `a` has the same `size` bytes at `i` as `b` has at `j`. */
export function sameBytes(
  a: Uint8Array,
  i: number,
  b: Uint8Array,
  j: number,
  size: number,
): boolean {
  const end = i + size
  let difference = 0
  for (; i + 3 < end; i += 4, j += 4) {
    difference |=
      (a[i]! ^ b[j]!) | (a[i + 1]! ^ b[j + 1]!) | (a[i + 2]! ^ b[j + 2]!) | (a[i + 3]! ^ b[j + 3]!)
  }
  for (; i < end; i++, j++) difference |= a[i]! ^ b[j]!
  return difference === 0
}
