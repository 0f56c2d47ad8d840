import { defineConfig } from 'tsup'

export default defineConfig([
  {
    // Each module stays a file: bundlers drop what is not used of an
    // `export * as` only as long as it is written so.
    entry: ['src/**/*.ts'],
    bundle: false,
    format: 'esm',
    target: 'es2022',
    outDir: 'dist',
  },
  {
    entry: {
      index: 'src/index.ts',
      'commands/customer/index': 'src/commands/customer/index.ts',
      'commands/provider/index': 'src/commands/provider/index.ts',
      'commands/s3/index': 'src/commands/s3/index.ts',
    },
    dts: { only: true, resolve: ['@standard-schema/spec'] },
    format: 'esm',
    outDir: 'dist',
  },
])
