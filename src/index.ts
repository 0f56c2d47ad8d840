/**
 * The wire types and commands of the Forge network. A wire type is an interface
 * and a value of one name. The value, a {@link Type}, encodes and decodes DAG-CBOR
 * and DAG-JSON.
 *
 * @module @fil-forge/libforge
 */
export type { Command } from './codec/command.js'
export { CodecError, type CodecErrorCode, type CodecErrorOptions } from './codec/error.js'
export { isDID, parseDID, type DID } from './codec/kinds/did.js'
export { limits } from './codec/limits.js'
export type { Codec, JsonCodec, StandardProps, Type } from './codec/type.js'
export * as customer from './commands/customer/index.js'
export * from './commands/failure.js'
export * as provider from './commands/provider/index.js'
export * as s3 from './commands/s3/index.js'
export * from './commands/unit.js'
