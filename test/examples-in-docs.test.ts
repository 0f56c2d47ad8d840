import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { asProgram, documentedExamples, sources } from './documented-examples.js'

/** In the package, so that its own name leads to what was built, and out of the way of git. */
const folder = fileURLToPath(new URL('../reports/examples', import.meta.url))

const examples = documentedExamples().map(({ place, code }, i) => ({
  place,
  code,
  path: `${folder}/${i}-${place.replaceAll(/\W/g, '-')}`,
}))

const TAG = /^ *\* @example$/gm

/** Milliseconds after which an example is stopped. */
const PATIENCE = 20_000

/** What is wrong with each example that doesn't compile, by its file. */
const complaints = new Map<string, string[]>()

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { path, code } of examples) {
    writeFileSync(`${path}.ts`, code)
    writeFileSync(`${path}.js`, asProgram(code))
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
    complaints.set(path, [...(complaints.get(path) ?? []), message])
  }
}, 60_000)

it('every example of the docstrings is among those that are run', () => {
  const tags = sources().flatMap((file) => readFileSync(file, 'utf8').match(TAG) ?? [])
  expect(tags.length).toBeGreaterThan(40)
  expect(examples.filter(({ place }) => place.startsWith('src/'))).toHaveLength(tags.length)
})

it.each([
  `const a = 1\na + 1 // 3`,
  `const a = 1\na + 1\n// 3`,
  `{\n  const a = 1\n  a + 1 // 3\n}`,
])('an example is not believed where it says what is not so: %j', async (code) => {
  writeFileSync(`${folder}/wrong.js`, asProgram(code))
  await expect(run(`${folder}/wrong.js`)).rejects.toThrow('2 !== 3')
})

describe('the example', () => {
  it.each(examples)('of $place compiles', ({ path }) => {
    expect(complaints.get(`${path}.ts`) ?? []).toEqual([])
  })

  it.each(examples)('of $place runs, and what its comments say is so', async ({ path }) => {
    await expect(run(`${path}.js`)).resolves.toBe(0)
  })
})

it('nothing but the examples is complained of', () => {
  const files = examples.map(({ path }) => `${path}.ts`)
  expect([...complaints.keys()].filter((file) => !files.includes(file))).toEqual([])
})

/** Runs a program to its end, and returns with what it exits. */
async function run(file: string): Promise<number> {
  const worker = new Worker(file, { stdout: true, stderr: true })
  const timer = setTimeout(() => void worker.terminate(), PATIENCE)
  try {
    const [code] = (await once(worker, 'exit')) as [number]
    return code
  } finally {
    clearTimeout(timer)
  }
}
