import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { commandMeanings, typeMeanings } from '../../src/inspector/meanings.js'
import { commands as commandsByName, rowsOf, type ValidRow } from '../../test/fixtures.js'
import { lowContrastTexts } from './contrast.js'
import { SCREENSHOTS, useSite } from './visits.js'

const rows = rowsOf<ValidRow>('valid')
const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!

const visits = useSite()
const { open } = visits

function verdictOf(page: Page): Promise<string | null> {
  return page.locator('section:not([hidden]) > section > [role=status]').textContent()
}

async function testPolicy(page: Page, policy: unknown, args: unknown): Promise<void> {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  await page.getByLabel('Policy', { exact: true }).fill(textOf(policy))
  await page.getByLabel('Arguments of the invocation').fill(textOf(args))
}

describe('page', () => {
  it('shows one tool at a time, and marks its link', async () => {
    const page = await open()
    for (const [name, id] of [
      ['Test a policy', 'policy'],
      ['Make arguments', 'arguments'],
      ['Commands', 'commands'],
      ['Inspect', 'inspect'],
    ]) {
      await page.getByRole('link', { name: name!, exact: true }).click()
      const visible = page.locator('main > section:visible')
      expect(await visible.evaluateAll((all) => all.map((one) => one.id))).toEqual([id])
      expect(await page.locator('[aria-current=page]').allTextContents()).toEqual([name])
    }
    await page.goBack()
    expect(await page.locator('[aria-current=page]').textContent()).toBe('Commands')
  })

  it('keeps an entered policy while another tool is shown', async () => {
    const page = await open({}, '#policy')
    await testPolicy(page, [], {})
    await page.getByRole('link', { name: 'Inspect' }).click()
    await page.getByRole('link', { name: 'Test a policy' }).click()
    expect(await page.getByLabel('Policy', { exact: true }).inputValue()).toBe('[]')
  })

  it.each([
    ['#policy', 'policy-results'],
    ['#arguments', 'arguments-results'],
    ['#commands', 'command-list'],
  ])('skips to the result of %s', async (hash, id) => {
    const page = await open({}, hash)
    await page.getByRole('link', { name: 'Skip to the result' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement!.id)).toBe(id)
    expect(await page.locator(`#${id}`).isVisible()).toBe(true)
  })

  it('has a content security policy that allows only its own files', async () => {
    const page = await open()
    const policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
    expect((await policy.getAttribute('content'))!.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  it('works without a server, opened as a file', async () => {
    const page = await open()
    await page.goto(`${pathToFileURL('site/dist/inspector/index.html')}#arguments`)
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    const verdict = page.getByText('✓ customer.AddArguments, 155 bytes of CBOR.')
    await verdict.waitFor()
    expect(await verdict.isVisible()).toBe(true)
  })
})

describe('policy tester', () => {
  it('reports that a policy matches', async () => {
    const page = await open({}, '#policy')
    await testPolicy(page, [['like', '.region', 'eu-*']], { region: 'eu-west-1' })
    expect(await verdictOf(page)).toBe('✓ The policy matches: 1 statement is true.')
    expect(await page.locator('#policy-statements li').allTextContents()).toEqual([
      '["like",".region","eu-*"] ✓ true.region is "eu-west-1"',
    ])
  })

  it('shows which statements are not true, and what their selectors select', async () => {
    const page = await open({}, '#policy')
    await testPolicy(
      page,
      [
        ['==', '.a', 1],
        ['<', '.size', 10],
        ['==', '.b', 2],
      ],
      { a: 1, size: 11 },
    )
    expect(await verdictOf(page)).toBe('✗ The policy does not match: statement 2 is not true.')
    expect(await page.locator('#policy-statements > li').allTextContents()).toEqual([
      '["==",".a",1] ✓ true.a is 1',
      '["<",".size",10] ✗ not true.size is 11',
      '["==",".b",2] ✗ not true.b selects nothing, so the statement is false',
    ])
  })

  it('shows the result of nested statements and of each item', async () => {
    const page = await open({}, '#policy')
    await testPolicy(
      page,
      [
        ['not', ['==', '.a', 1]],
        ['all', '.l', ['>', '.', 1]],
      ],
      { a: 1, l: [2, 1] },
    )
    expect(await page.locator('#policy-statements ul > li').allTextContents()).toEqual([
      '["==",".a",1] ✓ true.a is 1',
      'item 0: [">",".",1] ✓ true. is 2',
      'item 1: [">",".",1] ✗ not true. is 1',
    ])
  })

  it('shows how many nested results it omits', async () => {
    const page = await open({}, '#policy')
    const lists = Array.from({ length: 25 }, () => Array.from({ length: 18 }, () => 1))
    await testPolicy(page, [['all', '.', ['all', '.', ['not', ['==', '.', 2]]]]], lists)
    const results = page.locator('#policy-statements')
    const notes = await results.locator('p', { hasText: 'not shown' }).allTextContents()
    expect(notes.at(-1)).toBe('… 5 nested results not shown')
    expect(notes).toContain('… 1 nested result not shown')
    const omitted = notes.reduce((sum, note) => sum + Number.parseInt(note.slice(2), 10), 0)
    const shown = await results.locator('ul > li').count()
    const negations = await results.locator('ul ul > li').filter({ hasText: /^item/ }).count()
    expect(negations).toBeLessThan(360)
    expect(shown + omitted).toBe(25 + 360 + negations)
  })

  it('explains a policy that never matches', async () => {
    const page = await open({}, '#policy')
    await page.getByRole('button', { name: 'A policy that never matches' }).click()
    expect(await verdictOf(page)).toBe(
      "✗ The policy does not match: statement 1 can't be evaluated: its selector continues after [].",
    )
    expect(await page.locator('#policy-statements').textContent()).not.toContain('is false')
  })

  it('accepts CBOR, and DAG-JSON with bytes, links and large integers', async () => {
    const page = await open({}, '#policy')
    await testPolicy(page, [['==', '.product', 'did:web:free.web3.storage']], tenant.cbor)
    expect(await verdictOf(page)).toMatch(/^✓/)
    const data = '{"b":{"/":{"bytes":"AQI"}},"c":{"/":"bafkqaaa"},"n":9223372036854775807}'
    const parts = ['["==",".b",{"/":{"bytes":"AQI"}}]', '["==",".c",{"/":"bafkqaaa"}]']
    await testPolicy(page, `[${parts.join()},["==",".n",9223372036854775807]]`, data)
    expect(await verdictOf(page)).toBe('✓ The policy matches: 3 statements are all true.')
  })

  it.each([
    ['[', '{}', "The policy can't be read: unexpected end of input"],
    [
      '[["=",".a",1]]',
      '{}',
      'The policy can\'t be read: Policy: [0][0]: expected operator such as "==", received "="',
    ],
    ['[["==","a",1]]', '{}', 'invalid selector "a": it must start with a dot'],
    ['[["<",".a",1.5]]', '{}', "The policy can't be read: Policy: [0][2]: "],
    ['[]', '{"a":\n 1 2}', "The arguments can't be read: unexpected character at line 2, column 4"],
    ['[]', '{"a":1.5}', "The arguments can't be read: value: a: expected"],
  ])('reports malformed input: policy %s, arguments %s', async (policy, args, message) => {
    const page = await open({}, '#policy')
    await testPolicy(page, policy, args)
    expect(await verdictOf(page)).toContain(message)
    expect(await page.locator('[aria-invalid=true]:visible').count()).toBe(1)
  })

  it('shares the policy and the arguments by link', async () => {
    const page = await open({}, '#policy')
    await testPolicy(page, '[["==",".a",1]]', '{"a":2}')
    await page.locator('#policy').getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied.').waitFor()
    const { hash } = new URL(page.url())
    await page.context().close()
    const opened = await open({}, hash)
    expect(await verdictOf(opened)).toBe('✗ The policy does not match: statement 1 is not true.')
    expect(visits.current.requests.join()).not.toContain('policy=')
  })

  it('shows HTML as text, and escapes invisible characters', async () => {
    const page = await open({}, '#policy')
    const hostile = '<img src=x onerror=alert(1)>\u202e'
    await testPolicy(page, [['==', `.["${hostile}"]`, hostile]], { [hostile]: hostile })
    expect(await page.locator('img').count()).toBe(0)
    const words = await page.locator('#policy-statements').textContent()
    expect(words).toContain(String.raw`\u202e`)
    expect(words).not.toContain('\u202e')
  })

  it('reports that 500 statements about a long list take too many steps', async () => {
    const page = await open({}, '#policy')
    const statement = ['all', '.l', ['!=', '.', 'x']]
    await testPolicy(
      page,
      Array.from({ length: 500 }, () => statement),
      { l: Array(5000).fill('a') },
    )
    const reason = page.getByText('its evaluation takes too many steps')
    await reason.first().waitFor()
    expect(await reason.count()).toBeGreaterThan(0)
  })
})

describe('arguments form', () => {
  it('shows the CBOR and the DAG-JSON of the entered arguments', async () => {
    const page = await open({}, '#arguments')
    expect(await verdictOf(page)).toBe('2 fields are missing or invalid.')
    const form = page.getByRole('form', { name: 'Arguments' })
    await form.getByLabel('customer').fill('did:plc:ewvi7nxzyoun6zhxrhs64oiz')
    await form.getByLabel('product').fill('did:web:free.web3.storage')
    for (const [key, value] of [
      ['region', 'us-east-1'],
      ['external_id', '7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d'],
    ]) {
      await form.getByRole('button', { name: 'Add entry to details' }).click()
      await page.keyboard.type(key!)
      await form.getByLabel('value').last().fill(value!)
    }
    await page.getByText('✓ customer.AddArguments, 155 bytes of CBOR.').waitFor()
    const pane = page.getByRole('article', { name: 'Arguments' })
    const hex = await pane.locator('.hex').allTextContents()
    expect(hex.join('').replaceAll(' ', '')).toBe(tenant.cbor)
    expect(await pane.locator('.json-text').textContent()).toBe(tenant.dagJson)
    await page.getByRole('button', { name: 'Copy CBOR in hex' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(tenant.cbor)
  })

  it('lists missing and invalid fields, and marks those that lost the focus', async () => {
    const page = await open({}, '#arguments')
    const customer = page.getByLabel('customer')
    await customer.fill('me')
    await page.getByLabel('product').focus()
    const described = (await customer.getAttribute('aria-describedby'))!.split(' ')
    expect(await page.locator(`#${described[1]}`).textContent()).toBe('expected DID, received "me"')
    expect(await customer.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('product').getAttribute('aria-invalid')).toBe('false')
    expect(await page.locator('.problems li').allTextContents()).toEqual([
      'customer: expected DID, received "me"',
      'product: expected DID, received ""',
    ])
  })

  it('shows the meanings of the command and of a field', async () => {
    const page = await open({}, '#arguments')
    await page.getByLabel('Command', { exact: true }).selectOption('/provider/add')
    const [, meaning] = commandMeanings['/provider/add']!.split('`: ')
    const words = (await page.locator('#arguments').textContent())!
    expect(words).toContain(meaning!.slice(1).replaceAll('`', ''))
    const { consumer } = typeMeanings['provider.AddArguments']!.fields
    expect(words).toContain(consumer!.replaceAll('`', ''))
  })

  it('includes and omits an optional field', async () => {
    const page = await open({}, '#arguments')
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    const json = page.locator('#arguments .json-text')
    await json.waitFor()
    await page.getByLabel('include externalAccount').check()
    await page.getByRole('textbox', { name: 'externalAccount' }).fill('stripe:cus_1')
    await page.getByText('"stripe:cus_1"').first().waitFor()
    expect(await json.textContent()).toContain('"externalAccount":"stripe:cus_1"')
    await page.getByLabel('include externalAccount').uncheck()
    await page.getByText('✓ customer.AddArguments, 155 bytes').waitFor()
    expect(await json.textContent()).toBe(tenant.dagJson)
  })

  it.each([
    ['hex', '0x', 'expected an even number of hex digits'],
    ['base64', '%', 'expected base64'],
  ])('reports bytes that are not %s', async (encoding, text, message) => {
    const page = await open({}, '#arguments')
    await page.getByLabel('Command', { exact: true }).selectOption('/blob/remove')
    await page.getByLabel('Encoding of digest').selectOption(encoding)
    await page.getByLabel('digest', { exact: false }).first().fill(text)
    expect(await page.locator('.problems').textContent()).toContain(message)
  })

  it('encodes each example to the bytes of a fixture', async () => {
    const page = await open({}, '#arguments')
    const fill = page.getByRole('button', { name: 'Fill in an example' })
    const all = [...rows, ...rowsOf<ValidRow>('all-valid')]
    let filled = 0
    for (const [name, { arguments: type }] of commandsByName) {
      await page.getByLabel('Command', { exact: true }).selectOption(name)
      if (await fill.isDisabled()) continue
      await fill.click()
      await page.getByText(`✓ ${type.name}, `).waitFor()
      const hex = (await page.locator('#arguments .hex').allTextContents()).join('')
      const fixtures = all.filter((row) => row.type.replaceAll('/', '.') === type.name)
      expect(fixtures.map(({ cbor }) => cbor)).toContain(hex.replaceAll(' ', ''))
      filled++
    }
    expect(filled).toBeGreaterThan(40)
  })

  it('opens its arguments in the policy tester', async () => {
    const page = await open({}, '#arguments')
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    await page.getByRole('link', { name: 'Test a policy on these arguments' }).click()
    expect(await page.getByLabel('Arguments of the invocation').inputValue()).toBe(tenant.cbor)
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('policy')
  })

  it('shares only the command if the arguments are invalid', async () => {
    const page = await open({}, '#arguments')
    await page.locator('#arguments').getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('now contains only the command: fields are missing').waitFor()
    expect(new URL(page.url()).hash).not.toContain('value=')
  })

  it('shares the arguments by link', async () => {
    const page = await open({}, '#arguments')
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    await page.getByText('✓ customer.AddArguments').waitFor()
    await page.locator('#arguments').getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied.').waitFor()
    const { hash } = new URL(page.url())
    await page.context().close()
    const opened = await open({}, hash)
    await opened.getByText('✓ customer.AddArguments').waitFor()
    expect(await opened.locator('#arguments .json-text').textContent()).toBe(tenant.dagJson)
  })
})

describe('tools', () => {
  it.each(['light', 'dark'] as const)(
    'for policies and arguments have enough contrast in %s mode',
    async (colorScheme) => {
      const page = await open({ colorScheme }, '#policy')
      await page.getByRole('button', { name: 'Size limit, or a trusted issuer' }).click()
      await page.getByText('Statements and selectors').click()
      expect(await page.evaluate(lowContrastTexts)).toEqual([])
      await page.screenshot({ path: `${SCREENSHOTS}/policy-${colorScheme}.png`, fullPage: true })
      await page.getByRole('link', { name: 'Make arguments' }).click()
      await page.getByRole('button', { name: 'Fill in an example' }).click()
      await page.getByLabel('product').fill('')
      await page.getByLabel('customer').focus()
      expect(await page.evaluate(lowContrastTexts)).toEqual([])
      await page.screenshot({ path: `${SCREENSHOTS}/arguments-${colorScheme}.png`, fullPage: true })
    },
  )

  it.each(['#policy', '#arguments', '#commands'])(
    'have no horizontal scroll bar in a narrow window: %s',
    async (hash) => {
      const page = await open({ viewport: { width: 360, height: 740 } }, hash)
      if (hash === '#policy') {
        await page.getByRole('button', { name: 'Size limit, or a trusted issuer' }).click()
      }
      if (hash === '#arguments') {
        await page.getByRole('button', { name: 'Fill in an example' }).click()
        await page.getByText('✓ customer.AddArguments').waitFor()
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(360)
      await page.screenshot({ path: `${SCREENSHOTS}/narrow-${hash.slice(1)}.png`, fullPage: true })
    },
  )
})
