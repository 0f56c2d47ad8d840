import { Script } from 'node:vm'

const call = new Script('globalThis.interruptible()')

/**
 * What `task` returns. After so many milliseconds it is stopped, wherever it
 * is, even in a loop that has no end: a limit on a test can't do that.
 */
export function interruptAfter<T>(milliseconds: number, task: () => T): T {
  Object.assign(globalThis, { interruptible: task })
  return call.runInThisContext({ timeout: milliseconds }) as T
}
