import { link } from '../codec/kinds/link.js'
import { struct, type StructOf } from '../codec/kinds/struct.js'
import type { Type } from '../codec/type.js'

const fields = {
  /** The CID of the task. */
  'await/ok': link,
}

/** A promise of the `ok` result of a task. The type is `promise.AwaitOK` in Go. */
export interface AwaitOK extends StructOf<typeof fields> {}

/**
 * A promise of the `ok` result of a task. The type is `promise.AwaitOK` in Go.
 *
 * @see https://github.com/ucan-wg/promise
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { AwaitOK } from '@fil-forge/libforge'
 *
 * const task = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * AwaitOK.is({ 'await/ok': task }) // true
 * ```
 */
export const AwaitOK: Type<AwaitOK> = /* @__PURE__ */ struct('AwaitOK', fields)
