import { Script } from 'node:vm'

const call = new Script('globalThis.interruptible()')

/**
 * Runs a task, and returns its result. Interrupts it after a timeout, even if it
 * is in an endless loop, which the timeout of a test can't interrupt.
 */
export function interruptAfter<T>(milliseconds: number, task: () => T): T {
  Object.assign(globalThis, { interruptible: task })
  return call.runInThisContext({ timeout: milliseconds }) as T
}
