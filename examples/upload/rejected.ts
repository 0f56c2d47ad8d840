/**
 * Returns a failure whose receipt is not stored: the task may succeed later, or any
 * stranger can cause the failure.
 */
export function rejected(name: string, message: string) {
  return { error: { name, message }, unexpected: true } as const
}
