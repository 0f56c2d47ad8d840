import { describe, expect, it } from 'vitest'
import { apiReports } from './api-report.js'

describe('the API report', () => {
  it.each(apiReports())(
    'of $entry is current (npm run generate updates it)',
    async ({ entry, text }) => {
      await expect(text).toMatchFileSnapshot(`../api/${entry}.d.ts`)
    },
  )
})
