import type { Command } from '../codec/command.js'
import { CodecError } from '../codec/error.js'
import { bytes } from '../codec/kinds/bytes.js'
import { commandName, type CommandName } from '../codec/kinds/command-name.js'
import { did, type DID } from '../codec/kinds/did.js'
import { closedStruct, optional } from '../codec/kinds/struct.js'
import { dataMap } from './data.js'
import { randomNonce } from './defaults.js'
import { nullable } from './nullable.js'
import { policyKind, type Policy } from './policy/policy.js'
import type { Signer } from './signer.js'
import { time } from './time.js'
import { TokenType, type Token } from './token.js'

/**
 * A delegation: the issuer allows the audience to invoke a command and all
 * commands below it, on the subject.
 *
 * @see https://github.com/ucan-wg/delegation
 */
export interface Delegation extends Token {
  /** The principal that delegates and signs. */
  readonly issuer: DID
  /** The principal that may invoke the command. */
  readonly audience: DID
  /** The subject of the command, or `null` for any subject (a powerline). */
  readonly subject: DID | null
  /** The command, such as `/customer/add`. It includes the commands below it. */
  readonly command: CommandName
  /** The conditions on the arguments. */
  readonly policy: Policy
  /** Nonce: makes two otherwise equal tokens distinct. */
  readonly nonce: Uint8Array
  /** The time after which the delegation is valid, in Unix seconds. `undefined` or 0 if it is valid at once. */
  readonly notBefore: number | undefined
  /** The expiration time, in Unix seconds. `undefined` if the delegation never expires. */
  readonly expiration: number | undefined
  /** Additional data by the issuer. It does not affect authorization. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
}

export const delegations = /* @__PURE__ */ new TokenType(
  'Delegation',
  'ucan/dlg@1.0.0-rc.1',
  /* @__PURE__ */ closedStruct('Delegation', {
    iss: did,
    aud: did,
    sub: /* @__PURE__ */ nullable(did),
    cmd: commandName,
    pol: policyKind,
    nonce: bytes,
    meta: /* @__PURE__ */ optional(dataMap),
    nbf: /* @__PURE__ */ optional(time),
    exp: /* @__PURE__ */ nullable(time),
  }),
  (token, payload): Delegation => ({
    bytes: token.bytes,
    cid: token.cid,
    signature: token.signature,
    signedBytes: token.signedBytes,
    signatureType: token.signatureType,
    issuer: payload.iss,
    audience: payload.aud,
    subject: payload.sub,
    command: payload.cmd,
    policy: payload.pol,
    nonce: payload.nonce,
    notBefore: payload.nbf,
    expiration: payload.exp ?? undefined,
    meta: payload.meta,
  }),
)

/** Decodes delegations. */
export const Delegation = {
  /**
   * Decodes a delegation. Its encoding must be canonical DAG-CBOR, without
   * unknown fields. The signature is not verified: see {@link verify}.
   *
   * @throws {CodecError} for bytes that are not a delegation
   *
   * @example
   * ```ts
   * import { Delegation } from '@fil-forge/libforge/ucan'
   *
   * function isPowerline(bytes: Uint8Array): boolean {
   *   return Delegation.decode(bytes).subject === null
   * }
   * ```
   */
  decode(input: Uint8Array | ArrayBuffer): Delegation {
    return delegations.decode(input)
  },
}

/** The fields of a delegation other than its command. */
export interface DelegateOptions {
  /** The principal that delegates and signs. */
  readonly issuer: Signer
  /** The principal that may invoke the command. */
  readonly audience: DID
  /** The subject of the command, or `null` for any subject (a powerline). */
  readonly subject: DID | null
  /** The expiration time, in Unix seconds. `null` if the delegation never expires. */
  readonly expiration: number | null
  /** Nonce: makes two otherwise equal tokens distinct. 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** The time after which the delegation is valid, in Unix seconds. By default, and with 0, the delegation is valid at once. */
  readonly notBefore?: number | undefined
  /** The conditions on the arguments. Empty by default. */
  readonly policy?: Policy | undefined
  /** Additional data: any map in DAG-CBOR of at most 32 levels and 8,192 items. It does not affect authorization. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Delegates a command to another principal.
 *
 * @param command the command, or its name, such as `/s3/bucket/list`. It includes the
 *   commands below it: `/s3` includes all of S3, and `/` includes every command
 * @throws {CodecError} for a malformed command name or policy, for any other option that
 *   can't be encoded, and for a `notBefore` that is not before `expiration`
 * @see https://github.com/ucan-wg/delegation
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { delegate, Ed25519 } from '@fil-forge/libforge/ucan'
 *
 * const service = await Ed25519.generate()
 * const delegation = await delegate(customer.add, {
 *   issuer: service,
 *   audience: 'did:web:hilt.example',
 *   subject: service.did,
 *   expiration: null,
 *   policy: [['==', '.product', 'did:web:free.web3.storage']],
 * })
 * ```
 */
export async function delegate<A, O>(
  command: Command<A, O> | CommandName,
  options: DelegateOptions,
): Promise<Delegation> {
  const { issuer, notBefore, expiration } = options
  if (notBefore !== undefined && expiration !== null && notBefore >= expiration) {
    throw new CodecError({
      code: 'out-of-range',
      type: 'Delegation',
      path: ['nbf'],
      reason: `expected time before the expiration ${expiration}, received ${notBefore}`,
    })
  }
  return await delegations.sign(issuer, {
    iss: issuer.did as DID,
    aud: options.audience,
    sub: options.subject,
    cmd: typeof command === 'string' ? command : command.name,
    pol: options.policy ?? [],
    nonce: options.nonce ?? randomNonce(),
    meta: options.meta,
    nbf: notBefore,
    exp: expiration,
  })
}
