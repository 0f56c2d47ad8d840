import { decode as decodeGeneric, encode as encodeGeneric } from '@ipld/dag-cbor'
import { encode as encodeJson } from '@ipld/dag-json'
import { describe, expect, it } from 'vitest'
import { bytes as byteString, struct } from '../../src/codec/index.js'
import { blob, customer } from '../../src/index.js'
import { captureOf, UnreadableCapture, type Capture } from '../../src/inspector/capture.js'
import { captureReportOf, unreadableReportOf } from '../../src/inspector/capture-report.js'
import { examine } from '../../src/inspector/examine.js'
import { tokenParts } from '../../src/inspector/token-parts.js'
import {
  attest,
  Container,
  delegate,
  Ed25519,
  fail,
  invoke,
  mailtoDID,
} from '../../src/ucan/index.js'
import { succeed } from '../../src/ucan/index.js'
import { attestationOf } from '../../src/ucan/attestation.js'
import { fromHex, rowsOf, toHex, typeOf, utf8, type ValidRow } from '../fixtures.js'
import type { TokenRow } from '../ucan/rows.js'

const FORMS = ['raw', 'base64', 'base64url', 'raw+gzip', 'base64+gzip', 'base64url+gzip'] as const

type ContainerRow = Readonly<Record<'cbor' | (typeof FORMS)[number], string>> & {
  readonly tokens: readonly string[]
}

const containers = rowsOf<ContainerRow>('containers')
const tokens = rowsOf<TokenRow>('tokens')
const values = rowsOf<ValidRow>('valid')

const bytesType = struct('Bytes', { value: byteString })

/** Encodings that the inspector detects, each with a function that encodes bytes in it. */
const ENCODINGS: ReadonlyArray<readonly [string, (bytes: Uint8Array) => Uint8Array]> = [
  ['bytes', (bytes) => bytes],
  ['hex', (bytes) => utf8(toHex(bytes))],
  ['hex in lines', (bytes) => utf8(toHex(bytes).replaceAll(/.{60}/g, '$&\n'))],
  ['base64', (bytes) => utf8(Buffer.from(bytes).toString('base64'))],
  ['base64url', (bytes) => utf8(Buffer.from(bytes).toString('base64url'))],
  [
    'DAG-JSON',
    (bytes) =>
      utf8(`{"/":{"bytes":"${Buffer.from(bytes).toString('base64').replace(/=+$/, '')}"}}`),
  ],
]

function tokensIn(capture: Capture): string[] {
  if (capture.kind === 'value') throw new Error('expected tokens, received a value')
  const { invocations, delegations, receipts, unreadable } = capture.tokens
  expect(unreadable).toEqual([])
  return [...invocations, ...delegations, ...receipts].map(({ bytes }) => toHex(bytes)).sort()
}

describe('captureOf', () => {
  const textForms = FORMS.filter((form) => form.startsWith('base64'))

  it.each(textForms)('ignores line breaks in a container in the form %s', async (form) => {
    for (const row of containers) {
      const text = Buffer.from(fromHex(row[form])).toString()
      const capture = await captureOf(utf8(`${text.replaceAll(/.{76}/g, '$&\r\n')}\n`))
      expect([capture.kind, 'form' in capture && capture.form]).toEqual(['container', form])
      expect(tokensIn(capture)).toEqual([...row.tokens].sort())
    }
  })
})

