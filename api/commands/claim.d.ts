export interface CacheArguments {
    claim: CID<unknown, number, number, Version>
    provider: Provider
}
export const CacheArguments: Type<CacheArguments>
export type CacheOK = Unit
export const CacheOK: Type<Unit>
export interface Provider {
    addresses: readonly Uint8Array<ArrayBufferLike>[]
}
export const Provider: Type<Provider>
export const cache: JsonCommand<CacheArguments, Unit, "/claim/cache">
