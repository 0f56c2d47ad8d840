/**
 * The wire types and commands of the Forge storage network. A wire type is a
 * TypeScript type and a value with the same name. The value is a {@link CborType},
 * which encodes and decodes DAG-CBOR. If the type has DAG-JSON in Go, the value is a
 * {@link Type}, which encodes and decodes DAG-JSON too.
 *
 * @module @fil-forge/libforge
 */
export type { Command, JsonCommand } from './codec/command.js'
export { CodecError, type CodecErrorCode, type CodecErrorOptions } from './codec/error.js'
export { isDID, parseDID, type DID } from './codec/kinds/did.js'
export { limits } from './codec/limits.js'
export type { CborType, Codec, JsonCodec, StandardProps, Type } from './codec/type.js'
export * as access from './commands/access/index.js'
export * as assert from './commands/assert/index.js'
export * from './commands/await-ok.js'
export * as blob from './commands/blob/index.js'
export * as claim from './commands/claim/index.js'
export * as content from './commands/content/index.js'
export * as customer from './commands/customer/index.js'
export * as debug from './commands/debug/index.js'
export * from './commands/failure.js'
export * as http from './commands/http/index.js'
export * as index from './commands/index/index.js'
export * as metrics from './commands/metrics/index.js'
export * as pdp from './commands/pdp/index.js'
export * as principal from './commands/principal/index.js'
export * as provider from './commands/provider/index.js'
export * as routing from './commands/routing/index.js'
export * as s3 from './commands/s3/index.js'
export * as space from './commands/space/index.js'
export * as ucan from './commands/ucan/index.js'
export * from './commands/unit.js'
export * as upload from './commands/upload/index.js'