describe.each(ENCODINGS)('captureOf with %s', (_name, encode) => {
  it.each(['cbor', ...FORMS] as const)('detects a container in the form %s', async (form) => {
    for (const row of containers) {
      const capture = await captureOf(encode(fromHex(row[form])))
      expect([capture.kind, 'form' in capture && capture.form]).toEqual(['container', form])
      expect(tokensIn(capture)).toEqual([...row.tokens].sort())
    }
  })

  it('detects each token alone', async () => {
    for (const row of tokens) {
      for (const [kind, bytes] of [
        ['invocation', row.bytes],
        ['receipt', row.receipt.bytes],
        ['delegation', row.proof?.bytes],
      ] as const) {
        if (bytes === undefined) continue
        const capture = await captureOf(encode(fromHex(bytes)))
        expect(capture.kind).toBe('token')
        expect(capture.words).toMatch(new RegExp(`^an? ${kind}\\b`))
        expect(tokensIn(capture)).toEqual([bytes])
      }
    }
  })

  it('detects an invocation whose arguments contain a delegation', async () => {
    const issuer = await Ed25519.fromSeed(new Uint8Array(32).fill(1))
    const delegation = tokens.find(({ proof }) => proof !== null)!.proof!.bytes
    const { bytes } = await invoke(
      { name: '/x', arguments: bytesType, ok: bytesType },
      { issuer, subject: issuer.did, arguments: { value: fromHex(delegation) }, expiration: null },
    )
    const { words } = await captureOf(encode(bytes))
    expect(words).toMatch(/^an invocation\b/)
  })

  it('detects an attestation', async () => {
    const authority = await Ed25519.fromSeed(new Uint8Array(32).fill(1))
    const delegation = await delegate('/blob', {
      issuer: attest(mailtoDID('ana@mail.example'), authority),
      audience: authority.did,
      subject: null,
      expiration: null,
    })
    const { words } = await captureOf(encode(attestationOf(delegation)!.bytes))
    expect(words).toMatch(/^an attestation\b/)
  })

  it('detects a value, whether its type is given or not', async () => {
    for (const row of values.filter((_, index) => index % 40 === 0)) {
      const capture = await captureOf(encode(fromHex(row.cbor)), typeOf(row))
      expect('inspection' in capture && capture.inspection.cbor.cid.toString()).toBe(row.cid)
    }
    const capture = await captureOf(
      encode(
        customer.AddArguments.cbor.encode({ customer: 'did:x:a', product: 'did:x:b', details: {} }),
      ),
    )
    expect(capture.words).toMatch(/^a value of the type customer\.AddArguments in CBOR/)
  })
})

