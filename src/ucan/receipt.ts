import type { CID } from 'multiformats/cid'
import type { Command } from '../codec/command.js'
import { Issue, mismatch, quote, within } from '../codec/error.js'
import type { DID } from '../codec/kinds/did.js'
import { oneOf } from '../codec/kinds/enum.js'
import { link } from '../codec/kinds/link.js'
import { closedStruct, optional, StructKind, type StructOf } from '../codec/kinds/struct.js'
import type { Reader } from '../codec/reader.js'
import { Failure } from '../commands/failure.js'
import { randomNonce } from './defaults.js'
import { INVOCATION_TAG, invocationFields, type Invocation } from './invocation.js'
import { raw } from './raw.js'
import type { Signer } from './signer.js'
import { TokenType, type Token } from './token.js'

export const RECEIPT_COMMAND = '/ucan/assert/receipt'

/**
 * A receipt: the executor's signed statement of a task's result. On the wire it
 * is an invocation of `/ucan/assert/receipt`, whose issuer and subject are the
 * executor.
 *
 * @see https://github.com/ucan-wg/receipt
 */
export interface Receipt extends Token {
  /** The principal that executed the task and signed the receipt. */
  readonly executor: DID
  /** The CID of the executed task. */
  readonly ran: CID
  /** The result: `ok` in CBOR, which {@link resultOf} decodes, or the failure. */
  readonly out: { readonly ok: Uint8Array<ArrayBuffer> } | { readonly error: Failure }
  /** Nonce: makes two otherwise equal tokens distinct. */
  readonly nonce: Uint8Array
  /** The expiration time, in Unix seconds. `undefined` if the receipt never expires. */
  readonly expiration: number | undefined
  /** The time of issue, in Unix seconds. `undefined` if absent. */
  readonly issuedAt: number | undefined
  /** Additional data by the executor. It does not affect the result. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
}

/** Null in CBOR (RFC 8949, section 3.3). */
const NULL = 0xf6

const outcomeFields = {
  ok: /* @__PURE__ */ optional(raw),
  error: /* @__PURE__ */ optional(Failure),
}

const { aud: _, ...fieldsWithoutAudience } = invocationFields

const payloadFields = {
  ...fieldsWithoutAudience,
  cmd: /* @__PURE__ */ oneOf(RECEIPT_COMMAND),
  args: /* @__PURE__ */ closedStruct('Receipt', {
    ran: link,
    out: /* @__PURE__ */ closedStruct('Receipt', outcomeFields),
  }),
}

class ReceiptKind extends StructKind<StructOf<typeof payloadFields>> {
  constructor() {
    super('Receipt', payloadFields, true)
  }

