import { mkdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, types, type ValidRow } from '../../test/fixtures.js'
import { ELSEWHERE, openSite, type Site, type Visit } from './browser.js'

/** Where the pages are kept as pictures, for a person to look at. */
const PICTURES = 'reports/site'

const rows = rowsOf<ValidRow>('valid')
const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!
/** The same with the shortest key of its details first, as @ipld/dag-cbor has it. */
const generic =
  'a36764657461696c73a266726567696f6e6975732d656173742d316b65787465726e616c5f6964782437623063386634652d356130652d346233622d396430662d33643166356231613263336467' +
  tenant.cbor.slice(2 * 78)
const GENERIC_CID = 'bafyreicp5qvllpmt7hetedasuzublu2xi6xlliqmtziauojrmrkqq52554'

let site: Site
let visit: Visit

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  site = await openSite()
})
afterAll(() => site.close())
afterEach(async () => {
  const own = [new URL(site.url).hostname, ELSEWHERE]
  const strangers = visit.requests.filter((url) => !own.includes(new URL(url).hostname))
  const problems = [...visit.complaints, ...strangers]
  await visit.page.context().close()
  if (problems.length > 0) throw new Error(`the page is not well: ${problems.join('; ')}`)
})

async function open(...options: Parameters<Site['open']>): Promise<Page> {
  visit = await site.open(...options)
  return visit.page
}

function paneOf(page: Page, title: string): Locator {
  return page.getByRole('article', { name: title, exact: true })
}

async function show(page: Page, value: string, other = ''): Promise<Locator> {
  await page.getByRole('textbox', { name: 'Value' }).fill(value)
  await page.getByRole('textbox', { name: 'Compare with' }).fill(other)
  await settled(page)
  return paneOf(page, 'Value')
}

/** Waits until the page shows what it was given last. */
async function settled(page: Page): Promise<void> {
  await page.locator('#results[aria-busy=false]').waitFor()
}

function verdictOf(page: Page): Promise<string | null> {
  return page.getByRole('region', { name: 'Result' }).getByRole('status').textContent()
}

/** The bytes of a pane's dump that are lit up. */
async function litBytes(pane: Locator): Promise<string> {
  const runs = await pane.locator('.hex .lit').allTextContents()
  return runs.join('').replaceAll(' ', '')
}

