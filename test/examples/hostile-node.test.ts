import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as dagCbor from '@ipld/dag-cbor'
import { varint } from 'multiformats'
import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { execute, handle, handler, memoryReceipts } from '../../src/http/index.js'
import { assert, blob, content, http, index, type Command, type DID } from '../../src/index.js'
import {
  Container,
  delegate,
  Ed25519,
  invoke,
  succeed,
  type Delegation,
  type KeySigner,
} from '../../src/ucan/index.js'
import { serve, type Running } from '../http/serve.js'
import { newKey } from './key-file.js'
import { Program } from './program.js'

const MIB = 1024 * 1024
const folder = mkdtempSync(join(tmpdir(), 'libforge-hostile-node-'))
const bytes = Buffer.from('the bytes of a blob')
const digest = multihashOf(bytes)
const node = await Ed25519.generate()
const stranger = await Ed25519.generate()

/** A location commitment. The default space and digest are those in the arguments of `/blob/accept`. */
interface Commitment {
  readonly issuer: KeySigner
  readonly subject: DID
  readonly space?: DID
  readonly digest?: Uint8Array
}

const honest: Commitment = { issuer: node, subject: node.did }
const forged: [string, Commitment][] = [
  ['issued by another key', { issuer: stranger, subject: stranger.did }],
  ['for another subject', { issuer: node, subject: stranger.did }],
  ['for another space', { ...honest, space: stranger.did }],
  ['for another digest', { ...honest, digest: multihashOf(Buffer.of(1)) }],
]

let commitment = honest
let retrieved: BodyInit = bytes
let space: KeySigner
let service: { did: DID; url: string }
let running: Running
let program: Program

function multihashOf(of: Uint8Array): Uint8Array {
  return Uint8Array.of(0x12, 32, ...createHash('sha256').update(of).digest())
}

function cidOf(block: Uint8Array): CID {
  return CID.decode(Uint8Array.of(1, 0x71, ...multihashOf(block)))
}

/** Returns the archive (CAR) of blocks in DAG-CBOR. */
function archiveOf(root: CID, blocks: Uint8Array[]): Uint8Array {
  const parts = [dagCbor.encode({ version: 1, roots: [root] })]
  for (const block of blocks) parts.push(Buffer.concat([cidOf(block).bytes, block]))
  return Buffer.concat(
    parts.flatMap((part) => [
      varint.encodeTo(part.length, new Uint8Array(varint.encodingLength(part.length))),
      part,
    ]),
  )
}

/** Returns the result of `/blob/accept`, with the current {@link commitment}. */
async function accepted(args: blob.AcceptArguments) {
  const { issuer, subject, ...wrong } = commitment
  const location = await invoke(assert.location, {
    issuer,
    subject,
    arguments: {
      space: wrong.space ?? args.space,
      content: wrong.digest ?? args.blob.digest!,
      location: [running.url],
    },
  })
  const ok = { site: location.cid, pdp: { 'await/ok': location.task } }
  return { ok, tokens: { invocations: [location] } }
}

/** Returns the handlers of a node that already has every blob. */
function nodeHandlers() {
  return [
    handle(blob.allocate, { subject: node.did }, () => ({ ok: { size: 0 } })),
    handle(blob.accept, { subject: node.did }, ({ arguments: args }) => accepted(args)),
    handle(content.retrieve, { subject: 'any' }, () => ({
      ok: {},
      response: { body: retrieved },
    })),
  ]
}

/** The receipts of the node, which the client polls. */
const receipts = memoryReceipts()

/** Returns the handler of `/blob/add` of an upload service that has the key of the node. */
function addHandler() {
  return handle(blob.add, { subject: 'any' }, async ({ arguments: { blob: body }, invocation }) => {
    const own = { issuer: node, subject: node.did }
    const args = { space: invocation.subject, blob: body, cause: invocation.task }
    const allocate = await invoke(blob.allocate, { ...own, arguments: args })
    const putArgs = {
      body: { digest: body.digest!, size: body.size },
      destination: { 'await/ok': allocate.task },
    }
    const put = await invoke(http.put, { ...own, arguments: putArgs })
    const acceptArgs = { space: args.space, blob: body, _put: { 'await/ok': put.task } }
    const accept = await invoke(blob.accept, { ...own, arguments: acceptArgs })
    const { ok, tokens } = await accepted(acceptArgs)
    const receipt = await succeed(blob.accept, { executor: node, ran: accept, ok })
    await receipts.put(`${accept.task}`, await Container.encode({ ...tokens, receipts: [receipt] }))
    const allocated = { executor: node, ran: allocate, ok: { size: 0 } }
    return {
      ok: { site: { 'await/ok': accept.task } },
      tokens: {
        invocations: [allocate, put, accept],
        receipts: [await succeed(blob.allocate, allocated)],
      },
    }
  })
}

