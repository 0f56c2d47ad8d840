import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const entries = ['', '/customer', '/provider', '/s3']

/** What the packed package is installed into, as somebody who uses it would. */
let project: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'libforge-consumer-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: root,
  })
  const [packed] = JSON.parse(stdout) as Array<{ filename: string }>
  await writeFile(join(project, 'package.json'), '{"name":"consumer","private":true}')
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${packed!.filename}`],
    {
      cwd: project,
    },
  )
}, 120_000)

afterAll(() => rm(project, { recursive: true, force: true }))

/** Runs a program in the project, and returns what it prints. */
async function node(file: string, source: string): Promise<string> {
  await writeFile(join(project, file), source)
  const { stdout } = await run(process.execPath, ['--no-warnings', file], { cwd: project })
  return stdout.trim()
}

describe('the packed package', () => {
  it.each(entries)('can be imported: @fil-forge/libforge%s', async (entry) => {
    const source = `import * as m from '@fil-forge/libforge${entry}'
      console.log(typeof (m.add ?? m.request?.authorize ?? m.customer.add).command)`
    expect(await node('import.mjs', source)).toBe('string')
  })

  it.each(entries)('can be required: @fil-forge/libforge%s', async (entry) => {
    const source = `const m = require('@fil-forge/libforge${entry}')
      console.log(typeof (m.add ?? m.request?.authorize ?? m.customer.add).command)`
    expect(await node('require.cjs', source)).toBe('string')
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

  it('carries code, types, schemas and licences, and no vectors or tests', async () => {
    const { stdout } = await run('npm', ['pack', '--json', '--dry-run'], { cwd: root })
    const [packed] = JSON.parse(stdout) as Array<{ files: Array<{ path: string }> }>
    const folders = new Set(packed!.files.map(({ path }) => path.split('/')[0]))
    expect([...folders].toSorted()).toEqual([
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'README.md',
      'dist',
      'package.json',
      'schemas',
    ])
    expect(packed!.files.filter(({ path }) => /jsonl|\.test\./.test(path))).toEqual([])
  })

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])(
    'has types that tsc finds with module %s and resolution %s',
    async (module, moduleResolution) => {
      const folder = join(project, moduleResolution)
      await mkdir(folder)
      await writeFile(join(folder, 'package.json'), '{"type":"module"}')
      await writeFile(join(folder, 'use.ts'), TYPED_USE)
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            module,
            moduleResolution,
            target: 'es2022',
            lib: ['es2022', 'dom'],
            types: [],
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: false,
            noEmit: true,
          },
          include: ['use.ts'],
        }),
      )
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error)
      expect(stdout).toBe('')
    },
    60_000,
  )
})

const TYPED_USE = `
import { customer, s3, CodecError, type Command, type DID, type Type } from '@fil-forge/libforge'
import { add, AddArguments } from '@fil-forge/libforge/customer'
import * as provider from '@fil-forge/libforge/provider'
import { bucket } from '@fil-forge/libforge/s3'

const args: AddArguments = { customer: 'did:web:a.example', product: 'did:web:b.example', details: {} }
const bytes: Uint8Array = customer.AddArguments.cbor.encode(args)
const did: DID = add.arguments.json.decode(bytes).customer
const type: Type<provider.AddOK> = provider.AddOK
const command: Command<bucket.DeleteArguments> = bucket.delete
const permissions: s3.PermissionSet = { [did]: ['s3:GetObject'] }
// @ts-expect-error -- a number is no DID
customer.AddArguments.cbor.encode({ ...args, customer: 3 })
export { type, command, permissions, CodecError }
`
