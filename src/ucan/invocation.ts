import type { CID } from 'multiformats/cid'
import type { Command } from '../codec/command.js'
import { bytes } from '../codec/kinds/bytes.js'
import { commandName, type CommandName } from '../codec/kinds/command-name.js'
import { did, type DID } from '../codec/kinds/did.js'
import { link } from '../codec/kinds/link.js'
import { list } from '../codec/kinds/list.js'
import { closedStruct, optional } from '../codec/kinds/struct.js'
import { dataMap } from './data.js'
import { randomNonce, secondsFromNow } from './defaults.js'
import type { Delegation } from './delegation.js'
import { nullable } from './nullable.js'
import { rawMap } from './raw.js'
import type { Signer } from './signer.js'
import { taskOf } from './task.js'
import { time } from './time.js'
import { TokenType, type Token } from './token.js'

/** The default lifetime of an invocation, in seconds. */
const LIFETIME = 30

export const INVOCATION_TAG = 'ucan/inv@1.0.0-rc.1'

export const invocationFields = {
  iss: did,
  sub: did,
  aud: /* @__PURE__ */ optional(did),
  cmd: commandName,
  args: rawMap,
  prf: /* @__PURE__ */ list(link),
  meta: /* @__PURE__ */ optional(dataMap),
  nonce: bytes,
  exp: /* @__PURE__ */ nullable(time),
  iat: /* @__PURE__ */ optional(time),
  cause: /* @__PURE__ */ optional(link),
}

/**
 * An invocation: the issuer requests the audience to execute a command on the
 * subject.
 *
 * @see https://github.com/ucan-wg/invocation
 */
export interface Invocation extends Token {
  /** The principal that invokes, and signs. */
  readonly issuer: DID
  /** The principal that the command acts on, and whose authority it needs. */
  readonly subject: DID
  /** The principal that executes the command. `undefined` if it is the subject. */
  readonly audience: DID | undefined
  /** The command: `/customer/add`. */
  readonly command: CommandName
  /** The arguments in CBOR, as signed: {@link argumentsOf} decodes them. */
  readonly argumentBytes: Uint8Array<ArrayBuffer>
  /** Nonce: makes two otherwise equal tasks distinct. */
  readonly nonce: Uint8Array
  /** The expiration time, in Unix seconds. `undefined` if the invocation never expires. */
  readonly expiration: number | undefined
  /** The time of issue, in Unix seconds. `undefined` if absent. */
  readonly issuedAt: number | undefined
  /** The CIDs of the proof chain: delegations from the subject to the issuer, in this order. */
  readonly proofs: readonly CID[]
  /** The CID of what caused the invocation, such as a receipt. `undefined` if absent. */
  readonly cause: CID | undefined
  /** Additional data by the issuer. It does not affect the task. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** The CID of the task. Its receipt refers to it. */
  readonly task: CID
}

export const invocations = /* @__PURE__ */ new TokenType(
  'Invocation',
  INVOCATION_TAG,
  /* @__PURE__ */ closedStruct('Invocation', invocationFields),
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

/** Decodes invocations. */
export const Invocation = {
  /**
   * Decodes an invocation. Its encoding must be canonical DAG-CBOR, without
   * unknown fields. The arguments are kept as bytes: see {@link argumentsOf}. The
   * signature is not verified: see {@link verify}.
   *
   * @throws {CodecError} for bytes that are not an invocation
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

/** The fields of an invocation other than its command. */
export interface InvokeOptions<A> {
  /** The principal that invokes, and signs. */
  readonly issuer: Signer
  /** The principal that the command acts on, and whose authority it needs. */
  readonly subject: DID
  /** The principal that executes the command. The subject by default. */
  readonly audience?: DID | undefined
  /** The command's arguments. */
  readonly arguments: A
  /** Nonce: makes two otherwise equal tasks distinct: 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** The expiration time, in Unix seconds. In 30 seconds by default, `null` for never. */
  readonly expiration?: number | null | undefined
  /** The time of issue, in Unix seconds. Absent by default. */
  readonly issuedAt?: number | undefined
  /** The proof chain: delegations from the subject to the issuer, in this order. Empty by default. */
  readonly proofs?: ReadonlyArray<Delegation | CID> | undefined
  /** The CID of what caused the invocation, such as a receipt. Absent by default. */
  readonly cause?: CID | undefined
  /** Additional data, which does not affect the task: any DAG-CBOR, nested at most 32 deep. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Creates and signs an invocation of a command.
 *
 * @throws {CodecError} for malformed arguments, and for an option that an
 *   invocation can't encode
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
 *   audience: 'did:web:up.example',
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
    cmd: command.name,
    args: command.arguments.cbor.encode(options.arguments),
    prf: (options.proofs ?? []).map(proofOf),
    meta: options.meta,
    nonce: options.nonce ?? randomNonce(),
    exp: expiration,
    iat: options.issuedAt,
    cause: options.cause,
  })
}

/** Returns the CID of a proof. The encoder validates it. */
function proofOf(proof: Delegation | CID): CID {
  return (proof as Partial<Delegation> | undefined)?.cid ?? (proof as CID)
}

/**
 * Decodes the arguments of an invocation.
 *
 * @throws {TypeError} for an invocation of another command
 * @throws {CodecError} for malformed arguments
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
  if (invocation.command !== command.name) {
    throw new TypeError(`expected an invocation of ${command.name}, received ${invocation.command}`)
  }
  return command.arguments.cbor.decode(invocation.argumentBytes)
}
