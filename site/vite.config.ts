import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

const FIXTURES = ['valid', 'all-valid'].map(
  (name) => new URL(`../fixtures/${name}.jsonl`, import.meta.url),
)
const CAPTURES = new URL('../fixtures/captures/', import.meta.url)
/** The Content Security Policy: allows only the site's own scripts, styles and images, and blocks `fetch` and forms. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

/**
 * Provides an example of each type in `valid.jsonl` and `all-valid.jsonl`: its first
 * fixture. The example of `customer.AddArguments` is the tenant that Hilt registers.
 */
function examples(): Plugin {
  const id = '\0virtual:examples'
  return {
    name: 'examples',
    resolveId: (source) => (source === 'virtual:examples' ? id : undefined),
    load(loaded) {
      if (loaded !== id) return undefined
      const first: Record<string, string> = {}
      const lines = FIXTURES.flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
      for (const line of lines) {
        const { type, cbor, name } = JSON.parse(line) as Record<string, string>
        const typeName = type!.replaceAll('/', '.')
        if (name === 'a tenant as Hilt registers it') first[typeName] = cbor!
        first[typeName] ??= cbor!
      }
      return `export default ${JSON.stringify(first)}`
    },
  }
}

/** Provides the captures that `captures.json` lists, each with the text of its file and whether it is rejected. */
function captures(): Plugin {
  const id = '\0virtual:captures'
  return {
    name: 'captures',
    resolveId: (source) => (source === 'virtual:captures' ? id : undefined),
    load(loaded) {
      if (loaded !== id) return undefined
      const list = JSON.parse(readFileSync(new URL('captures.json', CAPTURES), 'utf8')) as Array<
        Record<string, unknown>
      >
      for (const row of list) {
        row['text'] = readFileSync(new URL(String(row['file']), CAPTURES), 'utf8').trimEnd()
        row['isRejected'] = row['rejection'] !== null
      }
      return `export default ${JSON.stringify(list)}`
    },
  }
}

function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    // The client of Vite's development server needs more permissions.
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

/**
 * Makes the page work from a file too. From `file:` URLs, browsers load neither modules
 * nor elements with the attribute `crossorigin`.
 */
function classicScript(): Plugin {
  return {
    name: 'classic-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replaceAll(' crossorigin', '').replace('<script type="module"', '<script defer'),
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  // With relative URLs, the site works in any folder of a server.
  base: './',
  plugins: [examples(), captures(), contentSecurityPolicy(), classicScript()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { output: { format: 'iife' } },
  },
})
