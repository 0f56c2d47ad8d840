// @ts-check
/**
 * Checks the built package against the fixtures on each runtime. Prints how many rows
 * passed, and the first failures. Exits with 1 if there are failures.
 *
 * The runtimes except Chromium are packages for Linux on x64, which
 * `binaries/package.json` lists. The first run installs them into a cache.
 * Chromium is `/usr/bin/chromium`, or the executable that the environment variable
 * CHROMIUM names.
 *
 * Arguments select runtimes by the start of their names: `npm run test:runtimes bun`.
 */
import { build } from 'esbuild'
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { CHROMIUM } from '../../scripts/chromium.js'

/** @import { Report } from './check.js' */

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const fixturesFolder = join(root, 'fixtures')
/** The folder of the bundles, inside the package so that `program.js` can import the package by its name. */
const bundles = join(root, 'reports/runtimes')
/** The folder of the installed runtimes. Its name depends on the lock file that pins them. */
const runtimesFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'libforge-runtimes',
  createHash('sha256')
    .update(readFileSync(join(here, 'binaries/package-lock.json')))
    .digest('hex')
    .slice(0, 16),
)

/** The timeout of a runtime, in milliseconds. The slowest takes a few seconds. */
const TIMEOUT = 120_000
/** The maximum number of failures to print for each runtime. */
const MAX_FAILURES = 20

/** @type {Record<string, string>} */
const fixtures = Object.fromEntries(
  readdirSync(fixturesFolder)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => [
      file.slice(0, -'.jsonl'.length),
      readFileSync(join(fixturesFolder, file), 'utf8'),
    ]),
)

/** @type {Record<string, () => Promise<Report>>} */
const runtimes = {
  'Node 20': () => program('node-20/bin/node', []),
  'Node 22': () => program('node-22/bin/node', []),
  'Node 24': () => program('node-24/bin/node', []),
  Bun: () => program('@oven/bun-linux-x64/bin/bun', ['--no-install']),
  Deno: () =>
    program('@deno/linux-x64-glibc/deno', [
      'run',
      '--no-prompt',
      '--cached-only',
      `--allow-read=${root}`,
    ]),
  workerd: () => worker([]),
  'workerd without Buffer': () => worker(['no_nodejs_compat', 'no_nodejs_compat_v2']),
  Chromium: page,
}

/**
 * Runs the checks in a command-line runtime.
 *
 * @param {string} binary
 * @param {string[]} options
 * @returns {Promise<Report>}
 */
async function program(binary, options) {
  const { stdout } = await run(
    join(runtimesFolder, 'node_modules', binary),
    [...options, join(bundles, 'program.js'), fixturesFolder],
    {
      timeout: TIMEOUT,
      maxBuffer: 2 ** 26,
      env: { ...process.env, DENO_DIR: join(runtimesFolder, 'deno') },
    },
  )
  return JSON.parse(stdout)
}

/**
 * Runs the checks in workerd.
 *
 * @param {string[]} flags compatibility flags
 * @returns {Promise<Report>}
 */
async function worker(flags) {
  const config = join(bundles, `${['worker', ...flags].join('.')}.capnp`)
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "fixtures", worker = .fixtures)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "fixtures")],
);
const fixtures :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-17",
  compatibilityFlags = ${JSON.stringify(flags)},
);
`,
  )
  const binary = join(runtimesFolder, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd')
  const server = spawn(binary, ['serve', '--control-fd=3', config], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    timeout: TIMEOUT,
  })
  try {
    const control = /** @type {import('node:stream').Readable} */ (server.stdio[3])
    const ended = once(server, 'exit').then(([code]) => {
      throw new Error(`workerd exited with code ${code}`)
    })
    const [line] = await Promise.race([once(control, 'data'), ended])
    const { port } = JSON.parse(line)
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: JSON.stringify(fixtures),
      signal: AbortSignal.timeout(TIMEOUT),
    })
    return /** @type {Report} */ (await response.json())
  } finally {
    server.kill()
  }
}

/**
 * Runs the checks in Chromium.
 *
 * @returns {Promise<Report>}
 */
async function page() {
  const browser = await chromium.launch(CHROMIUM)
  const timer = setTimeout(() => void browser.close(), TIMEOUT)
  try {
    const tab = await browser.newPage()
    // Only secure contexts, such as pages with HTTPS, have crypto.subtle.
    // The route responds for the host, which does not exist.
    await tab.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }))
    await tab.goto('https://fixtures.example/')
    await tab.addScriptTag({ path: join(bundles, 'page.js') })
    return await tab.evaluate((files) => Reflect.get(globalThis, 'check')(files), fixtures)
  } finally {
    clearTimeout(timer)
    await browser.close()
  }
}

async function bundle() {
  rmSync(bundles, { recursive: true, force: true })
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outdir: bundles,
    logLevel: 'error',
  }
  await build({ ...options, entryPoints: [join(here, 'program.js')], packages: 'external' })
  await build({ ...options, entryPoints: [join(here, 'worker.js')], platform: 'browser' })
  await build({
    ...options,
    entryPoints: [join(here, 'page.js')],
    platform: 'browser',
    format: 'iife',
  })
}

/** Installs the runtimes, unless they are installed. */
async function install() {
  if (existsSync(runtimesFolder)) return
  console.log(`Installing the runtimes into ${runtimesFolder}`)
  // Installs into a temporary folder first, since another process may install at the same time.
  const temporary = `${runtimesFolder}.${process.pid}`
  cpSync(join(here, 'binaries'), temporary, { recursive: true })
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', ['ci', ...options], { cwd: temporary, timeout: 5 * TIMEOUT })
  if (existsSync(runtimesFolder)) rmSync(temporary, { recursive: true })
  else renameSync(temporary, runtimesFolder)
}

/**
 * Returns the failures in a report: rows that failed, and rows that did not run.
 *
 * @param {Report} report
 */
function failuresIn({ outcomes }) {
  const failures = []
  for (const [file, content] of Object.entries(fixtures)) {
    const outcome = outcomes[file] ?? { passed: 0, problems: [] }
    failures.push(...outcome.problems)
    const rows = content.trimEnd().split('\n').length
    const missing = rows - outcome.passed - outcome.problems.length
    if (missing !== 0) failures.push(`${file}.jsonl: ${missing} rows did not run`)
  }
  return failures
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  throw new Error(`expected Linux on x64, received ${process.platform} on ${process.arch}`)
}
const selected = process.argv.slice(2).map((name) => name.toLowerCase())
const toRun = Object.entries(runtimes).filter(
  ([name]) =>
    selected.length === 0 || selected.some((start) => name.toLowerCase().startsWith(start)),
)
if (toRun.length === 0)
  throw new Error(
    `unknown runtime: expected one of ${Object.keys(runtimes).join(', ')}, received ${selected.join(', ')}`,
  )

await install()
await bundle()
/** @type {Record<string, Record<string, string | number>>} */
const table = {}
let passed = 0
let failed = 0
for (const [name, reportOf] of toRun) {
  try {
    const report = await reportOf()
    const failures = failuresIn(report)
    for (const failure of failures.slice(0, MAX_FAILURES)) console.error(`${name}: ${failure}`)
    /** @type {Record<string, string | number>} */
    const row = (table[name] = { Buffer: report.buffer ? 'yes' : 'no' })
    for (const [file, outcome] of Object.entries(report.outcomes)) {
      row[file] = outcome.passed
      passed += outcome.passed
    }
    row.failed = failures.length
    failed += failures.length
  } catch (error) {
    console.error(`${name}: ${error}`)
    table[name] = { failed: 'all' }
    failed += 1
  }
}
console.table(table)
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
