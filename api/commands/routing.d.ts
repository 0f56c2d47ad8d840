export interface Candidate {
    [key: string]: never
}
export const Candidate: Type<Candidate>
export interface CandidateSet {
    [key: `did:key:${string}`]: Candidate
    [key: `did:${string}:${string}`]: Candidate
}
export const CandidateSet: Type<CandidateSet>
export interface PutArguments {
    candidates: CandidateSet
}
export const PutArguments: Type<PutArguments>
export type PutOK = Unit
export const PutOK: Type<Unit>
export interface UseArguments {
    policy?: DID | undefined
}
export const UseArguments: Type<UseArguments>
export type UseOK = Unit
export const UseOK: Type<Unit>
export namespace failures {
    export const InvalidCandidates: "InvalidCandidates"
    export const UnknownPolicy: "UnknownPolicy"
}
export const put: JsonCommand<PutArguments, Unit, "/routing/put">
export const use: JsonCommand<UseArguments, Unit, "/routing/use">
