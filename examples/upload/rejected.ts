/**
 * Returns a failure whose receipt is not stored, so that strangers can't fill the receipt
 * store. A repeated invocation runs the handler again.
 */
export function rejected(name: string, message: string) {
  return { error: { name, message }, unexpected: true } as const
}
