import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { execute } from '../../src/http/index.js'
import { customer } from '../../src/index.js'
import { Container } from '../../src/ucan/index.js'
import { addCustomer, proof } from './serve.js'

const PROGRAM = fileURLToPath(new URL('service.js', import.meta.url))
/** A body of 1 MB that inflates to 1 GB of zeros. It starts with 0x44, the header byte of the form `raw+gzip`. */
const BOMB = Buffer.concat([
  Buffer.from([0x44]),
  gzipSync(Buffer.alloc(1_000_000_000), { level: 9 }),
])

let child: ChildProcess
let port: number
let url: string

beforeEach(async () => {
  child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  port = Number(line.toString())
  url = `http://127.0.0.1:${port}`
  await register()
})

afterEach(async () => {
  child.kill()
  await once(child, 'close')
})

/** Registers a customer, as an honest client does. */
async function register(): Promise<void> {
  const result = await execute(customer.add, await addCustomer(), { url, proofs: [proof] })
  expect(result).toMatchObject({ ok: {} })
}

async function state(): Promise<{ runs: number; peak: number }> {
  return (await (await fetch(`${url}/state`)).json()) as { runs: number; peak: number }
}

/** Sends a body, and returns the status. */
async function post(body: BodyInit): Promise<number> {
  const headers = { 'content-type': Container.contentType }
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  } as RequestInit)
  await response.arrayBuffer()
  return response.status
}

/** Opens a connection, and sends a request with these headers, but without its body. */
async function open(headers: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  socket.write(
    `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${Container.contentType}\r\n${headers}\r\n\r\n`,
  )
  return socket
}

/** Registers customers during and after attacks. Returns how much the service's peak memory rose since the test started, in MB. */
async function riseDuring(attacks: readonly Promise<unknown>[]): Promise<number> {
  await Promise.all([...attacks, register()])
  await register()
  return ((await state()).peak - before.peak) / 1e6
}

/**
 * Returns payloads of tokens, each with the error message for a container full of such tokens.
 * In memory, a decoded token takes many times its encoded size.
 */
function costlyPayloads(): [what: string, payload: object, message: string][] {
  // The varsig header of an Ed25519 signature over DAG-CBOR. The nonce may be any bytes.
  const h = Uint8Array.from(Buffer.from('3401ed01ed011371', 'hex'))
  const common = { iss: 'did:web:a', sub: 'did:web:b', cmd: '/a', nonce: h, exp: null }
  const invocation = (fields: object): object => {
    return { h, 'ucan/inv@1.0.0-rc.1': { ...common, args: {}, prf: [], ...fields } }
  }
  const delegation = (pol: unknown): object => {
    return { h, 'ucan/dlg@1.0.0-rc.1': { ...common, aud: 'did:web:c', pol } }
  }
  let list: unknown[] = []
  for (let depth = 0; depth < 28; depth++) list = [list]
  const lists = Array.from({ length: 280 }, () => list)
  const empty = Array.from({ length: 8190 }, () => new Uint8Array(0))
  const link = CID.createV1(0x71, {
    code: 0,
    size: 0,
    digest: new Uint8Array(0),
    bytes: new Uint8Array(2),
  })
  const links = Array.from({ length: 8190 }, () => link)
  const statements = Array.from({ length: 1023 }, () => ['or', []])
  const message = 'Container: more than 131072 items in meta, policies, proofs and causes'
  return [
    ['lists in a meta', invocation({ meta: { lists } }), message],
    ['byte strings in a meta', invocation({ meta: { empty } }), message],
    ['lists in a policy', delegation([['==', '.', lists]]), message],
    ['statements in a policy', delegation(statements), message],
    ['links to proofs', invocation({ prf: links }), message],
  ]
}

let before: { runs: number; peak: number }

