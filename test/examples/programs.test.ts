import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute } from '../../src/http/index.js'
import { s3, type DID } from '../../src/index.js'
import { Ed25519, invoke } from '../../src/ucan/index.js'
import { Program } from './program.js'

const folder = mkdtempSync(join(tmpdir(), 'libforge-examples-'))
const request = { method: 'GET', headers: { host: 's3.example' }, url: '/' }
const PROVISIONED = /^hilt +\| provisioned did:key:\S+, receipt (bafyrei[a-z2-7]{52})$/

/** Starts `examples/all.ts`, and waits until the Console listens. Returns the program and values that it printed. */
async function run() {
  const program = new Program('all', { DATA_DIR: folder })
  const [tenant] = await program.line(/^hilt +\| registered (did:key:\S+), receipt bafyrei/)
  const [receipt] = await program.line(PROVISIONED)
  const hilt = await program.listening()
  const { url } = await program.listening()
  return { program, tenant: tenant!, receipt: receipt!, hilt, url }
}

let running: Awaited<ReturnType<typeof run>>

beforeAll(async () => {
  running = await run()
}, 60_000)

afterAll(async () => {
  await running.program[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

describe('npm run example', () => {
  it('shows a page with the tenant and the bucket that Hilt lists', async () => {
    const response = await fetch(running.url)
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(page).toContain(`<code>${running.tenant}</code>`)
    expect(page.replaceAll(/\s+/g, '')).toContain('<td>photos</td><td>eu-central-1</td><td>20')
    expect(page).toContain(`by ${running.hilt.did}`)
  })

  it('rejects /s3/bucket/list without a delegation, or on another subject', async () => {
    const issuer = await Ed25519.generate()
    const { did, url } = running.hilt
    for (const [subject, name] of [
      [did, 'InvalidClaim'],
      [issuer.did, 'InvalidSubject'],
    ] as const) {
      const options = { issuer, audience: did, subject: subject as DID, arguments: { request } }
      const result = await execute(s3.bucket.list, await invoke(s3.bucket.list, options), { url })
      expect(result).toMatchObject({ error: { name } })
    }
  })

  it('keeps the DIDs of Hilt and the tenant after a restart, and serves the page', async () => {
    const { tenant, receipt, hilt } = running
    await running.program[Symbol.asyncDispose]()
    running = await run()
    expect(running.tenant).toBe(tenant)
    expect(running.hilt.did).toBe(hilt.did)
    expect(running.receipt).not.toBe(receipt)
    expect(running.program.stderr).toBe('')
    expect((await fetch(running.url)).status).toBe(200)
  }, 60_000)
})

describe('a program without its grant', () => {
  it.each(['hilt', 'console'])(
    '%s exits and prints the command that creates the grant',
    async (name) => {
      await using program = new Program(name, { DATA_DIR: join(folder, `no-grant-${name}`) })
      await expect(program.line(/./)).rejects.toThrow(
        /SERVICE_URL and GRANT are required[^]*npm run --silent example:grant -- .*did:key:/,
      )
    },
  )
})
