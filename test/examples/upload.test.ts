import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CarReader } from '@ipld/car'
import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute, poll, retrieve } from '../../src/http/index.js'
import {
  assert,
  blob,
  content,
  http,
  index,
  pdp,
  ucan,
  type Command,
  type DID,
} from '../../src/index.js'
import {
  argumentsOf,
  Container,
  delegate,
  Ed25519,
  invoke,
  resultOf,
  succeed,
  verify,
  type Delegation,
  type Invocation,
  type KeySigner,
  type Receipt,
} from '../../src/ucan/index.js'
import { newKey } from './key-file.js'
import { Program } from './program.js'

const folder = mkdtempSync(join(tmpdir(), 'libforge-upload-'))
const file = join(folder, 'original.bin')
const copy = join(folder, 'copy.bin')
const original = randomBytes(200_000)

const programs: Program[] = []
let node: { did: DID; url: string }
let nodeKey: KeySigner
let service: { did: DID; url: string }
let space: KeySigner
let agent: KeySigner
let proofs: Delegation[]

/** Starts a service. Returns its DID and URL once it listens. */
async function startService(name: string, env: Record<string, string>) {
  const program = new Program(name, env)
  programs.push(program)
  return await program.listening()
}

beforeAll(async () => {
  writeFileSync(file, original)
  nodeKey = await newKey(folder, 'node/key.pem')
  const serviceKey = await newKey(folder, 'service/key.pem')
  agent = await newKey(folder, 'client/key.pem')
  space = await newKey(folder, 'client/space.pem')
  proofs = [
    await delegate('/', {
      issuer: space,
      audience: agent.did,
      subject: space.did,
      expiration: null,
    }),
  ]
  const granted = await delegate('/blob', {
    issuer: nodeKey,
    audience: serviceKey.did,
    subject: nodeKey.did,
    expiration: null,
  })
  const container = await Container.encode({ delegations: [granted] }, 'base64url')
  node = await startService('upload/storage-node', { DATA_DIR: join(folder, 'node') })
  service = await startService('upload/service', {
    DATA_DIR: join(folder, 'service'),
    SERVICE_URL: node.url,
    GRANT: new TextDecoder().decode(container),
    SPACES: space.did,
  })
}, 60_000)

