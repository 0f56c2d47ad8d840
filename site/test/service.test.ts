import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CHROMIUM } from '../../scripts/chromium.js'
import { handle, handler, type Origins } from '../../src/http/index.js'
import { customer, type DID } from '../../src/index.js'
import { Container, delegate } from '../../src/ucan/index.js'
import { serve, service, stranger, type Running } from '../../test/http/serve.js'
import type { Client, Registration } from './service-page.js'

const ENTRY = fileURLToPath(new URL('service-page.ts', import.meta.url))

let browser: Browser
let pages: Running
let page: Page

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  })
  const [script] = outputFiles
  const html =
    '<!doctype html><title>Client</title><output></output><script src="/client.js"></script>'
  pages = await serve(({ url }) => {
    const isScript = new URL(url).pathname === '/client.js'
    const headers = { 'content-type': isScript ? 'text/javascript' : 'text/html' }
    return new Response(isScript ? script!.text : html, { headers })
  })
  browser = await chromium.launch(CHROMIUM)
})
afterAll(async () => {
  await browser.close()
  await pages[Symbol.asyncDispose]()
})
beforeEach(async () => {
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(pages.url)
})
afterEach(() => page.close())

/** Starts a service on another origin than the page. Returns its server and the customers that it registers. */
async function start(origins: Origins) {
  const registered: customer.AddArguments[] = []
  const add = handle(customer.add, { subject: service.did }, ({ arguments: args }) => {
    registered.push(args)
    return { ok: {} }
  })
  return {
    registered,
    running: await serve(handler({ issuer: service, handlers: [add], origins })),
  }
}

/**
 * Lets the page register a customer. Returns the DID of the page, and what the page shows.
 *
 * @param audience returns the audience of the delegation: the page by default
 */
async function register({ url }: Running, audience: (page: DID) => DID = (did) => did) {
  const { did, exportError } = await page.evaluate(() =>
    (Reflect.get(globalThis, 'client') as Client).generateKey(),
  )
  expect(exportError).toBe('InvalidAccessError')
  const delegation = await delegate(customer.add, {
    issuer: service,
    audience: audience(did),
    subject: service.did,
    expiration: null,
  })
  const container = await Container.encode({ delegations: [delegation] }, 'base64url')
  const grant = new TextDecoder().decode(container)
  const registration: Registration = { url, service: service.did, grant }
  await page.evaluate(
    (what) => (Reflect.get(globalThis, 'client') as Client).register(what),
    registration,
  )
  return { did, shown: await page.locator('output').textContent() }
}

describe('a page', () => {
  it('invokes a service with a key that WebCrypto does not export', async () => {
    const { registered, running } = await start([pages.url])
    await using _ = running
    const { did, shown } = await register(running)
    expect(did).toMatch(/^did:key:z6Mk/)
    expect(shown).toBe(`registered, receipt by ${service.did}`)
    expect(registered).toMatchObject([{ details: { external_id: 'f1:1', region: 'us-east-1' } }])
  })

  it('receives the failure of an invocation that is not authorized', async () => {
    const { registered, running } = await start('*')
    await using _ = running
    const { did, shown } = await register(running, () => stranger.did)
    expect(shown).toMatch(/^InvalidAudience: /)
    expect(shown).toContain(did)
    expect(registered).toEqual([])
  })

  it("can't invoke a service that does not allow its origin", async () => {
    const { registered, running } = await start(['https://console.example'])
    await using _ = running
    expect((await register(running)).shown).toBe('unknown: network')
    expect(registered).toEqual([])
  })
})
