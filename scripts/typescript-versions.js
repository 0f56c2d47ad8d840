// @ts-check
/**
 * Packs the package, and compiles programs that import it. Each program is compiled
 * with every supported minor version of TypeScript. Fails if a program doesn't
 * compile. The compilers are installed from the npm registry into a temporary folder.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSIONS = ['5.7', '5.8', '5.9', '6.0', '7.0']
/**
 * The programs, and whether the declaration files of this package and of its
 * dependencies are checked too. They are not checked for `ucanto.ts`, because a dependency
 * of `@ucanto/interface` has declarations with errors.
 */
const PROGRAMS = /** @type {const} */ ([
  ['consumer.ts', true],
  ['ucanto.ts', false],
])
const OPTIONS =
  '--noEmit --strict --exactOptionalPropertyTypes --target es2022 --lib es2023,dom,dom.iterable --types node --module nodenext'.split(
    ' ',
  )

const root = fileURLToPath(new URL('..', import.meta.url))
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'libforge-typescript-'))
try {
  prepareFolder()
  const results = VERSIONS.flatMap((version) =>
    PROGRAMS.map(([program, checksLibraries]) =>
      compiles(version, program, [...OPTIONS, '--skipLibCheck', String(!checksLibraries)]),
    ),
  )
  const passed = results.filter(Boolean).length
  console.log(`${passed} passed, ${results.length - passed} failed`)
  if (passed < results.length) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}

function prepareFolder() {
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const tarball = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim()
  const peers = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`)
  const compilers = VERSIONS.map((version) => `${nameOf(version)}@npm:typescript@${version}`)
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer","private":true,"type":"module"}')
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--silent']
  const packages = [join(folder, tarball), ...peers, ...compilers, '@types/node@20']
  execFileSync('npm', ['install', ...options, ...packages], { cwd: folder, stdio: 'inherit' })
  for (const [program] of PROGRAMS) {
    const source = new URL(`../test/typescript/${program}`, import.meta.url)
    writeFileSync(join(folder, program), readFileSync(source))
  }
}

/** @param {string} version */
function nameOf(version) {
  return `typescript-${version}`
}

/**
 * Compiles a program, prints the result and any errors, and returns whether it compiles.
 *
 * @param {string} version
 * @param {string} program
 * @param {string[]} options
 */
function compiles(version, program, options) {
  const compiler = join(folder, 'node_modules', nameOf(version), 'bin', 'tsc')
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options, program], {
    cwd: folder,
    encoding: 'utf8',
  })
  console.log(`${status === 0 ? '✓' : '×'} ${version} ${program}`)
  if (status !== 0) console.log(stdout)
  return status === 0
}