afterAll(async () => {
  for (const program of programs) await program[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function multihashOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(0x12, 32, ...createHash('sha256').update(bytes).digest())
}

/** Executes a command of the upload service. By default, the agent invokes it on the space. */
async function call<A, O>(
  command: Command<A, O>,
  args: A,
  options: { subject?: DID; issuer?: KeySigner; meta?: Record<string, unknown> } = {},
  tokens: { receipts?: Receipt[]; delegations?: Delegation[] } = {},
) {
  const { issuer = agent, subject = space.did, meta } = options
  const chain = subject === issuer.did ? [] : proofs
  const invocation = await invoke(command, {
    issuer,
    audience: service.did,
    subject,
    arguments: args,
    proofs: chain,
    meta,
  })
  const signal = AbortSignal.timeout(10_000)
  const sent = { url: service.url, proofs: chain, tokens, signal }
  return { invocation, result: await execute(command, invocation, sent) }
}

/** Executes `/blob/add`. Throws if the task fails. */
async function add(bytes: Uint8Array, size = bytes.length) {
  const { invocation, result } = await call(blob.add, {
    blob: { digest: multihashOf(bytes), size },
  })
  if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
  const { invocations, receipts } = result.tokens
  const of = (name: string) => invocations.find(({ command }) => command === name)!
  const [allocate, put, accept] = [of('/blob/allocate'), of('/http/put'), of('/blob/accept')]
  return { invocation, result, receipts, invocations, allocate, put, accept }
}

/** Returns the URL to upload an added blob to. */
function addressIn({ receipts, allocate }: Awaited<ReturnType<typeof add>>): string {
  const receipt = receipts.find(({ ran }) => ran.equals(allocate.task))!
  const result = resultOf(blob.allocate, receipt)
  if ('error' in result) throw new Error(result.error.name)
  return result.ok.address!.url
}

/** Signs a receipt of `/http/put` with the key derived from a blob, and sends it. Returns the result of `/ucan/conclude`. */
async function conclude(put: Invocation, bytes: Uint8Array) {
  const executor = await Ed25519.fromSeed(createHash('sha256').update(bytes).digest())
  const receipt = await succeed(http.put, { executor, ran: put, ok: {} })
  const options = { subject: agent.did }
  const tokens = { receipts: [receipt] }
  return (await call(ucan.conclude, { receipt: receipt.cid }, options, tokens)).result
}

/** Adds and uploads a blob. Returns what {@link add} returns, and the result of `/blob/accept`. */
async function upload(bytes: Uint8Array) {
  const added = await add(bytes)
  const response = await fetch(addressIn(added), { method: 'PUT', body: new Uint8Array(bytes) })
  expect(response.status).toBe(200)
  expect(await conclude(added.put, bytes)).toHaveProperty('ok')
  const options = { url: service.url, executor: node.did, attempts: 1 }
  return { ...added, accepted: await poll(blob.accept, added.accept.task, options) }
}

/** Retrieves a range of a blob from the storage node. */
async function read(
  bytes: Uint8Array,
  range: content.Range,
  { issuer = agent, subject = space.did } = {},
) {
  const chain = issuer === agent ? proofs : []
  const invocation = await invoke(content.retrieve, {
    issuer,
    audience: node.did,
    subject,
    arguments: { blob: { digest: multihashOf(bytes) }, range },
    proofs: chain,
  })
  const url = `${node.url}/blob`
  const result = await retrieve(content.retrieve, invocation, { url, proofs: chain })
  return { ...result, body: new Uint8Array(await result.response.arrayBuffer()) }
}

describe('the client of the upload example', () => {
  const progress: number[] = []
  let stored: Record<'shard' | 'index', { cid: CID; size: number }>

  beforeAll(async () => {
    const env = { DATA_DIR: join(folder, 'client'), SERVICE: service.did, SERVICE_URL: service.url }
    await using client = new Program('upload/client', env, file, copy)
    for (let total = Number.NaN; progress.at(-1) !== total;) {
      const [sent, all] = await client.line(/^sent (\d+) of (\d+) bytes$/)
      progress.push(Number(sent))
      total = Number(all)
    }
    const found = async (name: string) => {
      const [cid, size] = await client.line(new RegExp(`^/blob/add: ${name} (\\S+) of (\\d+) `))
      return { cid: CID.parse(cid!), size: Number(size) }
    }
    stored = { shard: await found('shard'), index: await found('index') }
    await client.line(/^\/index\/add: receipt bafyrei/)
    await client.line(/^\/upload\/add: receipt bafyrei/)
    await client.line(/^\/content\/retrieve: \S+ has the 200000 bytes of bafkrei/)
  }, 60_000)

  it('reports the progress of the upload', () => {
    expect(progress.length).toBeGreaterThan(2)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(stored.shard.size)
  })

  it('retrieves the bytes that it stored', () => {
    expect(readFileSync(copy).equals(original)).toBe(true)
  })

  it('stores an archive with the file as a block', async () => {
    const { cid, size } = stored.shard
    const { archive, blocks } = await archiveOf(cid, size)
    expect(archive).toHaveLength(size)
    expect(blocks).toHaveLength(1)
    expect(blocks[0]!.cid).toEqual(CID.createV1(0x55, blocks[0]!.cid.multihash))
    expect(Buffer.from(blocks[0]!.bytes).equals(original)).toBe(true)
  })

  it('stores an index with the ranges of the block and of the archive', async () => {
    const { roots, blocks } = await archiveOf(stored.index.cid, stored.index.size)
    const [shard, root] = blocks
    expect(blocks).toHaveLength(2)
    expect(roots).toEqual([root!.cid])
    expect(dagCbor.decode(root!.bytes)).toEqual({
      'index/sharded/dag@0.1': { shards: [shard!.cid] },
    })
    const { size } = stored.shard
    const slices = [
      [multihashOf(original), [size - original.length, size - 1]],
      [stored.shard.cid.multihash.bytes, [0, size - 1]],
    ] as const
    const sorted = slices.toSorted(([a], [b]) => Buffer.compare(a, b))
    const expected = dagCbor.encode([stored.shard.cid.multihash.bytes, sorted])
    expect(Buffer.from(shard!.bytes).toString('hex')).toBe(Buffer.from(expected).toString('hex'))
  })

  /** Retrieves and decodes an archive. */
  async function archiveOf(cid: CID, size: number) {
    const invocation = await invoke(content.retrieve, {
      issuer: space,
      audience: node.did,
      subject: space.did,
      arguments: { blob: { digest: cid.multihash.bytes }, range: { start: 0, end: size - 1 } },
    })
    const result = await retrieve(content.retrieve, invocation, { url: node.url })
    const archive = new Uint8Array(await result.response.arrayBuffer())
    expect(Buffer.from(multihashOf(archive))).toEqual(Buffer.from(cid.multihash.bytes))
    const reader = await CarReader.fromBytes(archive)
    const blocks = []
    for await (const block of reader.blocks()) blocks.push(block)
    return { archive, roots: await reader.getRoots(), blocks }
  }
})

describe('the upload flow', () => {
  it('links each task to the task before it', async () => {
    const bytes = randomBytes(1000)
    const { invocation, result, receipts, allocate, put, accept, accepted } = await upload(bytes)
    expect(result.receipt).toMatchObject({ executor: service.did, ran: invocation.task })
    expect(result).toMatchObject({ ok: { site: { 'await/ok': accept.task } } })
    expect(argumentsOf(blob.allocate, allocate).cause).toEqual(invocation.task)
    expect(argumentsOf(http.put, put).destination['await/ok']).toEqual(allocate.task)
    expect(argumentsOf(blob.accept, accept)._put['await/ok']).toEqual(put.task)
    expect(accept.nonce).toHaveLength(0)
    const allocated = receipts.find(({ ran }) => ran.equals(allocate.task))!
    expect(allocated.executor).toBe(node.did)
    expect(await verify(allocated)).toBe(true)
    expect(accepted.receipt).toMatchObject({ executor: node.did, ran: accept.task })
  })

  it('derives the key of /http/put from the digest, and sends the key', async () => {
    const bytes = randomBytes(1000)
    const { put } = await add(bytes)
    const seed = createHash('sha256').update(bytes).digest()
    const { did } = await Ed25519.fromSeed(seed)
    expect(put).toMatchObject({ issuer: did, audience: did, subject: did })
    const key = Uint8Array.of(0x80, 0x26, ...seed)
    expect(put.meta).toEqual({ keys: { id: did, keys: { [did]: key } } })
  })

  it('returns the location commitment, and the task of /pdp/accept', async () => {
    const bytes = randomBytes(1000)
    const { accepted } = await upload(bytes)
    if ('error' in accepted) throw new Error(accepted.error.name)
    const { invocations } = accepted.tokens
    const location = invocations.find(({ cid }) => cid.equals(accepted.ok.site))!
    expect(await verify(location)).toBe(true)
    expect(location).toMatchObject({ issuer: node.did, expiration: undefined })
    const { content: digest, space: owner } = argumentsOf(assert.location, location)
    expect([owner, digest]).toEqual([space.did, multihashOf(bytes)])
    const proof = invocations.find(({ task }) => task.equals(accepted.ok.pdp['await/ok']))!
    expect(argumentsOf(pdp.accept, proof).blob).toEqual(multihashOf(bytes))
  })

  it('skips the upload of a blob that the storage node has', async () => {
    const bytes = randomBytes(1000)
    await upload(bytes)
    const { receipts, allocate, put, accept } = await add(bytes)
    const tasks = [allocate.task, put.task, accept.task]
    for (const task of tasks) {
      const receipt = receipts.find(({ ran }) => ran.equals(task))!
      expect(receipt.out).toHaveProperty('ok')
      expect(await verify(receipt)).toBe(true)
    }
    const receipt = receipts.find(({ ran }) => ran.equals(allocate.task))!
    expect(resultOf(blob.allocate, receipt)).toEqual({ ok: { size: 0 } })
  })

  it.each([
    [
      'with a byte changed',
      (bytes: Uint8Array) => bytes.map((byte, i) => (i === 5 ? ~byte : byte)),
    ],
    ['that is too short', (bytes: Uint8Array) => bytes.slice(1)],
    ['that is too long', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
  ])('rejects a blob %s, and stores nothing', async (_, tamper) => {
    const bytes = randomBytes(1000)
    const added = await add(bytes)
    const body = new Uint8Array(tamper(bytes))
    const response = await fetch(addressIn(added), { method: 'PUT', body })
    expect(response.status).toBe(400)
    const concluded = await conclude(added.put, bytes)
    expect(concluded).toMatchObject({ error: { name: 'NotUploaded' } })
    expect((await fetch(`${service.url}/receipt/${added.accept.task}`)).status).toBe(404)
    expect(await read(bytes, { start: 0, end: 9 })).toMatchObject({ error: { name: 'NotFound' } })
    // The service still accepts the unchanged blob.
    await upload(bytes)
  })

  it('rejects a blob that is smaller than its size in /blob/add', async () => {
    const bytes = randomBytes(1000)
    const added = await add(bytes, 2000)
    await fetch(addressIn(added), { method: 'PUT', body: new Uint8Array(bytes) })
    expect(await conclude(added.put, bytes)).toMatchObject({ error: { name: 'NotUploaded' } })
  })

  it('rejects a receipt of /http/put by another key', async () => {
    const { put } = await add(randomBytes(1000))
    expect(await conclude(put, randomBytes(10))).toMatchObject({
      error: { name: 'InvalidReceipt' },
    })
  })

  it('rejects /ucan/conclude without the receipt', async () => {
    const { put } = await add(randomBytes(1000))
    const { result } = await call(ucan.conclude, { receipt: put.cid }, { subject: agent.did })
    expect(result).toMatchObject({ error: { name: 'ConclusionReceiptNotFound' } })
  })

  it('rejects spaces that are not provisioned, and agents without a delegation', async () => {
    const args = { blob: { digest: multihashOf(original), size: original.length } }
    const stranger = await Ed25519.generate()
    const own = await call(blob.add, args, { issuer: stranger, subject: stranger.did })
    expect(own.result).toMatchObject({ error: { name: 'InsufficientStorage' } })
    const invocation = await invoke(blob.add, {
      issuer: stranger,
      audience: service.did,
      subject: space.did,
      arguments: args,
    })
    const result = await execute(blob.add, invocation, { url: service.url })
    expect(result).toMatchObject({ error: { name: 'InvalidClaim' } })
  })

  it('rejects a blob without a digest', async () => {
    const { result } = await call(blob.add, { blob: { digestCode: 0x12, size: 1000 } })
    expect(result).toMatchObject({ error: { name: 'UnsupportedDigestCode' } })
  })

  it('rejects blobs that are larger than the limit', async () => {
    const digest = multihashOf(original)
    const { result } = await call(blob.add, { blob: { digest, size: 2n ** 60n } })
    expect(result).toMatchObject({ error: { name: 'CandidateUnavailable' } })
  })

  it("rejects an index that is not in the space, or that the service can't retrieve", async () => {
    const bytes = randomBytes(1000)
    const cid = CID.parse(`bagbaiera${'a'.repeat(52)}`)
    const missing = await call(index.add, { index: cid })
    expect(missing.result).toMatchObject({ error: { name: 'IndexNotFound' } })
    const { accepted } = await upload(bytes)
    expect(accepted).toHaveProperty('ok')
    const stored = CID.decode(Uint8Array.of(1, 0x82, 4, ...multihashOf(bytes)))
    const unproved = await call(index.add, { index: stored })
    expect(unproved.result).toMatchObject({ error: { name: 'HandlerExecutionError' } })
  })
})

describe('/content/retrieve of the upload example', () => {
  const bytes = randomBytes(1000)

  beforeAll(async () => {
    await upload(bytes)
  })

  it.each([
    [0, 0],
    [10, 19],
    [999, 999],
    [1, 999],
  ])('returns the bytes from %d to %d', async (start, end) => {
    const { response, body } = await read(bytes, { start, end })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`)
    expect(Buffer.from(body).equals(bytes.subarray(start, end + 1))).toBe(true)
  })

  it('returns the whole blob with status 200', async () => {
    const { response, body } = await read(bytes, { start: 0, end: 999 })
    expect(response.status).toBe(200)
    expect(response.headers.has('content-range')).toBe(false)
    expect(Buffer.from(body).equals(bytes)).toBe(true)
  })

  it.each([
    [0, 1000],
    [1000, 1000],
    [20, 10],
    [0, 2n ** 62n],
  ])('rejects the range from %s to %s', async (start, end) => {
    const result = await read(bytes, { start, end })
    expect(result.response.status).toBe(416)
    expect(result).toMatchObject({ error: { name: 'RangeNotSatisfiable' } })
  })

  it('rejects other agents and other spaces', async () => {
    const stranger = await Ed25519.generate()
    const range = { start: 0, end: 9 }
    const unproved = await read(bytes, range, { issuer: stranger })
    expect(unproved).toMatchObject({ error: { name: 'InvalidClaim' } })
    const elsewhere = await read(bytes, range, { issuer: stranger, subject: stranger.did })
    expect(elsewhere).toMatchObject({ error: { name: 'NotFound' } })
  })
})

describe('the storage node', () => {
  const digest = multihashOf(original)

  /** Executes a command that the issuer invokes on itself. Returns the name of the failure. */
  async function failureOf<A, O>(command: Command<A, O>, args: A, issuer = nodeKey) {
    const options = { issuer, audience: node.did, subject: issuer.did, arguments: args }
    const result = await execute(command, await invoke(command, options), { url: node.url })
    return 'error' in result ? result.error.name : undefined
  }

  it.each([
    ['of 60,000 bytes', new Uint8Array(60_000).fill(1)],
    ['of 0 bytes', new Uint8Array()],
    ['that is too short', digest.slice(0, -1)],
    ['with a wrong length prefix', digest.with(1, 31)],
    ['of sha2-512', digest.with(0, 0x13)],
  ])('rejects a digest %s in each command', async (_, wrong) => {
    const body = { digest: wrong, size: 1 }
    const task = CID.parse(`bafyreia${'a'.repeat(51)}`)
    const allocate = { space: space.did, blob: body, cause: task }
    expect(await failureOf(blob.allocate, allocate)).toBe('UnsupportedDigestCode')
    const accept = { space: space.did, blob: body, _put: { 'await/ok': task } }
    expect(await failureOf(blob.accept, accept)).toBe('UnsupportedDigestCode')
    const range = { blob: { digest: wrong }, range: { start: 0, end: 0 } }
    const stranger = await Ed25519.generate()
    expect(await failureOf(content.retrieve, range, stranger)).toBe('UnsupportedDigestCode')
  })
})

describe('npm run example:upload', () => {
  it('runs the programs, and retrieves the file', async () => {
    const target = join(folder, 'copy-of-all.bin')
    await using program = new Program('upload/all', { DATA_DIR: join(folder, 'all') }, file, target)
    await program.line(/^\/content\/retrieve: /)
    expect(readFileSync(target).equals(original)).toBe(true)
  }, 60_000)
})
