import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { asProgram, documentedExamples, sources } from './documented-examples.js'

/** A folder in the package, so that the package's name resolves to the build. Git ignores the folder. */
const folder = fileURLToPath(new URL('../reports/examples', import.meta.url))

const examples = documentedExamples().map(({ place, code }, i) => ({
  place,
  code,
  path: `${folder}/${i}-${place.replaceAll(/\W/g, '-')}`,
}))

const TAG = /^ *\* @example$/gm

/** The time limit of an example, in milliseconds. */
const TIMEOUT = 20_000

/** The port of servers in examples. Another program may use this port, so examples run with a free port. */
const PORT = /\b8080\b/g

/** The messages of the compiler for each file. */
const diagnostics = new Map<string, string[]>()

beforeAll(async () => {
  const port = await freePort()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { path, code } of examples) {
    writeFileSync(`${path}.ts`, code)
    writeFileSync(`${path}.js`, asProgram(code.replaceAll(PORT, String(port))))
  }
  const program = ts.createProgram({
    rootNames: examples.map(({ path }) => `${path}.ts`),
    options: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
    },
  })
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const path = file?.fileName ?? 'no file'
    const message = ts.flattenDiagnosticMessageText(messageText, '\n')
    diagnostics.set(path, [...(diagnostics.get(path) ?? []), message])
  }
}, 60_000)

describe('documentedExamples', () => {
  it('returns one example for each @example tag in src', () => {
    const tags = sources().flatMap((file) => readFileSync(file, 'utf8').match(TAG) ?? [])
    expect(tags.length).toBeGreaterThan(40)
    expect(examples.filter(({ place }) => place.startsWith('src/'))).toHaveLength(tags.length)
  })
})

describe('asProgram', () => {
  it.each([
    `const a = 1\na + 1 // 3`,
    `const a = 1\na + 1\n// 3`,
    `{\n  const a = 1\n  a + 1 // 3\n}`,
  ])('returns a program that throws for the wrong value 3 in %j', async (code) => {
    writeFileSync(`${folder}/wrong.js`, asProgram(code))
    await expect(run(`${folder}/wrong.js`)).rejects.toThrow('2 !== 3')
  })
})

describe('the example', () => {
  it.each(examples)('in $place compiles', ({ path }) => {
    expect(diagnostics.get(`${path}.ts`) ?? []).toEqual([])
  })

  it.each(examples)(
    'in $place runs and has the values in its comments',
    async ({ path }) => {
      await expect(run(`${path}.js`)).resolves.toBe(0)
    },
    2 * TIMEOUT,
  )
})

describe('the compiler', () => {
  it('reports no errors outside the examples', () => {
    const files = examples.map(({ path }) => `${path}.ts`)
    expect([...diagnostics.keys()].filter((file) => !files.includes(file))).toEqual([])
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Runs a program, and returns its exit code: 1 if `TIMEOUT` is exceeded. Rejects with the error that the program throws. */
async function run(file: string): Promise<number> {
  const worker = new Worker(file, { stdout: true, stderr: true })
  const timer = setTimeout(() => void worker.terminate(), TIMEOUT)
  try {
    const [code] = (await once(worker, 'exit')) as [number]
    return code
  } finally {
    clearTimeout(timer)
  }
}
