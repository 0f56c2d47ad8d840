import type { DID } from '../codec/did.js'
import type { Command } from '../commands/command.js'
import { closedStruct } from './closed-struct.js'
import { dataList, dataMap } from './data.js'
import { randomNonce } from './defaults.js'
import type { Signer } from './signer.js'
import { TokenType, type Token } from './token.js'
import { bytes, commandName, did, nullable, time } from './value.js'

/**
 * A delegation: a principal lets another run a command, and what is under it.
 *
 * @see https://github.com/ucan-wg/delegation
 */
export interface Delegation extends Token {
  /** Whoever gives the right, and signs. */
  readonly issuer: DID
  /** Whoever gets it. */
  readonly audience: DID
  /** Whom the command may be about; null for anybody (a powerline). */
  readonly subject: DID | null
  /** The command: `/customer/add`. */
  readonly command: string
  /** What the arguments must be like: statements, each a list. */
  readonly policy: readonly unknown[]
  /** What tells it from others that say the same. */
  readonly nonce: Uint8Array
  /** When it begins, in seconds since 1970. */
  readonly notBefore: number | undefined
  /** When it ends, in seconds since 1970; absent where it never does. */
  readonly expiration: number | undefined
  /** What else the issuer says, which has no bearing on the right. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
}

export const delegations = /* @__PURE__ */ new TokenType(
  'Delegation',
  'ucan/dlg@1.0.0-rc.1',
  /* @__PURE__ */ closedStruct(
    {
      iss: did,
      aud: did,
      sub: /* @__PURE__ */ nullable(did),
      cmd: commandName,
      pol: dataList,
      nonce: bytes,
      exp: /* @__PURE__ */ nullable(time),
    },
    { meta: dataMap, nbf: time },
  ),
  (token, { iss, aud, sub, cmd, pol, nonce, meta, nbf, exp }): Delegation => ({
    ...token,
    issuer: iss,
    audience: aud,
    subject: sub,
    command: cmd,
    policy: pol,
    nonce,
    notBefore: nbf,
    expiration: exp ?? undefined,
    meta,
  }),
)

/** Reads delegations. */
export const Delegation = {
  /**
   * Reads a delegation. It is only read: see {@link verify} for its signature.
   * Its encoding must be DAG-CBOR's one, with the fields that a delegation has
   * and no other.
   *
   * @throws {CodecError} for bytes that are no delegation
   *
   * @example
   * ```ts
   * import { Delegation } from '@fil-forge/libforge/ucan'
   *
   * async function isPowerline(bytes: Uint8Array): Promise<boolean> {
   *   return (await Delegation.decode(bytes)).subject === null
   * }
   * ```
   */
  decode(input: Uint8Array | ArrayBuffer): Promise<Delegation> {
    return delegations.decode(input)
  },
}

/** What a delegation says, besides its command. */
export interface DelegateOptions {
  /** Whoever gives the right, and signs. */
  readonly issuer: Signer
  /** Whoever gets it. */
  readonly audience: DID
  /** Whom the command may be about; null for anybody (a powerline). */
  readonly subject: DID | null
  /** When it ends, in seconds since 1970; null for never. */
  readonly expiration: number | null
  /** What tells it from others that say the same: 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** When it begins, in seconds since 1970; at once by default. */
  readonly notBefore?: number | undefined
  /**
   * What the arguments must be like: statements, each a list, at most 32 deep;
   * none by default. That they are statements of the specification isn't checked.
   *
   * @see https://github.com/ucan-wg/delegation#policy
   */
  readonly policy?: readonly unknown[] | undefined
  /** What else the issuer says: anything that DAG-CBOR can say, at most 32 deep. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Lets another principal run a command.
 *
 * @throws {CodecError} for options that no delegation can say
 * @see https://github.com/ucan-wg/delegation
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { delegate } from '@fil-forge/libforge/ucan'
 * import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
 *
 * const service = await EdDSASigner.generate()
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
  command: Command<A, O>,
  options: DelegateOptions,
): Promise<Delegation> {
  const { issuer } = options
  return await delegations.sign(issuer, {
    iss: issuer.did as DID,
    aud: options.audience,
    sub: options.subject,
    cmd: command.command,
    pol: options.policy ?? [],
    nonce: options.nonce ?? randomNonce(),
    meta: options.meta,
    nbf: options.notBefore,
    exp: options.expiration,
  })
}
