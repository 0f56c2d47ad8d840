/**
 * Measures the requests per second of services that authorize `/customer/add` with one
 * delegation. Writes the rates and their ratios to docs/benchmarks.md: `npm run bench:http`.
 *
 * Each request invokes a new task. The servers take turns, so that only one of them
 * and the load generator are busy. The Go server runs with `GOMAXPROCS=1`. It is measured only
 * if `npm run reference:build` built it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Message } from '@ucanto/core'
import * as ed25519 from '@ucanto/principal/ed25519'
import { CAR } from '@ucanto/transport'
import autocannon from 'autocannon'
import { customer } from '../dist/index.js'
import { Container, delegate, Ed25519, invoke } from '../dist/ucan/index.js'
import * as ucanto from '../dist/ucanto/index.js'
import { PROGRAM } from '../scripts/program.js'
import { median } from './measure.js'
import { writeSection } from './report.js'

/** The number of rounds. The first round is a warm-up and does not count. */
const ROUNDS = 5
/** The number of requests to each server in a round. */
const REQUESTS = 1000
const CONNECTIONS = 10

const folder = mkdtempSync(join(tmpdir(), 'libforge-bench-'))
const seed = Buffer.alloc(32, 0x31)
const hilt = await Ed25519.generate()
const ucantoHilt = await ed25519.generate()
const ucantoService = await ed25519.derive(seed)
const ucantoProof = await ucanto.customer.add.delegate({
  issuer: ucantoService,
  audience: ucantoHilt,
  with: ucantoService.did(),
  expiration: Infinity,
})

const path = (file) => fileURLToPath(new URL(file, import.meta.url))
const node = (...args) => ({ command: process.execPath, args })
const serverFile = path('http-server.js')
const servers = [
  { name: 'libforge', ...node(serverFile, 'libforge', seed.toString('hex')), bodies: containers },
  {
    name: 'the example upload service',
    ...node('--import', 'tsx', path('../examples/upload-service.ts')),
    // The benchmark must not add customers to a database that the user has configured.
    env: { DATA_DIR: folder, PORT: '0', DATABASE_URL: undefined },
    keyFile: join(folder, 'key.pem'),
    bodies: containers,
  },
  {
    name: '`@ucanto/server`',
    ...node(serverFile, 'ucanto', seed.toString('hex')),
    bodies: messages,
  },
]
if (existsSync(PROGRAM)) {
  // The result is an empty map, in CBOR.
  const replies = { '/customer/add': { ok: 'a0' } }
  const issuer = (await Ed25519.fromSeed(seed)).did
  const key = { seed: seed.toString('hex'), signatureType: 'Ed25519', issuer }
  const input = `${JSON.stringify({ op: 'serve', ...key, replies })}\n`
  const env = { GOMAXPROCS: '1' }
  servers.push({
    name: 'ucantone in Go',
    command: PROGRAM,
    args: [],
    env,
    input,
    bodies: containers,
  })
}

try {
  for (const one of servers) await start(one)
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of servers) one.rates.push(await rateOf(one))
  }
} finally {
  for (const { child } of servers) child?.kill()
  rmSync(folder, { recursive: true })
}

const rates = servers.map(({ rates: all }) => median(all.slice(1)))
const rows = servers.map(({ name }, i) => {
  return `| ${name} | ${(rates[i] / rates[0]).toFixed(2)} | ${Math.round(rates[i])} |`
})
const table = [
  '| server | relative to libforge | requests/s |',
  '| --- | ---: | ---: |',
  ...rows,
].join('\n')
console.log(table)
const cpu = `${cpus().length} × ${cpus()[0].model.trim()}, ${process.platform} ${process.arch}`
writeSection('http', `${table}\n\nNode ${process.versions.node}, ${cpu}.`)

async function start(one) {
  const { command, args, env, input } = one
  const stdio = ['pipe', 'pipe', 'inherit']
  one.child = spawn(command, args, { stdio, env: { ...process.env, ...env } })
  one.child.stdin.write(input ?? '')
  const [line] = await once(createInterface({ input: one.child.stdout }), 'line')
  one.url = /http:[\w.:/]+/.exec(line)[0]
  one.service = await (one.keyFile === undefined
    ? Ed25519.fromSeed(seed)
    : Ed25519.fromPEM(readFileSync(one.keyFile, 'utf8')))
  one.rates = []
}

/** Sends the requests of a round to a server. Returns the number of responses per second. */
async function rateOf({ name, url, service, bodies }) {
  const { contentType, all } = await bodies(service)
  const headers = { 'content-type': contentType }
  await expectSuccess(name, await fetch(url, { method: 'POST', headers, body: all.pop() }))
  let next = 0
  const setupRequest = (request) => ({ ...request, body: all[next++ % all.length] })
  // The time is measured here, because autocannon checks only once a second whether it is done.
  let ended = 0
  const onResponse = () => (ended = performance.now())
  const started = performance.now()
  const result = await autocannon({
    url,
    method: 'POST',
    headers,
    connections: CONNECTIONS,
    amount: REQUESTS,
    requests: [{ setupRequest, onResponse }],
  })
  const seconds = (ended - started) / 1000
  const succeeded = result['2xx']
  if (succeeded !== REQUESTS) {
    throw new Error(
      `${name}: expected ${REQUESTS} responses with status 2xx, received ${succeeded}`,
    )
  }
  return REQUESTS / seconds
}

/** Throws an error if the request or its task failed. The status is 200 for a failed task, too. */
async function expectSuccess(name, response) {
  const body = Buffer.from(await response.arrayBuffer())
  if (response.ok && !body.includes('error')) return
  throw new Error(`${name}: expected a successful task, received ${body.toString('latin1')}`)
}

/** Returns arguments for each request of a round, and for the request that `rateOf` checks before the round. */
function tenants() {
  return Array.from({ length: REQUESTS + 1 }, () => ({
    customer: `did:web:${crypto.randomUUID()}.example`,
    product: 'did:web:starter.example',
    details: { region: 'eu-central-1' },
  }))
}

/** Returns request bodies of UCAN 1.0 and their content type. Each body has an invocation and its proof. */
async function containers(service) {
  const grant = { audience: hilt.did, subject: service.did, expiration: null }
  const proof = await delegate(customer.add, { issuer: service, ...grant })
  const bodyOf = async (args) => {
    const options = { issuer: hilt, subject: service.did, arguments: args, proofs: [proof] }
    const invocation = await invoke(customer.add, { ...options, expiration: null })
    return Buffer.from(await Container.encode({ invocations: [invocation], delegations: [proof] }))
  }
  return { contentType: Container.contentType, all: await Promise.all(tenants().map(bodyOf)) }
}

/** Returns request bodies of ucanto and their content type. Each body has an invocation and its proof. */
async function messages() {
  const bodyOf = async (nb) => {
    const invocation = ucanto.customer.add.invoke({
      issuer: ucantoHilt,
      audience: ucantoService,
      with: ucantoService.did(),
      nb,
      proofs: [ucantoProof],
    })
    const message = await Message.build({ invocations: [await invocation.buildIPLDView()] })
    return Buffer.from((await CAR.request.encode(message)).body)
  }
  return { contentType: CAR.contentType, all: await Promise.all(tenants().map(bodyOf)) }
}
