import type { CID } from 'multiformats/cid'
import type { DID } from '../codec/did.js'
import type { Command } from '../commands/command.js'
import { closedStruct } from './closed-struct.js'
import type { Delegation } from './delegation.js'
import { dataMap } from './data.js'
import { randomNonce, secondsFromNow } from './defaults.js'
import type { Signer } from './signer.js'
import { taskOf } from './task.js'
import { TokenType, type Token } from './token.js'
import { bytes, commandName, did, link, links, nullable, rawMap, time } from './value.js'

/** How long an invocation lasts that isn't told: seconds. */
const LIFETIME = 30

export const INVOCATION_TAG = 'ucan/inv@1.0.0-rc.1'

export const requiredFields = {
  iss: did,
  sub: did,
  cmd: commandName,
  args: rawMap,
  prf: links,
  nonce: bytes,
  exp: /* @__PURE__ */ nullable(time),
}

export const optionalFields = {
  aud: did,
  meta: dataMap,
  iat: time,
  cause: link,
}

/**
 * An invocation: a principal asks for a command to be run.
 *
 * @see https://github.com/ucan-wg/invocation
 */
export interface Invocation extends Token {
  /** Whoever asks, and signs. */
  readonly issuer: DID
  /** Whom the command is about, and on whose authority it runs. */
  readonly subject: DID
  /** Whoever is to run it; absent where that is the subject. */
  readonly audience: DID | undefined
  /** The command: `/customer/add`. */
  readonly command: string
  /** The arguments as they were signed, in CBOR: {@link argumentsOf} decodes them. */
  readonly argumentBytes: Uint8Array<ArrayBuffer>
  /** What tells the task from others of the same arguments. */
  readonly nonce: Uint8Array
  /** When it ends, in seconds since 1970; absent where it never does. */
  readonly expiration: number | undefined
  /** When it was made, in seconds since 1970. */
  readonly issuedAt: number | undefined
  /** The delegations that the issuer's right rests on, the subject's own first. */
  readonly proofs: readonly CID[]
  /** What made the issuer ask, such as a receipt. */
  readonly cause: CID | undefined
  /** What else the issuer says, which has no bearing on the task. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** The task that is asked for, which its receipt names. */
  readonly task: CID
}

export const invocations = /* @__PURE__ */ new TokenType(
  'Invocation',
  INVOCATION_TAG,
  /* @__PURE__ */ closedStruct(requiredFields, optionalFields),
  async (token, { iss, aud, sub, cmd, args, prf, meta, nonce, exp, iat, cause }) => {
    const invocation: Invocation = {
      ...token,
      issuer: iss,
      subject: sub,
      audience: aud,
      command: cmd,
      argumentBytes: args,
      nonce,
      expiration: exp ?? undefined,
      issuedAt: iat,
      proofs: prf,
      cause,
      meta,
      task: (await taskOf({ sub, cmd, args, nonce })).cid,
    }
    return invocation
  },
)

/** Reads invocations. */
export const Invocation = {
  /**
   * Reads an invocation. It is only read: see {@link verify} for its signature.
   * Its encoding must be DAG-CBOR's one, with the fields that an invocation has
   * and no other. The arguments are measured and kept; their command's type
   * reads them.
   *
   * @throws {CodecError} for bytes that are no invocation
   *
   * @example
   * ```ts
   * import { Invocation } from '@fil-forge/libforge/ucan'
   *
   * async function commandIn(bytes: Uint8Array): Promise<string> {
   *   const invocation = await Invocation.decode(bytes)
   *   return invocation.command
   * }
   * ```
   */
  decode(input: Uint8Array | ArrayBuffer): Promise<Invocation> {
    return invocations.decode(input)
  },
}

/** What an invocation says, besides its command. */
export interface InvokeOptions<A> {
  /** Whoever asks, and signs. */
  readonly issuer: Signer
  /** Whom the command is about, and on whose authority it runs. */
  readonly subject: DID
  /** Whoever is to run it, where that isn't the subject. */
  readonly audience?: DID | undefined
  /** The command's arguments. */
  readonly arguments: A
  /** What tells the task from others of the same arguments: 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** When it ends, in seconds since 1970; null for never; in 30 seconds by default. */
  readonly expiration?: number | null | undefined
  /** When it was made, in seconds since 1970; not said by default. */
  readonly issuedAt?: number | undefined
  /** The delegations that the issuer's right rests on, the subject's own first. */
  readonly proofs?: ReadonlyArray<Delegation | CID> | undefined
  /** What made the issuer ask, such as a receipt. */
  readonly cause?: CID | undefined
  /** What else the issuer says: anything that DAG-CBOR can say, at most 32 deep. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Asks for a command to be run.
 *
 * @throws {CodecError} for arguments that aren't the command's, and for options
 *   that no invocation can say
 * @see https://github.com/ucan-wg/invocation
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { invoke } from '@fil-forge/libforge/ucan'
 * import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
 *
 * const invocation = await invoke(customer.add, {
 *   issuer: ES256KSigner.generate(),
 *   subject: 'did:web:up.example',
 *   arguments: {
 *     customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
 *     product: 'did:web:free.web3.storage',
 *     details: { region: 'eu-central-1' },
 *   },
 * })
 * invocation.command // '/customer/add'
 * ```
 */
export async function invoke<A, O>(
  command: Command<A, O>,
  options: InvokeOptions<NoInfer<A>>,
): Promise<Invocation> {
  const { issuer, expiration = secondsFromNow(LIFETIME) } = options
  return await invocations.sign(issuer, {
    iss: issuer.did as DID,
    aud: options.audience,
    sub: options.subject,
    cmd: command.command,
    args: command.arguments.cbor.encode(options.arguments),
    prf: (options.proofs ?? []).map(proofOf),
    meta: options.meta,
    nonce: options.nonce ?? randomNonce(),
    exp: expiration,
    iat: options.issuedAt,
    cause: options.cause,
  })
}

/** The CID of a proof; whether it is one shows when it is written. */
function proofOf(proof: Delegation | CID): CID {
  return (proof as Partial<Delegation> | undefined)?.cid ?? (proof as CID)
}

/**
 * The arguments of an invocation, read as its command's.
 *
 * @throws {TypeError} for another command's invocation
 * @throws {CodecError} for arguments that aren't the command's
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { argumentsOf, Invocation } from '@fil-forge/libforge/ucan'
 *
 * async function customerIn(bytes: Uint8Array): Promise<string> {
 *   return argumentsOf(customer.add, await Invocation.decode(bytes)).customer
 * }
 * ```
 */
export function argumentsOf<A, O>(command: Command<A, O>, invocation: Invocation): A {
  if (invocation.command !== command.command) {
    throw new TypeError(`expected an invocation of ${command.command}, found ${invocation.command}`)
  }
  return command.arguments.cbor.decode(invocation.argumentBytes)
}
