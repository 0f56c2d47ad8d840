import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const { peerDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

/** Some entry points: the path, an expression that uses the module as `m`, and the printed value of the expression. */
const entries = [
  ['', 'm.customer.add.name', '/customer/add'],
  ['/codec', 'm.did.name', 'did'],
  ['/commands/customer', 'm.add.name', '/customer/add'],
  ['/commands/provider', 'm.add.name', '/provider/add'],
  ['/commands/s3', 'm.request.authorize.name', '/s3/request/authorize'],
  ['/http', 'typeof m.execute', 'function'],
  ['/ucan', '(await m.Container.encode({})).length', '9'],
  ['/ucanto', 'm.customer.add.can', 'customer/add'],
  ['/testing', 'typeof m.arbitrary(libforge.customer.AddArguments).generate', 'function'],
] as const
const withoutPeers = entries.slice(0, 7)

/** The folder of a project with the packed package and its peer dependencies. */
let project: string
/** The folder of a project with the packed package, without its peer dependencies. */
let bare: string
/** The files of the packed package. */
let files: string[]

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'libforge-consumer-'))
  // `bare` is not inside `project`, where Node would find the peer dependencies.
  bare = await mkdtemp(join(tmpdir(), 'libforge-bare-'))
  const options = ['--json', '--ignore-scripts', '--pack-destination', project]
  const { stdout } = await run('npm', ['pack', ...options], { cwd: root })
  const [packed] = JSON.parse(stdout) as Array<{ filename: string; files: Array<{ path: string }> }>
  files = packed!.files.map(({ path }) => path)
  const tarball = join(project, packed!.filename)
  await install(bare, [tarball])
  const peers = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`)
  await install(project, [tarball, ...peers])
}, 120_000)

afterAll(async () => {
  for (const folder of [project, bare]) await rm(folder, { recursive: true, force: true })
})

async function install(folder: string, packages: string[]): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"name":"consumer","private":true}')
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
  await run('npm', ['install', ...options, ...packages], { cwd: folder })
}

/** Runs a program in one of the projects, and returns its output. */
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

  it.each(withoutPeers)(
    'needs no peer dependencies for @fil-forge/libforge%s',
    async (entry, use, value) => {
      expect(await node('import.mjs', importing(entry, use), bare)).toBe(value)
    },
  )

  describe('built by Vite', () => {
    const fileOf = (entry: string) => `vite${entry.replaceAll('/', '-')}`

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

    it.each(entries)('can be run: @fil-forge/libforge%s', async (entry, _use, value) => {
      expect(await printed(join(project, 'built', `${fileOf(entry)}.mjs`))).toBe(value)
    })
  })

  it('exports one CodecError class to both import and require', async () => {
    const source = `const { CodecError } = require('@fil-forge/libforge')
      const { AddArguments } = require('@fil-forge/libforge/commands/customer')
      import('@fil-forge/libforge').then((m) => {
        try { AddArguments.cbor.decode(new Uint8Array()) } catch (error) {
          console.log(error instanceof CodecError, error instanceof m.CodecError)
        }
      })`
    expect(await node('one.cjs', source)).toBe('true true')
  })

  it('contains dist, schemas, documents and licenses, and no fixtures or tests', () => {
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
    'has types for module %s and resolution %s',
    async (module, moduleResolution) => {
      expect(await typecheck('core', { module, moduleResolution }, TYPED_USE)).toBe('')
      // A dependency of `@ucanto/interface` has declarations with errors.
      const options = { module, moduleResolution, skipLibCheck: true }
      expect(await typecheck('ucanto', options, TYPED_USE_OF_UCANTO)).toBe('')
    },
    60_000,
  )
})

/** Checks the types of a program in the project, and returns the errors that tsc prints. Throws if tsc can't run. */
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
  try {
    await run(process.execPath, [tsc, '-p', folder])
    return ''
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string }
    if (!stdout) throw error
    return stdout
  }
}

const TYPED_USE = `
import { customer, s3, CodecError, type Command, type DID, type Type } from '@fil-forge/libforge'
import { add, AddArguments } from '@fil-forge/libforge/commands/customer'
import * as provider from '@fil-forge/libforge/commands/provider'
import { bucket } from '@fil-forge/libforge/commands/s3'
import { command, struct, string as stringType } from '@fil-forge/libforge/codec'
import { arbitrary } from '@fil-forge/libforge/testing'
import { argumentsOf, invoke, type Invocation, type Signer } from '@fil-forge/libforge/ucan'
import fc from 'fast-check'

const args: AddArguments = { customer: 'did:web:a.example', product: 'did:web:b.example', details: {} }
const bytes: Uint8Array = customer.AddArguments.cbor.encode(args)
const did: DID = add.arguments.json.decode(bytes).customer
const type: Type<provider.AddOK> = provider.AddOK
const own: Command<bucket.DeleteArguments> = bucket.delete
const permissions: s3.PermissionSet = { [did]: ['s3:GetObject'] }
// @ts-expect-error -- a number is not a DID
customer.AddArguments.cbor.encode({ ...args, customer: 3 })
const greet = command('/greeter/greet', struct('GreetArguments', { text: stringType }), customer.AddOK)
export const greeting: string = greet.arguments.json.parse('{"text":"hello"}').text
export { type, own, permissions, CodecError }

export const samples: AddArguments[] = fc.sample(arbitrary(customer.AddArguments), 1)
export async function product(issuer: Signer): Promise<DID> {
  const options = { issuer, subject: did, arguments: args }
  const invocation: Invocation = await invoke(customer.add, options)
  // @ts-expect-error -- not the arguments of this command
  await invoke(customer.add, { ...options, arguments: { provider: did } })
  return argumentsOf(customer.add, invocation).product
}
`

const TYPED_USE_OF_UCANTO = `
import type { InferInvokedCapability } from '@ucanto/interface'
import type { customer } from '@fil-forge/libforge'
import { customer as capabilities } from '@fil-forge/libforge/ucanto'

type CustomerAdd = InferInvokedCapability<typeof capabilities.add>

export const can: 'customer/add' = capabilities.add.can
export const nb = (add: CustomerAdd): customer.AddArguments => add.nb
// @ts-expect-error -- the field is a DID
export const isNumber = (add: CustomerAdd): number => add.nb.customer
`
