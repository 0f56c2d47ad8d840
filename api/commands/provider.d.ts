export interface AddArguments {
    provider: DID
    consumer: DID
}
export const AddArguments: Type<AddArguments>
export interface AddOK {
    id: string
}
export const AddOK: Type<AddOK>
export const add: JsonCommand<AddArguments, AddOK, "/provider/add">
export namespace failures {
    export const AccountPlanMissing: "AccountPlanMissing"
    export const InvalidAccount: "InvalidAccount"
}