/** Executes a command of the upload service on the space, and sends the delegations. */
async function call<A, O>(command: Command<A, O>, args: A, delegations: Delegation[] = []) {
  const invocation = await invoke(command, {
    issuer: space,
    audience: service.did,
    subject: space.did,
    arguments: args,
    meta: { retrievalAuth: delegations.map(({ cid }) => cid) },
  })
  return await execute(command, invocation, { url: service.url, tokens: { delegations } })
}

/** Adds a blob as an index, and delegates its retrieval to the service. */
async function addIndex(multihash = digest) {
  const options = { issuer: space, audience: service.did, subject: space.did, expiration: null }
  const retrieval = await delegate(content.retrieve, options)
  const cid = CID.decode(Uint8Array.of(1, 0x82, 4, ...multihash))
  return await call(index.add, { index: cid }, [retrieval])
}

beforeAll(async () => {
  const handlers = [...nodeHandlers(), addHandler()]
  running = await serve(handler({ issuer: node, handlers, receipts, serveReceipts: true }))
  const serviceKey = await newKey(folder, 'service/key.pem')
  space = await newKey(folder, 'client/space.pem')
  const audience = serviceKey.did
  const grant = { issuer: node, audience, subject: node.did, expiration: null }
  const container = await Container.encode(
    { delegations: [await delegate('/blob', grant)] },
    'base64url',
  )
  program = new Program('upload/service', {
    DATA_DIR: join(folder, 'service'),
    SERVICE_URL: running.url,
    GRANT: new TextDecoder().decode(container),
    SPACES: space.did,
  })
  service = await program.listening()
})

afterAll(async () => {
  await program[Symbol.asyncDispose]()
  await running[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

beforeEach(() => {
  commitment = honest
  retrieved = bytes
})

describe('the upload service with a hostile storage node', () => {
  it.each(forged)('rejects a location commitment %s', async (_, wrong) => {
    commitment = wrong
    const result = await call(blob.add, { blob: { digest, size: bytes.length } })
    expect(result).toMatchObject({ error: { name: 'InvalidLocation' } })
    expect(await addIndex()).toMatchObject({ error: { name: 'IndexNotFound' } })
  })

  it('rejects an index whose bytes do not have its digest', async () => {
    expect(await call(blob.add, { blob: { digest, size: bytes.length } })).toHaveProperty('ok')
    retrieved = Buffer.from(bytes.map((byte) => ~byte))
    expect(await addIndex()).toMatchObject({ error: { name: 'InvalidIndex' } })
  })

  const shard = dagCbor.encode([digest, []])
  const shards = [cidOf(shard), cidOf(shard)]
  const twice = dagCbor.encode({ 'index/sharded/dag@0.1': { shards } })
  const longRoot = CID.decode(Uint8Array.of(0x12, 0x90, 0x4e, ...new Uint8Array(10_000)))
  it.each<[string, string, Uint8Array]>([
    ['that is not an archive', '', bytes],
    ['that lists a blob twice', 'distinct blobs', archiveOf(cidOf(twice), [shard, twice])],
    ['whose root is a long CIDv0', 'CIDv1', archiveOf(longRoot, [])],
    ['of more than 1 MiB', 'at most 1048576 bytes', new Uint8Array(MIB + 1)],
  ])('rejects an index %s', async (_, message, archive) => {
    const multihash = multihashOf(archive)
    retrieved = Buffer.from(archive)
    const added = await call(blob.add, { blob: { digest: multihash, size: archive.length } })
    expect(added).toHaveProperty('ok')
    expect(await addIndex(multihash)).toMatchObject({
      error: { name: 'InvalidIndex', message: expect.stringContaining(message) },
    })
  })

  it('stops reading a response that is longer than the index', async () => {
    expect(await call(blob.add, { blob: { digest, size: bytes.length } })).toHaveProperty('ok')
    let sent = 0
    retrieved = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024))
        sent += 64 * 1024
        if (sent > 256 * MIB) controller.close()
      },
    })
    expect(await addIndex()).toMatchObject({ error: { name: 'HandlerExecutionError' } })
    expect(sent / MIB).toBeLessThan(64)
  })
})

describe('the upload client with a hostile upload service', () => {
  it.each(forged)('rejects a location commitment %s', async (_, wrong) => {
    commitment = wrong
    const file = join(folder, 'file')
    writeFileSync(file, bytes)
    await using client = new Program(
      'upload/client',
      { DATA_DIR: join(folder, 'client'), SERVICE: node.did, SERVICE_URL: running.url },
      file,
      `${file}-copy`,
    )
    await expect(client.line(/blob\/add: shard/)).rejects.toThrow(
      /Error: expected a location commitment/,
    )
  })
})
