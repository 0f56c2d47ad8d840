/**
 * Returns a copy of a private key.
 *
 * @throws {TypeError} if the key is not a `Uint8Array` of 32 bytes
 */
export function seedOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!(bytes instanceof Uint8Array) || bytes.length !== 32) {
    throw new TypeError('expected a private key: a Uint8Array of 32 bytes')
  }
  return new Uint8Array(bytes)
}

/** Returns a random Ed25519 private key: 32 bytes. */
export function randomSeed(): Uint8Array<ArrayBuffer> {
  return globalThis.crypto.getRandomValues(new Uint8Array(32))
}
