import type { CID } from 'multiformats/cid'
import type { Command } from '../codec/command.js'
import { bytes } from '../codec/kinds/bytes.js'
import { commandName } from '../codec/kinds/command-name.js'
import { did, type DID } from '../codec/kinds/did.js'
import { closedStruct, type StructOf } from '../codec/kinds/struct.js'
import { cidOfCbor } from './cid.js'
import { rawMap } from './raw.js'

const fields = {
  sub: did,
  cmd: commandName,
  args: rawMap,
  nonce: bytes,
}

/**
 * The fields of an invocation that identify its task.
 *
 * @see https://github.com/ucan-wg/invocation#task
 */
const TaskPayload = /* @__PURE__ */ closedStruct('Task', fields)

/** An encoded task. */
export interface Task {
  /** The task in DAG-CBOR. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The CID of `bytes`: version 1, dag-cbor, sha2-256. */
  readonly cid: CID
}

/**
 * Encodes a task: a command with its subject, arguments and nonce. The CID of the
 * task is independent of the issuer. The receipt of the task contains this CID.
 *
 * @throws {CodecError} for malformed arguments, and for a subject, command name or
 *   nonce that can't be encoded
 * @see https://github.com/ucan-wg/invocation#task
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 * import { task } from '@fil-forge/libforge/ucan'
 *
 * const { cid } = task(provider.add, {
 *   subject: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
 *   arguments: { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' },
 *   nonce: new Uint8Array([1, 2, 3, 4]),
 * })
 * ```
 */
export function task<A, O>(
  command: Command<A, O>,
  options: { readonly subject: DID; readonly arguments: NoInfer<A>; readonly nonce: Uint8Array },
): Task {
  return taskOf({
    sub: options.subject,
    cmd: command.name,
    args: command.arguments.cbor.encode(options.arguments),
    nonce: options.nonce,
  })
}

/** Encodes the task of an invocation's payload. */
export function taskOf(payload: StructOf<typeof fields>): Task {
  const cbor = TaskPayload.cbor.encode(payload)
  return { bytes: cbor, cid: cidOfCbor(cbor) }
}
