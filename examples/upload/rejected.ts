/**
 * Returns a failure whose receipt is not stored. It is for a task that may succeed later, and
 * for a failure that any stranger can cause.
 */
export function rejected(name: string, message: string) {
  return { error: { name, message }, unexpected: true } as const
}
