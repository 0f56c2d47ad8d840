import { defineConfig } from 'vitest/config'

// In a real browser: it must be installed first, so that these tests are not among the others.
export default defineConfig({
  test: { include: ['site/test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
})
