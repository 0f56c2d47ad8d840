export interface AddArguments {
    root: CID<unknown, number, number, Version>
    shards: readonly CID<unknown, number, number, Version>[]
    index?: CID<unknown, number, number, Version> | undefined
}
export const AddArguments: Type<AddArguments>
export type AddOK = Unit
export const AddOK: Type<Unit>
export interface ListArguments {
    cursor?: string | undefined
    size?: number | bigint | undefined
}
export const ListArguments: Type<ListArguments>
export interface ListOK {
    size: number | bigint
    results: readonly ListUploadItem[]
    cursor?: string | undefined
}
export const ListOK: Type<ListOK>
export interface ListUploadItem {
    root: CID<unknown, number, number, Version>
    index?: CID<unknown, number, number, Version> | undefined
}
export const ListUploadItem: Type<ListUploadItem>
export interface RemoveArguments {
    root: CID<unknown, number, number, Version>
}
export const RemoveArguments: Type<RemoveArguments>
export type RemoveOK = Unit
export const RemoveOK: Type<Unit>
export const add: JsonCommand<AddArguments, Unit, "/upload/add">
export const list: JsonCommand<ListArguments, ListOK, "/upload/list">
export const remove: JsonCommand<RemoveArguments, Unit, "/upload/remove">
export namespace shard {
    export interface ListArguments {
        root: CID<unknown, number, number, Version>
        cursor?: string | undefined
        size?: number | bigint | undefined
    }
    export const ListArguments: Type<ListArguments>
    export interface ListOK {
        size: number | bigint
        results: readonly CID<unknown, number, number, Version>[]
        cursor?: string | undefined
    }
    export const ListOK: Type<ListOK>
    export const list: JsonCommand<ListArguments, ListOK, "/upload/shard/list">
}
