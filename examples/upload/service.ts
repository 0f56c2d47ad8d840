/**
 * The part of the upload service that registers blobs and uploads. The records are in
 * memory. This service retrieves and decodes indexes. In production, a separate service,
 * the indexer, does this.
 *
 * Environment variables:
 * - `SERVICE_URL`: the URL of the storage node
 * - `GRANT`: the storage node's delegation of `/blob`, as `grant.ts` prints it
 * - `SPACES`: the DIDs of the provisioned spaces, separated by commas; none by default
 * - `PORT`: any free port by default
 * - `DATA_DIR`: the folder of the key, `.data/upload-service` by default
 */
import { access, assert, index, upload, type DID } from '@fil-forge/libforge'
import { handle, handler, memoryReceipts } from '@fil-forge/libforge/http'
import { serve } from '@hono/node-server'
import { sha256 } from 'multiformats/hashes/sha2'
import { granted } from '../granted.js'
import { openKey } from '../key.js'
import { blobHandlers } from './blob-handlers.js'
import { decodeIndex } from './blob-index.js'
import { retrieveRange, type Location } from './location.js'
import { rejected } from './rejected.js'
import { StorageNodeClient } from './storage-node-client.js'

/** The maximum size of an index, in bytes. */
const MAX_INDEX_SIZE = 1024 * 1024

const { DATA_DIR = '.data/upload-service', PORT = '0', SPACES = '' } = process.env
const service = await openKey(`${DATA_DIR}/key.pem`)
const node = new StorageNodeClient(service, await granted(service, '/blob'))
const receipts = memoryReceipts()
/** The blobs of spaces, by space and multihash. */
const blobs = new Map<string, { location: Location; size: number }>()
/** The uploads of spaces, by space and root. */
const uploads = new Map<string, upload.AddArguments>()

const isProvisioned = (space: DID) => SPACES.split(',').includes(space)
const blobKey = (space: DID, digest: Uint8Array) =>
  `${space} ${Buffer.from(digest).toString('hex')}`

const addIndex = handle(index.add, { subject: 'any' }, async (context) => {
  const { arguments: args, invocation, tokens } = context
  const found = blobs.get(blobKey(invocation.subject, args.index.multihash.bytes))
  if (found === undefined) {
    return rejected(
      index.failures.IndexNotFound,
      `${args.index} is not in the space: add it with /blob/add`,
    )
  }
  if (found.size > MAX_INDEX_SIZE) {
    const message = `expected at most ${MAX_INDEX_SIZE} bytes, received ${found.size}`
    return rejected('InvalidIndex', message)
  }
  const { meta } = invocation
  const links = assert.IndexMetadata.is(meta) ? meta.retrievalAuth : []
  const proofs = tokens.delegations.filter(({ cid }) => links.some((link) => link.equals(cid)))
  const range = { start: 0, end: found.size - 1 }
  const archive = await retrieveRange(found.location, range, { issuer: service, proofs })
  const { bytes: digest } = await sha256.digest(archive)
  if (Buffer.compare(digest, found.location.digest) !== 0) {
    return rejected('InvalidIndex', `expected the bytes of ${args.index}, received other bytes`)
  }
  const blobsInIndex = await decodeIndex(archive).catch((error: Error) =>
    rejected('InvalidIndex', error.message),
  )
  if ('error' in blobsInIndex) return blobsInIndex
  for (const { slices } of blobsInIndex) console.log(`indexed a blob of ${slices.length} slices`)
  return { ok: {} }
})

const addUpload = handle(upload.add, { subject: 'any' }, ({ arguments: args, invocation }) => {
  const { subject: space } = invocation
  if (!isProvisioned(space)) {
    return rejected(
      access.failures.InsufficientStorage,
      `${space} is not provisioned: add it to the environment variable SPACES`,
    )
  }
  const key = `${space} ${args.root}`
  const shards = [...(uploads.get(key)?.shards ?? []), ...args.shards]
  const unique = new Map(shards.map((shard) => [`${shard}`, shard]))
  uploads.set(key, { ...args, shards: [...unique.values()] })
  console.log(`${space} has the upload ${args.root} of ${unique.size} shards`)
  return { ok: {} }
})

const register = (location: Location, size: number) => {
  blobs.set(blobKey(location.space, location.digest), { location, size })
}
const respond = handler({
  issuer: service,
  handlers: [...blobHandlers({ node, receipts, isProvisioned, register }), addIndex, addUpload],
  receipts,
  serveReceipts: true,
})
serve({ fetch: respond, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`upload service ${service.did} at http://127.0.0.1:${port}`)
})
