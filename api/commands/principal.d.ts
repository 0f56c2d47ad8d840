export interface InvalidateArguments {
    tenant: DID
    principal: string
}
export const InvalidateArguments: Type<InvalidateArguments>
export type InvalidateOK = Unit
export const InvalidateOK: Type<Unit>
export const invalidate: JsonCommand<InvalidateArguments, Unit, "/principal/invalidate">