describe('captureOf', () => {
  const [row] = containers
  const header = Buffer.from(row!.base64url, 'hex').toString()

  it.each([
    ['a header line', `X-UCAN-Container: ${header}`],
    [
      'a lower-case header line among others',
      `GET / HTTP/1.1\r\nhost: a\r\nx-ucan-container:${header}\r\n\r\n`,
    ],
    ['a curl option', `curl -H 'X-UCAN-Container: ${header}' https://up.example`],
    ['the value alone', header],
    ['the value with white space around it', `\n ${header} \n`],
  ])('detects a container in a header: %s', async (_what, input) => {
    const capture = await captureOf(utf8(input))
    expect([capture.kind, 'form' in capture && capture.form]).toEqual(['container', 'base64url'])
    expect(tokensIn(capture)).toEqual([...row!.tokens].sort())
  })

  it('detects a container in DAG-JSON', async () => {
    const list = row!.tokens.map((token) => ({
      '/': { bytes: Buffer.from(token, 'hex').toString('base64').replace(/=+$/, '') },
    }))
    const capture = await captureOf(utf8(JSON.stringify({ 'ctn-v1': list }, null, 2)))
    expect(capture.words).toContain('a container in DAG-JSON: ')
    expect(tokensIn(capture)).toEqual([...row!.tokens].sort())
  })

  it('detects a token in DAG-JSON, and re-encodes it to its original bytes', async () => {
    // Hilt's tokens have the keys of `details` in another order than DAG-CBOR.
    const hilt = tokens.filter(({ command }) => command === '/customer/add')
    expect(hilt.length).toBeGreaterThan(0)
    for (const { bytes, proof } of hilt) {
      for (const token of [bytes, proof?.bytes]) {
        if (token === undefined) continue
        const capture = await captureOf(encodeJson(decodeGeneric(fromHex(token))))
        expect(capture.words).toMatch(/^an? \w+ in DAG-JSON, re-encoded as CBOR$/)
        expect(tokensIn(capture)).toEqual([token])
      }
    }
  })

  it('counts the unreadable tokens of a container', async () => {
    const input = encodeGeneric({ 'ctn-v1': [fromHex(row!.tokens[0]!), new Uint8Array([1])] })
    const capture = await captureOf(input)
    expect(capture.words).toMatch(/: 1 \w+, 1 unreadable token$/)
  })

  it.each([
    ['a digit is missing', (hex: string) => hex.slice(0, -1), /an odd number/],
    [
      'a character is not a digit',
      (hex: string) => `${hex.slice(0, 50)}z${hex.slice(51)}`,
      /"z" at character 51 is not a hex digit/,
    ],
  ])('reports hex as ambiguous if %s', async (_what, damage, reason) => {
    const error = await rejection(utf8(damage(row!.cbor)))
    expect(error.isAmbiguous).toBe(true)
    expect(error.attempts.map(({ words }) => words)).toContain('damaged hex')
    expect(error.message).toMatch(reason)
    const report = unreadableReportOf(error, (_style, line) => line)
    expect(report).toMatch(/^Ambiguous input: /)
  })

  it.each([
    ['an emoji', '😀', '"😀" at character 51 is not a hex digit'],
    ['invisible', '\u200b', String.raw`"\u200b" at character 51 is not a hex digit`],
  ])('names the invalid character of hex if it is %s', async (_what, character, message) => {
    const { cbor } = row!
    const error = await rejection(utf8(cbor.slice(0, 50) + character + cbor.slice(50)))
    expect(error.message).toContain(message)
  })

  it('names the invalid character of a container in base64url', async () => {
    const error = await rejection(utf8(`${header.slice(0, 100)}*${header.slice(101)}`))
    expect(error.isAmbiguous).toBe(false)
    expect(error.attempts[0]!.error).toMatchObject({
      message: 'Container: "*" is not a digit of base64url',
      offset: 100,
    })
  })

  it('reports the offset at which the likeliest reading fails', async () => {
    const token = fromHex(tokens[0]!.bytes)
    const error = await rejection(utf8(toHex(token.subarray(0, 200))))
    expect(error.attempts[0]!.words).toBe('a token, as hex')
    expect(error.attempts[0]!.error).toMatchObject({ code: 'truncated', offset: 200 })
    expect(unreadableReportOf(error, (_style, line) => line)).toContain('At byte 200 of 200:')
  })

  it('names the malformed field of a token', async () => {
    const [signature, signed] = decodeGeneric<[Uint8Array, Record<string, object>]>(
      fromHex(tokens[0]!.bytes),
    )
    const tag = 'ucan/inv@1.0.0-rc.1'
    const other = { ...signed, [tag]: { ...signed[tag], iss: 'up.example' } }
    const error = await rejection(encodeGeneric([signature, other]))
    expect(error.attempts[0]!.error.message).toMatch(/^token: iss: /)
  })
})

describe('a token in DAG-JSON that is rejected', () => {
  it.each([
    ['nested too deep', `[{"/":{"bytes":""}},{"h":${'['.repeat(50_000)}${']'.repeat(50_000)}}]`],
    ['malformed DAG-JSON: Could not decode varint', '[{"/":{"bytes":""}},{"h":{"/":"b"}}]'],
  ])('has the reason "%s"', async (reason, json) => {
    const { attempts } = await rejection(utf8(json))
    expect(attempts.map(({ error }) => error.message)).toContain(`token: ${reason}`)
  })
})

async function rejection(input: Uint8Array): Promise<UnreadableCapture> {
  const error: unknown = await captureOf(input).catch((reason: unknown) => reason)
  if (error instanceof UnreadableCapture) return error
  throw new Error('expected an UnreadableCapture', { cause: error })
}

