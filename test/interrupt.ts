import { Script } from 'node:vm'

const call = new Script('globalThis.interruptible()')

/**
 * Runs a task, and returns its result. Interrupts it after a timeout, even in an
 * endless loop, which the timeout of a test can't do.
 */
export function interruptAfter<T>(milliseconds: number, task: () => T): T {
  Object.assign(globalThis, { interruptible: task })
  return call.runInThisContext({ timeout: milliseconds }) as T
}
