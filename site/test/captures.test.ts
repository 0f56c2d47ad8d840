import { readFileSync } from 'node:fs'
import { decode as decodeGeneric, encode as encodeGeneric } from '@ipld/dag-cbor'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { customer, type DID } from '../../src/index.js'
import {
  Container,
  Ed25519,
  delegate,
  fail,
  invoke,
  succeed,
  type ContainerForm,
  type Invocation,
  type Receipt,
  type Signer,
} from '../../src/ucan/index.js'
import { lowContrastTexts } from './contrast.js'
import { SCREENSHOTS, useSite } from './visits.js'

interface Row {
  readonly name: string
  readonly title: string
}

const CAPTURES = 'fixtures/captures/'
const rows = JSON.parse(readFileSync(`${CAPTURES}captures.json`, 'utf8')) as readonly Row[]

/** What the page must show for each rejected capture: the name of the error, the token at fault, and what to change. */
const ANSWERS: ReadonlyArray<
  readonly [title: string, name: string, where: string, change: RegExp]
> = [
  [
    'A delegation expired',
    'Expired',
    'proof 2 of 2',
    /issue .* again with a later expiration: it expired at 2026-02-27T12:00:00Z, 3 days before/,
  ],
  [
    'The last delegation is for another agent',
    'InvalidAudience',
    'invocation',
    /The last proof has to be delegated to D .*, or C .* has to issue the invocation/,
  ],
  [
    'A proof was not sent',
    'UnavailableProof',
    'proof 1 of 2',
    /Send the delegation bafyreia…duibyq in the same container/,
  ],
  [
    'The proofs are in the wrong order',
    'InvalidAudience',
    'proof 1 of 2',
    /list the proofs root first\. They form a chain in the order 2, 1/,
  ],
  [
    'The arguments do not match a policy',
    'MatchError',
    'proof 2 of 2',
    /\.blob\.size is at most 1048576, but it is 5242880/,
  ],
  [
    'The first proof has no subject',
    'InvalidClaim',
    'proof 1 of 1',
    /has to name the subject A .*: .* is a powerline/,
  ],
  [
    'The account is attested by an authority that is not trusted',
    'InvalidSignature',
    'proof 1 of 1',
    /it is attested by D .*, which the service does not trust/,
  ],
  [
    'The arguments were changed after signing',
    'InvalidSignature',
    'invocation',
    /sign the invocation again .*: the bytes were changed after signing/,
  ],
  [
    'The signature is of a kind that services do not accept',
    'UnverifiableSignature',
    'invocation',
    /with an Ed25519 or secp256k1 key/,
  ],
  [
    'The invocation is for another service',
    'InvalidAudience',
    'invocation',
    /Send the invocation to D .*, or issue it again with the audience E/,
  ],
]

const visits = useSite()
const { open } = visits

const service = Ed25519.fromSeed(new Uint8Array(32).fill(2))
const args = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
} as const

/** Returns a signer that has the given DID and the key of the service. */
async function signerAs(did: DID): Promise<Signer> {
  const { signatureType, sign } = await service
  const signer = await service
  return { did, signatureType, sign: (bytes) => sign.call(signer, bytes) }
}

async function addCustomer(did?: DID): Promise<Invocation> {
  const issuer = did === undefined ? await service : await signerAs(did)
  const subject = did ?? (await service).did
  return await invoke(customer.add, { issuer, subject, arguments: { ...args, details: {} } })
}

async function hexOf(
  tokens: Parameters<typeof Container.encode>[0],
  form?: ContainerForm,
): Promise<string> {
  return Buffer.from(await Container.encode(tokens, form)).toString('hex')
}

async function settled(page: Page): Promise<void> {
  await page.locator('#results[aria-busy=false]').waitFor()
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Capture' }).fill(text)
  await settled(page)
}

async function select(page: Page, title: string): Promise<Locator> {
  await page.getByLabel('Captured invocations').selectOption(title)
  await settled(page)
  return page.locator('.explanation')
}

function verdictOf(page: Page): Promise<string | null> {
  return page.locator('#verdict').textContent()
}

function fact(within: Locator, name: string): Promise<string | null> {
  const term = within.locator('dt', { hasText: new RegExp(`^${name}$`) })
  return term.locator('xpath=following-sibling::dd[1]').first().textContent()
}

