export interface AddArguments {
    index: CID<unknown, number, number, Version>
}
export const AddArguments: Type<AddArguments>
export type AddOK = Unit
export const AddOK: Type<Unit>
export const add: JsonCommand<AddArguments, Unit, "/index/add">
export namespace failures {
    export const IndexNotFound: "IndexNotFound"
}
