/** Returns the number of header bytes of a CBOR item and of its tags (RFC 8949, section 3). */
export function headerLengthOf(item: Uint8Array): number {
  let at = 0
  for (;;) {
    const initial = item[at]!
    const info = initial & 31
    at += 1 + (info < 24 || info > 27 ? 0 : 2 ** (info - 24))
    if (initial >> 5 !== 6) return Math.min(at, item.length)
  }
}
