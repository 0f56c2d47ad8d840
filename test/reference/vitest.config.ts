import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/reference/*.test.ts'],
    globalSetup: ['test/reference/counts.ts'],
    // The tests and the Go program each use one core.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
