import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type DefaultTheme } from 'vitepress'

const docs = fileURLToPath(new URL('..', import.meta.url))

const PACKAGE = '@fil-forge/libforge'
const REPOSITORY = 'https://github.com/fil-forge/libforge-js'

const GUIDES: Record<string, Record<string, string>> = {
  'Get started': {
    'first-service': 'First service',
    'first-client': 'First client',
    http: 'UCAN over HTTP',
    glossary: 'Glossary',
  },
  Authorization: {
    authorization: 'Authorization',
    policies: 'Policies',
    'did-web-and-did-plc': 'did:web and did:plc',
    'attested-accounts': 'Attested accounts',
    inspect: 'Debugging a rejected token',
  },
  Types: {
    'define-your-own-commands': 'Define your own commands',
    'test-with-arbitraries': 'Test with arbitraries',
    'wire-format': 'Wire format',
  },
  Migrate: {
    'from-storacha-capabilities': 'From @storacha/capabilities',
    'from-go': 'From libforge in Go',
    compatibility: 'Compatibility',
  },
  Contribute: {
    'add-a-command': 'Add a command',
    testing: 'Testing',
    reference: 'The Go reference',
    benchmarks: 'Benchmarks',
  },
}

function guides(): DefaultTheme.SidebarItem[] {
  return Object.entries(GUIDES).map(([text, pages]) => ({
    text,
    items: Object.entries(pages)
      .filter(([name]) => existsSync(`${docs}/${name}.md`))
      .map(([name, title]) => ({ text: title, link: `/${name}` })),
  }))
}

/**
 * Returns the sidebars of the API reference, or an empty object if typedoc has not generated
 * `typedoc-sidebar.json`. One sidebar lists the entry points. The sidebar of each entry point
 * lists its exports, and below them the entry points. A single sidebar with all exports would
 * add 300 kB to every page.
 */
function api(): DefaultTheme.SidebarMulti {
  const file = `${docs}/api/typedoc-sidebar.json`
  if (!existsSync(file)) return {}
  const modules = JSON.parse(readFileSync(file, 'utf8')) as Required<DefaultTheme.SidebarItem>[]
  modules.sort((a, b) => (a.text < b.text ? -1 : 1))
  const links = modules.map(({ text, link }) => ({ text: text.replace(PACKAGE, '') || '/', link }))
  const all = { text: 'Entry points', link: '/api/', items: links }
  const collapsed = { ...all, collapsed: true }
  const ofModules = modules.map(({ text, link, items }) => [
    link,
    [{ text, link, items: items.map((group) => ({ ...group, collapsed: false })) }, collapsed],
  ])
  return { '/api/': [all], ...Object.fromEntries(ofModules) }
}

export default defineConfig({
  title: 'libforge',
  description: 'The wire types and UCAN commands of the Forge storage network, in TypeScript',
  lang: 'en',
  metaChunk: true,
  outDir: '../site/dist',
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  vite: { publicDir: fileURLToPath(new URL('../../site/public', import.meta.url)) },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      // The guides link to files of the repository, which GitHub shows and this site does not have.
      md.core.ruler.push('repository-links', ({ tokens, env }) => {
        const { relativePath } = env as { relativePath?: string }
        if (relativePath === undefined || relativePath.includes('/')) return
        const links = tokens
          .flatMap(({ children }) => children ?? [])
          .filter(({ type }) => type === 'link_open')
        for (const link of links) {
          const href = link.attrGet('href')!
          if (href.startsWith('../'))
            link.attrSet('href', `${REPOSITORY}/blob/main/${href.slice(3)}`)
        }
      })
    },
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Guides', link: '/first-service', activeMatch: '^/(?!api/|$)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Inspector', link: '/inspector/index.html', target: '_self' },
    ],
    sidebar: { ...api(), '/': guides() },
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    externalLinkIcon: true,
  },
})
