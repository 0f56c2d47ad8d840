export interface EqualsArguments {
    content: Uint8Array<ArrayBufferLike>
    equals: CID<unknown, number, number, Version>
}
export const EqualsArguments: Type<EqualsArguments>
export type EqualsOK = Unit
export const EqualsOK: Type<Unit>
export interface IndexArguments {
    index: CID<unknown, number, number, Version>
}
export const IndexArguments: Type<IndexArguments>
export interface IndexMetadata {
    retrievalAuth: readonly CID<unknown, number, number, Version>[]
}
export const IndexMetadata: Type<IndexMetadata>
export type IndexOK = Unit
export const IndexOK: Type<Unit>
export interface LocationArguments {
    space: DID
    content: Uint8Array<ArrayBufferLike>
    location: readonly string[]
    range?: Range | undefined
}
export const LocationArguments: Type<LocationArguments>
export type LocationOK = Unit
export const LocationOK: Type<Unit>
export interface Range {
    start: number | bigint
    end?: number | bigint | undefined
}
export const Range: Type<Range>
export const equals: JsonCommand<EqualsArguments, Unit, "/assert/equals">
export const index: JsonCommand<IndexArguments, Unit, "/assert/index">
export const location: JsonCommand<LocationArguments, Unit, "/assert/location">
