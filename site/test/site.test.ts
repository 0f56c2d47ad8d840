import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { s3 } from '../../src/index.js'
import { commandMeanings, typeMeanings } from '../../src/inspector/meanings.js'
import {
  commands as commandsByName,
  rowsOf,
  typeOf,
  type EncodedRow,
  type ValidRow,
} from '../../test/fixtures.js'
import { INSECURE_HOST } from './browser.js'
import { lowContrastTexts } from './contrast.js'
import { SCREENSHOTS, useSite } from './visits.js'

const rows = rowsOf<ValidRow>('valid')
const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!
/** The CBOR of `tenant` in hex, but with the shortest key of `details` first, as @ipld/dag-cbor encodes it. */
const generic =
  'a36764657461696c73a266726567696f6e6975732d656173742d316b65787465726e616c5f6964782437623063386634652d356130652d346233622d396430662d33643166356231613263336467' +
  tenant.cbor.slice(2 * 78)
const GENERIC_CID = 'bafyreicp5qvllpmt7hetedasuzublu2xi6xlliqmtziauojrmrkqq52554'

const visits = useSite()
const { open } = visits

function paneOf(page: Page, title: string): Locator {
  return page.getByRole('article', { name: title, exact: true })
}

async function show(page: Page, value: string, other = ''): Promise<Locator> {
  await page.getByRole('textbox', { name: 'Capture' }).fill(value)
  await page.getByRole('textbox', { name: 'Compare with' }).fill(other)
  await settled(page)
  return paneOf(page, 'Value')
}

/** Waits until the page shows the result of the latest input. */
async function settled(page: Page): Promise<void> {
  await page.locator('#results[aria-busy=false]').waitFor()
}

function withoutBackticks(markdown: string): string {
  return markdown.replaceAll('`', '')
}

function verdictOf(page: Page): Promise<string | null> {
  return page.getByRole('region', { name: 'Result' }).getByRole('status').textContent()
}

async function highlightedBytes(pane: Locator): Promise<string> {
  const texts = await pane.locator('.hex .highlighted').allTextContents()
  return texts.join('').replaceAll(' ', '')
}

