export interface AcceptArguments {
    blob: Uint8Array<ArrayBufferLike>
}
export const AcceptArguments: CborType<AcceptArguments>
export interface AcceptOK {
    aggregate: CID<unknown, number, number, Version>
    inclusionProof: ProofData
    piece: CID<unknown, number, number, Version>
}
export const AcceptOK: CborType<AcceptOK>
export interface InfoAcceptedAggregate {
    aggregate: CID<unknown, number, number, Version>
    inclusionProof: ProofData
}
export const InfoAcceptedAggregate: CborType<InfoAcceptedAggregate>
export interface InfoArguments {
    blob: Uint8Array<ArrayBufferLike>
}
export const InfoArguments: CborType<InfoArguments>
export interface InfoOK {
    piece: CID<unknown, number, number, Version>
    aggregates: readonly InfoAcceptedAggregate[]
}
export const InfoOK: CborType<InfoOK>
export interface ProofData {
    index: number | bigint
    path: readonly Uint8Array<ArrayBufferLike>[]
}
export const ProofData: CborType<ProofData>
export const accept: Command<AcceptArguments, AcceptOK, "/pdp/accept">
export const info: Command<InfoArguments, InfoOK, "/pdp/info">
export namespace sign {
    export interface AuthSignature {
        signature: Uint8Array<ArrayBufferLike>
        v: number
        r: Uint8Array<ArrayBufferLike>
        s: Uint8Array<ArrayBufferLike>
        signedData: Uint8Array<ArrayBufferLike>
        signer: Uint8Array<ArrayBufferLike>
    }
    export const AuthSignature: CborType<AuthSignature>
    export interface DataSetCreateArguments {
        dataSet: bigint
        payee: Uint8Array<ArrayBufferLike>
        metadata: Metadata
    }
    export const DataSetCreateArguments: CborType<DataSetCreateArguments>
    export type DataSetCreateOK = AuthSignature
    export const DataSetCreateOK: CborType<AuthSignature>
    export interface DataSetDeleteArguments {
        dataSet: bigint
    }
    export const DataSetDeleteArguments: CborType<DataSetDeleteArguments>
    export type DataSetDeleteOK = AuthSignature
    export const DataSetDeleteOK: CborType<AuthSignature>
    export interface Metadata {
        keys: readonly string[]
        values: Record<string, string>
    }
    export const Metadata: CborType<Metadata>
    export interface PieceProofs {
        proofs: readonly CID<unknown, number, number, Version>[]
    }
    export const PieceProofs: CborType<PieceProofs>
    export interface PiecesAddArguments {
        dataSet: bigint
        nonce: bigint
        pieceData: readonly Uint8Array<ArrayBufferLike>[]
        metadata: readonly Metadata[]
        proofs: readonly PieceProofs[]
    }
    export const PiecesAddArguments: CborType<PiecesAddArguments>
    export type PiecesAddOK = AuthSignature
    export const PiecesAddOK: CborType<AuthSignature>
    export interface PiecesRemoveScheduleArguments {
        dataSet: bigint
        pieces: readonly bigint[]
    }
    export const PiecesRemoveScheduleArguments: CborType<PiecesRemoveScheduleArguments>
    export type PiecesRemoveScheduleOK = AuthSignature
    export const PiecesRemoveScheduleOK: CborType<AuthSignature>
    export const dataSetCreate: Command<DataSetCreateArguments, AuthSignature, "/pdp/sign/dataset/create">
    export const dataSetDelete: Command<DataSetDeleteArguments, AuthSignature, "/pdp/sign/dataset/delete">
    export const piecesAdd: Command<PiecesAddArguments, AuthSignature, "/pdp/sign/pieces/add">
    export const piecesRemoveSchedule: Command<PiecesRemoveScheduleArguments, AuthSignature, "/pdp/sign/pieces/remove/schedule">
}
