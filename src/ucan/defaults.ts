/** 16 random bytes, which make a task unlike any other. */
export function randomNonce(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16))
}

/** The time in so many seconds, in seconds since 1970. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds
}