describe('page', () => {
  it.each([
    ['hex', tenant.cbor, 'CBOR in hex'],
    ['base64', Buffer.from(tenant.cbor, 'hex').toString('base64'), 'CBOR in base64'],
    ['DAG-JSON', tenant.dagJson, 'DAG-JSON'],
  ])('shows the size, CID, bytes and DAG-JSON of a value in %s', async (_form, text, words) => {
    const page = await open()
    const pane = await show(page, text)
    expect(await verdictOf(page)).toBe('customer.AddArguments, 155 bytes of CBOR.')
    expect(await pane.locator('.facts').textContent()).toContain(
      `155 bytes of CBOR, from ${words}CID${tenant.cid}`,
    )
    const hex = await pane.locator('.hex').allTextContents()
    expect(hex.join('').replaceAll(' ', '')).toBe(tenant.cbor)
    expect(await pane.locator('.json-text').textContent()).toBe(tenant.dagJson)
    const tree = (await pane.getByRole('tree').boundingBox())!
    const dump = (await pane.locator('.dump').boundingBox())!
    expect(tree.y + tree.height).toBeLessThan(dump.y)
  })

  it('shows the meaning of each field and of the command', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    const meanings = typeMeanings['customer.AddArguments']!.fields
    expect(await pane.getByRole('treeitem').allTextContents()).toEqual([
      'customer.AddArguments a map of 3 fields 0–154',
      `details a map of 2 entries 1–76 ${withoutBackticks(meanings['details']!)}`,
      'external_id "7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d" 10–59',
      'region "us-east-1" 60–76',
      `product "did:web:free.web3.storage" 77–111 ${withoutBackticks(meanings['product']!)}`,
      `customer "did:plc:ewvi7nxzyoun6zhxrhs64oiz" 112–154 ${withoutBackticks(meanings['customer']!)}`,
    ])
    const about = (await page.locator('#about').textContent())!
    expect(about).toContain(withoutBackticks(typeMeanings['customer.AddArguments']!.meaning))
    expect(about).toContain(withoutBackticks(commandMeanings['/customer/add']!))
  })

  it('shows the first difference from @ipld/dag-cbor', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    expect(await pane.locator('.equal').allTextContents()).toEqual([
      '✓ libforge encodes the same bytes',
    ])
    expect(await pane.locator('.unequal').allTextContents()).toEqual([
      '✗ @ipld/dag-cbor differs at byte 10: key details.region',
    ])
  })

  it("shows that @ipld/dag-cbor can't encode a value", async () => {
    const page = await open()
    const details = { '/': 'a', bytes: 'a' }
    const pane = await show(page, JSON.stringify({ ...JSON.parse(tenant.dagJson), details }))
    expect(await pane.locator('.unequal').allTextContents()).toEqual([
      "✗ @ipld/dag-cbor can't encode this value",
    ])
  })

  it('highlights the bytes of the field under the pointer, and no others', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    const bytesOf = (from: number, to: number) => tenant.cbor.slice(2 * from, 2 * to + 2)
    expect(await highlightedBytes(pane)).toBe('')
    await pane.getByRole('treeitem', { name: 'external_id' }).hover()
    expect(await highlightedBytes(pane)).toBe(bytesOf(10, 59))
    expect(await pane.locator('.json-text .highlighted').allTextContents()).toEqual([
      '"external_id"',
      '"7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d"',
    ])
    await pane.getByRole('treeitem', { name: 'details' }).hover()
    expect(await highlightedBytes(pane)).toBe(bytesOf(1, 76))
    await pane.getByRole('treeitem', { name: 'product' }).hover()
    expect(await highlightedBytes(pane)).toBe(bytesOf(77, 111))
    await page.getByRole('heading', { level: 1 }).hover()
    expect(await highlightedBytes(pane)).toBe('')
  })

  it('marks the field of the byte under the pointer', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    const hovered = pane.locator('.hovered .name')
    await pane.locator('.hex [data-part]', { hasText: '69' }).first().hover()
    const bytes = pane.locator('.hex .value', { hasText: '75 73' })
    await bytes.first().hover()
    expect(await hovered.allTextContents()).toEqual(['region'])
    await bytes.first().click()
    expect(await page.locator(':focus .name').textContent()).toBe('region')
  })

  it('lists the other types that match, and uses the selected type', async () => {
    const page = await open()
    const row = rows.find(({ type }) => type === 's3/bucket.DeleteArguments')!
    const pane = await show(page, row.cbor)
    expect(await pane.locator('.hint').first().textContent()).toMatch(
      /^It also matches s3\.bucket\.DeleteArguments, .*\bs3\.request\.AuthorizeArguments/,
    )
    await page.getByLabel('Type').selectOption('s3.bucket.DeleteArguments')
    await settled(page)
    expect(await pane.locator('h2').textContent()).toBe('Value s3.bucket.DeleteArguments')
  })

  it('shows the error of an invalid value, and the byte at fault', async () => {
    const page = await open()
    await page.getByLabel('Type').selectOption('customer.AddArguments')
    await page.getByRole('textbox', { name: 'Capture' }).fill('a36764657461696c73a164706c616e03')
    expect(await page.getByRole('alert').textContent()).toBe(
      'customer.AddArguments: details.plan: expected string, received 3 (wrong-type)\n' +
        'At byte 15 of 16:\n\n  6c 73 a1 64 70 6c 61 6e 03\n                          ^^',
    )
    expect(await verdictOf(page)).toBe('The value is invalid.')
    await page.screenshot({ path: `${SCREENSHOTS}/rejected.png` })
  })

  it('lists unknown fields', async () => {
    const page = await open()
    const pane = await show(page, tenant.dagJson.replace('{', '{"plan":1,'))
    expect(await pane.locator('.warning').textContent()).toBe(
      'Unknown fields, skipped when decoding: plan',
    )
  })

  it('shows the latest input, even if an earlier one takes longer', async () => {
    const page = await open()
    await page.evaluate(() => {
      const digest = crypto.subtle.digest.bind(crypto.subtle)
      const released = new Promise((resolve) => addEventListener('release', resolve))
      crypto.subtle.digest = async (algorithm, data) => {
        if (data.byteLength > 2) await released
        return digest(algorithm, data)
      }
    })
    await page.getByRole('textbox', { name: 'Capture' }).fill(tenant.cbor)
    await show(page, 'a0')
    await page.evaluate(async () => {
      dispatchEvent(new Event('release'))
      for (let i = 0; i < 10; i++) await crypto.subtle.digest('SHA-256', new Uint8Array(1000))
    })
    expect(await verdictOf(page)).toBe('Unit, 1 byte of CBOR.')
  })

  it('shows HTML as text, and escapes invisible characters', async () => {
    const page = await open()
    const hostile = '<img src=x onerror=alert(1)>\u202e\u001b'
    const pane = await show(
      page,
      JSON.stringify({ customer: 'did:x:y', product: 'did:x:y', details: { [hostile]: hostile } }),
    )
    expect(await page.locator('img').count()).toBe(0)
    expect(await pane.getByRole('tree').textContent()).toContain(String.raw`\u202e\u001b`)
    expect(await page.content()).not.toContain('\u202e')
  })

  it('has fewer than 5,000 elements for a value of 2 MiB', async () => {
    const page = await open()
    const policy = { etag: 'e', policy: new Uint8Array(2 * 1024 * 1024) }
    const json = s3.bucket.PolicyOK.json.encode(policy)
    const pane = await show(page, new TextDecoder().decode(json))
    expect(await pane.textContent()).toContain('bytes not shown')
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(5000)
  })

  it('has fewer than 30,000 elements for 4,096 entries', async () => {
    const page = await open()
    const details = Object.fromEntries(Array.from({ length: 4096 }, (_, i) => [`k${i}`, 'v']))
    const value = { customer: 'did:x:y', product: 'did:x:y', details }
    const pane = await show(page, JSON.stringify(value))
    expect(await pane.textContent()).toContain('more not shown')
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(30_000)
  })
})

