export interface AbortArguments {
    digest: Uint8Array<ArrayBufferLike>
    cause: CID<unknown, number, number, Version>
}
export const AbortArguments: Type<AbortArguments>
export type AbortOK = Unit
export const AbortOK: Type<Unit>
export interface AcceptArguments {
    space: DID
    blob: BlobSpec
    _put: AwaitOK
}
export const AcceptArguments: Type<AcceptArguments>
export interface AcceptOK {
    site: CID<unknown, number, number, Version>
    pdp: AwaitOK
}
export const AcceptOK: Type<AcceptOK>
export interface AddArguments {
    blob: BlobSpec
}
export const AddArguments: Type<AddArguments>
export interface AddOK {
    site: AwaitOK
}
export const AddOK: Type<AddOK>
export interface AllocateArguments {
    space: DID
    blob: BlobSpec
    cause: CID<unknown, number, number, Version>
}
export const AllocateArguments: Type<AllocateArguments>
export interface AllocateOK {
    size: number | bigint
    address?: BlobAddress | undefined
}
export const AllocateOK: Type<AllocateOK>
export interface Blob {
    digest: Uint8Array<ArrayBufferLike>
    size: number | bigint
}
export const Blob: Type<Blob>
export interface BlobAddress {
    url: string
    headers: Record<string, string>
    expires: number | bigint
}
export const BlobAddress: Type<BlobAddress>
export type BlobSpec = ({
    digest: Uint8Array<ArrayBufferLike>
} & {
    digestCode?: undefined
} & {
    size: number | bigint
}) | ({
    digestCode: number | bigint
} & {
    digest?: undefined
} & {
    size: number | bigint
})
export const BlobSpec: Type<BlobSpec>
export interface ListArguments {
    cursor?: string | undefined
    size?: number | bigint | undefined
}
export const ListArguments: Type<ListArguments>
export interface ListBlobItem {
    blob: Blob
    insertedAt: number | bigint
}
export const ListBlobItem: Type<ListBlobItem>
export interface ListOK {
    size: number | bigint
    results: readonly ListBlobItem[]
    cursor?: string | undefined
}
export const ListOK: Type<ListOK>
export interface RejectArguments {
    space: DID
    digest: Uint8Array<ArrayBufferLike>
}
export const RejectArguments: Type<RejectArguments>
export type RejectOK = Unit
export const RejectOK: Type<Unit>
export interface ReleaseArguments {
    space: DID
    digest: Uint8Array<ArrayBufferLike>
    cause: CID<unknown, number, number, Version>
}
export const ReleaseArguments: Type<ReleaseArguments>
export type ReleaseOK = Unit
export const ReleaseOK: Type<Unit>
export interface RemoveArguments {
    digest: Uint8Array<ArrayBufferLike>
}
export const RemoveArguments: Type<RemoveArguments>
export type RemoveOK = Unit
export const RemoveOK: Type<Unit>
export interface ReplicateArguments {
    blob: Blob
    replicas: number | bigint
    site: CID<unknown, number, number, Version>
}
export const ReplicateArguments: Type<ReplicateArguments>
export interface ReplicateOK {
    site: readonly AwaitOK[]
}
export const ReplicateOK: Type<ReplicateOK>
export interface RetrieveArguments {
    blob: RetrieveBlob
}
export const RetrieveArguments: Type<RetrieveArguments>
export interface RetrieveBlob {
    digest: Uint8Array<ArrayBufferLike>
}
export const RetrieveBlob: Type<RetrieveBlob>
export interface RetrieveOK {
    [key: string]: never
}
export const RetrieveOK: Type<RetrieveOK>
export const abort: JsonCommand<AbortArguments, Unit, "/blob/abort">
export const accept: JsonCommand<AcceptArguments, AcceptOK, "/blob/accept">
export const add: JsonCommand<AddArguments, AddOK, "/blob/add">
export const allocate: JsonCommand<AllocateArguments, AllocateOK, "/blob/allocate">
export namespace failures {
    export const BlobAccepted: "BlobAccepted"
    export const InvalidCause: "InvalidCause"
    export const MissingCause: "MissingCause"
    export const UnknownCause: "UnknownCause"
    export const UnsupportedDigestCode: "UnsupportedDigestCode"
}
export const list: JsonCommand<ListArguments, ListOK, "/blob/list">
export const reject: JsonCommand<RejectArguments, Unit, "/blob/reject">
export const release: JsonCommand<ReleaseArguments, Unit, "/blob/release">
export const remove: JsonCommand<RemoveArguments, Unit, "/blob/remove">
export namespace replica {
    export interface AllocateArguments {
        blob: Blob
        site: CID<unknown, number, number, Version>
        cause: CID<unknown, number, number, Version>
    }
    export const AllocateArguments: CborType<AllocateArguments>
    export interface AllocateOK {
        site: AwaitOK
    }
    export const AllocateOK: CborType<AllocateOK>
    export interface TransferArguments {
        blob: Blob
        site: CID<unknown, number, number, Version>
        cause: CID<unknown, number, number, Version>
    }
    export const TransferArguments: CborType<TransferArguments>
    export interface TransferOK {
        site: CID<unknown, number, number, Version>
        pdp: AwaitOK
    }
    export const TransferOK: CborType<TransferOK>
    export const allocate: Command<AllocateArguments, AllocateOK, "/blob/replica/allocate">
    export const transfer: Command<TransferArguments, TransferOK, "/blob/replica/transfer">
}
export const replicate: JsonCommand<ReplicateArguments, ReplicateOK, "/blob/replicate">
export const retrieve: JsonCommand<RetrieveArguments, RetrieveOK, "/blob/retrieve">
