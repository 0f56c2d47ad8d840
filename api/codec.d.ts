export type CborFields = Readonly<Record<string, CborType<unknown> | Optional<unknown>>>
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
export type CommandName = `/${string}`
export type DID = `did:key:${string}` | `did:${string}:${string}`
export type Fields = Readonly<Record<string, Type<unknown> | Optional<unknown, Type<unknown>>>>
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
export class Optional<T, K extends CborType<T> = CborType<T>> {
    readonly type: K
    constructor(type: K)
}
export interface StandardProps<T> {
    readonly validate: (value: unknown) => Result<T>
    readonly version: 1
    readonly vendor: string
    readonly types?: Types<T, T> | undefined
}
export type StructOf<F extends CborFields> = Expanded<{
    [K in keyof F as F[K] extends CborType<unknown> ? K : never]: F[K] extends CborType<infer T> ? T : never
} & {
    [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: (F[K] extends Optional<infer T> ? T : never) | undefined
}>
export interface Type<T> {
    readonly json: JsonCodec<T>
    readonly name: string
    readonly cbor: Codec<113, T>
    is: (value: unknown) => value is T
    readonly '~standard': StandardProps<T>
}
export const bigint: CborType<bigint>
export const bytes: Type<Uint8Array<ArrayBufferLike>>
export function cborStruct<const F extends CborFields>(name: string, fields: F): CborType<StructOf<F>>
export function cborTuple<const F extends Readonly<Record<string, CborType<unknown>>>>(name: string, fields: F): CborType<StructOf<F>>
export function command<A, O, const N extends CommandName>(name: N, args: Type<A>, ok: Type<O>): JsonCommand<A, O, N>
export function command<A, O, const N extends CommandName>(name: N, args: CborType<A>, ok: CborType<O>): Command<A, O, N>
export const commandName: Type<`/${string}`>
export const did: Type<DID>
export function fixedBytes(size: number): Type<Uint8Array>
export const i64: Type<number | bigint>
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
export const link: Type<CID<unknown, number, number, Version>>
export function list<T>(item: Type<T>): Type<readonly T[]>
export function list<T>(item: CborType<T>): CborType<readonly T[]>
export function map<K extends string | CID, V>(key: Type<K>, value: Type<V>, name?: string): Type<Record<KeyOf<K>, V>>
export function map<K extends string | CID, V>(key: Type<K>, value: CborType<V>, name?: string): CborType<Record<KeyOf<K>, V>>
export function oneOf<const Member extends string>(...members: Member[]): Type<Member>
export function optional<T>(type: Type<T>): Optional<T, Type<T>>
export function optional<T>(type: CborType<T>): Optional<T>
export function parseDID(string: string): DID
export const string: Type<string>
export function struct<const F extends Fields>(name: string, fields: F): Type<StructOf<F>>
export function tuple<const F extends Readonly<Record<string, Type<unknown>>>>(name: string, fields: F): Type<StructOf<F>>
export const u64: Type<number | bigint>
export const u8: Type<number>
export const url: Type<string>
