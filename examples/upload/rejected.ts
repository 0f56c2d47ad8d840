/**
 * Returns a failure whose receipt is not stored. A repeated invocation runs the handler again.
 * Strangers can't fill the receipt store with failures.
 */
export function rejected(name: string, message: string) {
  return { error: { name, message }, unexpected: true } as const
}
