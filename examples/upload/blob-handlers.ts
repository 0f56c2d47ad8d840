import { access, blob, ucan, type DID } from '@fil-forge/libforge'
import { handle, type CommandHandler, type ReceiptStore } from '@fil-forge/libforge/http'
import { Container, verify } from '@fil-forge/libforge/ucan'
import { isSHA256, unsupportedDigest } from './digest.js'
import { locationOf, type Location } from './location.js'
import { invokePut, signPut } from './put.js'
import { rejected } from './rejected.js'
import type { StorageNodeClient, Upload } from './storage-node-client.js'

/** The dependencies of the handlers. */
export interface BlobService {
  readonly node: StorageNodeClient
  /** The receipts that clients poll. */
  readonly receipts: ReceiptStore
  isProvisioned(space: DID): boolean
  /** Registers a blob that the storage node accepted. */
  register(location: Location, size: number): void
}

/**
 * Returns the handlers of `/blob/add` and `/ucan/conclude`, which a client invokes before
 * and after the upload of a blob to a storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#add-blob
 */
export function blobHandlers(options: BlobService): CommandHandler[] {
  const { node, receipts, isProvisioned, register } = options
  /** The incomplete uploads, by the CID of their task `/http/put`. */
  const pending = new Map<string, Upload>()

  /**
   * Asks the storage node to accept an uploaded blob, and returns the result. Registers the
   * blob and stores the receipt for the client, if the node accepts the blob and commits to
   * its location.
   */
  async function complete(upload: Upload) {
    const accepted = await node.accept(upload)
    if ('error' in accepted) return accepted
    const { digest, size } = upload.blob
    const expected = { node: node.did, space: upload.space, digest }
    const location = await locationOf(accepted, expected).catch((error: Error) =>
      rejected('InvalidLocation', error.message),
    )
    if ('error' in location) return location
    register(location, Number(size))
    await receipts.put(`${accepted.receipt.ran}`, await Container.encode(accepted.tokens))
    return accepted
  }

  const add = handle(blob.add, { subject: 'any' }, async ({ arguments: args, invocation }) => {
    const { subject: space, task: cause } = invocation
    if (!isProvisioned(space)) {
      return rejected(
        access.failures.InsufficientStorage,
        `${space} is not provisioned: add it to the environment variable SPACES`,
      )
    }
    const { digest, size } = args.blob
    if (!isSHA256(digest)) return unsupportedDigest
    const body = { digest, size }
    const { invocation: allocation, allocated } = await node.allocate({ space, blob: body, cause })
    if ('error' in allocated) return rejected('CandidateUnavailable', allocated.error.message)
    const put = await invokePut(body, allocation.task)
    const upload = { space, blob: body, put }
    const accept = await node.invokeAccept(upload)
    const ok = { site: { 'await/ok': accept.task } }
    const invocations = [allocation, put, accept]
    if (allocated.ok.address !== undefined) {
      pending.set(`${put.task}`, upload)
      return { ok, tokens: { invocations, receipts: [allocated.receipt] } }
    }
    // The storage node already has the blob.
    const accepted = await complete(upload)
    if ('error' in accepted) return rejected(accepted.error.name, accepted.error.message)
    invocations.push(...accepted.tokens.invocations)
    const all = [allocated.receipt, await signPut(put), accepted.receipt]
    return { ok, tokens: { invocations, receipts: all } }
  })

  // Anyone may deliver a receipt, because the storage node checks that the blob is uploaded.
  const conclude = handle(
    ucan.conclude,
    { subject: 'any' },
    async ({ arguments: args, tokens }) => {
      const receipt = tokens.receipts.find(({ cid }) => cid.equals(args.receipt))
      if (receipt === undefined || !(await verify(receipt))) {
        return rejected(
          ucan.failures.ConclusionReceiptNotFound,
          'expected the receipt in the container, with a valid signature',
        )
      }
      const upload = pending.get(`${receipt.ran}`)
      if (upload === undefined) return { ok: {} }
      if (receipt.executor !== upload.put.subject || 'error' in receipt.out) {
        return rejected('InvalidReceipt', `expected a successful receipt by ${upload.put.subject}`)
      }
      const accepted = await complete(upload)
      if ('error' in accepted) return rejected(accepted.error.name, accepted.error.message)
      pending.delete(`${receipt.ran}`)
      return { ok: {} }
    },
  )

  return [add, conclude]
}
