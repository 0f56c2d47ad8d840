import { defineConfig } from 'tsup'

export default defineConfig({
  // Each module stays a file, since bundlers drop what isn't used of an
  // `export * as` only as long as it is written so. The types come from tsc
  // for a like reason: tsup's bundler of types loses those of a namespace.
  entry: ['src/**/*.ts'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  clean: true,
  silent: true,
})
