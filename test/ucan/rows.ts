import type { Policy } from '../../src/ucan/index.js'
import type { CommandName } from '../../src/codec/index.js'
import type { DID } from '../../src/index.js'
import type { SignatureType } from '../../src/ucan/index.js'

/** The signer of a token in a fixture. */
export interface SignerRow {
  /** The raw private key, in hex. */
  readonly seed: string
  readonly signatureType: SignatureType
  /** The public key as a did:key. */
  readonly key: string
}

/**
 * A row of `tokens.jsonl`: an invocation, its proof if it needs one, and its receipt. Byte strings
 * are in hex, `meta` is DAG-JSON, and times are in Unix seconds.
 */
export interface TokenRow extends SignerRow {
  /** The name of the type of `args`. */
  readonly type: string
  readonly command: CommandName
  readonly issuer: DID
  readonly subject: DID
  readonly audience: DID
  readonly args: string
  readonly nonce: string
  readonly expiration: number | null
  readonly issuedAt: number | null
  readonly meta: string | null
  readonly cause: string | null
  readonly bytes: string
  readonly signedBytes: string
  readonly signature: string
  readonly cid: string
  readonly task: string
  readonly proof: DelegationRow | null
  readonly receipt: ReceiptRow
}

export interface DelegationRow extends SignerRow {
  readonly command: CommandName
  readonly issuer: DID
  readonly audience: DID
  readonly subject: DID | null
  readonly policy: Policy
  readonly nonce: string
  readonly notBefore: number | null
  readonly expiration: number | null
  readonly meta: string | null
  readonly bytes: string
  readonly cid: string
}

export interface ReceiptRow extends SignerRow {
  readonly executor: DID
  readonly nonce: string
  readonly bytes: string
  readonly cid: string
  readonly ok?: string
  /** The name of the type of `ok`. */
  readonly okType?: string
  readonly error?: { readonly name: string; readonly message: string }
}

/** A row of `tasks.jsonl`. Byte strings are in hex. */
export interface TaskRow {
  /** The name of the type of `args`. */
  readonly type: string
  readonly command: CommandName
  readonly subject: DID
  readonly args: string
  readonly nonce: string
  readonly cbor: string
  readonly cid: string
}

/** A row of `containers.jsonl`. All values are in hex. */
export interface ContainerRow {
  readonly tokens: readonly string[]
  readonly cbor: string
  readonly raw: string
  readonly base64: string
  readonly base64url: string
  readonly 'raw+gzip': string
  readonly 'base64+gzip': string
  readonly 'base64url+gzip': string
}
