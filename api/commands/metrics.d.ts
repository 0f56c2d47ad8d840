export interface SampleArguments {
    from: number | bigint
    to: number | bigint
    window: number | bigint
}
export const SampleArguments: Type<SampleArguments>
export interface SampleItem {
    timestamp: number | bigint
    bytesStored: number | bigint
    bytesIngested: number | bigint
}
export const SampleItem: Type<SampleItem>
export interface SampleOK {
    from: number | bigint
    to: number | bigint
    window: number | bigint
    samples: SampleSet
}
export const SampleOK: Type<SampleOK>
export interface SampleSet {
    [key: `did:key:${string}`]: readonly SampleItem[]
    [key: `did:${string}:${string}`]: readonly SampleItem[]
}
export const SampleSet: Type<SampleSet>
export namespace failures {
    export const InvalidRange: "InvalidRange"
    export const InvalidWindow: "InvalidWindow"
    export const RangeTooBusy: "RangeTooBusy"
    export const TooManySamples: "TooManySamples"
    export const UsageUnstable: "UsageUnstable"
}
export const sample: JsonCommand<SampleArguments, SampleOK, "/metrics/sample">
