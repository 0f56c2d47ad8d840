import { defineConfig } from 'tsup'

export default defineConfig([
  {
    // Each module stays a file, since bundlers drop what isn't used of an
    // `export * as` only as long as it is written so. The types come from tsc
    // for a like reason: tsup's bundler of types loses those of a namespace.
    entry: ['src/**/*.ts', '!src/inspector/dag-cbor.ts'],
    bundle: false,
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
    silent: true,
  },
  {
    // The inspector alone compares with @ipld/dag-cbor: with a copy of it
    // inside, it runs wherever the package is, and users install no more.
    entry: { 'inspector/dag-cbor': 'src/inspector/dag-cbor.ts' },
    noExternal: ['@ipld/dag-cbor', 'cborg'],
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
    banner: { js: '/* Holds @ipld/dag-cbor (Apache-2.0 OR MIT) and cborg (Apache-2.0). */' },
    silent: true,
  },
])
