import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { preview } from 'vite'
import { CHROMIUM } from '../../scripts/chromium.js'

/** A name for this machine under which browsers don't trust a page as they do otherwise. */
export const ELSEWHERE = 'elsewhere.example'

const OWN_NAME = `--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`

/** The built site, served on this machine, and a browser to see it with. */
export interface Site {
  readonly url: string
  /** A fresh page, which must not fail in any way: `complaints` holds what it said of it. */
  open(options?: BrowserContextOptions, hash?: string): Promise<Visit>
  close(): Promise<void>
}

export interface Visit {
  readonly page: Page
  readonly complaints: string[]
  readonly requests: string[]
}

export async function openSite(): Promise<Site> {
  const server = await preview({
    configFile: 'site/vite.config.ts',
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, allowedHosts: [ELSEWHERE] },
  })
  const url = server.resolvedUrls!.local[0]!
  const browser: Browser = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, OWN_NAME],
  })
  return {
    url,
    async open(options, hash = '') {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 1000 },
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      const complaints: string[] = []
      const requests: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('request', (request) => requests.push(request.url()))
      await page.goto(url + hash)
      return { page, complaints, requests }
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