describe('the page, given a value', () => {
  it.each([
    ['hex', tenant.cbor, 'CBOR in hex'],
    ['base64', Buffer.from(tenant.cbor, 'hex').toString('base64'), 'CBOR in base64'],
    ['DAG-JSON', tenant.dagJson, 'DAG-JSON'],
  ])('in %s, shows its fields over its bytes, and its CID', async (_form, text, words) => {
    const page = await open()
    const pane = await show(page, text)
    expect(await verdictOf(page)).toBe('customer.AddArguments, 155 bytes of CBOR.')
    expect(await pane.locator('.facts').textContent()).toContain(
      `155 bytes of CBOR, read from ${words}CID${tenant.cid}`,
    )
    const hex = await pane.locator('.hex').allTextContents()
    expect(hex.join('').replaceAll(' ', '')).toBe(tenant.cbor)
    expect(await pane.locator('.json-text').textContent()).toBe(tenant.dagJson)
    const tree = (await pane.getByRole('tree').boundingBox())!
    const dump = (await pane.locator('.dump').boundingBox())!
    expect(tree.y + tree.height).toBeLessThan(dump.y)
  })

  it('says what each field means and what the command is for', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    expect(await pane.getByRole('treeitem').allTextContents()).toEqual([
      'customer.AddArguments a map of 3 fields 0–154',
      'details a map of 2 entries 1–76 What else is to be kept with the customer, such as its region.',
      'external_id "7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d" 10–59',
      'region "us-east-1" 60–76',
      'product "did:web:free.web3.storage" 77–111 The plan that the customer is on: did:web:free.web3.storage.',
      'customer "did:plc:ewvi7nxzyoun6zhxrhs64oiz" 112–154 Whoever pays for storage: did:mailto by tradition, did:plc for a Fil One organization.',
    ])
    expect(await page.locator('#about').textContent()).toContain('registers a customer')
  })

  it('says where @ipld/dag-cbor would part from it', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    expect(await pane.locator('.agrees').allTextContents()).toEqual([
      '✓ libforge writes just these bytes',
    ])
    expect(await pane.locator('.parts').allTextContents()).toEqual([
      '✗ @ipld/dag-cbor parts at byte 10, where it has key details.region',
    ])
  })

  it('says where @ipld/dag-cbor would not write it at all', async () => {
    const page = await open()
    const details = { '/': 'a', bytes: 'a' }
    const pane = await show(page, JSON.stringify({ ...JSON.parse(tenant.dagJson), details }))
    expect(await pane.locator('.parts').allTextContents()).toEqual([
      "✗ @ipld/dag-cbor can't write it",
    ])
  })

  it('lights up the bytes of the field under the pointer, and of no other', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    const bytesOf = (from: number, to: number) => tenant.cbor.slice(2 * from, 2 * to + 2)
    expect(await litBytes(pane)).toBe('')
    await pane.getByRole('treeitem', { name: 'external_id' }).hover()
    expect(await litBytes(pane)).toBe(bytesOf(10, 59))
    expect(await pane.locator('.json-text .lit').allTextContents()).toEqual([
      '"external_id"',
      '"7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d"',
    ])
    await pane.getByRole('treeitem', { name: 'details' }).hover()
    expect(await litBytes(pane)).toBe(bytesOf(1, 76))
    await pane.getByRole('treeitem', { name: 'product' }).hover()
    expect(await litBytes(pane)).toBe(bytesOf(77, 111))
    await page.getByRole('heading', { level: 1 }).hover()
    expect(await litBytes(pane)).toBe('')
  })

  it('points at the field of the byte under the pointer', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    const pointed = pane.locator('.pointed .name')
    await pane.locator('.hex [data-part]', { hasText: '69' }).first().hover()
    const run = pane.locator('.hex .value', { hasText: '75 73' })
    await run.first().hover()
    expect(await pointed.allTextContents()).toEqual(['region'])
    await run.first().click()
    expect(await page.locator(':focus .name').textContent()).toBe('region')
  })

  it('lists the types that fit, and takes the one that is chosen', async () => {
    const page = await open()
    const row = rows.find(({ type }) => type === 's3/bucket.DeleteArguments')!
    const pane = await show(page, row.cbor)
    expect(await pane.locator('.hint').first().textContent()).toBe(
      'It would fit s3.bucket.DeleteArguments, s3.bucket.ListArguments, s3.request.AuthorizeArguments as well.',
    )
    await page.getByLabel('Type').selectOption('s3.bucket.DeleteArguments')
    await settled(page)
    expect(await pane.locator('h2').textContent()).toBe('Value s3.bucket.DeleteArguments')
  })

  it('that is refused, says why and points at the place', async () => {
    const page = await open()
    await page.getByLabel('Type').selectOption('customer.AddArguments')
    await page.getByRole('textbox', { name: 'Value' }).fill('a36764657461696c73a164706c616e03')
    expect(await page.getByRole('alert').textContent()).toBe(
      'customer.AddArguments: details.plan: expected text, found 3 (wrong-type)\n' +
        'At byte 15 of 16:\n\n  6c 73 a1 64 70 6c 61 6e 03\n                          ^^',
    )
    expect(await verdictOf(page)).toBe('The value is refused.')
    await page.screenshot({ path: `${PICTURES}/refused.png` })
  })

  it('names the fields that the type steps over', async () => {
    const page = await open()
    const pane = await show(page, tenant.dagJson.replace('{', '{"plan":1,'))
    expect(await pane.locator('.warning').textContent()).toBe(
      'Stepped over, since the type has no such field: plan',
    )
  })

  it('shows what it was given last, though an answer before it comes later', async () => {
    const page = await open()
    await page.evaluate(() => {
      const digest = crypto.subtle.digest.bind(crypto.subtle)
      const released = new Promise((resolve) => addEventListener('release', resolve))
      crypto.subtle.digest = async (algorithm, data) => {
        if (data.byteLength > 2) await released
        return digest(algorithm, data)
      }
    })
    await page.getByRole('textbox', { name: 'Value' }).fill(tenant.cbor)
    await show(page, 'a0')
    await page.evaluate(async () => {
      dispatchEvent(new Event('release'))
      for (let i = 0; i < 10; i++) await crypto.subtle.digest('SHA-256', new Uint8Array(1000))
    })
    expect(await verdictOf(page)).toBe('Unit, 1 byte of CBOR.')
  })

  it('takes nothing in it for HTML, and shows what would not be seen', async () => {
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

  it('of two megabytes stays a page of a few thousand elements', async () => {
    const page = await open()
    const policy = { etag: 'e', policy: new Uint8Array(2 * 1024 * 1024) }
    const json = types.get('s3.bucket.PolicyOK')!.json.encode(policy)
    const pane = await show(page, new TextDecoder().decode(json))
    expect(await pane.textContent()).toContain('bytes not shown')
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(5000)
  })

  it('of thousands of entries stays so too', async () => {
    const page = await open()
    const details = Object.fromEntries(Array.from({ length: 4096 }, (_, i) => [`k${i}`, 'v']))
    const value = { customer: 'did:x:y', product: 'did:x:y', details }
    const pane = await show(page, JSON.stringify(value))
    expect(await pane.textContent()).toContain('more not shown')
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(30_000)
  })
})