describe('examples', () => {
  it('are the captures of the fixtures, the rejected ones first', async () => {
    const page = await open()
    const titles = await page.locator('#example option').allTextContents()
    const [accepted, ...rejected] = rows.map(({ title }) => title)
    expect(titles).toEqual(['select', ...rejected, accepted])
    expect(rejected).toEqual(ANSWERS.map(([title]) => title))
  })

  it.each(ANSWERS)('explain a rejection: %s', async (title, name, where, change) => {
    const page = await open()
    const explanation = await select(page, title)
    expect(await explanation.getByRole('heading').textContent()).toContain(`✗ Rejected: ${name}`)
    expect(await fact(explanation, 'Where')).toContain(where)
    expect(await fact(explanation, 'What to change')).toMatch(change)
    expect(await verdictOf(page)).toContain(`Rejected: ${name}`)
    const broken = page.locator('.chain > .broken', { hasText: 'Authorization stops here.' })
    expect(await broken.count()).toBe(1)
    expect(await broken.textContent()).toContain(`✗ ${name}: `)
  })

  it('show the chain of an accepted invocation without a break', async () => {
    const page = await open()
    const explanation = await select(page, 'An invocation that is accepted')
    expect(await explanation.getByRole('heading').textContent()).toContain('✓ Authorized')
    expect(await page.locator('.broken, .break, .gap').count()).toBe(0)
    const chain = page.getByRole('list', {
      name: 'Proof chain of invocation, in the order of its proofs',
    })
    const links = await chain.locator('> li').allTextContents()
    expect(links.map((text) => text.replaceAll(/did:key:\w{6}…\w{6}/g, ''))).toEqual([
      'A  subjectA gives B /blob delegation 2command /blob instead of all commandsuntil 2026-04-01T12:00:00Z',
      'B B gives C /blob/add delegation 1command /blob/add instead of /blobonly if .blob.size is at most 1048576only if .blob.digest is not 0x00',
      'C  issuer of the invocationC invokes /blob/add on A, for execution by D invocation',
      'D  executes the invocation',
    ])
    expect(await page.locator('.principals dt').allTextContents()).toEqual(['A', 'B', 'C', 'D'])
  })

  it('open the failing policy and the arguments in the policy tester', async () => {
    const page = await open()
    await select(page, 'The arguments do not match a policy')
    await page.getByRole('link', { name: 'Test this policy' }).click()
    await page.getByText('✗ The policy does not match: statement 1 is not true.').waitFor()
    expect(await page.locator('#policy-statements > li').first().textContent()).toContain(
      '.blob.size is 5242880',
    )
  })

  it('clear their time and service when another capture is entered', async () => {
    const page = await open()
    await select(page, 'A delegation expired')
    expect(await page.getByLabel('Time').inputValue()).toBe('2026-03-02T12:00:00Z')
    await paste(page, await hexOf({ invocations: [await addCustomer()] }))
    expect(await page.getByLabel('Time').inputValue()).toBe('')
    expect(await page.getByLabel('Service', { exact: true }).inputValue()).toBe('')
    expect(await verdictOf(page)).toMatch(/ Authorized, if addressed to your service\.$/)
  })
})

