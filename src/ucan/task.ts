import type { CID } from 'multiformats/cid'
import type { DID } from '../codec/did.js'
import type { Command } from '../commands/command.js'
import { cidOfCbor } from './cid.js'
import { closedStruct } from './closed-struct.js'
import { encode } from './token.js'
import { bytes, commandName, did, rawMap, type ValueOf } from './value.js'

/**
 * What is asked for, whoever asks and with what proof.
 *
 * @see https://github.com/ucan-wg/invocation#task
 */
const fields = {
  sub: did,
  cmd: commandName,
  args: rawMap,
  nonce: bytes,
}

const struct = /* @__PURE__ */ closedStruct(fields)

/** A task, encoded. */
export interface Task {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly cid: CID
}

/**
 * The task that an invocation asks for: its subject, command, arguments and
 * nonce. Its CID is the same whoever invokes it, and is what a receipt names.
 *
 * @throws {CodecError} for arguments that aren't the command's
 * @see https://github.com/ucan-wg/invocation#task
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 * import { task } from '@fil-forge/libforge/ucan'
 *
 * const { cid } = await task(provider.add, {
 *   subject: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
 *   arguments: { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' },
 *   nonce: new Uint8Array([1, 2, 3, 4]),
 * })
 * ```
 */
export async function task<A, O>(
  command: Command<A, O>,
  options: { readonly subject: DID; readonly arguments: NoInfer<A>; readonly nonce: Uint8Array },
): Promise<Task> {
  return await taskOf({
    sub: options.subject,
    cmd: command.command,
    args: command.arguments.cbor.encode(options.arguments),
    nonce: options.nonce,
  })
}

/** The task of an invocation's payload. */
export async function taskOf(payload: ValueOf<typeof struct>): Promise<Task> {
  const cbor = encode('Task', (writer) => struct.write(payload, writer))
  return { bytes: cbor, cid: await cidOfCbor(cbor) }
}