describe('two values', () => {
  it('stand side by side, the first byte that differs marked in each', async () => {
    const page = await open()
    const left = await show(page, tenant.cbor, generic)
    const right = paneOf(page, 'Compared with')
    expect(await verdictOf(page)).toBe(
      'They part at byte 10: key details.external_id in the one, key details.region in the other.',
    )
    expect(await left.locator('mark').allTextContents()).toEqual(['6b'])
    expect(await right.locator('mark').allTextContents()).toEqual(['66'])
    expect(await right.locator('.facts').textContent()).toContain(GENERIC_CID)
    expect(await right.locator('.agrees').allTextContents()).toEqual([
      '✓ @ipld/dag-cbor writes just these bytes',
    ])
    const [a, b] = [(await left.boundingBox())!, (await right.boundingBox())!]
    expect(a.y).toBe(b.y)
    expect(a.x + a.width).toBeLessThan(b.x)
  })

  it('light up the same field, wherever it stands in each', async () => {
    const page = await open()
    const left = await show(page, tenant.cbor, generic)
    await left.getByRole('treeitem', { name: 'external_id' }).hover()
    const right = paneOf(page, 'Compared with')
    expect(await litBytes(right)).toBe(generic.slice(2 * 27, 2 * 77))
    expect(await litBytes(left)).toBe(tenant.cbor.slice(2 * 10, 2 * 60))
  })

  it('that are the same are said to be', async () => {
    const page = await open()
    await show(page, tenant.cbor, tenant.dagJson)
    expect(await verdictOf(page)).toBe('Both are the same bytes.')
    expect(await page.locator('mark').count()).toBe(0)
  })

  it.each(['light', 'dark'] as const)('look as they should in the %s', async (colorScheme) => {
    const page = await open({ colorScheme })
    await page.getByRole('button', { name: 'Its details in both orders' }).click()
    const pane = paneOf(page, 'Value')
    await pane.getByRole('treeitem', { name: 'external_id' }).hover()
    expect(await litBytes(pane)).toBe(tenant.cbor.slice(2 * 10, 2 * 60))
    await page.screenshot({ path: `${PICTURES}/orders-${colorScheme}.png` })
  })
})

describe('without HTTPS', () => {
  it('says why it shows nothing', async () => {
    const page = await open()
    const url = new URL(site.url)
    url.hostname = ELSEWHERE
    await page.goto(url.href)
    expect(await verdictOf(page)).toBe('Browsers compute no hash here: open this page over HTTPS.')
  })
})

