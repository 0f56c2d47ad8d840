import type { Plugin } from 'esbuild'
import { basename } from 'node:path'
import { defineConfig } from 'tsup'

/**
 * Keeps statements such as `export * as customer from './commands/customer/index.js'`.
 * Bundlers drop unused exports of such a namespace. esbuild would replace the
 * namespace with an object, whose unused properties bundlers keep. The imported
 * file is in `dist` too, because each namespace is a separate entry.
 */
const keepNamespaces: Plugin = {
  name: 'keep-namespaces',
  setup({ onResolve }) {
    onResolve({ filter: /\/(?:index|failures)\.js$/ }, ({ importer, path }) => {
      const isKept = basename(importer) === 'index.ts' && !path.includes('/codec/')
      return isKept ? { path, external: true } : undefined
    })
  },
}

export default defineConfig([
  {
    // One file for each entry, and chunks of shared code: more modules would take longer to import.
    // tsc emits the types, because tsup loses the types of namespaces when it bundles types.
    entry: ['src/**/index.ts', 'src/**/failures.ts'],
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
    esbuildPlugins: [keepNamespaces],
    silent: true,
  },
  {
    // The program `libforge` is one file that includes its dependencies, and @ipld/dag-cbor,
    // a development dependency. The program compares the encodings of @ipld/dag-cbor and
    // the library.
    entry: { 'bin/libforge': 'src/bin/libforge.ts' },
    noExternal: [/./],
    splitting: false,
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
    silent: true,
  },
])