  override read(reader: Reader): StructOf<typeof payloadFields> {
    const start = reader.next
    const payload = super.read(reader)
    const { iss, sub, args } = payload
    if (iss !== sub) throw within(mismatch(`the issuer ${quote(iss)}`, quote(sub), start), 'sub')
    const { ok, error } = args.out
    if (ok?.length === 1 && ok[0] === NULL) {
      // The reference decodes a null as no result.
      const received = mismatch('a result', 'null', start)
      throw within(within(within(received, 'ok'), 'out'), 'args')
    }
    if ((ok === undefined) === (error === undefined)) {
      const reason = `expected either ok or error, received ${ok === undefined ? 'neither' : 'both'}`
      throw within(within(new Issue('wrong-type', reason, start), 'out'), 'args')
    }
    return payload
  }
}

export const receipts = /* @__PURE__ */ new TokenType(
  'Receipt',
  INVOCATION_TAG,
  /* @__PURE__ */ new ReceiptKind(),
  (token, payload): Receipt => ({
    bytes: token.bytes,
    cid: token.cid,
    signature: token.signature,
    signedBytes: token.signedBytes,
    signatureType: token.signatureType,
    executor: payload.iss,
    ran: payload.args.ran,
    out: resultIn(payload.args.out),
    nonce: payload.nonce,
    expiration: payload.exp ?? undefined,
    issuedAt: payload.iat,
    meta: payload.meta,
  }),
)

/** Returns the field that is present: a result has either `ok` or `error`. */
function resultIn({ ok, error }: StructOf<typeof outcomeFields>): Receipt['out'] {
  return ok === undefined ? { error: error! } : { ok }
}

/** Decodes receipts. */
export const Receipt = {
  /**
   * Decodes a receipt. Its encoding must be canonical DAG-CBOR, without unknown
   * fields. The values of `ok` and `error` may have unknown fields and map keys in any
   * order. The subject must be the executor, and a receipt must have no audience. An
   * `ok` is kept as bytes: see {@link resultOf}. The signature is not verified: see
   * {@link verify}.
   *
   * @throws {CodecError} for bytes that are not a receipt
   *
   * @example
   * ```ts
   * import { Receipt } from '@fil-forge/libforge/ucan'
   *
   * function taskIn(bytes: Uint8Array): string {
   *   return Receipt.decode(bytes).ran.toString()
   * }
   * ```
   */
  decode(input: Uint8Array | ArrayBuffer): Receipt {
    return receipts.decode(input)
  },
}

/** The fields of a receipt other than the result. */
export interface ReceiptOptions {
  /** The principal that executed the task, and signs the receipt. */
  readonly executor: Signer
  /** The executed task: its CID, or an invocation of it. */
  readonly ran: CID | Invocation
  /** Nonce: makes two otherwise equal tokens distinct. 16 random bytes by default. */
  readonly nonce?: Uint8Array | undefined
  /** The expiration time, in Unix seconds. `null` by default: the receipt never expires. */
  readonly expiration?: number | null | undefined
  /** The time of issue, in Unix seconds. Absent by default. */
  readonly issuedAt?: number | undefined
  /** Additional data: any map in DAG-CBOR of at most 32 levels and 8,192 items. It does not affect the result. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Creates and signs the receipt of a task that succeeded.
 *
 * @throws {CodecError} for a malformed result, and for an option that can't be encoded
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
    /** The command's result. */
    readonly ok: NoInfer<O>
  },
): Promise<Receipt> {
  return await issue(options, { ok: command.ok.cbor.encode(options.ok) })
}

/**
 * Creates and signs the receipt of a task that failed.
 *
 * @throws {CodecError} for an option that can't be encoded, such as an `error` with a
 *   message of more than 8,192 bytes
 * @see https://github.com/ucan-wg/receipt
 *
 * @example
 * ```ts
 * import { fail, type Invocation, type Receipt, type Signer } from '@fil-forge/libforge/ucan'
 *
 * async function alreadyExists(invocation: Invocation, service: Signer): Promise<Receipt> {
 *   const error = { name: 'CustomerExists', message: 'the customer is already registered' }
 *   return await fail({ executor: service, ran: invocation, error })
 * }
 * ```
 */
export async function fail(
  options: ReceiptOptions & {
    /** The failure, for example an `Error`. Only `name` and `message` are encoded. */
    readonly error: Failure
  },
): Promise<Receipt> {
  const { name, message } = options.error
  return await issue(options, { error: { name, message } })
}

async function issue(
  options: ReceiptOptions,
  out: StructOf<typeof outcomeFields>,
): Promise<Receipt> {
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

/** Returns the CID of the executed task. The encoder validates it. */
function taskIn(ran: CID | Invocation): CID {
  return (ran as Partial<Invocation> | undefined)?.task ?? (ran as CID)
}

/**
 * Decodes the result of a receipt. The command is not checked: a receipt contains the CID
 * of the executed task, but not the task's command. To check that a receipt belongs to an
 * invocation, compare `ran` with the `task` of the invocation.
 *
 * @throws {CodecError} for a malformed result
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 * import { Receipt, resultOf } from '@fil-forge/libforge/ucan'
 *
 * function subscriptionIn(bytes: Uint8Array): string {
 *   const result = resultOf(provider.add, Receipt.decode(bytes))
 *   if ('error' in result) throw new Error(result.error.message)
 *   return result.ok.id
 * }
 * ```
 */
export function resultOf<A, O>(
  command: Command<A, O>,
  receipt: Receipt,
): { readonly ok: O } | { readonly error: Failure } {
  const { out } = receipt
  return 'ok' in out ? { ok: command.ok.cbor.decode(out.ok) } : out
}