describe('page with two values', () => {
  it('shows them side by side, and marks the first difference', async () => {
    const page = await open()
    const left = await show(page, tenant.cbor, generic)
    const right = paneOf(page, 'Compared with')
    expect(await verdictOf(page)).toBe(
      'The first difference is at byte 10: key details.external_id in the value, key details.region in the value compared with it.',
    )
    expect(await left.locator('mark').allTextContents()).toEqual(['6b'])
    expect(await right.locator('mark').allTextContents()).toEqual(['66'])
    expect(await right.locator('.facts').textContent()).toContain(GENERIC_CID)
    expect(await right.locator('.equal').allTextContents()).toEqual([
      '✓ @ipld/dag-cbor encodes the same bytes',
    ])
    const [a, b] = [(await left.boundingBox())!, (await right.boundingBox())!]
    expect(a.y).toBe(b.y)
    expect(a.x + a.width).toBeLessThan(b.x)
  })

  it('highlights the same field in both', async () => {
    const page = await open()
    const left = await show(page, tenant.cbor, generic)
    await left.getByRole('treeitem', { name: 'external_id' }).hover()
    const right = paneOf(page, 'Compared with')
    expect(await highlightedBytes(right)).toBe(generic.slice(2 * 27, 2 * 77))
    expect(await highlightedBytes(left)).toBe(tenant.cbor.slice(2 * 10, 2 * 60))
  })

  it('reports that they are equal', async () => {
    const page = await open()
    await show(page, tenant.cbor, tenant.dagJson)
    expect(await verdictOf(page)).toBe('The values are equal.')
    expect(await page.locator('mark').count()).toBe(0)
  })

  it.each(['light', 'dark'] as const)('highlights a field in %s mode', async (colorScheme) => {
    const page = await open({ colorScheme })
    await page
      .getByRole('button', { name: 'Tenant encoded by libforge and by @ipld/dag-cbor' })
      .click()
    const pane = paneOf(page, 'Value')
    await pane.getByRole('treeitem', { name: 'external_id' }).hover()
    expect(await highlightedBytes(pane)).toBe(tenant.cbor.slice(2 * 10, 2 * 60))
    await page.screenshot({ path: `${SCREENSHOTS}/orders-${colorScheme}.png` })
  })
})

describe('page without HTTPS', () => {
  it('reports that it needs HTTPS', async () => {
    const page = await open()
    const url = new URL(visits.site.url)
    url.hostname = INSECURE_HOST
    await page.goto(url.href)
    expect(await verdictOf(page)).toBe(
      'This page needs HTTPS: without it, browsers provide no hash functions.',
    )
  })
})

