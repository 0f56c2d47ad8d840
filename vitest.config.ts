import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // `npm run test:reference` runs these tests. They need the Go program in `reference/`, or its recorded answers.
    exclude: [...configDefaults.exclude, 'test/reference/**'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    // The slowest test takes a few seconds alone, and several times that on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { include: ['src/**'], reporter: ['text', 'html'] },
  },
})
