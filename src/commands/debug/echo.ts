import { command } from '../../codec/command.js'
import { string } from '../../codec/kinds/string.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The string to return. */
  message: string,
}

/** The message that {@link echo} returns. */
export interface EchoArguments extends StructOf<typeof fields> {}

/** The message that {@link echo} returns. */
export const EchoArguments: Type<EchoArguments> = /* @__PURE__ */ struct(
  'debug.EchoArguments',
  fields,
)

/** The result of {@link echo}: its arguments. */
export type EchoOK = EchoArguments
/** The result of {@link echo}: its arguments. */
export const EchoOK = EchoArguments

/**
 * `/debug/echo`: returns its arguments.
 *
 * @example
 * ```ts
 * import { debug } from '@fil-forge/libforge'
 *
 * const bytes = debug.echo.arguments.cbor.encode({ message: 'hello' })
 * ```
 */
export const echo = /* @__PURE__ */ command('/debug/echo', EchoArguments, EchoOK)