describe('the address', () => {
  it('carries both values and the type, to where they are opened', async () => {
    const page = await open()
    await page.getByLabel('Type').selectOption('customer.AddArguments')
    await show(page, tenant.cbor, tenant.dagJson)
    await page.getByRole('button', { name: 'Copy a link to this' }).click()
    await page.getByText('Copied.').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(page.url())
    await page.context().close()

    const opened = await open({}, new URL(copied).hash)
    await settled(opened)
    expect(await opened.getByRole('textbox', { name: 'Value' }).inputValue()).toBe(tenant.cbor)
    expect(await opened.getByLabel('Compare with').inputValue()).toBe(tenant.dagJson)
    expect(await opened.getByLabel('Type').inputValue()).toBe('customer.AddArguments')
    expect(await paneOf(opened, 'Value').locator('.facts').textContent()).toContain(tenant.cid)
    expect(visit.requests.join()).not.toContain('value=')
  })

  it('is read again when it changes', async () => {
    const page = await open()
    const value = Buffer.from(tenant.cbor, 'hex').toString('base64url')
    await page.evaluate((hash) => (location.hash = hash), `value=${value}`)
    await paneOf(page, 'Value').waitFor()
    await page.getByRole('link', { name: 'What each command is for' }).click()
    expect(await page.getByRole('textbox', { name: 'Value' }).inputValue()).toBe(tenant.cbor)
  })

  it('does not carry the value before it is asked to', async () => {
    const page = await open()
    await show(page, tenant.cbor)
    expect(new URL(page.url()).hash).toBe('')
  })

  it('warns where the value holds keys that sign', async () => {
    const page = await open()
    const note = page.locator('#link-note')
    await show(page, tenant.cbor)
    await page.getByRole('button', { name: 'Copy a link to this' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await note.textContent()).not.toContain('keys')
    await show(
      page,
      rows.find((row) => row.type === 's3/request.AuthorizeOK' && row.dagJson.includes('sigv4'))!
        .cbor,
    )
    await page.getByRole('button', { name: 'Copy a link to this' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await note.textContent()).toContain('keys that sign')
  })

  it.each(['#value=%%%', '#value=!', '#value=oA&type=nothing', '#commands'])(
    'that is damaged does no harm: %s',
    async (hash) => {
      const page = await open({}, hash)
      expect(await page.getByLabel('Type').inputValue()).toBe('')
    },
  )
})

describe('the keyboard', () => {
  it('reaches everything, in the order in which it stands', async () => {
    const page = await open()
    await show(page, tenant.cbor)
    await page.getByRole('heading', { level: 1 }).click()
    const reached: string[] = []
    for (let i = 0; i < 15; i++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const { id, textContent, ariaLabel, role } = document.activeElement!
          return id || ariaLabel || (role === 'treeitem' ? role : textContent!.trim())
        }),
      )
    }
    expect(reached).toEqual([
      'What each command is for',
      'Reference and guides',
      'value',
      'type',
      'other',
      'link',
      'clear',
      'example-tenant',
      'example-orders',
      'treeitem',
      'Bytes in hex',
      'DAG-JSON',
      'Arguments customer.AddArguments',
      'Result Unit',
      'Arguments provider.AddArguments',
    ])
  })

  it('moves in the fields as in any tree, and lights up their bytes', async () => {
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
    expect(await litBytes(pane)).toBe(tenant.cbor.slice(2 * 10, 2 * 60))
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

describe('a screen reader', () => {
  it('finds names, roles and levels', async () => {
    const page = await open()
    const pane = await show(page, tenant.cbor)
    await pane.getByRole('treeitem', { name: 'external_id' }).focus()
    const snapshot = await page.locator('body').ariaSnapshot()
    for (const line of [
      'heading "libforge inspector" [level=1]',
      'form "What to inspect"',
      'textbox "Value"',
      'combobox "Type"',
      'textbox "Compare with"',
      'region "Result"',
      'article "Value"',
      'tree "Fields"',
      'treeitem "external_id \\"7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d\\" 10–59" [level=3] [selected]',
      'region "What each command is for"',
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

describe('the commands', () => {
  it('are all there, in plain words, with the meaning of each field', async () => {
    const page = await open()
    const commands = page.getByRole('region', { name: 'What each command is for' })
    const names = await commands.getByRole('heading', { level: 3 }).allTextContents()
    expect(names.sort()).toEqual([
      '/customer/add',
      '/provider/add',
      '/s3/bucket/create',
      '/s3/bucket/delete',
      '/s3/bucket/info',
      '/s3/bucket/list',
      '/s3/bucket/policy',
      '/s3/key/marker',
      '/s3/request/authorize',
    ])
    const text = (await commands.textContent())!
    expect(text).toContain('Provisions a consumer with a provider, paid for by the customer')
    expect(text).toContain('What is paid for: as a rule the space, which is the bucket.')
    expect(text).toContain('externalAccount text, may be absent')
  })

  it('have an example of each type, which the page can show', async () => {
    const page = await open()
    const buttons = page.getByRole('button', { name: 'Inspect an example', includeHidden: true })
    const count = await buttons.count()
    expect(count).toBe(18)
    for (let i = 0; i < count; i++) {
      await buttons.nth(i).evaluate((button: HTMLButtonElement) => button.click())
      await settled(page)
      expect(await paneOf(page, 'Value').count()).toBe(1)
      expect(await page.locator('.refused').count()).toBe(0)
      expect(await page.evaluate(() => document.activeElement!.id)).toBe('results')
    }
  })
})

describe('the colours', () => {
  it.each(['light', 'dark'] as const)('of the %s have enough contrast', async (colorScheme) => {
    const page = await open({ colorScheme })
    await page.getByRole('button', { name: 'Its details in both orders' }).click()
    await settled(page)
    await paneOf(page, 'Value').getByRole('treeitem', { name: 'details' }).hover()
    expect(await page.evaluate(faintTexts)).toEqual([])
    await page.screenshot({ path: `${PICTURES}/page-${colorScheme}.png`, fullPage: true })
  })

  it('follow the system', async () => {
    const page = await open({ colorScheme: 'dark' })
    const background = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const dark = await background()
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await background()).not.toBe(dark)
  })
})

describe('a narrow window', () => {
  it('has everything below each other, and nothing beside the page', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } })
    await show(page, tenant.cbor, generic)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)
    await page.screenshot({ path: `${PICTURES}/narrow.png`, fullPage: true })
  })
})

/** In the page: the texts whose contrast is under 4.5, as WCAG 2 measures it. */
function faintTexts(): string[] {
  const channels = (colour: string) => colour.match(/[\d.]+/g)!.map(Number)
  const luminance = (colour: string) => {
    const [r, g, b] = channels(colour).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const backgroundOf = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return channels(backgroundColor)[3] === 0
      ? backgroundOf(element.parentElement)
      : backgroundColor
  }
  const faint: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement!
    if (walker.currentNode.textContent!.trim() === '' || parent.closest('option, script')) continue
    const [a, b] = [luminance(getComputedStyle(parent).color), luminance(backgroundOf(parent))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${parent.outerHTML.slice(0, 80)}`)
  }
  return faint
}

const GUIDES = ['words', 'from-go', 'from-storacha-capabilities', 'add-a-command', 'wire-format']
const ENTRIES = ['@fil-forge/libforge', 'customer', 'provider', 's3', 'ucan', 'ucanto', 'testing']

describe('the reference', () => {
  it('is beside the page, and has all that is exported and the guides', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Reference and guides' }).click()
    await page.locator('.tsd-navigation a', { hasText: 'words' }).waitFor()
    const links = await page.locator('.tsd-navigation a').allTextContents()
    expect(links).toEqual(expect.arrayContaining(GUIDES))
    expect(links).toEqual(expect.arrayContaining(ENTRIES))
  })

  it('shows the examples of a docstring, and the diagram of the words', async () => {
    const page = await open()
    await page.goto(`${site.url}api/functions/_fil-forge_libforge_s3.classify.html`)
    await page.getByText('UploadPart').first().waitFor()
    await page.goto(`${site.url}api/documents/words.html`)
    const diagram = page.getByRole('img', { name: 'Customer, subscription and consumer' })
    expect(await diagram.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(750)
    await page.screenshot({ path: `${PICTURES}/words.png` })
  })
})
