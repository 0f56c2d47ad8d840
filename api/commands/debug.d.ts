export interface EchoArguments {
    message: string
}
export const EchoArguments: Type<EchoArguments>
export type EchoOK = EchoArguments
export const EchoOK: Type<EchoArguments>
export const echo: JsonCommand<EchoArguments, EchoArguments, "/debug/echo">
