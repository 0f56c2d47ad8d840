import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { DID } from '../../src/index.js'
import { fc } from '../fast-check.js'
import { delegate, Ed25519, httpDIDResolver, verify, type KeySigner } from '../../src/ucan/index.js'

const PLC = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
const key = await Ed25519.generate()
let server: Server
let origin: string
let web: DID

function documentOf(did: DID): object {
  const id = `${did}#key-1`
  const publicKeyMultibase = key.keyDID.slice('did:key:'.length)
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: did,
    verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase }],
  }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url } = request
    if (url === '/.well-known/did.json') response.end(JSON.stringify(documentOf(web)))
    else if (url === '/users/ana/did.json') {
      response.end(JSON.stringify(documentOf(`${web}:users:ana`)))
    } else if (url === `/${PLC}`) response.end(JSON.stringify(documentOf(PLC)))
    else if (url === '/long/did.json') response.end(' '.repeat(65_537))
    else if (url === '/invalid/did.json') response.end('{')
    else if (url === '/moved/did.json') {
      response.writeHead(302, { location: '/.well-known/did.json' }).end()
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  web = `did:web:127.0.0.1%3A${port}`
})

afterEach(() => {
  vi.useRealTimers()
})

afterAll(() => {
  server.close()
})

/** Returns whether a delegation by this signer verifies with the documents of the server. */
async function isVerified(signer: KeySigner, options = { web: [origin], plc: origin }) {
  const delegation = await delegate('/', {
    issuer: signer,
    audience: 'did:web:hilt.example',
    subject: null,
    expiration: null,
  })
  return await verify(delegation, { didResolver: httpDIDResolver(options) })
}

/** Serves one byte of each response, and never ends it. */
async function serveStalled(status: number) {
  const stalling = createServer((_request, response) => {
    response.writeHead(status).write('{')
  })
  const requested = once(stalling, 'request')
  const disconnected = new Promise<void>((resolve) => {
    stalling.once('connection', (socket) => {
      socket.on('error', () => {}).on('close', () => resolve())
    })
  })
  stalling.listen(0, '127.0.0.1')
  await once(stalling, 'listening')
  const { port } = stalling.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    did: `did:web:127.0.0.1%3A${port}`,
    requested,
    /** Resolves once the client closed the connection. */
    disconnected,
    async [Symbol.asyncDispose]() {
      stalling.closeAllConnections()
      await new Promise((resolve) => stalling.close(resolve))
    },
  }
}

