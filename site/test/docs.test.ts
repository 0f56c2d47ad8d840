import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type Site, type Visit } from './browser.js'
import { lowContrastTexts } from './contrast.js'

const SCREENSHOTS = 'reports/site'
const BUILD = 'site/dist'

const GUIDES = readdirSync('docs')
  .filter((name) => name.endsWith('.md') && name !== 'index.md')
  .map((name) => name.slice(0, -'.md'.length))

const HERO_LINKS = ['first-service.html', 'first-client.html', 'inspector/index.html', 'api/']

let site: Site
let visit: Visit | undefined

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  site = await openSite('')
})
afterAll(() => site.close())
afterEach(async () => {
  if (visit === undefined) return
  const { hostname } = new URL(site.url)
  const foreign = visit.requests.filter((url) => new URL(url).hostname !== hostname)
  const problems = [...visit.errors, ...foreign]
  await visit.page.context().close()
  visit = undefined
  if (problems.length > 0)
    throw new Error(
      `expected no errors and no requests to other hosts, received ${problems.join('; ')}`,
    )
})

async function open(path = '', options?: Parameters<Site['open']>[0]): Promise<Page> {
  visit = await site.open(options, path)
  await visit.page.waitForLoadState('networkidle')
  return visit.page
}

describe('landing page', () => {
  it('names Forge in its heading, and links to guides, the inspector and the API', async () => {
    const page = await open()
    const heading = page.getByRole('heading', { level: 1 })
    expect(await heading.textContent()).toContain('Forge')
    const hero = page.locator('.VPHero .actions a')
    const targets = await hero.evaluateAll((all: HTMLAnchorElement[]) => all.map((a) => a.href))
    expect(targets).toEqual(HERO_LINKS.map((path) => site.url + path))
  })

  it('leads to the inspector and back', async () => {
    const page = await open()
    await page.locator('.VPHero').getByRole('link', { name: 'Inspector' }).click()
    await page.getByRole('heading', { level: 1, name: 'inspector' }).waitFor()
    expect(page.url()).toContain('/inspector/')
    await page.locator('a[href="../index.html"]').click()
    await page.locator('.VPHero').waitFor()
  })
})

describe('page', () => {
  it.each(GUIDES)('opens from the sidebar: %s', async (name) => {
    const page = await open('first-service.html')
    await page.locator(`.VPSidebar a[href$="/${name}.html"]`).click()
    await page.waitForURL(`**/${name}.html`)
    const [title] = /(?<=^# ).*$/m.exec(readFileSync(`docs/${name}.md`, 'utf8'))!
    const heading = page.getByRole('heading', { level: 1, name: title.replaceAll('`', '') })
    await heading.waitFor()
    expect(await page.title()).toContain(title.replaceAll('`', ''))
  })

  it.each(
    ['', 'authorization.html', 'api/libforge/ucan/functions/invoke.html'].flatMap((path) => [
      ['light' as const, path],
      ['dark' as const, path],
    ]),
  )('has enough contrast in %s mode: /%s', async (colorScheme, path) => {
    const page = await open(path, { colorScheme })
    expect(await page.evaluate(lowContrastTexts)).toEqual([])
    const name = `${path.replaceAll(/\W/g, '-') || 'landing'}-${colorScheme}`
    await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: path === '' })
  })

  it('changes its background color with the switch for dark mode', async () => {
    const page = await open('policies.html', { colorScheme: 'light' })
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.locator('.VPNavBarAppearance button').click()
    await expect.poll(background).not.toBe(light)
  })

  it.each(['', ...GUIDES.map((name) => `${name}.html`), 'api/', 'api/libforge/ucan/'])(
    'has no horizontal scroll bar in a narrow window: /%s',
    async (path) => {
      const page = await open(path, { viewport: { width: 360, height: 740 } })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(360)
      const name = path.replaceAll(/\W/g, '-')
      await page.screenshot({ path: `${SCREENSHOTS}/narrow-${name}.png` })
    },
  )
})

describe('search', () => {
  it.each([
    ['proofChain', 'api/libforge/ucan/functions/proofChain.html'],
    ['did:mailto', 'attested-accounts.html'],
  ])('finds %s in %s', async (query, path) => {
    const page = await open()
    await page.getByRole('button', { name: 'Search' }).click()
    await page.locator('.VPLocalSearchBox input').fill(query)
    const results = page.locator('.VPLocalSearchBox .result')
    await results.first().waitFor()
    const found = await results.evaluateAll((all: HTMLAnchorElement[]) => all.map((a) => a.href))
    expect(found.map((url) => url.split('#')[0])).toContain(site.url + path)
    await page.screenshot({ path: `${SCREENSHOTS}/search-${query.replaceAll(':', '-')}.png` })
  })
})

describe('links', () => {
  it('within the site lead to an existing page and anchor', () => {
    const pages = new Map(
      readdirSync(BUILD, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.html'))
        .map((path) => [path.replaceAll('\\', '/'), readFileSync(`${BUILD}/${path}`, 'utf8')]),
    )
    expect(pages.size).toBeGreaterThan(500)
    const broken: string[] = []
    let checked = 0
    for (const [path, html] of pages) {
      for (const [, href] of html.matchAll(/<a\s[^>]*?href="([^"]+)"/g)) {
        const url = new URL(href!.replaceAll('&amp;', '&'), `https://site.example/${path}`)
        if (url.host !== 'site.example') continue
        checked++
        const target = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, '$1index.html')
        const anchor = decodeURIComponent(url.hash.slice(1))
        const page = pages.get(target)
        const isThere =
          page !== undefined && (anchor === '' || page.includes(`id="${escapeOf(anchor)}"`))
        if (!isThere) broken.push(`${path}: ${href}`)
      }
    }
    expect(checked).toBeGreaterThan(10_000)
    expect([...new Set(broken)]).toEqual([])
  })

  it('from guides to the repository lead to an existing file or folder', () => {
    const links = GUIDES.flatMap((name) =>
      [...readFileSync(`${BUILD}/${name}.html`, 'utf8').matchAll(REPOSITORY_LINK)].map(
        ([, to]) => to!,
      ),
    )
    expect(links).toContain('fixtures/README.md')
    expect([...new Set(links)].filter((path) => !existsSync(path))).toEqual([])
  })

  it('in README are absolute or anchors, and name no missing file of the repository', () => {
    const targets = [...readFileSync('README.md', 'utf8').matchAll(/\]\(([^)]+)\)/g)]
    const relative = targets.filter(([, to]) => !/^(?:https:|#)/.test(to!))
    expect(relative).toEqual([])
    const paths = targets.flatMap(
      ([, to]) => /libforge-js\/(?:blob\/|tree\/)?main\/([^#]+)/.exec(to!)?.[1] ?? [],
    )
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
})

const REPOSITORY_LINK =
  /href="https:\/\/github\.com\/fil-forge\/libforge-js\/(?:blob|tree)\/main\/([^"#]+)/g

/** Escapes a string as in an HTML attribute. */
function escapeOf(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
