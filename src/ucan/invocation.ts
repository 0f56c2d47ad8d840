import type { CID } from 'multiformats/cid'
import type { Command } from '../codec/command.js'
import { bytes } from '../codec/kinds/bytes.js'
import { commandName, type CommandName } from '../codec/kinds/command-name.js'
import { did, type DID } from '../codec/kinds/did.js'
import { link } from '../codec/kinds/link.js'
import { list } from '../codec/kinds/list.js'
import { closedStruct, optional } from '../codec/kinds/struct.js'
import { dataMap, decodeArguments } from './data.js'
import { randomNonce, secondsFromNow } from './defaults.js'
import type { Delegation } from './delegation.js'
import { nullable } from './nullable.js'
import { describeMismatch, firstMismatch } from './policy/match.js'
import { selectProofs, type Obstacle } from './proof-chain.js'
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
 * An invocation: the issuer asks the audience to execute a command on the subject.
 *
 * @see https://github.com/ucan-wg/invocation
 */
export interface Invocation extends Token {
  /** The principal that invokes and signs. */
  readonly issuer: DID
  /** The principal that the command acts on, and whose authority it needs. */
  readonly subject: DID
  /** The principal that executes the command. If `undefined`, the subject executes the command. */
  readonly audience: DID | undefined
  /** The command, such as `/customer/add`. */
  readonly command: CommandName
  /** The arguments in CBOR, as signed: {@link argumentsOf} decodes them. */
  readonly argumentBytes: Uint8Array<ArrayBuffer>
  /** Nonce: makes two otherwise equal tasks distinct. */
  readonly nonce: Uint8Array
  /** The expiration time, in Unix seconds. `undefined` if the invocation never expires. */
  readonly expiration: number | undefined
  /** The time of issue, in Unix seconds. `undefined` if absent. */
  readonly issuedAt: number | undefined
  /** The CIDs of the proof chain, root first. */
  readonly proofs: readonly CID[]
  /** The CID of the cause of the invocation, such as a receipt. `undefined` if absent. */
  readonly cause: CID | undefined
  /** Additional data by the issuer. It does not affect the task. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** The CID of the task. A receipt contains it as `ran`. */
  readonly task: CID
}

export const invocations = /* @__PURE__ */ new TokenType(
  'Invocation',
  INVOCATION_TAG,
  /* @__PURE__ */ closedStruct('Invocation', invocationFields),
  (token, payload): Invocation => ({
    bytes: token.bytes,
    cid: token.cid,
    signature: token.signature,
    signedBytes: token.signedBytes,
    signatureType: token.signatureType,
    issuer: payload.iss,
    subject: payload.sub,
    audience: payload.aud,
    command: payload.cmd,
    argumentBytes: payload.args,
    nonce: payload.nonce,
    expiration: payload.exp ?? undefined,
    issuedAt: payload.iat,
    proofs: payload.prf,
    cause: payload.cause,
    meta: payload.meta,
    task: taskOf({
      sub: payload.sub,
      cmd: payload.cmd,
      args: payload.args,
      nonce: payload.nonce,
    }).cid,
  }),
)

/** Decodes invocations. */
export const Invocation = {
  /**
   * Decodes an invocation. Its encoding must be canonical DAG-CBOR, without
   * unknown fields. The arguments are kept as bytes, and may have unknown fields and
   * map keys in any order: see {@link argumentsOf}. Neither the signature nor the
   * proofs are checked: see {@link authorize}.
   *
   * @throws {CodecError} for bytes that are not an invocation
   *
   * @example
   * ```ts
   * import { Invocation } from '@fil-forge/libforge/ucan'
   *
   * function commandIn(bytes: Uint8Array): string {
   *   return Invocation.decode(bytes).command
   * }
   * ```
   */
  decode(input: Uint8Array | ArrayBuffer): Invocation {
    return invocations.decode(input)
  },
}