describe('captureOf with hostile input', () => {
  const deep = new Uint8Array(2_000_000).fill(0x81)
  const unstructured = Uint8Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 256)

  it.each([
    ['deep CBOR', deep],
    ['deep CBOR in a token', Uint8Array.of(0x82, 0x40, ...deep.subarray(0, 100_000))],
    ['a long string in no known encoding', utf8('~'.repeat(1_000_000))],
    ['deep CBOR as hex', utf8('81'.repeat(500_000))],
    [
      'a token in DAG-JSON with an integer of more than 64 bits',
      utf8(`[{"/":{"bytes":""}},{"h":${'9'.repeat(30)}}]`),
    ],
    ['deep DAG-JSON', utf8('['.repeat(100_000))],
    ['deep DAG-JSON that starts like a token', utf8(`[{"/":${'['.repeat(50_000)}`)],
    ['deep DAG-JSON that starts like a byte string', utf8('{"/":'.repeat(50_000))],
    ['bytes without structure', unstructured],
    [
      'a container that declares more tokens than it has',
      fromHex('a16663746e2d76319b00000000ffffffff'),
    ],
    ['the header byte of a container alone', utf8('@')],
    ['no bytes', new Uint8Array(0)],
  ])('rejects %s', { timeout: 20_000 }, async (_what, input) => {
    const { attempts, message } = await rejection(input)
    expect(attempts.length).toBeGreaterThan(0)
    expect(message.length).toBeLessThan(2000)
  })

  it('describes arguments with a million items in lists, without a part for each', async () => {
    const issuer = await Ed25519.fromSeed(new Uint8Array(32).fill(1))
    const { invocations } = await import('../../src/ucan/invocation.js')
    const lists = `991f40${'00'.repeat(8000)}`.repeat(125)
    const args = Uint8Array.from(fromHex(`a16178987d${lists}`))
    const invocation = await invocations.sign(issuer, {
      iss: issuer.did,
      sub: issuer.did,
      cmd: '/x',
      args,
      prf: [],
      nonce: new Uint8Array(0),
      exp: null,
    })
    const capture = await captureOf(invocation.bytes)
    const examination = await examine(capture as never, { now: 0 })
    expect(examination.tokens[0]!.form.parts.length).toBeLessThan(20_000)
    expect(examination.tokens[0]!.arguments!.fields.at(-1)).toMatchObject({
      path: 'x[124]',
      words: 'a list of 8000 items, not shown',
    })
    expect(examination.explanations[0]!.rejection!.name).toBe('MalformedArguments')
  })

  it('escapes control and format characters in reports', async () => {
    const issuer = await Ed25519.fromSeed(new Uint8Array(32).fill(1))
    const hostile = '\u001b[31m\u009b\u202e\n'
    const invocation = await invoke(
      { name: '/a', arguments: customer.AddArguments, ok: customer.AddArguments },
      {
        issuer,
        subject: issuer.did,
        arguments: { customer: `did:x:a`, product: 'did:x:b', details: { [hostile]: hostile } },
        meta: { [hostile]: hostile },
        expiration: null,
      },
    )
    const delegation = await delegate('/a', {
      issuer,
      audience: issuer.did,
      subject: null,
      expiration: null,
      policy: [['==', '.a', hostile]],
    })
    const input = await Container.encode({ invocations: [invocation], delegations: [delegation] })
    const capture = await captureOf(input)
    if (capture.kind === 'value') throw new Error('expected tokens, received a value')
    const examination = await examine(capture, { now: 0 })
    const report = captureReportOf(capture, examination, (_style, line) => line)
    expect(report).toContain(String.raw`\u001b[31m\u009b\u202e`)
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('the parts of a token', () => {
  it('cover all bytes in order, and include the issuer with its path', async () => {
    for (const row of tokens) {
      for (const bytes of [row.bytes, row.receipt.bytes, row.proof?.bytes]) {
        if (bytes === undefined) continue
        const capture = await captureOf(fromHex(bytes))
        const { tokens: described } = await examine(capture as never, { now: 0 })
        const { form } = described[0]!
        let end = 0
        for (const { offset, length, headerLength } of form.parts) {
          expect(offset).toBe(end)
          expect(headerLength).toBeLessThanOrEqual(length)
          end = offset + length
        }
        expect(end).toBe(form.bytes.length)
        const issuer = form.parts.find(({ role, path }) => role === 'value' && path[0] === 'iss')!
        const content = form.bytes.subarray(
          issuer.offset + issuer.headerLength,
          issuer.offset + issuer.length,
        )
        expect(new TextDecoder().decode(content)).toBe(described[0]!.issuer)
      }
    }
  })

  it('include the arguments, with their type and the meaning of a field', async () => {
    const row = tokens.find(({ command }) => command === '/customer/add')!
    const capture = await captureOf(fromHex(row.bytes))
    const { tokens: described } = await examine(capture as never, { now: 0 })
    const { arguments: content, form } = described[0]!
    expect(content!.type).toBe('customer.AddArguments')
    expect(content!.fields.find(({ path }) => path === 'customer')!.meaning).toMatch(/customer/)
    const part = form.parts.find(
      ({ role, path }) => role === 'value' && path.join('.') === 'args.customer',
    )!
    expect(part.kind).toBe('did')
  })
})

describe('tokenParts', () => {
  it.each([
    ['c24131', '49'],
    ['c34131', '-50'],
    ['c26131', 'skipped, 3 bytes'],
  ])('describes the argument %s as %s', (argument, words) => {
    // An empty signature, an empty header, and the arguments {x: …}.
    const parts = tokenParts(fromHex(`8240a2616840616ba16461726773a16178${argument}`), 'invocation')
    expect(parts.at(-1)!.words).toBe(words)
  })
})

describe('the description of arguments', () => {
  it('shows the bytes of an unknown field, unless it is empty', async () => {
    const service = await Ed25519.fromSeed(new Uint8Array(32).fill(1))
    const list = struct('List', { full: byteString, empty: byteString })
    const invocation = await invoke({ ...blob.list, arguments: list } as never, {
      issuer: service,
      subject: service.did,
      arguments: { full: new Uint8Array(2), empty: new Uint8Array() } as never,
    })
    const [described] = await describeAll({ invocations: [invocation] })
    const words = described!.arguments!.fields.map((field) => field.words)
    expect(words).toEqual(['2 bytes: 0000', '0 bytes'])
  })
})

describe('the description of a receipt', () => {
  it('names the invocation and the type of the result, if the invocation is captured', async () => {
    const service = await Ed25519.fromSeed(new Uint8Array(32).fill(1))
    const invocation = await invoke(blob.remove, {
      issuer: service,
      subject: service.did,
      arguments: { digest: Uint8Array.from([0x12, 0x20, ...new Uint8Array(32)]) },
      expiration: null,
    })
    const listed = await invoke(blob.list, {
      issuer: service,
      subject: service.did,
      arguments: {},
      expiration: null,
    })
    const ok = { size: 0, results: [] } as never
    const receipts = [
      await fail({
        executor: service,
        ran: invocation,
        error: { name: 'Gone', message: 'no such blob' },
      }),
      await succeed(blob.list, { executor: service, ran: listed, ok }),
    ]
    const captured = await describeAll({ invocations: [invocation, listed], receipts })
    const failed = captured.find(({ receipt }) => receipt?.outcome === 'error')!
    expect(failed.receipt).toMatchObject({
      ran: { cid: invocation.task.toString(), name: expect.stringMatching(/^invocation \d$/) },
      command: '/blob/remove',
    })
    expect(failed.receipt!.content.type).toBe('Failure')
    expect(failed.receipt!.content.fields.map(({ path, words }) => [path, words])).toEqual([
      ['name', '"Gone"'],
      ['message', '"no such blob"'],
    ])
    const succeeded = captured.find(({ receipt }) => receipt?.outcome === 'ok')!
    expect(succeeded.receipt!.content.type).toBe('blob.ListOK')
    const alone = await describeAll({ receipts })
    const succeededAlone = alone.find(({ receipt }) => receipt?.outcome === 'ok')!
    expect(succeededAlone.receipt).toMatchObject({ command: undefined, ran: { name: undefined } })
    expect(succeededAlone.receipt!.content.type).toBe(undefined)
    expect(succeededAlone.receipt!.content.fields.map(({ path }) => path)).toEqual(
      succeeded.receipt!.content.fields.map(({ path }) => path),
    )
  })
})

async function describeAll(all: Parameters<typeof Container.encode>[0]) {
  const capture = await captureOf(await Container.encode(all))
  return (await examine(capture as never, { now: 0 })).tokens
}
