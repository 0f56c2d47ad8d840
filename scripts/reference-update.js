// @ts-check
/**
 * Updates libforge and ucantone in `reference/go.mod` to the newest versions that
 * the module proxy has. Then it builds the Go program of `reference/`, which answers
 * questions about these modules. Last, it records the program's answers in the fixtures and in
 * `reference/types.json`, and prints the differences in types, fields, commands and
 * answers.
 *
 * If a step fails, `reference/go.mod` and `go.sum` are restored, but not the
 * program and the recorded files.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../reference/', import.meta.url))
const FILES = ['go.mod', 'go.sum']
const LATEST = ['github.com/fil-forge/libforge@latest', 'github.com/fil-forge/ucantone@latest']
/** The timeout of a step, downloads included, in milliseconds. */
const TIMEOUT = 300_000

const backup = mkdtempSync(join(tmpdir(), 'libforge-reference-'))
for (const file of FILES) copyFileSync(join(FOLDER, file), join(backup, file))
const before = pins()
try {
  run('go', ['get', ...LATEST], FOLDER)
  run('go', ['mod', 'tidy'], FOLDER)
  run(process.execPath, ['scripts/reference.js'])
  console.log(`before: ${before}\nafter:  ${pins()}`)
  run(process.execPath, ['scripts/fixtures.js'])
  console.log('reference: review the differences as docs/reference.md describes')
} catch (error) {
  for (const file of FILES) copyFileSync(join(backup, file), join(FOLDER, file))
  console.error(`reference: ${error instanceof Error ? error.message : error}`)
  console.error(`reference: the pinned versions are still ${before}`)
  process.exitCode = 1
} finally {
  rmSync(backup, { recursive: true })
}

function pins() {
  const text = readFileSync(join(FOLDER, 'go.mod'), 'utf8')
  return [...text.matchAll(/fil-forge\/((?:libforge|ucantone) \S+)/g)]
    .map(([, pin]) => pin)
    .join(', ')
}

/**
 * Runs a command. Throws if it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
function run(command, args, cwd) {
  // The answers must come from the pinned modules, not from source trees.
  const env = { ...process.env, GOWORK: 'off', REFERENCE_SOURCE: undefined }
  const { error, status } = spawnSync(command, args, {
    cwd,
    env,
    stdio: 'inherit',
    timeout: TIMEOUT,
  })
  if (error !== undefined) throw error
  if (status !== 0)
    throw new Error(`${command} ${args[0]}: expected exit code 0, received ${status}`)
}
