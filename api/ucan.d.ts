export interface Authorization {
    readonly proofs: readonly Delegation[]
    readonly policy: Policy
    readonly expiration: number | undefined
}
export class AuthorizationError extends Error {
    readonly name: AuthorizationErrorName
    readonly token: CID | undefined
    constructor(name: AuthorizationErrorName, message: string, token?: CID, options?: ErrorOptions)
}
export type AuthorizationErrorName = 'InvalidAudience' | 'InvalidSignature' | 'UnverifiableSignature' | 'DIDKeyResolutionError' | 'Expired' | 'TooEarly' | 'UnavailableProof' | 'InvalidClaim' | 'InvalidSubject' | 'ImpossibleAttenuation' | 'MalformedArguments' | 'MatchError' | 'TooManyProofs' | 'Revoked'
export interface AuthorizeOptions {
    readonly audience: DID
    readonly proofs: Iterable<Delegation> | ProofResolver
    readonly now?: number | undefined
    readonly isRevoked?: ((delegation: Delegation) => boolean | Promise<boolean>) | undefined
    readonly limits?: {
        readonly proofs?: number | undefined
        readonly policySteps?: number | undefined
    } | undefined
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export const Container: {
    contentType: string
    encode(tokens: {
        readonly invocations?: readonly Invocation[] | undefined
        readonly delegations?: readonly Delegation[] | undefined
        readonly receipts?: readonly Receipt[] | undefined
    }, form?: ContainerForm | undefined): Promise<Uint8Array<ArrayBuffer>>
    decode(input: ArrayBuffer | Uint8Array<ArrayBufferLike>, options?: {
        readonly maxBytes?: number | undefined
    } | undefined): Promise<DecodedTokens>
}
export type ContainerForm = "cbor" | "raw" | "base64" | "base64url" | "raw+gzip" | "base64+gzip" | "base64url+gzip"
export interface DIDResolution {
    readonly didDocument: object | null
    readonly didResolutionMetadata?: {
        readonly error?: unknown
    }
    readonly didDocumentMetadata?: {
        readonly deactivated?: boolean | undefined
    }
}
export interface DIDResolver {
    resolve(did: string): Promise<DIDResolution>
}
export type Data = null | boolean | number | bigint | string | Uint8Array | CID | readonly Data[] | {
    readonly [key: string]: Data
}
export interface DecodedTokens {
    readonly unreadable: readonly UnreadableToken[]
    readonly invocations: readonly Invocation[]
    readonly delegations: readonly Delegation[]
    readonly receipts: readonly Receipt[]
}
export interface DelegateOptions {
    readonly issuer: Signer
    readonly audience: DID
    readonly subject: DID | null
    readonly expiration: number | null
    readonly nonce?: Uint8Array | undefined
    readonly notBefore?: number | undefined
    readonly policy?: Policy | undefined
    readonly meta?: Readonly<Record<string, unknown>> | undefined
}
export interface Delegation {
    readonly issuer: DID
    readonly audience: DID
    readonly subject: DID | null
    readonly command: `/${string}`
    readonly policy: Policy
    readonly nonce: Uint8Array<ArrayBufferLike>
    readonly notBefore: number | undefined
    readonly expiration: number | undefined
    readonly meta: Readonly<Record<string, unknown>> | undefined
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly cid: CID<unknown, number, number, Version>
    readonly signature: Uint8Array<ArrayBufferLike>
    readonly signedBytes: Uint8Array<ArrayBuffer>
    readonly signatureType: SignatureType
}
export const Delegation: {
    decode(input: ArrayBuffer | Uint8Array<ArrayBufferLike>): Delegation
}
export const Ed25519: {
    readonly generate: () => Promise<KeySigner>
    readonly fromSeed: (seed: Uint8Array<ArrayBufferLike>) => Promise<KeySigner>
    readonly fromPEM: (pem: string) => Promise<KeySigner>
    readonly fromCryptoKeyPair: ({ privateKey, publicKey }: CryptoKeyPair) => Promise<KeySigner>
}
export interface HTTPDIDResolverOptions {
    readonly web?: readonly string[] | undefined
    readonly plc?: string | undefined
    readonly fetch?: typeof fetch | undefined
}
export interface Invocation {
    readonly issuer: DID
    readonly subject: DID
    readonly audience: DID | undefined
    readonly command: `/${string}`
    readonly argumentBytes: Uint8Array<ArrayBuffer>
    readonly nonce: Uint8Array<ArrayBufferLike>
    readonly expiration: number | undefined
    readonly issuedAt: number | undefined
    readonly proofs: readonly CID<unknown, number, number, Version>[]
    readonly cause: CID<unknown, number, number, Version> | undefined
    readonly meta: Readonly<Record<string, unknown>> | undefined
    readonly task: CID<unknown, number, number, Version>
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly cid: CID<unknown, number, number, Version>
    readonly signature: Uint8Array<ArrayBufferLike>
    readonly signedBytes: Uint8Array<ArrayBuffer>
    readonly signatureType: SignatureType
}
export const Invocation: {
    decode(input: ArrayBuffer | Uint8Array<ArrayBufferLike>): Invocation
}
export interface InvokeOptions<A> {
    readonly issuer: Signer
    readonly subject: DID
    readonly audience?: DID | undefined
    readonly arguments: A
    readonly nonce?: Uint8Array | undefined
    readonly expiration?: number | null | undefined
    readonly issuedAt?: number | undefined
    readonly proofs?: readonly Delegation[] | readonly CID[] | undefined
    readonly cause?: CID | undefined
    readonly meta?: Readonly<Record<string, unknown>> | undefined
}
export interface KeySigner {
    readonly did: DID
    readonly keyDID: DID
    sign: (bytes: Uint8Array<ArrayBufferLike>) => Promise<Uint8Array<ArrayBufferLike>>
    withDID: (did: DID) => KeySigner
    readonly signatureType: SignatureType
}
export interface KeySources {
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export type Policy = readonly Statement[]
export interface ProofChainOptions {
    readonly issuer: DID
    readonly subject: DID
    readonly command: CommandName
    readonly now?: number | undefined
}
export type ProofResolver = (cid: CID) => Delegation | undefined | Promise<Delegation | undefined>
export interface Receipt {
    readonly executor: DID
    readonly ran: CID<unknown, number, number, Version>
    readonly out: {
        readonly ok: Uint8Array<ArrayBuffer>
    } | {
        readonly error: Failure
    }
    readonly nonce: Uint8Array<ArrayBufferLike>
    readonly expiration: number | undefined
    readonly issuedAt: number | undefined
    readonly meta: Readonly<Record<string, unknown>> | undefined
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly cid: CID<unknown, number, number, Version>
    readonly signature: Uint8Array<ArrayBufferLike>
    readonly signedBytes: Uint8Array<ArrayBuffer>
    readonly signatureType: SignatureType
}
export const Receipt: {
    decode(input: ArrayBuffer | Uint8Array<ArrayBufferLike>): Receipt
}
export interface ReceiptOptions {
    readonly executor: Signer
    readonly ran: CID | Invocation
    readonly nonce?: Uint8Array | undefined
    readonly expiration?: number | null | undefined
    readonly issuedAt?: number | undefined
    readonly meta?: Readonly<Record<string, unknown>> | undefined
}
export const Secp256k1: {
    readonly generate: () => Promise<KeySigner>
    readonly fromSeed: (seed: Uint8Array<ArrayBufferLike>) => Promise<KeySigner>
    readonly fromPEM: (pem: string) => Promise<KeySigner>
}
export type Selector = `.${string}`
export type SignatureType = 'Ed25519' | 'ES256' | 'ES384' | 'ES512' | 'ES256K' | 'RS256' | 'EIP191' | 'AuthorityAttestation' | 'NonStandard'
export interface Signer {
    readonly did: string
    readonly signatureType: SignatureType
    sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
}
export type Statement = readonly [
    operator: '==' | '!=',
    selector: Selector,
    value: Data
] | readonly [
    operator: '<' | '<=' | '>' | '>=',
    selector: Selector,
    value: number | bigint
] | readonly [
    operator: 'like',
    selector: Selector,
    pattern: string
] | readonly [
    operator: 'and' | 'or',
    statements: readonly Statement[]
] | readonly [
    operator: 'not',
    statement: Statement
] | readonly [
    operator: 'all' | 'any',
    selector: Selector,
    statement: Statement
]
export interface Task {
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly cid: CID
}
export interface Token {
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly cid: CID
    readonly signature: Uint8Array
    readonly signedBytes: Uint8Array<ArrayBuffer>
    readonly signatureType: SignatureType
}
export interface Tokens {
    readonly invocations: readonly Invocation[]
    readonly delegations: readonly Delegation[]
    readonly receipts: readonly Receipt[]
}
export interface UnreadableToken {
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly error: CodecError
}
export function argumentsOf<A, O>(command: Command<A, O>, invocation: Invocation): A
export function attest(did: DID, authority: Signer): Signer & {
    readonly did: DID
}
export function authorize(invocation: Invocation, options: AuthorizeOptions): Promise<Authorization>
export function delegate<A, O>(command: Command<A, O> | CommandName, options: DelegateOptions): Promise<Delegation>
export function emailOf(did: DID): string
export function fail(options: ReceiptOptions & {
    readonly error: Failure
}): Promise<Receipt>
export function httpDIDResolver({ web, plc, fetch: send, }: HTTPDIDResolverOptions): DIDResolver
export function invoke<A, O>(command: Command<A, O>, options: InvokeOptions<NoInfer<A>>): Promise<Invocation>
export function mailtoDID(email: string): DID
export function matchPolicy(policy: Policy, value: Data): boolean
export function proofChain(delegations: Iterable<Delegation>, options: ProofChainOptions): Delegation[]
export function resultOf<A, O>(command: Command<A, O>, receipt: Receipt): {
    readonly ok: O
} | {
    readonly error: Failure
}
export function succeed<A, O>(command: Command<A, O>, options: ReceiptOptions & {
    readonly ok: NoInfer<O>
}): Promise<Receipt>
export function task<A, O>(command: Command<A, O>, options: {
    readonly subject: DID
    readonly arguments: NoInfer<A>
    readonly nonce: Uint8Array
}): Task
export function verify(token: Invocation | Delegation | Receipt, options?: KeySources): Promise<boolean>