describe('httpDIDResolver', () => {
  it('fetches the documents of did:web and did:plc', async () => {
    expect(await isVerified(key.withDID(web))).toBe(true)
    expect(await isVerified(key.withDID(`${web}:users:ana`))).toBe(true)
    expect(await isVerified(key.withDID(PLC))).toBe(true)
    const other = await Ed25519.generate()
    expect(await isVerified(other.withDID(web))).toBe(false)
    expect(await isVerified(other.withDID(PLC))).toBe(false)
  })

  it.each<[string, (did: DID) => DID, string]>([
    [
      'a host that is not listed',
      () => 'did:web:localhost',
      'option web lists, received "localhost"',
    ],
    [
      'a malformed host',
      () => 'did:web:%ff',
      'expected a host in percent-encoded UTF-8, received "%ff"',
    ],
    ['another port', () => 'did:web:127.0.0.1', 'option web lists, received "127.0.0.1"'],
    ['an unknown document', (did) => `${did}:unknown`, '/unknown/did.json, received 404'],
    ['a redirect', (did) => `${did}:moved`, '/moved/did.json, received 302'],
    ['a document of more than 64 KiB', (did) => `${did}:long`, 'exceeds 65536 bytes'],
    ['a document that is not JSON', (did) => `${did}:invalid`, 'JSON'],
    [
      'a DID method other than web and plc',
      () => 'did:example:1',
      'if the option plc is set, received did:example',
    ],
    ['a malformed did:plc', () => 'did:plc:../x', 'if the option plc is set, received did:plc'],
  ])('rejects %s', async (_what, didOf, message) => {
    const resolver = httpDIDResolver({ web: [origin], plc: origin })
    await expect(resolver.resolve(didOf(web))).rejects.toThrow(message)
  })

  it.each([
    ['an empty segment', ':', 'received ""'],
    ['an empty segment before a host', '::localhost', 'received ""'],
    ['a backslash', ':\\localhost', String.raw`received "\\localhost"`],
    ['a slash', ':/localhost', 'received "/localhost"'],
    ['a tab', ':\t', String.raw`received "\t"`],
    ['an incomplete escape', ':%4', 'received "%4"'],
  ])('rejects a did:web whose path has %s, without a request', async (_what, path, message) => {
    const send = () => Promise.reject(new Error('sent a request'))
    const resolver = httpDIDResolver({ web: [origin], fetch: send })
    await expect(resolver.resolve(`${web}${path}`)).rejects.toThrow(message)
  })

  it('requests only listed origins', async () => {
    const requested: string[] = []
    const send = (url: URL | RequestInfo) => {
      requested.push(new URL(String(url)).origin)
      return Promise.reject(new Error('not sent'))
    }
    const resolver = httpDIDResolver({ web: [origin], plc: origin, fetch: send })
    const parts = fc.constantFrom(
      ':',
      '/',
      '\\',
      '@',
      '#',
      '?',
      '%2f',
      '%5C',
      '..',
      'a',
      'b.example',
    )
    const suffixes = fc
      .array(fc.oneof(parts, fc.string({ maxLength: 3 })))
      .map((all) => all.join(''))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<DID>(web, 'did:web:b.example', PLC),
        suffixes,
        async (did, suffix) => {
          await resolver.resolve(`${did}${suffix}`).catch(() => undefined)
        },
      ),
    )
    expect(requested.length).toBeGreaterThan(10)
    expect(new Set(requested)).toEqual(new Set([origin]))
  })

  it.each<[string, typeof fetch]>([
    ['fetch', fetch],
    ['a fetch that ignores its signal', (url, init) => fetch(url, { ...init, signal: null })],
  ])('rejects a document that stalls, with %s', async (_what, send) => {
    await using stalling = await serveStalled(200)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const resolver = httpDIDResolver({ web: [stalling.origin], fetch: send })
    const outcome = resolver.resolve(stalling.did).catch((error: unknown) => error)
    await stalling.requested
    // Lets the resolver start to read the body.
    await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersByTime(10_000)
    expect(await outcome).toEqual(
      new Error(`no DID document within 10 seconds from ${stalling.origin}/.well-known/did.json`),
    )
    await stalling.disconnected
  })

  it('closes the connection of a response other than 200', async () => {
    await using stalling = await serveStalled(404)
    const resolver = httpDIDResolver({ web: [stalling.origin] })
    await expect(resolver.resolve(stalling.did)).rejects.toThrow('received 404')
    await stalling.disconnected
  })

  it('rejects after 10 seconds if fetch never settles', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const resolver = httpDIDResolver({ web: [origin], fetch: () => new Promise(() => {}) })
    const outcome = resolver.resolve(web).catch((error: unknown) => error)
    vi.advanceTimersByTime(10_000)
    expect(await outcome).toMatchObject({
      message: expect.stringContaining('within 10 seconds'),
    })
  })

  it('keeps no timer after a DID is resolved or rejected', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const responses = [Response.json(documentOf(web)), new Response(null, { status: 404 })]
    const resolver = httpDIDResolver({ web: [origin], fetch: async () => responses.shift()! })
    await resolver.resolve(web)
    await expect(resolver.resolve(web)).rejects.toThrow('received 404')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('resolves no DID by default', async () => {
    const resolver = httpDIDResolver({})
    await expect(resolver.resolve(web)).rejects.toThrow('expected a host that the option web lists')
    await expect(resolver.resolve(PLC)).rejects.toThrow(
      'if the option plc is set, received did:plc',
    )
  })
})