describe('a service', () => {
  beforeEach(async () => {
    before = await state()
  })

  it('runs a task once for 1,000 concurrent requests', async () => {
    const invocation = await addCustomer()
    const results = await Promise.all(
      Array.from({ length: 1000 }, () =>
        execute(customer.add, invocation, { url, proofs: [proof] }),
      ),
    )
    expect(new Set(results.map(({ receipt }) => String(receipt.cid))).size).toBe(1)
    expect((await state()).runs).toBe(before.runs + 1)
  })

  it('survives clients that hang up in the middle of a body', async () => {
    const attacks = Array.from({ length: 300 }, async () => {
      const socket = await open('content-length: 1000000')
      socket.write(Buffer.alloc(500_000), () => socket.destroy())
      await once(socket, 'close')
    })
    expect(await riseDuring(attacks)).toBeLessThan(300)
  })

  it('serves a client while 300 others send slowly', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 300 }, () => open('content-length: 1000000')),
    )
    const timer = setInterval(() => {
      for (const socket of sockets) socket.write('x')
    }, 10)
    try {
      expect(await riseDuring([])).toBeLessThan(60)
    } finally {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    }
  })

  it.each(['content-length: 100000000', 'transfer-encoding: chunked'])(
    'rejects bodies of 100 MB without buffering them, with %s',
    async (header) => {
      const megabyte = Buffer.alloc(1_000_000)
      const chunk = header.includes('chunked')
        ? Buffer.concat([Buffer.from('f4240\r\n'), megabyte, Buffer.from('\r\n')])
        : megabyte
      const answers = new Set<string>()
      const attacks = Array.from({ length: 20 }, async () => {
        const socket = await open(header)
        socket.on('data', (data) => answers.add(data.toString().slice(0, 12)))
        for (let i = 0; i < 100 && !socket.destroyed; i++) {
          await new Promise((resolve) => {
            socket.write(chunk, resolve)
          })
        }
        socket.destroy()
      })
      expect(await riseDuring(attacks)).toBeLessThan(150)
      // The service may close the connection before the client reads the answer.
      expect(['', 'HTTP/1.1 413']).toEqual(expect.arrayContaining([...answers]))
    },
  )

  it('rejects a request with 2,000 or 10,000 invocations, and runs none of them', async () => {
    const many = await Promise.all(
      Array.from({ length: 10_000 }, (_, i) =>
        addCustomer({ nonce: new Uint8Array([i >> 8, i & 0xff]) }),
      ),
    )
    // Container.encode has a limit of 8,192 tokens, so this container is encoded here: the start of
    // a map of one list, then each token with its length prefix.
    const tokens = many.flatMap(({ bytes }) => [
      Buffer.from([0x59, bytes.length >> 8, bytes.length & 0xff]),
      bytes,
    ])
    const start = Buffer.from('a166' + Buffer.from('ctn-v1').toString('hex') + '992710', 'hex')
    // The service may close the connection before the client has sent the whole body.
    const answer = await post(Buffer.concat([start, ...tokens])).catch(() => 'closed')
    expect([413, 'closed']).toContain(answer)
    const fewer = { invocations: many.slice(0, 2000), delegations: [proof] }
    const body = await Container.encode(fewer)
    expect(body.length).toBeLessThan(1024 * 1024)
    expect(await riseDuring([post(body).then((status) => expect(status).toBe(400))])).toBeLessThan(
      150,
    )
    // Only the two invocations of `riseDuring` ran.
    expect((await state()).runs).toBe(before.runs + 2)
  })

  it('rejects a gzip bomb of 1 GB without inflating all of it', async () => {
    expect(BOMB.length).toBeLessThan(1024 * 1024)
    const attacks = Array.from({ length: 20 }, async () => expect(await post(BOMB)).toBe(400))
    expect(await riseDuring(attacks)).toBeLessThan(200)
  })

  it.each(costlyPayloads())(
    'rejects many %s, with little memory',
    async (_what, payload, message) => {
      const token = dagCbor.encode([new Uint8Array(0), payload])
      const count = Math.floor((1024 * 1024 - 100) / (token.length + 5))
      const body = dagCbor.encode({ 'ctn-v1': Array.from({ length: count }, () => token) })
      const headers = { 'content-type': Container.contentType }
      const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
      expect({ status: response.status, message: await response.text() }).toEqual({
        status: 400,
        message,
      })
      expect(await riseDuring([])).toBeLessThan(80)
    },
  )

  it('needs little memory for bodies in chunks of one byte', async () => {
    const chunk = '1\r\nx\r\n'
    const attacks = Array.from({ length: 2 }, async () => {
      const socket = await open('transfer-encoding: chunked\r\nconnection: close')
      socket.resume()
      for (let i = 0; i < 25; i++) {
        if (!socket.write(chunk.repeat(10_000))) await once(socket, 'drain')
      }
      socket.write('0\r\n\r\n')
      await once(socket, 'close')
    })
    expect(await riseDuring(attacks)).toBeLessThan(60)
  })
}, 60_000)
