import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { INSECURE_HOST, openSite, type Site, type Visit } from './browser.js'

export const SCREENSHOTS = 'reports/site'

/** The site that the tests of a file visit. */
export interface Visits {
  readonly site: Site
  /** The visit that was opened last. */
  readonly current: Visit
  /** Opens the site in a new browser context. After each test, the context that was opened last is closed. */
  open(this: void, ...options: Parameters<Site['open']>): Promise<Page>
}

/**
 * Serves the site for the tests of a file. A test fails if the page that it opened
 * last had errors, or requested anything from another machine.
 */
export function useSite(): Visits {
  let site: Site
  let current: Visit
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true })
    site = await openSite()
  })
  afterAll(() => site.close())
  afterEach(async () => {
    const hosts = ['', new URL(site.url).hostname, INSECURE_HOST]
    const foreign = current.requests.filter((url) => !hosts.includes(new URL(url).hostname))
    const problems = [...current.errors, ...foreign]
    await current.page.context().close()
    if (problems.length > 0)
      throw new Error(
        `expected no errors and no requests to other hosts, received ${problems.join('; ')}`,
      )
  })
  return {
    get site() {
      return site
    },
    get current() {
      return current
    },
    async open(...options) {
      current = await site.open(...options)
      return current.page
    },
  }
}
