import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These need the Go program: npm run test:reference.
    exclude: [...configDefaults.exclude, 'test/reference/**'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    coverage: { include: ['src/**'], reporter: ['text', 'html'] },
  },
})
