export interface AwaitOK {
    'await/ok': CID<unknown, number, number, Version>
}
export const AwaitOK: Type<AwaitOK>
export interface CborType<T> {
    readonly name: string
    readonly cbor: Codec<0x71, T>
    is(value: unknown): value is T
    readonly '~standard': StandardProps<T>
}
export interface Codec<Code extends number, T> {
    encode: (data: T) => ByteView<T, ArrayBuffer>
    name: string
    code: Code
    decode: (bytes: ByteView<T, ArrayBufferLike> | ArrayBufferView<T>) => T
}
export class CodecError extends Error {
    readonly name = "CodecError"
    readonly code: CodecErrorCode
    readonly path: ReadonlyArray<string | number>
    readonly offset: number | undefined
    constructor({ code, type, reason, path, offset }: CodecErrorOptions)
}
export type CodecErrorCode = 'wrong-type' | 'missing-field' | 'unknown-field' | 'duplicate-key' | 'invalid-utf8' | 'invalid-did' | 'invalid-link' | 'invalid-url' | 'invalid-command' | 'not-in-enum' | 'out-of-range' | 'too-long' | 'too-many' | 'too-deep' | 'not-canonical' | 'truncated' | 'trailing-data' | 'syntax'
export interface CodecErrorOptions {
    readonly code: CodecErrorCode
    readonly type: string
    readonly reason: string
    readonly path?: ReadonlyArray<string | number> | undefined
    readonly offset?: number | undefined
}
export interface Command<A = unknown, O = unknown, N extends CommandName = CommandName> {
    readonly name: N
    readonly arguments: CborType<A>
    readonly ok: CborType<O>
}
export type DID = `did:key:${string}` | `did:${string}:${string}`
export interface Failure {
    name: string
    message: string
}
export const Failure: Type<Failure>
export type FailureName = F[keyof F] | "MalformedArguments"
export interface JsonCodec<T> {
    stringify: (data: T) => string
    parse: (json: string) => T
    encode: (data: T) => ByteView<T, ArrayBuffer>
    name: string
    code: 297
    decode: (bytes: ByteView<T, ArrayBufferLike> | ArrayBufferView<T>) => T
}
export interface JsonCommand<A = unknown, O = unknown, N extends CommandName = CommandName> {
    readonly arguments: Type<A>
    readonly ok: Type<O>
    readonly name: N
}
export const MalformedArguments: "MalformedArguments"
export interface StandardProps<T> {
    readonly validate: (value: unknown) => Result<T>
    readonly version: 1
    readonly vendor: string
    readonly types?: Types<T, T> | undefined
}
export interface Type<T> {
    readonly json: JsonCodec<T>
    readonly name: string
    readonly cbor: Codec<113, T>
    is: (value: unknown) => value is T
    readonly '~standard': StandardProps<T>
}
export interface Unit {
    [key: string]: never
}
export const Unit: Type<Unit>
export * as access from './commands/access'
export * as assert from './commands/assert'
export * as blob from './commands/blob'
export * as claim from './commands/claim'
export * as content from './commands/content'
export * as customer from './commands/customer'
export * as debug from './commands/debug'
export * as http from './commands/http'
export * as index from './commands/index'
export function isDID(value: unknown): value is DID
export const limits: {
    readonly string: 8192
    readonly did: 2048
    readonly command: 2048
    readonly entries: 4096
    readonly fields: 8192
    readonly items: 8192
    readonly bytes: 2097152
    readonly bigint: 256
    readonly cid: 512
    readonly cidInBase36Or58: 128
    readonly depth: 1024
}
export * as metrics from './commands/metrics'
export function parseDID(string: string): DID
export * as pdp from './commands/pdp'
export * as principal from './commands/principal'
export * as provider from './commands/provider'
export * as routing from './commands/routing'
export * as s3 from './commands/s3'
export * as space from './commands/space'
export * as ucan from './commands/ucan'
export * as upload from './commands/upload'
