import { Script } from 'node:vm'

const call = new Script('globalThis.interruptible()')

/**
 * Runs a synchronous task, and returns its result. Throws if the task runs longer
 * than `milliseconds`, even in an endless loop. The timeout of a test can't
 * interrupt such a loop.
 */
export function interruptAfter<T>(milliseconds: number, task: () => T): T {
  Object.assign(globalThis, { interruptible: task })
  return call.runInThisContext({ timeout: milliseconds }) as T
}
