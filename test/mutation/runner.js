// @ts-check
/**
 * A Stryker test runner that runs the tests in Stryker's own process. This takes a
 * tenth of the time of a vitest run per mutant. A mutant that throws when it is
 * loaded, or when tests are collected, counts as killed. Stryker's runner for
 * vitest does not detect such mutants. Each mutant is loaded as a new module.
 */
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'

/** The test files. Those that detect most mutants come first. */
const FILES = [
  'codec/cbor-reader',
  'codec/json-reader',
  'codec/kinds',
  'codec/cid',
  'codec/error',
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
]
/** The bundle of the tests and the library. It reads `../fixtures`, as the tests do. */
const BUNDLE = bundleOf('tests')
/** The number of evaluations after which a mutant counts as an endless loop. */
const HIT_LIMIT = 50_000_000
/** Tests that take longer, in milliseconds, run after the quick ones. */
const QUICK = 2

const stryker = /** @type {import('@stryker-mutator/api/core').InstrumenterContext} */ ({})

class Runner {
  #loads = 0
  /** Milliseconds that each test takes without a mutant. */
  #times = /** @type {Map<string, number>} */ (new Map())

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init() {
    Object.assign(globalThis, { __stryker__: stryker, imports: 0 })
    /** Modules that tests import dynamically. */
    const imported = new Set()
    const { outputFiles } = await build({
      ...options(),
      stdin: {
        contents: `${FILES.map((file) => `import './${file}.test.js'`).join('\n')}
          export { tests } from './mutation/vitest.js'`,
        resolveDir: `${process.cwd()}/test`,
      },
      write: false,
      plugins: [
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
      BUNDLE,
      bundle
        // Coverage counting takes most of the time, and is not used.
        .replace(/function stryCov_\w+\(\) \{/g, '$& return;')
        .replace(/import\("(\.\/[^"]+)"\)/g, 'import(`$1?${globalThis.imports++}`)'),
    )
    for (const path of imported) {
      await build({ ...options(), entryPoints: [path], outfile: bundleOf(path) })
    }
    const { tests } = await this.#run()
    for (const { id, timeSpentMs } of tests) this.#times.set(id, timeSpentMs)
  }

  dryRun() {
    return this.#run()
  }

  /** @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options */
  async mutantRun({ activeMutant }) {
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit: HIT_LIMIT })
    const result = await this.#run()
    delete stryker.activeMutant
    return toMutantRunResult(determineHitLimitReached(stryker.hitCount, HIT_LIMIT) ?? result)
  }

  /**
   * Runs all tests, up to the first that fails.
   *
   * @returns {Promise<any>} a `CompleteDryRunResult`
   */
  async #run() {
    /** @type {unknown[]} */
    const results = []
    for (const [id, test] of await this.#tests()) {
      const start = performance.now()
      const failure = await outcomeOf(test)
      const timeSpentMs = performance.now() - start
      results.push({ id, name: id, timeSpentMs, ...failure })
      if (failure.status !== 0) break
    }
    return { status: 'complete', tests: results }
  }

  /** @returns {Promise<Array<[id: string, test: () => unknown]>>} */
  async #tests() {
    const bundle = pathToFileURL(BUNDLE)
    bundle.search = String(this.#loads++)
    try {
      const { tests } = await import(bundle.href)
      const delay = (/** @type {string} */ id) => Math.floor((this.#times.get(id) ?? 0) / QUICK)
      return [...tests].sort(([a], [b]) => delay(a) - delay(b))
    } catch (error) {
      const fail = () => {
        throw error
      }
      return [['the library is loaded', fail]]
    }
  }
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

/** @param {string} path of a module */
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

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', () => new Runner()),
]
