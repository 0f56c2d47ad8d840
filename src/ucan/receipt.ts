import type { CID } from 'multiformats/cid'
import type { DID } from '../codec/did.js'
import { quote, Refusal, within } from '../codec/error.js'
import type { Command } from '../commands/command.js'
import { Failure } from '../commands/failure.js'
import { closedStruct } from './closed-struct.js'
import { randomNonce } from './defaults.js'
import { INVOCATION_TAG, optionalFields, requiredFields, type Invocation } from './invocation.js'
import type { Signer } from './signer.js'
import { TokenType, type Token } from './token.js'
import { commandName, link, raw, type Value, type ValueOf } from './value.js'

/** A receipt is an invocation of this command. */
export const RECEIPT_COMMAND = '/ucan/assert/receipt'

/**
 * A receipt: its executor says what came of a task. On the wire it is an
 * invocation of `/ucan/assert/receipt`, by and about the executor.
 *
 * @see https://github.com/ucan-wg/receipt
 */
export interface Receipt extends Token {
  /** Whoever ran the task, and signs. */
  readonly executor: DID
  /** The task that was run. */
  readonly ran: CID
  /** What tells it from others that say the same. */
  readonly nonce: Uint8Array
  /** When it ends, in seconds since 1970; absent where it never does. */
  readonly expiration: number | undefined
  /** When it was made, in seconds since 1970. */
  readonly issuedAt: number | undefined
  /** What else the executor says, which has no bearing on the result. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
}

/** The command of a receipt, and no other. */
const receiptCommand: Value<string> = {
  write(value, writer) {
    commandName.write(value, writer)
  },
  read(reader) {
    const name = commandName.read(reader)
    if (name === RECEIPT_COMMAND) return name
    const found = `expected ${quote(RECEIPT_COMMAND)}, found ${quote(name)}`
    throw reader.refuse('wrong-type', found)
  },
}

const either = /* @__PURE__ */ closedStruct({}, { ok: raw, error: raw })

/** A map of `ok` or `error`, one of them, as CBOR. */
const outcome: Value<ValueOf<typeof either>> = {
  write(value, writer) {
    either.write(value, writer)
  },
  read(reader) {
    const offset = reader.next
    const result = either.read(reader)
    if ((result.ok === undefined) === (result.error === undefined)) {
      throw new Refusal('wrong-type', 'expected ok or error, and one of them', offset)
    }
    return result
  },
}

const fields = /* @__PURE__ */ closedStruct(
  {
    ...requiredFields,
    cmd: receiptCommand,
    args: /* @__PURE__ */ closedStruct({ ran: link, out: outcome }),
  },
  optionalFields,
)

const payload: Value<ValueOf<typeof fields>> = {
  write(value, writer) {
    fields.write(value, writer)
  },
  read(reader) {
    const offset = reader.next
    const read = fields.read(reader)
    if (read.iss !== read.sub) {
      const found = `expected ${quote(read.iss)}, which issued it, found ${quote(read.sub)}`
      throw within(new Refusal('wrong-type', found, offset), 'sub')
    }
    return read
  },
}

export const receipts = /* @__PURE__ */ new TokenType(
  'Receipt',
  INVOCATION_TAG,
  payload,
  (token, { iss, args, nonce, exp, iat, meta }): Receipt => ({
    ...token,
    executor: iss,
    ran: args.ran,
    nonce,
    expiration: exp ?? undefined,
    issuedAt: iat,
    meta,
  }),
)

/** Reads receipts. */
export const Receipt = {
  /**
   * Reads a receipt. It is only read: see {@link verify} for its signature, and
   * {@link resultOf} for the result. Its encoding must be DAG-CBOR's one, with
   * the fields that an invocation has and no other, and its subject the executor.
   *
   * @throws {CodecError} for bytes that are no receipt
   *
   * @example
   * ```ts
   * import { Receipt } from '@fil-forge/libforge/ucan'
   *
   * async function taskIn(bytes: Uint8Array): Promise<string> {
   *   return (await Receipt.decode(bytes)).ran.toString()
   * }
   * ```
   */
  decode(input: Uint8Array | ArrayBuffer): Promise<Receipt> {
    return receipts.decode(input)
  },
}

/** What a receipt says, besides the result. */
export interface ReceiptOptions {
  /** Whoever ran the task, and signs. */
  readonly executor: Signer
  /** The task that was run, or the invocation that asked for it. */
  readonly ran: CID | Invocation
  /** What tells it from others that say the same: 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** When it ends, in seconds since 1970; null for never, which is the default. */
  readonly expiration?: number | null | undefined
  /** When it was made, in seconds since 1970; not said by default. */
  readonly issuedAt?: number | undefined
  /** What else the executor says: anything that DAG-CBOR can say, at most 32 deep. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Says that a task succeeded, and what it returned.
 *
 * @throws {CodecError} for a result that isn't the command's, and for options
 *   that no receipt can say
 * @see https://github.com/ucan-wg/receipt
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 * import { succeed, type Invocation, type Receipt, type Signer } from '@fil-forge/libforge/ucan'
 *
 * async function provisioned(invocation: Invocation, service: Signer): Promise<Receipt> {
 *   const ok = { id: 'subscription-1' }
 *   return await succeed(provider.add, { executor: service, ran: invocation, ok })
 * }
 * ```
 */
export async function succeed<A, O>(
  command: Command<A, O>,
  options: ReceiptOptions & {
    /** What the command returned. */
    readonly ok: NoInfer<O>
  },
): Promise<Receipt> {
  return await issue(options, { ok: command.ok.cbor.encode(options.ok) })
}

/**
 * Says that a task failed, and why.
 *
 * @throws {CodecError} for options that no receipt can say, such as a message
 *   of more than 8,192 bytes
 * @see https://github.com/ucan-wg/receipt
 *
 * @example
 * ```ts
 * import { fail, type Invocation, type Receipt, type Signer } from '@fil-forge/libforge/ucan'
 *
 * async function refused(invocation: Invocation, service: Signer): Promise<Receipt> {
 *   const error = { name: 'CustomerExists', message: 'the customer exists already' }
 *   return await fail({ executor: service, ran: invocation, error })
 * }
 * ```
 */
export async function fail(
  options: ReceiptOptions & {
    /** Why it failed; an `Error` will do. */
    readonly error: Failure
  },
): Promise<Receipt> {
  const { name, message } = options.error
  return await issue(options, { error: Failure.cbor.encode({ name, message }) })
}

async function issue(options: ReceiptOptions, out: ValueOf<typeof either>): Promise<Receipt> {
  const { executor, ran, expiration = null } = options
  const did = executor.did as DID
  return await receipts.sign(executor, {
    iss: did,
    sub: did,
    cmd: RECEIPT_COMMAND,
    args: { ran: taskIn(ran), out },
    prf: [],
    meta: options.meta,
    nonce: options.nonce ?? randomNonce(),
    exp: expiration,
    iat: options.issuedAt,
  })
}

/** The task that was run; whether it is one shows when it is written. */
function taskIn(ran: CID | Invocation): CID {
  return (ran as Partial<Invocation> | undefined)?.task ?? (ran as CID)
}

/**
 * The result that a receipt states, read as its command's. A receipt doesn't
 * say which command was run, only which task: compare `ran` with the
 * invocation's `task`.
 *
 * @throws {CodecError} for a result that isn't the command's
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 * import { Receipt, resultOf } from '@fil-forge/libforge/ucan'
 *
 * async function subscriptionIn(bytes: Uint8Array): Promise<string> {
 *   const result = resultOf(provider.add, await Receipt.decode(bytes))
 *   if ('error' in result) throw new Error(result.error.message)
 *   return result.ok.id
 * }
 * ```
 */
export function resultOf<A, O>(
  command: Command<A, O>,
  receipt: Receipt,
): { readonly ok: O } | { readonly error: Failure } {
  const { ok, error } = receipts.read(receipt.bytes).payload.args.out
  return ok === undefined
    ? { error: Failure.cbor.decode(error!) }
    : { ok: command.ok.cbor.decode(ok) }
}
