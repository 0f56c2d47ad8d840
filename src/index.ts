/**
 * The wire types of the Forge network's customer, provider and S3 commands. A
 * wire type is an interface and a value of one name: the value, a {@link Type},
 * writes it to CBOR and DAG-JSON and reads it.
 *
 * @module @fil-forge/libforge
 */
export { CodecError, type CodecErrorCode } from './codec/error.js'
export type { DID } from './codec/did.js'
export { limits } from './codec/limits.js'
export type { Codec, Type } from './codec/type.js'
export type { Command } from './commands/command.js'
export * as customer from './commands/customer/index.js'
export * from './commands/failure.js'
export * as provider from './commands/provider/index.js'
export * as s3 from './commands/s3/index.js'
export * from './commands/unit.js'
