/**
 * The requests and answers of the program in `reference/`, except for the operation
 * `bench`. `reference/README.md` describes them. Byte strings are in hex, and times in
 * Unix seconds.
 */

/**
 * An error of the reference. `name` is `panic` for a panic. If the error has no name, `name`
 * is `UnknownError` in the `reason` of `authorize`, and absent elsewhere.
 */
export interface ErrorInfo {
  readonly name?: string
  readonly message: string
}

export type Format = 'cbor' | 'json'
export type TokenKind = 'invocation' | 'delegation' | 'receipt'
export type ContainerForm =
  | 'cbor'
  | 'raw'
  | 'base64'
  | 'base64url'
  | 'raw+gzip'
  | 'base64+gzip'
  | 'base64url+gzip'

/** A field of a type of the reference. */
export interface FieldInfo {
  /** The declared name, which is the key in an encoded map. Empty if the form of the type is `entries`. */
  readonly name: string
  readonly goName: string
  readonly goType: string
  readonly kind: string
  readonly optional: boolean
}

/** A type of the reference, with its fields in the order of declaration. */
export interface TypeInfo {
  readonly name: string
  /** How the type is encoded. `entries` is a map with arbitrary keys. */
  readonly form: 'map' | 'tuple' | 'entries'
  /** Whether the type has a DAG-JSON form. */
  readonly json: boolean
  readonly fields: readonly FieldInfo[]
}

/** A command of the reference, with the names of its types. */
export interface CommandInfo {
  readonly name: string
  readonly arguments: string
  readonly ok: string
}

/** The result of decoding an input with the reference. */
export interface DecodeAnswer {
  readonly accepted: boolean
  /** The number of bytes after the value. Meaningful only for CBOR that is accepted. */
  readonly rest?: number
  /** The decoded value, encoded again as CBOR. */
  readonly cbor?: string
  /** The decoded value, encoded again as DAG-JSON. */
  readonly json?: string
  /** The CID of `cbor`. */
  readonly cid?: string
  /** The error of the decoder, or of encoding the decoded value as CBOR. */
  readonly error?: ErrorInfo
  /** The error of encoding the decoded value as DAG-JSON. */
  readonly jsonError?: ErrorInfo
}

/** A private key, and the DIDs that sign and issue tokens with it. */
export interface Key {
  /** The private key: 32 bytes. */
  readonly seed: string
  readonly signatureType: 'Ed25519' | 'ES256K'
  /** The DID that the signer signs as. Default: the `did:key` of its public key. */
  readonly issuer?: string
  /** The DID that issues the tokens. Their signatures are attestations by `issuer`. If absent, `issuer` issues the tokens. */
  readonly attested?: string
}

/** A token to create. */
export interface MakeRequest extends Key {
  readonly kind: TokenKind
  readonly audience?: string | undefined
  readonly subject?: string | null | undefined
  readonly command?: string
  readonly args?: string
  readonly policy?: string
  readonly proofs?: readonly string[]
  readonly nonce: string
  readonly expiration?: number | undefined
  readonly notBefore?: number | undefined
  readonly issuedAt?: number | undefined
  readonly cause?: string | undefined
  readonly meta?: string | undefined
  readonly ran?: string
  readonly ok?: string | undefined
  readonly err?: string | undefined
}

/** The content of a token, as the reference describes it. */
export interface TokenInfo {
  readonly kind: TokenKind
  readonly bytes: string
  readonly cid: string
  readonly signedBytes: string
  readonly signature: string
  readonly issuer: string
  readonly audience: string | null
  readonly subject: string | null
  readonly command?: string
  readonly args?: string
  readonly proofs?: readonly string[]
  readonly policy?: unknown
  readonly nonce: string
  readonly expiration: number | null
  readonly notBefore: number | null
  readonly issuedAt: number | null
  readonly cause: string | null
  readonly meta?: string
  readonly task?: string
  readonly ran?: string
  readonly ok?: string
  readonly err?: string
}

/** How DIDs other than `did:key` are resolved, and whether attestations are trusted. */
export interface Resolution {
  /** DID documents, by DID. */
  readonly documents?: Readonly<Record<string, unknown>>
  /**
   * The DID of the authority that attests the tokens of each `did:mailto` without a
   * document. If absent, no attestation is trusted. If present, attestations by the
   * authorities that documents name are also trusted.
   */
  readonly authority?: string
}

/** The reply of a handler: a result in CBOR, a failure, or the message of an error that the Go handler returns. */
export type Reply =
  | { readonly ok: string }
  | { readonly fail: { readonly name: string; readonly message: string } }
  | { readonly throw: string }

export interface Requests {
  readonly types: object
  readonly decode: { readonly type: string; readonly format: Format; readonly input: string }
  readonly make: MakeRequest
  readonly 'token/decode': { readonly kind: TokenKind; readonly bytes: string }
  readonly verify: { readonly kind: TokenKind; readonly bytes: string; readonly key: string }
  readonly task: {
    readonly subject: string
    readonly command: string
    readonly args: string
    readonly nonce: string
  }
  readonly 'container/encode': { readonly form: ContainerForm; readonly tokens: readonly string[] }
  readonly 'container/decode': { readonly form: ContainerForm; readonly bytes: string }
  readonly authorize: Resolution & {
    readonly invocation: string
    readonly proofs?: readonly string[]
    readonly container?: { readonly form: ContainerForm; readonly bytes: string }
    /** The DID of the executing service. Default: the audience of the invocation, or its subject if there is no audience. */
    readonly audience?: string
    readonly time: number
  }
  readonly match: { readonly policy: string; readonly value: string }
  readonly serve: Key & Resolution & { readonly replies: Readonly<Record<string, Reply>> }
  readonly stop: { readonly url: string }
  readonly call: {
    readonly url: string
    readonly invocation: string
    readonly proofs: readonly string[]
  }
}

export interface Answers {
  readonly types: { readonly types: readonly TypeInfo[]; readonly commands: readonly CommandInfo[] }
  readonly decode: DecodeAnswer
  readonly make: TokenInfo
  readonly 'token/decode': TokenInfo
  readonly verify: { readonly valid: boolean }
  readonly task: { readonly cbor: string; readonly cid: string }
  readonly 'container/encode': { readonly bytes: string }
  readonly 'container/decode': {
    readonly invocations: readonly string[]
    readonly delegations: readonly string[]
    readonly receipts: readonly string[]
  }
  readonly authorize: { readonly authorized: boolean; readonly reason?: ErrorInfo }
  readonly match: { readonly matches: boolean; readonly reason?: ErrorInfo }
  readonly serve: { readonly url: string; readonly did: string }
  readonly stop: { readonly stopped: boolean }
  readonly call: TokenInfo
}

export type Operation = keyof Requests
