/**
 * A storage node: it keeps the blobs of spaces, and serves ranges of their bytes. The
 * upload service invokes `/blob/allocate` and `/blob/accept` on it. Clients upload blobs
 * with `PUT`. Clients and the upload service invoke `/content/retrieve`. The blobs are in
 * memory.
 *
 * Environment variables:
 * - `PORT`: any free port by default
 * - `DATA_DIR`: the folder of the key, `.data/storage-node` by default
 */
import { assert, blob, content, pdp } from '@fil-forge/libforge'
import { handle, handler } from '@fil-forge/libforge/http'
import { invoke } from '@fil-forge/libforge/ucan'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { base58btc } from 'multiformats/bases/base58'
import { openKey } from '../key.js'
import { BlobStore } from './blob-store.js'
import { isSHA256, unsupportedDigest } from './digest.js'
import { rejected } from './rejected.js'

/** The maximum size of a blob, in bytes. */
const MAX_SIZE = 64 * 1024 * 1024
/** The time in which an allocated blob must be uploaded, in seconds. */
const UPLOAD_TIME = 60 * 60

const { DATA_DIR = '.data/storage-node', PORT = '0' } = process.env
const node = await openKey(`${DATA_DIR}/key.pem`)
const blobs = new BlobStore()
/** The allocated blobs: each entry has a space and the name of a blob. */
const allocations = new Set<string>()
let origin = ''

const allocate = handle(blob.allocate, { subject: node.did }, ({ arguments: args }) => {
  const { digest } = args.blob
  if (!isSHA256(digest)) return unsupportedDigest
  const size = Number(args.blob.size)
  if (size > MAX_SIZE)
    return rejected('BlobSizeLimitExceeded', `expected at most ${MAX_SIZE} bytes, received ${size}`)
  const name = base58btc.encode(digest)
  const allocation = `${args.space} ${name}`
  const allocated = allocations.has(allocation) ? 0 : size
  allocations.add(allocation)
  if (blobs.get(name) !== undefined) return { ok: { size: allocated } }
  const expires = Math.floor(Date.now() / 1000) + UPLOAD_TIME
  blobs.expect(name, { size, expires })
  return { ok: { size: allocated, address: { url: `${origin}/${name}`, headers: {}, expires } } }
})

const accept = handle(blob.accept, { subject: node.did }, async ({ arguments: args }) => {
  const { digest, size } = args.blob
  if (!isSHA256(digest)) return unsupportedDigest
  const name = base58btc.encode(digest)
  if (!allocations.has(`${args.space} ${name}`) || blobs.get(name)?.length !== Number(size)) {
    return rejected(
      'NotUploaded',
      `expected an allocated and uploaded blob, received ${name} of ${size} bytes`,
    )
  }
  const own = { issuer: node, subject: node.did, expiration: null }
  const location = await invoke(assert.location, {
    ...own,
    arguments: { space: args.space, content: digest, location: [`${origin}/${name}`] },
  })
  // A real node issues the receipt of `/pdp/accept` once the blob is part of an aggregate.
  const nonce = new Uint8Array()
  const pdpAccept = await invoke(pdp.accept, { ...own, arguments: { blob: digest }, nonce })
  return {
    ok: { site: location.cid, pdp: { 'await/ok': pdpAccept.task } },
    tokens: { invocations: [location, pdpAccept] },
  }
})

// A principal may invoke any command on itself, so the handler checks that the subject has the blob.
const retrieve = handle(content.retrieve, { subject: 'any' }, ({ arguments: args, invocation }) => {
  const { digest } = args.blob
  if (!isSHA256(digest)) return unsupportedDigest
  const name = base58btc.encode(digest)
  const isAllocated = allocations.has(`${invocation.subject} ${name}`)
  const bytes = isAllocated ? blobs.get(name) : undefined
  if (bytes === undefined) {
    return {
      ...rejected('NotFound', `expected an uploaded blob of the space, received ${name}`),
      response: { status: 404 },
    }
  }
  const [start, end] = [Number(args.range.start), Number(args.range.end)]
  if (start > end || end >= bytes.length) {
    const message = `expected a range within ${bytes.length} bytes, received ${start} to ${end}`
    return { ...rejected('RangeNotSatisfiable', message), response: { status: 416 } }
  }
  const body = bytes.subarray(start, end + 1)
  if (body.length === bytes.length) return { ok: {}, response: { body } }
  const headers = { 'content-range': `bytes ${start}-${end}/${bytes.length}` }
  return { ok: {}, response: { status: 206, headers, body } }
})

const respond = handler({ issuer: node, handlers: [allocate, accept, retrieve] })
const app = new Hono()
app.put('/:name', async ({ req, text }) =>
  (await blobs.receive(req.param('name'), req.raw.body))
    ? text('stored')
    : text(
        'expected the bytes of an allocated blob, of at most the allocated size, before the upload expires',
        400,
      ),
)
app.all('*', ({ req }) => respond(req.raw))
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  origin = `http://127.0.0.1:${port}`
  console.log(`storage node ${node.did} at ${origin}`)
})