describe('link', () => {
  it('contains both values and the type', async () => {
    const page = await open()
    await page.getByLabel('Type').selectOption('customer.AddArguments')
    await show(page, tenant.cbor, tenant.dagJson)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied.').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(page.url())
    await page.context().close()

    const opened = await open({}, new URL(copied).hash)
    await settled(opened)
    expect(await opened.getByRole('textbox', { name: 'Capture' }).inputValue()).toBe(tenant.cbor)
    expect(await opened.getByLabel('Compare with').inputValue()).toBe(tenant.dagJson)
    expect(await opened.getByLabel('Type').inputValue()).toBe('customer.AddArguments')
    expect(await paneOf(opened, 'Value').locator('.facts').textContent()).toContain(tenant.cid)
    expect(visits.current.requests.join()).not.toContain('value=')
  })

  it('keeps hex whose bytes are printable', async () => {
    const page = await open()
    // The string "abc" in CBOR. The bytes are also the text "cabc".
    await show(page, '63616263')
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied.').waitFor()
    const opened = await open({}, new URL(page.url()).hash)
    await settled(opened)
    expect(await opened.getByRole('textbox', { name: 'Capture' }).inputValue()).toBe('63616263')
  })

  it('is opened when the fragment of the URL changes', async () => {
    const page = await open()
    const value = Buffer.from(tenant.cbor, 'hex').toString('base64url')
    await page.evaluate((hash) => (location.hash = hash), `value=${value}`)
    await paneOf(page, 'Value').waitFor()
    await page.getByRole('link', { name: 'Commands' }).click()
    await page.getByRole('link', { name: 'Inspect' }).click()
    expect(await page.getByRole('textbox', { name: 'Capture' }).inputValue()).toBe(tenant.cbor)
  })

  it('does not change the URL of the page until the link is copied', async () => {
    const page = await open()
    await show(page, tenant.cbor)
    expect(new URL(page.url()).hash).toBe('')
  })

  it('comes with a warning if the value contains keys', async () => {
    const page = await open()
    const note = page.locator('#link-note')
    await show(page, tenant.cbor)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await note.textContent()).not.toContain('contains keys')
    await show(
      page,
      rows.find((row) => row.type === 's3/request.AuthorizeOK' && row.dagJson.includes('sigv4'))!
        .cbor,
    )
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await note.textContent()).toContain('contains keys')
  })

  it.each(['#value=%%%', '#value=!', '#value=oA&type=nothing', '#commands'])(
    'selects no type if it names no valid type: %s',
    async (hash) => {
      const page = await open({}, hash)
      expect(await page.getByLabel('Type').inputValue()).toBe('')
    },
  )
})

describe('keyboard', () => {
  it('reaches the controls in the order of the page', async () => {
    const page = await open()
    await show(page, tenant.cbor)
    await page.getByRole('heading', { level: 1 }).click()
    const reached: string[] = []
    for (let i = 0; i < 17; i++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const { id, textContent, ariaLabel, role } = document.activeElement!
          return id || ariaLabel || (role === 'treeitem' ? role : textContent!.trim())
        }),
      )
    }
    expect(reached).toEqual([
      'API reference and guides',
      'Inspect',
      'Test a policy',
      'Make arguments',
      'Commands',
      'value',
      'file',
      'type',
      'other',
      'link',
      'clear',
      'example',
      'example-tenant',
      'example-orders',
      'treeitem',
      'Bytes in hex',
      'DAG-JSON',
    ])
  })

  it('moves in the tree of fields, and highlights their bytes', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    const press = async (key: string) => {
      await page.keyboard.press(key)
      return page.locator('[aria-selected=true] .name').allTextContents()
    }
    await pane.getByRole('treeitem').first().focus()
    expect(await press('ArrowUp')).toEqual(['customer.AddArguments'])
    expect(await press('ArrowRight')).toEqual(['details'])
    expect(await press('ArrowDown')).toEqual(['external_id'])
    expect(await press('ArrowRight')).toEqual(['external_id'])
    expect(await highlightedBytes(pane)).toBe(tenant.cbor.slice(2 * 10, 2 * 60))
    expect(await press('ArrowDown')).toEqual(['region'])
    expect(await press('ArrowLeft')).toEqual(['details'])
    expect(await press('End')).toEqual(['customer'])
    expect(await press('ArrowDown')).toEqual(['customer'])
    expect(await press('Home')).toEqual(['customer.AddArguments'])
    expect(await press('x')).toEqual(['customer.AddArguments'])
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement!).outlineStyle,
    )
    expect(outline).toBe('solid')
  })

  it('skips to the result', async () => {
    const page = await open()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('results')
  })
})

