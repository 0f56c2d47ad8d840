/** Returns 16 random bytes. */
export function randomNonce(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16))
}

/** Returns the time `seconds` from now, in Unix seconds. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds
}