describe('capture', () => {
  it.each([
    'cbor',
    'raw',
    'base64',
    'base64url',
    'raw+gzip',
    'base64+gzip',
    'base64url+gzip',
  ] as const)('is recognized as a container of the form %s', async (form) => {
    const page = await open()
    const tokens = { invocations: [await addCustomer()] }
    await paste(page, await hexOf(tokens, form))
    expect(await verdictOf(page)).toBe(
      `A container in the form ${form}, as hex: 1 invocation. Authorized, if addressed to your service.`,
    )
    if (!form.startsWith('base64')) return
    await paste(page, Buffer.from(await Container.encode(tokens, form)).toString())
    expect(await verdictOf(page)).toBe(
      `A container in the form ${form}: 1 invocation. Authorized, if addressed to your service.`,
    )
  })

  it('is recognized as a token, whose fields are shown at once', async () => {
    const page = await open()
    const { bytes, cid } = await addCustomer()
    await paste(page, Buffer.from(bytes).toString('base64'))
    expect(await verdictOf(page)).toBe(
      'An invocation, as base64. Authorized, if addressed to your service.',
    )
    const card = page.locator('.token')
    await card.getByRole('tree').waitFor()
    expect(await fact(card, 'CID')).toBe(cid.toString())
    expect(await fact(card, 'product')).toContain('did:web:free.web3.storage')
  })

  it('is read from a file of raw bytes, opened or dropped', async () => {
    const page = await open()
    const bytes = Buffer.from(await Container.encode({ invocations: [await addCustomer()] }))
    await page
      .getByLabel('Open a file')
      .setInputFiles({ name: 'body', mimeType: '', buffer: bytes })
    await page
      .getByText(
        'A container in the form cbor, as hex: 1 invocation. Authorized, if addressed to your service.',
      )
      .waitFor()
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('results')
    await page.getByRole('button', { name: 'Clear' }).first().click()
    await page.evaluate(
      (content) => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array(content)], 'body'))
        const options = { dataTransfer: data, bubbles: true, cancelable: true }
        document.querySelector('#results')!.dispatchEvent(new DragEvent('drop', options))
      },
      [...bytes],
    )
    await page
      .getByText(
        'A container in the form cbor, as hex: 1 invocation. Authorized, if addressed to your service.',
      )
      .waitFor()
    expect(await page.getByRole('textbox', { name: 'Capture' }).inputValue()).toBe(
      bytes.toString('hex'),
    )
  })

  it('of an unknown format is reported as invalid', async () => {
    const page = await open()
    await paste(page, 'hello world')
    expect(await verdictOf(page)).toBe('The value is invalid.')
    expect(await page.locator('.rejected').textContent()).toContain(
      'The input is not a container, token or value of the Forge network.',
    )
  })

  it('in hex with a missing digit is reported as ambiguous', async () => {
    const page = await open()
    const hex = await hexOf({ invocations: [await addCustomer()] })
    await paste(page, hex.replace(/.$/, ''))
    expect(await verdictOf(page)).toBe('The input is ambiguous.')
    expect(await page.locator('.rejected').textContent()).toContain('an odd number')
  })

  it('is shared by link, with the time of the check', async () => {
    const page = await open()
    await select(page, 'A delegation expired')
    const entered = await page.getByRole('textbox', { name: 'Capture' }).inputValue()
    await page.getByRole('button', { name: 'Copy link' }).first().click()
    await page.getByText('Copied.').waitFor()
    expect(await page.locator('#link-note').textContent()).toContain('The input contains tokens: ')
    const { hash } = new URL(page.url())
    await page.context().close()
    const opened = await open({}, hash)
    await opened.getByText('✗ Rejected: Expired').waitFor()
    expect(await opened.getByRole('textbox', { name: 'Capture' }).inputValue()).toBe(entered)
    expect(await opened.getByLabel('Time').inputValue()).toBe('2026-03-02T12:00:00Z')
    expect(visits.current.requests.join()).not.toContain('value=')
  })
})

describe('type that an example selects', () => {
  it('is cleared when another capture is entered', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Tenant registered by Hilt' }).click()
    await settled(page)
    await paste(page, await hexOf({ invocations: [await addCustomer()] }))
    expect(await verdictOf(page)).toMatch(
      /^A container .* Authorized, if addressed to your service\.$/,
    )
  })
})