/** The fields of an invocation other than its command. */
export interface InvokeOptions<A> {
  /** The principal that invokes and signs. */
  readonly issuer: Signer
  /** The principal that the command acts on, and whose authority it needs. */
  readonly subject: DID
  /** The principal that executes the command. The subject by default. */
  readonly audience?: DID | undefined
  /** The command's arguments. */
  readonly arguments: A
  /** Nonce: makes two otherwise equal tasks distinct. 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** The expiration time, in Unix seconds. 30 seconds from now by default. `null` if the invocation never expires. */
  readonly expiration?: number | null | undefined
  /** The time of issue, in Unix seconds. Absent by default. */
  readonly issuedAt?: number | undefined
  /**
   * The delegations that allow the issuer to invoke the command, in any order, or the
   * CIDs of a proof chain, root first. Empty by default. {@link invoke} selects one of
   * the shortest chains of delegations that are valid now and whose policies match the
   * arguments. It does not check whether CIDs form a proof chain.
   */
  readonly proofs?: readonly Delegation[] | readonly CID[] | undefined
  /** The CID of the cause of the invocation, such as a receipt. Absent by default. */
  readonly cause?: CID | undefined
  /** Additional data: any map in DAG-CBOR of at most 32 levels and 8,192 items. It does not affect the task. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Creates and signs an invocation of a command.
 *
 * @throws {CodecError} for malformed arguments, and for an option that can't be encoded.
 *   If delegations are given, also for arguments that policies can't be matched against,
 *   such as a `u64` greater than 2^63 - 1
 * @throws {AuthorizationError} `UnavailableProof` if delegations are given that do
 *   not prove the invocation. The message says what is missing
 * @see https://github.com/ucan-wg/invocation
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { Ed25519, invoke } from '@fil-forge/libforge/ucan'
 *
 * const invocation = await invoke(customer.add, {
 *   issuer: await Ed25519.generate(),
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
  const args = command.arguments.cbor.encode(options.arguments) as Uint8Array<ArrayBuffer>
  return await invocations.sign(issuer, {
    iss: issuer.did as DID,
    aud: options.audience,
    sub: options.subject,
    cmd: command.name,
    args,
    prf: selectedProofs(command.name, args, options),
    meta: options.meta,
    nonce: options.nonce ?? randomNonce(),
    exp: expiration,
    iat: options.issuedAt,
    cause: options.cause,
  })
}

/** Returns the CIDs of the proofs. The encoder validates CIDs that the caller gives. */
function selectedProofs(
  command: CommandName,
  args: Uint8Array,
  { issuer, subject, proofs = [] }: InvokeOptions<unknown>,
): readonly CID[] {
  // An empty list is allowed, even if the issuer is not the subject: the service then rejects
  // the invocation, and the receipt says why.
  if (proofs.length === 0 || !isDelegations(proofs)) return proofs as readonly CID[]
  const data = decodeArguments(args)
  const obstacle: Obstacle = ({ policy }) => {
    const mismatch = firstMismatch(policy, data)
    return mismatch && `does not allow these arguments: ${describeMismatch(mismatch)}`
  }
  const wanted = { issuer: issuer.did as DID, subject, command }
  return selectProofs(proofs, wanted, obstacle).map(({ cid }) => cid)
}

function isDelegations(
  proofs: readonly Delegation[] | readonly CID[],
): proofs is readonly Delegation[] {
  return proofs.every((proof) => proof instanceof Object && 'policy' in proof)
}

/**
 * Decodes the arguments of an invocation. Unknown fields are dropped, although they
 * are signed and {@link authorize} matches policies against them. Base decisions only
 * on the decoded arguments.
 *
 * @throws {TypeError} for an invocation of another command
 * @throws {CodecError} for malformed arguments
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { argumentsOf, Invocation } from '@fil-forge/libforge/ucan'
 *
 * function customerIn(bytes: Uint8Array): string {
 *   return argumentsOf(customer.add, Invocation.decode(bytes)).customer
 * }
 * ```
 */
export function argumentsOf<A, O>(command: Command<A, O>, invocation: Invocation): A {
  if (invocation.command !== command.name) {
    throw new TypeError(`expected an invocation of ${command.name}, received ${invocation.command}`)
  }
  return command.arguments.cbor.decode(invocation.argumentBytes)
}
