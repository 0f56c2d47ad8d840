/** Replaces the parts of vitest that the suites of `runner.js` use. vitest itself takes a second to start. */
import {
  chai,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  setState,
} from '@vitest/expect'
import { fn } from '@vitest/spy'

type Test = () => unknown
type Define = (name: string, ...rest: unknown[]) => void

/** The collected tests. A key consists of the test's number, the names of its blocks, and its name. */
export const tests = new Map<string, Test>()
/** The names of the enclosing blocks. */
let around = ''

chai.use(JestChaiExpect)
chai.use(JestAsymmetricMatchers)
export const { expect } = chai
Object.assign(globalThis, { [GLOBAL_EXPECT]: expect })
setState({ assertionCalls: 0 }, expect as never)

function bodyIn(rest: readonly unknown[]): (...args: unknown[]) => unknown {
  return rest.find((value) => typeof value === 'function') as (...args: unknown[]) => unknown
}

/** Returns `it.each` or `describe.each`. The arguments of a test or block are the items of its row, or the row itself if it is not a list. */
function eachOf(define: Define) {
  return (rows: readonly unknown[]) =>
    (name: string, ...rest: unknown[]) =>
      rows.forEach((row, index) => {
        const args = Array.isArray(row) ? row : [row]
        define(`${name} (row ${index})`, () => bodyIn(rest)(...args))
      })
}

function defineBlock(name: string, ...rest: unknown[]): void {
  const before = around
  around = `${around}${name} > `
  bodyIn(rest)()
  around = before
}

function defineTest(name: string, ...rest: unknown[]): void {
  tests.set(`${tests.size}: ${around}${name}`, bodyIn(rest))
}

export const describe = Object.assign(defineBlock, { each: eachOf(defineBlock) })
export const it = Object.assign(defineTest, { each: eachOf(defineTest) })

const originalGlobals = new Map<string, unknown>()

export const vi = {
  fn,
  /** Does nothing: the runner already reloads each dynamic import. */
  resetModules(): void {},
  stubGlobal(name: string, value: unknown): void {
    originalGlobals.set(name, Reflect.get(globalThis, name))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  },
  unstubAllGlobals(): void {
    for (const [name, value] of originalGlobals) Reflect.set(globalThis, name, value)
    originalGlobals.clear()
  },
}
