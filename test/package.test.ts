import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const { peerDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

/** Of each entry, something that uses it, where it is called `m`, and what that gives. */
const entries = [
  ['', 'm.customer.add.command', '/customer/add'],
  ['/customer', 'm.add.command', '/customer/add'],
  ['/provider', 'm.add.command', '/provider/add'],
  ['/s3', 'm.request.authorize.command', '/s3/request/authorize'],
  ['/ucan', '(await m.Container.encode({})).length', '9'],
  ['/ucanto', 'm.customer.add.can', 'customer/add'],
  ['/testing', 'typeof m.arbitrary(libforge.customer.AddArguments).generate', 'function'],
] as const
const withoutPeers = entries.slice(0, 4)

/** What the packed package is installed into, as somebody who uses it would; the second without its peers. */
let project: string
let bare: string
/** What is in it. */
let files: string[]

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'libforge-consumer-'))
  bare = join(project, 'bare')
  await mkdir(bare)
  const options = ['--json', '--ignore-scripts', '--pack-destination', project]
  const { stdout } = await run('npm', ['pack', ...options], { cwd: root })
  const [packed] = JSON.parse(stdout) as Array<{ filename: string; files: Array<{ path: string }> }>
  files = packed!.files.map(({ path }) => path)
  const tarball = join(project, packed!.filename)
  await install(bare, [tarball])
  const peers = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`)
  await install(project, [tarball, ...peers])
}, 120_000)

afterAll(() => rm(project, { recursive: true, force: true }))

async function install(folder: string, packages: string[]): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"name":"consumer","private":true}')
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
  await run('npm', ['install', ...options, ...packages], { cwd: folder })
}

/** Runs a program in the project, and returns what it prints. */
async function node(file: string, source: string, cwd = project): Promise<string> {
  await writeFile(join(cwd, file), source)
  return await printed(join(cwd, file))
}

async function printed(file: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--no-warnings', file])
  return stdout.trim()
}

function importing(entry: string, use: string): string {
  return `import * as libforge from '@fil-forge/libforge'
    import * as m from '@fil-forge/libforge${entry}'
    console.log(${use})`
}

describe('the packed package', () => {
  it.each(entries)('can be imported: @fil-forge/libforge%s', async (entry, use, value) => {
    expect(await node('import.mjs', importing(entry, use))).toBe(value)
  })

  it.each(entries)('can be required: @fil-forge/libforge%s', async (entry, use, value) => {
    const source = `const libforge = require('@fil-forge/libforge')
      const m = require('@fil-forge/libforge${entry}')
      const print = async () => console.log(${use})
      print()`
    expect(await node('require.cjs', source)).toBe(value)
  })

  it.each(withoutPeers)('needs no peers for @fil-forge/libforge%s', async (entry, use, value) => {
    expect(await node('import.mjs', importing(entry, use), bare)).toBe(value)
  })

  describe('built by Vite', () => {
    const fileOf = (entry: string) => `vite${entry.replace('/', '-')}`

    beforeAll(async () => {
      const programs = entries.map(async ([entry, use]) => {
        const file = join(project, `${fileOf(entry)}.mjs`)
        await writeFile(file, importing(entry, use))
        return [fileOf(entry), file]
      })
      await build({
        root: project,
        configFile: false,
        logLevel: 'error',
        build: {
          outDir: 'built',
          target: 'es2022',
          modulePreload: { polyfill: false },
          rolldownOptions: {
            input: Object.fromEntries(await Promise.all(programs)),
            output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
          },
        },
      })
    }, 60_000)

    it.each(entries)('works: @fil-forge/libforge%s', async (entry, _use, value) => {
      expect(await printed(join(project, 'built', `${fileOf(entry)}.mjs`))).toBe(value)
    })
  })

  it('has one CodecError, however it is come by', async () => {
    const source = `const { CodecError } = require('@fil-forge/libforge')
      const { AddArguments } = require('@fil-forge/libforge/customer')
      import('@fil-forge/libforge').then((m) => {
        try { AddArguments.cbor.decode(new Uint8Array()) } catch (error) {
          console.log(error instanceof CodecError, error instanceof m.CodecError)
        }
      })`
    expect(await node('one.cjs', source)).toBe('true true')
  })

  it('carries code, types, schemas and licences, and no vectors or tests', () => {
    const folders = new Set(files.map((path) => path.split('/')[0]))
    expect([...folders].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'README.md',
      'SECURITY.md',
      'dist',
      'package.json',
      'schemas',
    ])
    expect(files.filter((path) => /jsonl|\.test\./.test(path))).toEqual([])
  })

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])(
    'has types that tsc finds with module %s and resolution %s',
    async (module, moduleResolution) => {
      expect(await typecheck('core', { module, moduleResolution }, TYPED_USE)).toBe('')
      // ucanto's own types, and those of what it stands on, have errors that tsc is not to look for.
      const options = { module, moduleResolution, skipLibCheck: true }
      expect(await typecheck('ucanto', options, TYPED_USE_OF_UCANTO)).toBe('')
    },
    60_000,
  )
})

/** What tsc says of a program in the project. */
async function typecheck(name: string, options: object, source: string): Promise<string> {
  const folder = await mkdtemp(join(project, `${name}-`))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'use.ts'), source)
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  }
  const config = { compilerOptions, include: ['use.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error)
  return stdout
}

const TYPED_USE = `
import { customer, s3, CodecError, type Command, type DID, type Type } from '@fil-forge/libforge'
import { add, AddArguments } from '@fil-forge/libforge/customer'
import * as provider from '@fil-forge/libforge/provider'
import { bucket } from '@fil-forge/libforge/s3'
import { arbitrary } from '@fil-forge/libforge/testing'
import { argumentsOf, invoke, type Invocation, type Signer } from '@fil-forge/libforge/ucan'
import fc from 'fast-check'

const args: AddArguments = { customer: 'did:web:a.example', product: 'did:web:b.example', details: {} }
const bytes: Uint8Array = customer.AddArguments.cbor.encode(args)
const did: DID = add.arguments.json.decode(bytes).customer
const type: Type<provider.AddOK> = provider.AddOK
const command: Command<bucket.DeleteArguments> = bucket.delete
const permissions: s3.PermissionSet = { [did]: ['s3:GetObject'] }
// @ts-expect-error -- a number is no DID
customer.AddArguments.cbor.encode({ ...args, customer: 3 })
export { type, command, permissions, CodecError }

export const samples: AddArguments[] = fc.sample(arbitrary(customer.AddArguments), 1)
export async function product(issuer: Signer): Promise<DID> {
  const options = { issuer, subject: did, arguments: args }
  const invocation: Invocation = await invoke(customer.add, options)
  // @ts-expect-error -- these are no arguments of this command
  await invoke(customer.add, { ...options, arguments: { provider: did } })
  return argumentsOf(customer.add, invocation).product
}
`

const TYPED_USE_OF_UCANTO = `
import type { customer } from '@fil-forge/libforge'
import { customer as capabilities, type CustomerAdd } from '@fil-forge/libforge/ucanto'

export const can: 'customer/add' = capabilities.add.can
export const nb = (add: CustomerAdd): customer.AddArguments => add.nb
// @ts-expect-error -- it is a DID
export const isNumber = (add: CustomerAdd): number => add.nb.customer
`
