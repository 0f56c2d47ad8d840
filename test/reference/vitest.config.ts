import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/reference/*.test.ts'],
    globalSetup: ['test/reference/counts.ts'],
    // Each file uses two cores: one for its tests, and one for the Go program.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
