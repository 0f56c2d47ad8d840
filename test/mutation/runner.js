// @ts-check
/**
 * A Stryker test runner that runs the tests in its own process, without vitest.
 * For each mutant, this takes a tenth of the time of a vitest run. A mutant that throws
 * when it is loaded, or when tests are collected, counts as killed. Stryker's
 * runner for vitest does not detect such mutants.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'

/**
 * The test files for the mutants of each part of `src`. A mutant belongs to the
 * first suite that lists the start of its path. A mutant counts as an endless loop
 * after `hitLimit` evaluations of mutated code.
 *
 * @type {ReadonlyArray<{ paths: readonly string[], hitLimit: number, files: readonly string[] }>}
 */
const SUITES = [
  { paths: ['src/ucan/policy/'], hitLimit: 5_000_000, files: ['ucan/policy'] },
  {
    paths: ['src/ucan/cryptography/'],
    hitLimit: 1_000_000,
    files: [
      'ucan/cryptography/strictness',
      'ucan/cryptography/der',
      'ucan/cryptography/spki',
      'ucan/cryptography/public-key',
      'ucan/cryptography/sha256',
      'ucan/cryptography/platform',
      'ucan/cryptography/signers',
      'ucan/cryptography/verify-signature',
    ],
  },
  {
    paths: [
      'src/ucan/attestation.ts',
      'src/ucan/authorize.ts',
      'src/ucan/command-order.ts',
      'src/ucan/did-document.ts',
      'src/ucan/did-mailto.ts',
      'src/ucan/issuer-methods.ts',
      'src/ucan/proof-chain.ts',
      'src/ucan/signature.ts',
      'src/ucan/times.ts',
      'src/ucan/verified-delegations.ts',
      'src/ucan/verify.ts',
    ],
    hitLimit: 1_000_000,
    files: [
      'ucan/times',
      'ucan/did-mailto',
      'ucan/did-document',
      'ucan/verified-delegations',
      'ucan/authorize',
      'ucan/proof-chain',
      'ucan/attestation',
      'ucan/verify',
    ],
  },
  {
    paths: ['src/ucan/data.ts'],
    hitLimit: 5_000_000,
    files: ['ucan/data', 'ucan/policy', 'ucan/container', 'ucan/create', 'ucan/decode'],
  },
  {
    paths: ['src/ucan/'],
    hitLimit: 1_000_000,
    files: [
      'ucan/container',
      'ucan/create',
      'ucan/data',
      'ucan/decode',
      'ucan/proof-chain',
      'ucan/tokens',
    ],
  },
  {
    paths: ['src/http/'],
    hitLimit: 1_000_000,
    files: [
      'http/cors',
      'http/did-document',
      'http/message',
      'http/response',
      'http/handler',
      'http/receipt-store',
      'http/execute',
    ],
  },
  {
    paths: ['src/'],
    hitLimit: 50_000_000,
    files: [
      'codec/cbor-reader',
      'codec/json-reader',
      'codec/kinds',
      'codec/cid',
      'codec/error',
      'codec/either',
      'codec/validate',
      'codec/json-strings',
      'errors',
      'values',
      'types',
      'codec/writer',
      'failure-names',
      's3/permission',
      's3/classify',
      'codec/platform',
      'conformance',
    ],
  },
]
/**
 * Tests run in ascending order of their durations, rounded down to a multiple of this
 * number of milliseconds. Tests with the same rounded duration keep their order.
 */
const DURATION_STEP = 2

const stryker = /** @type {import('@stryker-mutator/api/core').InstrumenterContext} */ ({})

class Runner {
  #mutate
  /** The loaded suites, by name. */
  #suites = /** @type {Map<string, Promise<Suite>>} */ (new Map())

  /** @param {readonly string[]} mutate the patterns of the mutated files */
  constructor(mutate) {
    this.#mutate = mutate
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init() {
    Object.assign(globalThis, { __stryker__: stryker, imports: 0 })
  }

  /** @returns {Promise<any>} a `CompleteDryRunResult` */
  async dryRun() {
    const tests = []
    for (const { paths } of SUITES) {
      const path = paths.find((one) => this.#mutate.some((pattern) => mayMatch(one, pattern)))
      if (path !== undefined) tests.push(...(await this.#suiteOf(`/${path}`)).results)
    }
    return { status: 'complete', tests }
  }

  /** @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options */
  async mutantRun({ activeMutant }) {
    const suite = await this.#suiteOf(activeMutant.fileName)
    const { hitLimit } = suite
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit })
    /** @type {any} a `CompleteDryRunResult` */
    const result = { status: 'complete', tests: await suite.run() }
    delete stryker.activeMutant
    return toMutantRunResult(determineHitLimitReached(stryker.hitCount, hitLimit) ?? result)
  }

  /** @param {string} path the path of a mutated file, or `/` and a path that a suite lists */
  async #suiteOf(path) {
    const index = indexOf(path)
    const { files, hitLimit } = /** @type {(typeof SUITES)[number]} */ (SUITES[index])
    const name = `tests-${index}`
    let suite = this.#suites.get(name)
    if (suite === undefined) {
      suite = Suite.load(name, files, hitLimit)
      this.#suites.set(name, suite)
    }
    return await suite
  }
}

/** The test files of a suite, bundled with the library. The bundle is loaded again for each run. */
class Suite {
  #loads = 0
  /** Milliseconds that each test takes without a mutant. */
  #times = /** @type {Map<string, number>} */ (new Map())
  #name
  /** The results without a mutant. @type {any[]} */
  results = []

