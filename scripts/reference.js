// @ts-check
/**
 * Builds the program of `reference/` into `reference/bin/`. The program answers
 * questions about the Go libraries.
 *
 * The Go modules come from the module proxy. If `REFERENCE_SOURCE` is set, it must be
 * the path of a folder: each folder in it with a `go.mod` replaces the module that this
 * `go.mod` names. The replacements are written to a temporary file, and
 * `reference/go.mod` does not change.
 *
 * With `--optional` this script exits with 0 even if Go is missing or `go build` fails.
 */
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROGRAM } from './program.js'

const FOLDER = fileURLToPath(new URL('../reference/', import.meta.url))
/** The timeout of a build, downloads included, in milliseconds. */
const TIMEOUT = 300_000
/** The maximum number of printed error lines of `go build`. Lines about downloads are omitted. */
const LINES = 4

const optional = process.argv.includes('--optional')
const source = process.env['REFERENCE_SOURCE']

mkdirSync(join(FOLDER, 'bin'), { recursive: true })
// If this build fails, the program of an earlier build must not be used.
rmSync(PROGRAM, { force: true })
const problem = build()
if (problem === undefined) {
  console.log(`reference: built from ${source ?? 'the module proxy'}, pinned: ${pins().join(', ')}`)
} else {
  console.error(problem)
  console.error(
    'reference: the Go program could not be built. If the module proxy does not serve a module, set REFERENCE_SOURCE to a folder with the source trees of libforge and ucantone (docs/reference.md).',
  )
  if (!optional) process.exitCode = 1
}

/** @returns {string | undefined} the error message, or undefined if the build succeeds */
function build() {
  const temporary = mkdtempSync(join(tmpdir(), 'libforge-reference-'))
  const modfile = join(temporary, 'go.mod')
  try {
    copyFileSync(join(FOLDER, 'go.mod'), modfile)
    copyFileSync(join(FOLDER, 'go.sum'), join(temporary, 'go.sum'))
    if (source !== undefined) appendFileSync(modfile, replacements(resolve(source)))
    const args = ['build', `-modfile=${modfile}`, '-buildvcs=false', '-o', PROGRAM, '.']
    const { error, status, stderr } = spawnSync('go', args, {
      cwd: FOLDER,
      encoding: 'utf8',
      env: { ...process.env, GOFLAGS: '', GOWORK: 'off' },
      timeout: TIMEOUT,
    })
    if (error !== undefined) {
      const isMissing = 'code' in error && error.code === 'ENOENT'
      return isMissing
        ? 'reference: Go is missing: install it from https://go.dev/doc/install'
        : `go build: ${error.message}`
    }
    if (status === 0) return undefined
    const errors = stderr.split('\n').filter((line) => !line.startsWith('go: downloading '))
    return errors.slice(0, LINES).join('\n').trim()
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

/**
 * Returns the lines of a `go.mod` that replace modules with the source trees of a folder.
 *
 * @param {string} folder
 */
function replacements(folder) {
  const trees = readdirSync(folder).map((name) => join(folder, name))
  return trees
    .filter((tree) => existsSync(join(tree, 'go.mod')))
    .map((tree) => {
      const [, path] = /^module\s+(\S+)/m.exec(readFileSync(join(tree, 'go.mod'), 'utf8')) ?? []
      return `\nreplace ${path} => ${JSON.stringify(tree)}\n`
    })
    .join('')
}

/** Returns the names and pinned versions of libforge and ucantone, from `reference/go.mod`. */
function pins() {
  const text = readFileSync(join(FOLDER, 'go.mod'), 'utf8')
  return Array.from(
    text.matchAll(/github\.com\/fil-forge\/(libforge|ucantone) (\S+)/g),
    ([, name, version]) => `${name} ${version}`,
  )
}
