/**
 * Stores the file FILE in a space, retrieves it, and writes it to the file COPY:
 *
 *     SERVICE=… SERVICE_URL=… npx tsx examples/upload/client.ts FILE COPY
 *
 * Environment variables:
 * - `SERVICE`, `SERVICE_URL`: the DID and the URL of the upload service
 * - `DATA_DIR`: the folder of the keys of the agent and of the space, `.data/client` by default
 */
import { readFile, writeFile } from 'node:fs/promises'
import { content, index, parseDID, upload, type Command } from '@fil-forge/libforge'
import { execute } from '@fil-forge/libforge/http'
import { delegate, invoke, type Delegation } from '@fil-forge/libforge/ucan'
import { openKey } from '../key.js'
import { addBlob } from './add-blob.js'
import { archiveOf, blockOf, RAW } from './archive.js'
import { indexOf, decodeIndex } from './blob-index.js'
import { retrieveRange } from './location.js'

const { DATA_DIR = '.data/client', SERVICE = '', SERVICE_URL: url = '' } = process.env
const [file, copy] = process.argv.slice(2)
if (file === undefined || copy === undefined) throw new Error('expected the arguments FILE COPY')
if (SERVICE === '' || url === '')
  throw new Error('set the environment variables SERVICE and SERVICE_URL')
const service = parseDID(SERVICE)

// The space has its own key, and delegates all commands to the agent.
const agent = await openKey(`${DATA_DIR}/key.pem`)
const spaceKey = await openKey(`${DATA_DIR}/space.pem`)
const space = spaceKey.did
const consent = { issuer: spaceKey, audience: agent.did, subject: space, expiration: null }
const proofs = [await delegate('/', consent)]
const session = { agent, space, proofs, service, url }

/** Executes a command of the upload service on the space, and prints the CID of the receipt. */
async function run<A, O>(
  command: Command<A, O>,
  args: A,
  meta?: Record<string, unknown>,
  delegations: readonly Delegation[] = [],
): Promise<void> {
  const options = {
    issuer: agent,
    audience: service,
    subject: space,
    arguments: args,
    proofs,
    meta,
  }
  const tokens = { delegations }
  const result = await execute(command, await invoke(command, options), { url, proofs, tokens })
  if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
  console.log(`${command.name}: receipt ${result.receipt.cid}`)
}

// The file is stored as one block of an archive, the shard. A UnixFS encoder would split a large
// file into a DAG of blocks.
const contents = await readFile(file)
if (contents.length === 0) throw new Error(`${file} is empty: expected at least one byte`)
const block = await blockOf(RAW, contents)
const shard = await archiveOf(block.cid, [block])
const location = await addBlob(session, shard.bytes, (sent) => {
  console.log(`sent ${sent} of ${shard.bytes.length} bytes`)
})
console.log(`/blob/add: shard ${shard.cid} of ${shard.bytes.length} bytes at ${location.url}`)

// The block is at the end of the shard.
const start = shard.bytes.length - block.bytes.length
const range = { start, end: shard.bytes.length - 1 }
const slice = { digest: block.cid.multihash.bytes, range }
const all = { digest: location.digest, range: { start: 0, end: range.end } }
const indexArchive = await indexOf([{ digest: location.digest, slices: [slice, all] }])
const indexLocation = await addBlob(session, indexArchive.bytes)
console.log(`/blob/add: index ${indexArchive.cid} of ${indexArchive.bytes.length} bytes`)

// The upload service needs a delegation to read the index from the storage node.
const retrieval = await delegate(content.retrieve, {
  issuer: agent,
  audience: service,
  subject: space,
  policy: [['==', '.blob.digest', indexArchive.cid.multihash.bytes]],
  expiration: Math.floor(Date.now() / 1000) + 3600,
})
const retrievalAuth = [...proofs, retrieval].map(({ cid }) => cid)
await run(index.add, { index: indexArchive.cid }, { retrievalAuth }, [...proofs, retrieval])
await run(upload.add, { root: block.cid, shards: [shard.cid], index: indexArchive.cid })

const options = { issuer: agent, proofs }
const whole = { start: 0, end: indexArchive.bytes.length - 1 }
const [blobInIndex] = await decodeIndex(await retrieveRange(indexLocation, whole, options))
const found = blobInIndex?.slices.find(({ digest }) => Buffer.compare(digest, slice.digest) === 0)
if (found === undefined) throw new Error(`expected an index with the block ${block.cid}`)
const bytes = await retrieveRange(location, found.range, options)
const retrieved = await blockOf(RAW, bytes)
if (!retrieved.cid.equals(block.cid))
  throw new Error(`expected retrieved bytes with the CID ${block.cid}, received ${retrieved.cid}`)
await writeFile(copy, bytes)
console.log(`/content/retrieve: ${copy} has the ${bytes.length} bytes of ${block.cid}`)