describe('authorization check', () => {
  it('depends on the time', async () => {
    const page = await open()
    const explanation = await select(page, 'A delegation expired')
    await page.getByLabel('Time').fill('2026-02-27T11:59:59Z')
    await explanation.getByText('✓ Authorized').waitFor()
    await page.getByLabel('Time').fill('1772193600')
    await explanation.getByText('✗ Rejected: Expired').waitFor()
    expect(await explanation.textContent()).toContain('2026-02-27T12:00:00Z, the time of the check')
  })

  it('depends on the service', async () => {
    const page = await open()
    const explanation = await select(page, 'The invocation is for another service')
    await page.getByLabel('Service', { exact: true }).fill('')
    await explanation.getByText('✓ Authorized').waitFor()
    expect(await explanation.getByRole('heading').textContent()).toContain('if the service is')
    expect(await page.locator('.broken').count()).toBe(0)
  })

  it('depends on the trusted authorities', async () => {
    const page = await open()
    const explanation = await select(
      page,
      'The account is attested by an authority that is not trusted',
    )
    const stranger = await page.locator('.principals dd').last().locator('code').textContent()
    await page.getByLabel('Trusted authorities').fill(`, ${stranger!},`)
    await explanation.getByText('✓ Authorized').waitFor()
    expect(await explanation.textContent()).toContain('trusts these authorities to attest: D')
  })

  it('depends on the DID documents', async () => {
    const page = await open()
    const did = 'did:web:up.example'
    await paste(page, await hexOf({ invocations: [await addCustomer(did)] }))
    await page.getByText('✗ Rejected: DIDKeyResolutionError').waitFor()
    const key = (await service).did.slice('did:key:'.length)
    const method = { id: `${did}#key`, type: 'Multikey', controller: did, publicKeyMultibase: key }
    await page
      .getByLabel('DID documents')
      .fill(JSON.stringify({ id: did, verificationMethod: [method] }))
    await page.getByText('✓ Authorized').waitFor()
    expect(await verdictOf(page)).toMatch(/ Authorized, if addressed to your service\.$/)
  })

  it.each([
    ['Service', 'up.example', 'Expected a DID such as did:web:up.example, received up.example.'],
    ['Time', 'tomorrow', 'The time must be a date such as 2026-03-02T12:00:00Z, or Unix seconds.'],
    ['Trusted authorities', 'a', 'Expected a DID such as did:web:up.example, received a.'],
    [
      'DID documents',
      '{}',
      'The DID documents are invalid: DID document 1: expected a string as its id.',
    ],
  ])('reports an invalid setting: %s', async (label, text, message) => {
    const page = await open()
    await select(page, 'A delegation expired')
    const input = page.getByLabel(label, { exact: true })
    await input.fill(text)
    await page.getByText(message).waitFor()
    expect(await input.getAttribute('aria-invalid')).toBe('true')
    await input.fill('')
    await page.getByText(message).waitFor({ state: 'detached' })
    expect(await input.getAttribute('aria-invalid')).toBe('false')
  })
})

describe('receipts', () => {
  it('are linked with their invocations, in both directions', async () => {
    const page = await open()
    const invocations = [await addCustomer(), await addCustomer()]
    const [first, second] = invocations
    const executor = await service
    const receipts: Receipt[] = [
      await succeed(customer.add, { executor, ran: first!.task, ok: {} }),
      await fail({ executor, ran: second!.task, error: { name: 'CustomerExists', message: 'x' } }),
    ]
    await paste(page, await hexOf({ invocations, receipts }))
    expect(await verdictOf(page)).toContain('2 invocations, 2 receipts')
    for (const [index, outcome] of ['✓ ok', '✗ error'].entries()) {
      const cid = receipts[index]!.cid.toString()
      const invocation = invocations[index]!.cid.toString()
      await openAll(page)
      const receipt = page.locator('.token', { hasText: cid }).filter({ hasText: 'Executor' })
      expect(await receipt.locator('summary').textContent()).toContain(`/customer/add ${outcome}`)
      await receipt.locator('dd button').click()
      const focused = page.locator('.token:has(summary:focus)')
      expect(await fact(focused, 'CID')).toBe(invocation)
      expect(await fact(focused, 'Receipt')).toContain(outcome)
      await focused.locator('dt:text-is("Receipt") + dd button').click()
      expect(await fact(page.locator('.token:has(summary:focus)'), 'CID')).toBe(cid)
    }
  })

  it('are shown with each invocation of their task', async () => {
    const page = await open()
    const issuer = await service
    // The expiration of an invocation is not part of its task.
    const options = {
      issuer,
      subject: issuer.did,
      arguments: { ...args, details: {} },
      nonce: new Uint8Array(12),
    }
    const invocations = [
      await invoke(customer.add, { ...options, expiration: null }),
      await invoke(customer.add, options),
    ]
    const { task } = invocations[0]!
    const receipts = [await succeed(customer.add, { executor: issuer, ran: task, ok: {} })]
    await paste(page, await hexOf({ invocations, receipts }))
    await openAll(page)
    expect(await page.locator('dt:text-is("Receipt") + dd button').count()).toBe(2)
  })
})

async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const card of document.querySelectorAll<HTMLDetailsElement>('.token')) card.open = true
  })
  await page.locator('.token .dump').last().waitFor()
}