describe('accessibility tree', () => {
  it('has names, roles and levels', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    await pane.getByRole('treeitem', { name: 'external_id' }).focus()
    const snapshot = await page.locator('body').ariaSnapshot()
    for (const line of [
      'heading "libforge inspector" [level=1]',
      'form "Input"',
      'textbox "Capture"',
      'combobox "Type"',
      'textbox "Compare with"',
      'region "Result"',
      'article "Value"',
      'tree "Fields"',
      'treeitem "external_id \\"7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d\\" 10–59" [level=3] [selected]',
      'navigation "Tools"',
    ]) {
      expect(snapshot).toContain(line)
    }
    const described = await pane
      .getByRole('treeitem', { name: 'external_id' })
      .getAttribute('aria-describedby')
    expect(await page.locator(`[id="${described}"]`).textContent()).toBe(
      'details.external_id: bytes 10 to 59; the value starts at 22: 78 24 37 62 30 63 38 66 34 65 2d 35 …',
    )
  })
})

describe('commands', () => {
  it('are all listed, with meanings and fields', async () => {
    const page = await open({}, '#commands')
    const commands = page.getByRole('region', { name: 'Commands' })
    const names = await commands.getByRole('heading', { level: 3 }).allTextContents()
    expect(names.sort()).toEqual([...commandsByName.keys()].sort())
    const text = (await commands.textContent())!
    const [, meaning] = commandMeanings['/provider/add']!.split('`: ')
    expect(text).toContain(withoutBackticks(meaning![0]!.toUpperCase() + meaning!.slice(1)))
    expect(text).toContain(
      withoutBackticks(typeMeanings['provider.AddArguments']!.fields['consumer']!),
    )
    expect(text).toContain('externalAccount string, optional')
  })

  it('offer an example of each of their types that occurs in the fixtures', async () => {
    const page = await open()
    const buttons = page.getByRole('button', { name: 'Inspect an example', includeHidden: true })
    const count = await buttons.count()
    const examples = [...rows, ...rowsOf<EncodedRow>('all-valid')]
    const withExample = new Set(examples.map((row) => typeOf(row)))
    const shown = [...commandsByName.values()]
      .flatMap((command) => [command.arguments, command.ok])
      .filter((type) => withExample.has(type))
    expect(count).toBe(shown.length)
    expect(count).toBeGreaterThanOrEqual(18)
    for (let i = 0; i < count; i++) {
      await buttons.nth(i).evaluate((button: HTMLButtonElement) => button.click())
      await settled(page)
      expect(await paneOf(page, 'Value').count()).toBe(1)
      expect(await page.locator('.rejected').count()).toBe(0)
      expect(await page.evaluate(() => document.activeElement!.id)).toBe('results')
    }
  })
})

describe('colors', () => {
  it.each(['light', 'dark'] as const)('have enough contrast in %s mode', async (colorScheme) => {
    const page = await open({ colorScheme })
    await page
      .getByRole('button', { name: 'Tenant encoded by libforge and by @ipld/dag-cbor' })
      .click()
    await settled(page)
    await paneOf(page, 'Value').getByRole('treeitem', { name: 'details' }).hover()
    expect(await page.evaluate(lowContrastTexts)).toEqual([])
    await page.screenshot({ path: `${SCREENSHOTS}/page-${colorScheme}.png`, fullPage: true })
  })

  it('follow the light or dark mode of the system', async () => {
    const page = await open({ colorScheme: 'dark' })
    const background = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const dark = await background()
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await background()).not.toBe(dark)
  })
})

describe('narrow window', () => {
  it('has no horizontal scroll bar', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } })
    await show(page, tenant.cbor, generic)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)
    await page.screenshot({ path: `${SCREENSHOTS}/narrow.png`, fullPage: true })
  })
})
