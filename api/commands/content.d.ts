export interface Blob {
    digest: Uint8Array<ArrayBufferLike>
}
export const Blob: Type<Blob>
export interface Range {
    start: number | bigint
    end: number | bigint
}
export const Range: Type<Range>
export interface RetrieveArguments {
    blob: Blob
    range: Range
}
export const RetrieveArguments: Type<RetrieveArguments>
export type RetrieveOK = Unit
export const RetrieveOK: Type<Unit>
export const retrieve: JsonCommand<RetrieveArguments, Unit, "/content/retrieve">