describe('token', () => {
  it('shows its bytes, and highlights the bytes of the field under the pointer', async () => {
    const page = await open()
    const invocation = await addCustomer()
    await paste(page, Buffer.from(invocation.bytes).toString('hex'))
    const card = page.locator('.token')
    const hex = (await card.locator('.hex').allTextContents()).join('').replaceAll(' ', '')
    expect(hex).toBe(Buffer.from(invocation.bytes).toString('hex'))
    await card.getByRole('treeitem', { name: 'cmd' }).hover()
    const highlighted = await card.locator('.hex .highlighted').allTextContents()
    expect(highlighted.join('').replaceAll(' ', '')).toBe(
      `63${Buffer.from('cmd').toString('hex')}6d${Buffer.from('/customer/add').toString('hex')}`,
    )
  })

  it('opens from the proof chain by keyboard, and takes the focus', async () => {
    const page = await open()
    await select(page, 'A delegation expired')
    await page.locator('.chain').getByRole('button', { name: 'delegation 2' }).focus()
    await page.keyboard.press('Enter')
    const focused = page.locator('.token:has(summary:focus)')
    expect(await focused.locator('summary').textContent()).toContain('delegation 2')
    expect(await fact(focused, 'Expires')).toBe('2026-02-27T12:00:00Z 3 days ago 1772193600')
  })

  it('shows HTML as text, and escapes invisible characters', async () => {
    const page = await open()
    const did = 'did:web:<img src=x onerror=alert(1)>\u202e' as const
    const proof = await delegate(customer.add, {
      issuer: await signerAs(did),
      audience: did,
      subject: did,
      expiration: null,
      policy: [['==', `.["${did}"]`, did]],
      meta: { [did]: did },
    })
    const invocation = await addCustomer(did)
    await paste(page, await hexOf({ invocations: [invocation], delegations: [proof] }))
    await openAll(page)
    expect(await page.locator('#results img').count()).toBe(0)
    expect(await page.locator('#results').textContent()).not.toContain('\u202e')
    expect(await page.locator('#results').innerHTML()).not.toContain('\u202e')
  })
})

describe('page of 300 invocations', () => {
  it('has fewer than 30,000 elements', async () => {
    const page = await open()
    const invocations = await Promise.all(Array.from({ length: 300 }, () => addCustomer()))
    await paste(page, await hexOf({ invocations }))
    expect(await verdictOf(page)).toContain('300 invocations')
    expect(await page.locator('#results').textContent()).toContain('280 more invocations not shown')
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(30_000)
  })
})

describe('page of more than 200 items', () => {
  it('shows how many proofs it omits', async () => {
    const page = await open()
    const { bytes, cid } = await addCustomer()
    const [signature, signed] = decodeGeneric<[Uint8Array, Record<string, object>]>(bytes)
    const tag = Object.keys(signed).find((key) => key !== 'h')!
    const prf = Array.from({ length: 230 }, () => cid)
    const payload = { ...signed[tag], prf }
    const token = encodeGeneric([signature, { ...signed, [tag]: payload }])
    await paste(page, Buffer.from(token).toString('hex'))
    expect(await fact(page.locator('.token'), 'Proofs')).toBe('… 30 more not shown')
  })

  it('shows how many unreadable tokens it omits', async () => {
    const page = await open()
    const unreadable = Array.from({ length: 250 }, () => Uint8Array.of(0x80))
    const { bytes } = await addCustomer()
    const container = encodeGeneric({ 'ctn-v1': [bytes, ...unreadable] })
    await paste(page, Buffer.from(container).toString('hex'))
    expect(await page.locator('.tokens .warning').count()).toBe(200)
    expect(await page.locator('.tokens').textContent()).toContain(
      '… 50 more unreadable tokens not shown',
    )
  })
})

describe('page of a capture', () => {
  it.each(['light', 'dark'] as const)('has enough contrast in %s mode', async (colorScheme) => {
    const page = await open({ colorScheme })
    for (const { name, title } of rows) {
      await select(page, title)
      expect(await page.evaluate(lowContrastTexts)).toEqual([])
      await page.screenshot({ path: `${SCREENSHOTS}/${name}-${colorScheme}.png`, fullPage: true })
    }
    await openAll(page)
    await page.getByRole('treeitem', { name: 'cmd' }).first().hover()
    expect(await page.evaluate(lowContrastTexts)).toEqual([])
    await page.screenshot({ path: `${SCREENSHOTS}/tokens-${colorScheme}.png`, fullPage: true })
  })

  it('has no horizontal scroll bar in a narrow window', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } })
    for (const { name, title } of rows) {
      await select(page, title)
      if (name === 'policy-not-matched') await openAll(page)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(360)
      await page.screenshot({ path: `${SCREENSHOTS}/narrow-${name}.png`, fullPage: true })
    }
  })
})
