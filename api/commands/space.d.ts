export type InfoArguments = Unit
export const InfoArguments: Type<Unit>
export interface InfoOK {
    providers: readonly DID[]
}
export const InfoOK: Type<InfoOK>
export namespace egress {
    export interface TrackArguments {
        receipts: CID<unknown, number, number, Version>
        endpoint: string
    }
    export const TrackArguments: Type<TrackArguments>
    export interface TrackOK {
        [key: string]: never
    }
    export const TrackOK: Type<TrackOK>
    export const track: JsonCommand<TrackArguments, TrackOK, "/space/egress/track">
}
export namespace failures {
    export const UnknownSpace: "UnknownSpace"
}
export const info: JsonCommand<Unit, InfoOK, "/space/info">
