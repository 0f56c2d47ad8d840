export interface CommandHandler {
    readonly command: CommandName
    readonly subject: Subject
    readonly prepare: (invocation: Invocation) => (context: RequestContext & {
        readonly authorization: Authorization
    }) => Promise<Outcome>
}
export interface ExecuteOptions {
    readonly proofs?: readonly Delegation[] | undefined
    readonly tokens?: TokensToSend | undefined
    readonly executor?: DID | undefined
    readonly url: string | URL
    readonly fetch?: {
        (input: URL | RequestInfo, init?: RequestInit | undefined): Promise<Response>
        (input: string | URL | Request, init?: RequestInit | undefined): Promise<Response>
    } | undefined
    readonly signal?: AbortSignal | undefined
    readonly maxBytes?: number | undefined
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export type Execution<O> = ({
    readonly ok: O
} | {
    readonly error: Failure
}) & {
    readonly receipt: Receipt
    readonly tokens: DecodedTokens
}
export class ExecutionError extends Error {
    readonly name = "ExecutionError"
    readonly code: ExecutionErrorCode
    readonly status: number | undefined
    constructor(code: ExecutionErrorCode, message: string, options?: {
        readonly cause?: unknown
        readonly status?: number | undefined
    })
}
export type ExecutionErrorCode = 'network' | 'status' | 'body' | 'missing-receipt' | 'unverified-receipt' | 'malformed-result'
export interface ExecutorOptions {
    readonly issuer: Signer
    readonly handlers: readonly CommandHandler[]
    readonly proofs?: ProofResolver | undefined
    readonly receipts?: ReceiptStore | undefined
    readonly now?: (() => number) | undefined
    readonly around?: ((invocation: Invocation, next: () => Promise<Receipt>) => Promise<unknown>) | undefined
    readonly onError?: ((error: unknown, invocation?: Invocation | undefined) => unknown) | undefined
    readonly isRevoked?: ((delegation: Delegation) => boolean | Promise<boolean>) | undefined
    readonly limits?: {
        readonly proofs?: number | undefined
        readonly policySteps?: number | undefined
    } | undefined
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export interface HandleOptions<F extends Readonly<Record<string, string>>> {
    readonly subject: Subject
    readonly failures?: F | undefined
}
export interface HandlerContext<A> {
    readonly arguments: A
    readonly invocation: Invocation
    readonly authorization: Authorization
    readonly tokens: DecodedTokens
    readonly request: Request
}
export interface HandlerOptions {
    readonly maxBytes?: number | undefined
    readonly maxInvocations?: number | undefined
    readonly didDocument?: object | undefined
    readonly serveReceipts?: boolean | undefined
    readonly origins?: Origins | undefined
    readonly issuer: Signer
    readonly handlers: readonly CommandHandler[]
    readonly proofs?: ProofResolver | undefined
    readonly receipts?: ReceiptStore | undefined
    readonly now?: (() => number) | undefined
    readonly around?: ((invocation: Invocation, next: () => Promise<Receipt>) => Promise<unknown>) | undefined
    readonly onError?: ((error: unknown, invocation?: Invocation | undefined) => unknown) | undefined
    readonly isRevoked?: ((delegation: Delegation) => boolean | Promise<boolean>) | undefined
    readonly limits?: {
        readonly proofs?: number | undefined
        readonly policySteps?: number | undefined
    } | undefined
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export type HandlerResult<O, N extends string> = ({
    readonly ok: O
} | {
    readonly error: Failure & {
        readonly name: N
    }
    readonly unexpected?: false | undefined
} | {
    readonly error: Failure
    readonly unexpected: true
}) & {
    readonly tokens?: TokensToSend | undefined
    readonly response?: ResponseParts | undefined
}
export type Origins = '*' | readonly string[]
export interface PollOptions {
    readonly executor: DID
    readonly interval?: number | undefined
    readonly attempts?: number | undefined
    readonly url: string | URL
    readonly fetch?: {
        (input: URL | RequestInfo, init?: RequestInit | undefined): Promise<Response>
        (input: string | URL | Request, init?: RequestInit | undefined): Promise<Response>
    } | undefined
    readonly signal?: AbortSignal | undefined
    readonly maxBytes?: number | undefined
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export interface ReceiptStore {
    get(task: string): Uint8Array | undefined | Promise<Uint8Array | undefined>
    put(task: string, container: Uint8Array): void | Promise<void>
}
export interface RequestContext {
    readonly tokens: DecodedTokens
    readonly request: Request
}
export interface RequestOptions {
    readonly url: string | URL
    readonly fetch?: {
        (input: URL | RequestInfo, init?: RequestInit | undefined): Promise<Response>
        (input: string | URL | Request, init?: RequestInit | undefined): Promise<Response>
    } | undefined
    readonly signal?: AbortSignal | undefined
    readonly maxBytes?: number | undefined
    readonly didResolver?: DIDResolver | undefined
    readonly trustedAuthorities?: readonly DID[] | undefined
}
export interface ResponseParts {
    readonly status?: number | undefined
    readonly headers?: HeadersInit | undefined
    readonly body?: BodyInit | null | undefined
}
export type Subject = DID | readonly DID[] | 'any' | ((subject: DID, invocation: Invocation) => boolean | Promise<boolean>)
export type TokensToSend = {
    readonly [Kind in keyof Tokens]?: Tokens[Kind] | undefined
}
export function didDocument({ did, keyDID }: Pick<KeySigner, 'did' | 'keyDID'>): {
    '@context': string[]
    id: import("../index.js").DID
    verificationMethod: {
        id: string
        type: string
        controller: import("../index.js").DID
        publicKeyMultibase: string
    }[]
    authentication: string[]
    assertionMethod: string[]
    capabilityDelegation: string[]
    capabilityInvocation: string[]
}
export function execute<A, O>(command: Command<A, O>, invocation: Invocation, options: ExecuteOptions): Promise<Execution<O>>
export function handle<A, O, const F extends Readonly<Record<string, string>> = {}>(command: Command<A, O>, options: HandleOptions<F>, run: (context: HandlerContext<NoInfer<A>>) => HandlerResult<NoInfer<O>, FailureName<NoInfer<F>>> | Promise<HandlerResult<NoInfer<O>, FailureName<NoInfer<F>>>>): CommandHandler
export function handler(options: HandlerOptions): (request: Request) => Promise<Response>
export function memoryReceipts(options?: {
    readonly maxBytes?: number
}): ReceiptStore
export function poll<A, O>(command: Command<A, O>, task: CID, options: PollOptions): Promise<Execution<O>>
export function retrieve<A, O>(command: Command<A, O>, invocation: Invocation, options: ExecuteOptions): Promise<Execution<O> & {
    readonly response: Response
}>
