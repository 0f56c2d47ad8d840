export interface ConcludeArguments {
    receipt: CID<unknown, number, number, Version>
}
export const ConcludeArguments: Type<ConcludeArguments>
export type ConcludeOK = Unit
export const ConcludeOK: Type<Unit>
export interface RevokeArguments {
    revoke: CID<unknown, number, number, Version>
    path: readonly CID<unknown, number, number, Version>[]
}
export const RevokeArguments: Type<RevokeArguments>
export type RevokeOK = Unit
export const RevokeOK: Type<Unit>
export namespace attest {
    export interface ProofArguments {
        proof: CID<unknown, number, number, Version>
    }
    export const ProofArguments: Type<ProofArguments>
    export type ProofOK = Unit
    export const ProofOK: Type<Unit>
    export const proof: JsonCommand<ProofArguments, Unit, "/ucan/attest/proof">
}
export const conclude: JsonCommand<ConcludeArguments, Unit, "/ucan/conclude">
export namespace failures {
    export const ConclusionReceiptNotFound: "ConclusionReceiptNotFound"
}
export const revoke: JsonCommand<RevokeArguments, Unit, "/ucan/revoke">