  /**
   * @param {string} name
   * @param {number} hitLimit
   */
  constructor(name, hitLimit) {
    this.#name = name
    this.hitLimit = hitLimit
  }

  /**
   * @param {string} name
   * @param {readonly string[]} files
   * @param {number} hitLimit
   */
  static async load(name, files, hitLimit) {
    /** Modules that tests import dynamically. */
    const imported = new Set()
    const { outputFiles } = await build({
      ...options(),
      stdin: {
        contents: `${files.map((file) => `import './${file}.test.js'`).join('\n')}
          export { tests } from './mutation/vitest.js'`,
        resolveDir: `${process.cwd()}/test`,
      },
      write: false,
      plugins: [
        withOwnURLs,
        {
          name: 'reload-dynamic-imports',
          setup: ({ onResolve }) =>
            onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
              if (kind !== 'dynamic-import') return undefined
              imported.add(join(resolveDir, path.replace(/js$/, 'ts')))
              return { path: `./${basename(bundleOf(path))}`, external: true }
            }),
        },
      ],
    })
    const bundle = /** @type {string} */ (outputFiles[0]?.text)
    writeFileSync(
      bundleOf(name),
      bundle
        // Coverage counting takes most of the time, and is not used.
        .replace(/function stryCov_\w+\(\) \{/g, '$& return;')
        // The namespace of a module has this tag, but esbuild omits it in a bundle.
        .replace(
          'var __export = (target, all) => {',
          '$& Object.defineProperty(target, Symbol.toStringTag, { value: "Module" });',
        )
        .replace(/import\("(\.\/[^"]+)"\)/g, 'import(`$1?${globalThis.imports++}`)'),
    )
    for (const path of imported) {
      await build({ ...options(), entryPoints: [path], outfile: bundleOf(path) })
    }
    const suite = new Suite(name, hitLimit)
    suite.results = await suite.run()
    for (const { id, timeSpentMs } of suite.results) suite.#times.set(id, timeSpentMs)
    return suite
  }

  /** Runs the tests up to the first that fails. Returns their results. */
  async run() {
    const results = []
    for (const [id, test] of await this.#tests()) {
      const start = performance.now()
      const outcome = await outcomeOf(test)
      const timeSpentMs = performance.now() - start
      results.push({ id: `${this.#name} ${id}`, name: id, timeSpentMs, ...outcome })
      if (outcome.status !== 0) break
    }
    return results
  }

  /** @returns {Promise<Array<[id: string, test: () => unknown]>>} */
  async #tests() {
    const bundle = pathToFileURL(bundleOf(this.#name))
    bundle.search = String(this.#loads++)
    try {
      const { tests } = await import(bundle.href)
      const stepsOf = (/** @type {string} */ id) =>
        Math.floor((this.#times.get(`${this.#name} ${id}`) ?? 0) / DURATION_STEP)
      return [...tests].sort(([a], [b]) => stepsOf(a) - stepsOf(b))
    } catch (error) {
      const fail = () => {
        throw error
      }
      return [['the library is loaded', fail]]
    }
  }
}

/**
 * Replaces `import.meta.url` in test files with the URL of the source file, so that tests find their data.
 *
 * @type {import('esbuild').Plugin}
 */
const withOwnURLs = {
  name: 'own-urls',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/test\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    })),
}

/** @param {string} path */
function indexOf(path) {
  return SUITES.findIndex(({ paths }) => paths.some((start) => path.includes(`/${start}`)))
}

/**
 * Returns whether a pattern may match a file of the suite that lists the path `start`.
 *
 * @param {string} start
 * @param {string} pattern
 */
function mayMatch(start, pattern) {
  const prefix = pattern.replace(/\*.*/, '')
  return start.startsWith(prefix) || indexOf(`/${prefix}`) === indexOf(`/${start}`)
}

/** @returns {import('esbuild').BuildOptions} */
function options() {
  // Stryker runs in a sandbox folder, which has the mutants.
  const absWorkingDir = process.cwd()
  return {
    absWorkingDir,
    bundle: true,
    packages: 'external',
    // package.json declares no side effects, but tests have some.
    ignoreAnnotations: true,
    alias: { vitest: `${absWorkingDir}/test/mutation/vitest.ts` },
    format: 'esm',
    target: 'node20',
  }
}

/** @param {string} path the path of a module, or the name of a suite */
function bundleOf(path) {
  return `test/.mutation-${process.pid}-${basename(path).replace(/\.\w+$/, '')}.mjs`
}

/** @param {() => unknown} test */
async function outcomeOf(test) {
  try {
    await test()
    return { status: 0 }
  } catch (error) {
    return { status: 1, failureMessage: String(error) }
  }
}

/** @param {import('@stryker-mutator/api/core').StrykerOptions} options */
const createRunner = ({ mutate }) => new Runner(mutate)
createRunner.inject = /** @type {['options']} */ (['options'])

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', createRunner),
]
