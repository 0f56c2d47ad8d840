import { array, constantFrom, string, type Arbitrary } from 'fast-check'
import type { CommandName } from '../codec/kinds/command-name.js'

const segment = /* @__PURE__ */ string({
  unit: /* @__PURE__ */ constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-_.~é'),
  minLength: 1,
  maxLength: 16,
})

/** The name of a command: up to four segments. Without segments it is `/`. */
export const commandName: Arbitrary<CommandName> = /* @__PURE__ */ array(segment, {
  maxLength: 4,
}).map((segments): CommandName => `/${segments.join('/')}`)
