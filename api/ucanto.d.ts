export type AbilityOf<N extends string> = N extends `/${infer A extends Ability}` ? A : never
export type CapabilitiesOf<N> = {
    readonly [K in keyof N as K extends Members<N> ? K : never]: N[K] extends Command<infer A, unknown, infer Name> ? CapabilityOf<A, Name> : CapabilitiesOf<N[K]>
}
export type CapabilityOf<A, N extends string> = TheCapabilityParser<CapabilityMatch<AbilityOf<N>, DID, CaveatsOf<A>>>
export type CaveatsOf<A> = string extends keyof A ? {} : {
    [K in keyof A]: A[K]
}
export interface Service {
    access: ServiceOf<typeof accessCommands>
    assert: ServiceOf<typeof assertCommands>
    blob: ServiceOf<typeof blobCommands>
    claim: ServiceOf<typeof claimCommands>
    content: ServiceOf<typeof contentCommands>
    customer: ServiceOf<typeof customerCommands>
    debug: ServiceOf<typeof debugCommands>
    http: ServiceOf<typeof httpCommands>
    index: ServiceOf<typeof indexCommands>
    metrics: ServiceOf<typeof metricsCommands>
    pdp: Omit<ServiceOf<typeof pdpCommands>, 'sign'> & {
        sign: SignService
    }
    principal: ServiceOf<typeof principalCommands>
    provider: ServiceOf<typeof providerCommands>
    routing: ServiceOf<typeof routingCommands>
    s3: Omit<ServiceOf<typeof s3Commands>, 'key'>
    space: ServiceOf<typeof spaceCommands>
    ucan: ServiceOf<typeof ucanCommands>
    upload: ServiceOf<typeof uploadCommands>
}
export type ServiceOf<N> = {
    [K in keyof N & keyof CapabilitiesOf<N>]: N[K] extends Command<infer _A, infer O> ? CapabilitiesOf<N>[K] extends infer C extends CapabilityParser<Match<ParsedCapability>> ? ServiceMethod<InferInvokedCapability<C>, O & {}, Failure> : never : ServiceOf<N[K]>
}
export interface SignService {
    dataset: {
        create: SignMethods['dataSetCreate']
        delete: SignMethods['dataSetDelete']
    }
    pieces: {
        add: SignMethods['piecesAdd']
        remove: {
            schedule: SignMethods['piecesRemoveSchedule']
        }
    }
}
export const access: CapabilitiesOf<typeof import('./commands/access')>
export const assert: CapabilitiesOf<typeof import('./commands/assert')>
export const blob: CapabilitiesOf<typeof import('./commands/blob')>
export const claim: CapabilitiesOf<typeof import('./commands/claim')>
export const content: CapabilitiesOf<typeof import('./commands/content')>
export const customer: CapabilitiesOf<typeof import('./commands/customer')>
export const debug: CapabilitiesOf<typeof import('./commands/debug')>
export const http: CapabilitiesOf<typeof import('./commands/http')>
export const index: CapabilitiesOf<typeof import('./commands/index')>
export const metrics: CapabilitiesOf<typeof import('./commands/metrics')>
export const pdp: CapabilitiesOf<typeof import('./commands/pdp')>
export const principal: CapabilitiesOf<typeof import('./commands/principal')>
export const provider: CapabilitiesOf<typeof import('./commands/provider')>
export const routing: CapabilitiesOf<typeof import('./commands/routing')>
export const s3: CapabilitiesOf<typeof import('./commands/s3')>
export const space: CapabilitiesOf<typeof import('./commands/space')>
export const ucan: CapabilitiesOf<typeof import('./commands/ucan')>
export const upload: CapabilitiesOf<typeof import('./commands/upload')>
