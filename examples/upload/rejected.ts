/**
 * Returns a failure whose receipt is not stored: a repeated invocation runs the handler again,
 * and strangers can't fill the receipt store.
 */
export function rejected(name: string, message: string) {
  return { error: { name, message }, unexpected: true } as const
}
