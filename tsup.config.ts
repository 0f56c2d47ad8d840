import type { Plugin } from 'esbuild'
import { basename } from 'node:path'
import { defineConfig } from 'tsup'

/**
 * Keeps `export * as customer from './commands/customer/index.js'` as it is:
 * bundlers drop what a program doesn't use of such a namespace, but nothing of
 * the object that esbuild makes of one. Each namespace is an entry of its own.
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
    // One file for each entry, and what entries share in chunks: a module costs time to import. The
    // types come from tsc, since tsup's bundler of types loses those of a namespace.
    entry: ['src/**/index.ts', 'src/**/failures.ts'],
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
    esbuildPlugins: [keepNamespaces],
    silent: true,
  },
  {
    // The program is one file with all that it needs, @ipld/dag-cbor included, which the inspector
    // compares with.
    entry: { 'bin/libforge': 'src/bin/libforge.ts' },
    noExternal: [/./],
    splitting: false,
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
    silent: true,
  },
])
