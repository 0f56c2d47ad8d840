/**
 * The building blocks of wire types, to define a service's own types and
 * commands.
 *
 * @module @fil-forge/libforge/codec
 */
export { CodecError, type CodecErrorCode, type CodecErrorOptions } from './error.js'
export { limits } from './limits.js'
export { command, type Command, type JsonCommand } from './command.js'
export type { CborType, Codec, JsonCodec, StandardProps, Type } from './type.js'
export { bigint } from './kinds/bigint.js'
export { bytes, fixedBytes } from './kinds/bytes.js'
export { commandName, type CommandName } from './kinds/command-name.js'
export { did, isDID, parseDID, type DID } from './kinds/did.js'
export { oneOf } from './kinds/enum.js'
export { i64, u64, u8 } from './kinds/integer.js'
export { link } from './kinds/link.js'
export { list } from './kinds/list.js'
export { map } from './kinds/map.js'
export {
  cborStruct,
  optional,
  struct,
  type CborFields,
  type Fields,
  type Optional,
  type StructOf,
} from './kinds/struct.js'
export { string } from './kinds/string.js'
export { cborTuple, tuple } from './kinds/tuple.js'
export { url } from './kinds/url.js'
