import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { run } from './inspector/program.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, source]) => source!)

/** What TypeScript has to say of the blocks, each as a module in the root of the repository. */
function complaints(): string[] {
  const examples = join(root, 'examples')
  const { config } = ts.readConfigFile(join(examples, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, examples)
  // A block shows, and leaves to its reader what to do with it.
  Object.assign(options, { noUnusedLocals: false, moduleDetection: ts.ModuleDetectionKind.Force })
  const sources = new Map(blocks.map((block, i) => [join(root, `readme-${i}.ts`), block]))
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => sources.has(file) || fileExists(file)
  host.readFile = (file) => sources.get(file) ?? readFile(file)
  host.getSourceFile = (file, target, ...rest) => {
    const source = sources.get(file)
    return source === undefined
      ? getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, source, target)
  }
  const program = ts.createProgram([...sources.keys()], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.text}${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
}

/** What the block with this text prints on the built package, with this after it. */
function printed(text: string, after: string): unknown {
  const block = blocks.find((candidate) => candidate.includes(text))!
  const { outputText } = ts.transpileModule(block + after, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  })
  const { status, stdout, stderr } = run('--input-type=module', [], outputText)
  expect([status, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe('the README', () => {
  it('has TypeScript that compiles', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(6)
    expect(complaints()).toEqual([])
  }, 60_000)

  it('shows how arguments are written', () => {
    const after = 'console.log(JSON.stringify(customer.AddArguments.cbor.decode(bytes).details))'
    expect(printed('const bytes = ', after)).toEqual({ region: 'us-east-1' })
  })

  it('shows what is said of bad arguments', () => {
    // A map of details alone, whose plan is 3.
    const bytes = 'a16764657461696c73a164706c616e03'
    const after = `console.log(JSON.stringify(customerOf(Buffer.from('${bytes}', 'hex'))))`
    expect(printed('function customerOf', after)).toBe(
      'customer.AddArguments: details.plan: expected text, found 3',
    )
  })

  it('shows what is said of what a person typed', () => {
    expect(printed('const typed: unknown', 'console.log(JSON.stringify(result))')).toEqual({
      issues: [{ path: ['product'], message: 'expected a DID, found "free"' }],
    })
  })

  it('shows an invocation of UCAN 1.0 that verifies', () => {
    expect(printed('const token = await invoke', 'console.log(signed)')).toBe(true)
  })

  it('shows a service of ucanto that compares the subject with itself', () => {
    const after = `
      import * as ed25519 from '@ucanto/principal/ed25519'
      import { Verifier } from '@ucanto/principal'
      const printed = []
      console.log = (...words) => printed.push(words)
      const id = await ed25519.generate()
      const nb = { customer: 'did:web:a.example', product: 'did:web:b.example', details: { region: 'eu' } }
      for (const issuer of [id, await ed25519.generate()]) {
        const options = { issuer, audience: id, with: issuer.did(), nb }
        const invocation = await customer.add.invoke(options).buildIPLDView()
        const out = await add(invocation, { id, principal: Verifier, validateAuthorization: () => ({ ok: {} }) })
        printed.push(out.ok ?? out.error.message.replace(issuer.did(), 'the stranger'))
      }
      process.stdout.write(JSON.stringify(printed))`
    expect(printed('Server.provide(customer.add', after)).toEqual([
      ['did:web:a.example', 'eu'],
      {},
      'the stranger is not this service',
    ])
  })
})
