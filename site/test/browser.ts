import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { preview } from 'vite'
import { CHROMIUM } from '../../scripts/chromium.js'

/** A host name that the browser of the tests resolves to this machine. Unlike on localhost, pages on this host are insecure without HTTPS. */
export const INSECURE_HOST = 'insecure.example'

const HOST_RULES = `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`

/** The built site, served on this machine, and a browser. */
export interface Site {
  /** The URL of the page that `open` opens by default. */
  readonly url: string
  /** Opens the page in a new browser context. `suffix` is appended to the URL of the page: a fragment, or the path of another page. */
  open(options?: BrowserContextOptions, suffix?: string): Promise<Visit>
  close(): Promise<void>
}

export interface Visit {
  readonly page: Page
  /** Errors that the page threw or logged. */
  readonly errors: string[]
  /** The URLs that the page requested. */
  readonly requests: string[]
}

/**
 * Serves the built site, and launches a browser.
 *
 * @param path the page to open: the inspector by default
 */
export async function openSite(path = 'inspector/'): Promise<Site> {
  const server = await preview({
    configFile: 'site/vite.config.ts',
    // Missing pages respond with 404, not with the landing page.
    appType: 'mpa',
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, allowedHosts: [INSECURE_HOST] },
  })
  const url = server.resolvedUrls!.local[0]! + path
  const browser: Browser = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, HOST_RULES],
  })
  return {
    url,
    async open(options, suffix = '') {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 1000 },
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      const errors: string[] = []
      const requests: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      page.on('request', (request) => requests.push(request.url()))
      await page.goto(url + suffix)
      return { page, errors, requests }
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
