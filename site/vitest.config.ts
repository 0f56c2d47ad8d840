import { defineConfig } from 'vitest/config'

// These tests need Chromium, so `npm test` doesn't run them.
export default defineConfig({
  test: { include: ['site/test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
})
