export interface AddArguments {
    customer: DID
    product: DID
    details: Record<string, string>
    externalAccount?: string | undefined
}
export const AddArguments: Type<AddArguments>
export type AddOK = Unit
export const AddOK: Type<Unit>
export const add: JsonCommand<AddArguments, Unit, "/customer/add">
export namespace failures {
    export const CustomerExists: "CustomerExists"
    export const InvalidCustomerSubject: "InvalidCustomerSubject"
}
