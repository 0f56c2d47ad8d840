import { blob, http, ucan, type DID } from '@fil-forge/libforge'
import { execute, poll } from '@fil-forge/libforge/http'
import { argumentsOf, invoke, type Delegation, type Signer } from '@fil-forge/libforge/ucan'
import { sha256 } from 'multiformats/hashes/sha2'
import { readAtMost } from './body.js'
import { locationOf, type Location } from './location.js'
import { withProgress } from './progress.js'
import { signPut } from './put.js'
import { invocationOf, okOf } from './tasks.js'

/** The agent that stores blobs, the space, and the upload service. */
export interface Session {
  readonly agent: Signer & { readonly did: DID }
  readonly space: DID
  readonly proofs: readonly Delegation[]
  readonly service: DID
  readonly url: string
}

/**
 * Stores a blob in a space, and returns where it is.
 *
 * @param onProgress called with the number of bytes that are sent or buffered so far, unless
 *   the storage node already has the blob
 * @throws if the proofs do not authorize the agent, if a task or the upload fails, if a
 *   response lacks a token or has an invalid token, or after 10 minutes
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#add-blob
 */
export async function addBlob(
  session: Session,
  bytes: Uint8Array,
  onProgress: (sent: number) => void = () => {},
): Promise<Location> {
  const { agent, space, proofs, service, url } = session
  const signal = AbortSignal.timeout(10 * 60_000)
  const { bytes: digest } = await sha256.digest(bytes)
  const add = await invoke(blob.add, {
    issuer: agent,
    audience: service,
    subject: space,
    arguments: { blob: { digest, size: bytes.length } },
    proofs,
  })
  const added = await execute(blob.add, add, { url, proofs, signal })
  if ('error' in added) throw new Error(`${added.error.name}: ${added.error.message}`)

  // The result refers to the task `/blob/accept`. The arguments of `/blob/accept` refer to
  // `/http/put`, and the arguments of `/http/put` refer to `/blob/allocate`.
  const { invocations, receipts } = added.tokens
  const accept = invocationOf(added.ok.site['await/ok'], invocations)
  const put = invocationOf(argumentsOf(blob.accept, accept)._put['await/ok'], invocations)
  const { destination } = argumentsOf(http.put, put)
  const allocate = invocationOf(destination['await/ok'], invocations)
  const { address } = await okOf(blob.allocate, allocate, receipts)

  // If there is no address, the storage node already has the blob.
  if (address !== undefined) {
    const body = withProgress(bytes, onProgress)
    const init = { method: 'PUT', headers: address.headers, body, duplex: 'half', signal } as const
    const response = await fetch(address.url, init)
    if (!response.ok) {
      const reason = (await readAtMost(1024, response.body)) ?? new Uint8Array()
      const text = new TextDecoder().decode(reason)
      throw new Error(`the PUT of the blob failed: ${response.status} ${text}`)
    }
    const receipt = await signPut(put)
    const conclude = await invoke(ucan.conclude, {
      issuer: agent,
      audience: service,
      subject: agent.did,
      arguments: { receipt: receipt.cid },
    })
    const tokens = { receipts: [receipt] }
    const concluded = await execute(ucan.conclude, conclude, { url, tokens, signal })
    if ('error' in concluded) {
      throw new Error(`${concluded.error.name}: ${concluded.error.message}`)
    }
  }
  const node = allocate.subject
  const accepted = await poll(blob.accept, accept.task, { url, executor: node, signal })
  return await locationOf(accepted, { node, space, digest })
}
