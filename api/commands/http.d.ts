export interface PutArguments {
    body: BlobSpec
    destination: AwaitOK
}
export const PutArguments: Type<PutArguments>
export type PutOK = Unit
export const PutOK: Type<Unit>
export const put: JsonCommand<PutArguments, Unit, "/http/put">
