export interface CapabilityRequest {
    cmd: `/${string}`
}
export const CapabilityRequest: Type<CapabilityRequest>
export type ClaimArguments = Unit
export const ClaimArguments: Type<Unit>
export interface ClaimOK {
    delegations: readonly CID<unknown, number, number, Version>[]
}
export const ClaimOK: Type<ClaimOK>
export interface ConfirmArguments {
    cause: CID<unknown, number, number, Version>
    iss: DID
    aud: DID
    att: readonly CapabilityRequest[]
}
export const ConfirmArguments: Type<ConfirmArguments>
export type ConfirmOK = ClaimOK
export const ConfirmOK: Type<ClaimOK>
export interface DelegateArguments {
    delegations: readonly CID<unknown, number, number, Version>[]
}
export const DelegateArguments: Type<DelegateArguments>
export type DelegateOK = Unit
export const DelegateOK: Type<Unit>
export interface GrantArguments {
    att: readonly CapabilityRequest[]
    cause?: CID<unknown, number, number, Version> | undefined
}
export const GrantArguments: Type<GrantArguments>
export type GrantOK = ClaimOK
export const GrantOK: Type<ClaimOK>
export interface RequestArguments {
    iss: DID
    att: readonly CapabilityRequest[]
}
export const RequestArguments: Type<RequestArguments>
export interface RequestOK {
    req: CID<unknown, number, number, Version>
    confirm: AwaitOK
    exp: number | bigint
}
export const RequestOK: Type<RequestOK>
export const claim: JsonCommand<Unit, ClaimOK, "/access/claim">
export const confirm: JsonCommand<ConfirmArguments, ClaimOK, "/access/confirm">
export const delegate: JsonCommand<DelegateArguments, Unit, "/access/delegate">
export namespace failures {
    export const DelegationNotFound: "DelegationNotFound"
    export const InsufficientStorage: "InsufficientStorage"
    export const InvalidAccessConfirmIssuer: "InvalidAccessConfirmIssuer"
    export const InvalidAccessConfirmSubject: "InvalidAccessConfirmSubject"
    export const InvalidAuthorizationAccount: "InvalidAuthorizationAccount"
    export const InvalidAuthorizationAudience: "InvalidAuthorizationAudience"
    export const InvalidCause: "InvalidCause"
    export const MissingCapability: "MissingCapability"
    export const MissingCause: "MissingCause"
    export const UnauthorizedCause: "UnauthorizedCause"
    export const UnknownAbility: "UnknownAbility"
    export const UnknownCause: "UnknownCause"
}
export const grant: JsonCommand<GrantArguments, ClaimOK, "/access/grant">
export const request: JsonCommand<RequestArguments, RequestOK, "/access/request">
