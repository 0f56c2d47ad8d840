import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  Container,
  Delegation,
  Invocation,
  Receipt,
  type ContainerForm,
  type Tokens,
} from '../../src/ucan/index.js'
import { expectBytes, fromHex, rowsOf, toHex, utf8 } from '../fixtures.js'
import type { ContainerRow } from './rows.js'

const rows = rowsOf<ContainerRow>('containers')
const forms = ['cbor', 'raw', 'base64', 'base64url'] as const
const gzipForms = ['raw+gzip', 'base64+gzip', 'base64url+gzip'] as const

function each<Form extends ContainerForm>(of: readonly Form[]) {
  return rows.flatMap((row, index) => of.map((form) => [index, form, row] as const))
}

const DELEGATION = toHex(utf8('ucan/dlg@'))
const RECEIPT = toHex(utf8('/ucan/assert/receipt'))

/** The tokens of a row, sorted by their bytes, each decoded as what it is. */
async function tokensOf(row: ContainerRow): Promise<Tokens> {
  const sorted = [...row.tokens].sort()
  const delegations = sorted.filter((hex) => hex.includes(DELEGATION))
  const receipts = sorted.filter((hex) => hex.includes(RECEIPT))
  const invocations = sorted.filter((hex) => !delegations.includes(hex) && !receipts.includes(hex))
  return {
    invocations: await Promise.all(invocations.map((hex) => Invocation.decode(fromHex(hex)))),
    delegations: await Promise.all(delegations.map((hex) => Delegation.decode(fromHex(hex)))),
    receipts: await Promise.all(receipts.map((hex) => Receipt.decode(fromHex(hex)))),
  }
}

/** The CBOR in a form that is gzip. */
function inflate(form: (typeof gzipForms)[number], written: Uint8Array): Uint8Array {
  const body = Buffer.from(written.subarray(1))
  if (form === 'raw+gzip') return gunzipSync(body)
  const encoding = form === 'base64+gzip' ? 'base64' : 'base64url'
  return gunzipSync(Buffer.from(body.toString('latin1'), encoding))
}

describe('containers.jsonl', () => {
  it('has 12 rows, with tokens of each kind', async () => {
    expect(rows).toHaveLength(12)
    const tokens = await Promise.all(rows.map(tokensOf))
    expect(tokens.flatMap(({ invocations }) => invocations)).not.toHaveLength(0)
    expect(tokens.flatMap(({ delegations }) => delegations)).not.toHaveLength(0)
    expect(tokens.flatMap(({ receipts }) => receipts)).not.toHaveLength(0)
  })

  it.each(each([...forms, ...gzipForms]))(
    'row %i, %s: is read to the tokens',
    async (_index, form, row) => {
      expect(await Container.decode(fromHex(row[form]))).toEqual(await tokensOf(row))
    },
  )

  it.each(each(forms))('row %i, %s: is written byte for byte', async (index, form, row) => {
    const { invocations, delegations, receipts } = await tokensOf(row)
    const tokens = {
      // In another order, and each twice: it is sorted, and each is there once.
      invocations: [...invocations, ...invocations].toReversed(),
      delegations: [...delegations, ...delegations].toReversed(),
      receipts: [...receipts, ...receipts].toReversed(),
    }
    const written = await Container.encode(tokens, form)
    expect(written).toBeInstanceOf(Uint8Array)
    expectBytes(written, fromHex(row[form]), `row ${index}, ${form}`)
  })

  it.each(each(gzipForms))('row %i, %s: is written to inflate to it', async (index, form, row) => {
    const written = await Container.encode(await tokensOf(row), form)
    expect(written[0]).toBe(fromHex(row[form])[0])
    expectBytes(inflate(form, written), fromHex(row.cbor), `row ${index}, ${form}`)
  })
})

const CBOR = fromHex(rows[0]!.cbor)
const TOKEN = fromHex(rows[0]!.tokens[0]!)

describe('a container', () => {
  it('is CBOR where no form is named', async () => {
    expect(await Container.encode(await tokensOf(rows[0]!))).toEqual(CBOR)
  })

  it('may be empty', async () => {
    const empty = await Container.encode({})
    expect(toHex(empty)).toBe(`a166${toHex(utf8('ctn-v1'))}80`)
    expect(await Container.decode(empty)).toEqual({
      invocations: [],
      delegations: [],
      receipts: [],
    })
  })

  it('is read from a Buffer, a view with an offset and an ArrayBuffer', async () => {
    const expected = await tokensOf(rows[0]!)
    const padded = new Uint8Array(CBOR.length + 5)
    padded.set(CBOR, 3)
    expect(await Container.decode(Buffer.from(CBOR))).toEqual(expected)
    expect(await Container.decode(padded.subarray(3, 3 + CBOR.length))).toEqual(expected)
    expect(await Container.decode(CBOR.slice().buffer)).toEqual(expected)
    const copy = CBOR.slice()
    const reading = Container.decode(copy)
    copy.fill(0)
    expect(await reading).toEqual(expected)
  })

  it('that holds a token twice is read to one', async () => {
    const twice = containerOf(TOKEN, TOKEN)
    const { invocations, delegations, receipts } = await Container.decode(twice)
    expect([...invocations, ...delegations, ...receipts]).toHaveLength(1)
  })

  it('takes no form that there is none of', async () => {
    await expect(Container.encode({}, 'hex' as ContainerForm)).rejects.toThrow(
      'no form of a container is called hex',
    )
  })
})

/** A container written here, with heads of two bytes. */
function containerOf(...tokens: Uint8Array[]): Uint8Array {
  const items = tokens.map((token) =>
    Buffer.concat([Buffer.of(0x59, token.length >> 8, token.length & 0xff), token]),
  )
  return Buffer.concat([
    Buffer.of(0xa1, 0x66),
    utf8('ctn-v1'),
    Buffer.of(0x80 + tokens.length),
    ...items,
  ])
}

function marked(mark: number, body: Uint8Array | string): Uint8Array {
  return Buffer.concat([Buffer.of(mark), Buffer.from(body)])
}

/** What comes of reading it, as `code`, message and where. */
async function refusal(input: Uint8Array): Promise<unknown> {
  return await Container.decode(input).then(
    () => 'read',
    ({ name, code, message, path, offset }) => ({ name, code, message, path, offset }),
  )
}

function syntax(message: string, offset?: number) {
  return { name: 'CodecError', code: 'syntax', message: `Container: ${message}`, path: [], offset }
}

describe('a container is refused', () => {
  const zipped = gzipSync(CBOR)
  const flipped = zipped.map((byte, i) => (i === zipped.length - 6 ? byte ^ 1 : byte))
  const base64 = Buffer.from(CBOR).toString('base64').replace(/=*$/, '')

  it.each([
    ['gzip that ends early', marked(0x44, zipped.subarray(0, -1))],
    ['gzip that is empty', marked(0x44, '')],
    ['gzip whose checksum is wrong', marked(0x44, flipped)],
    ['gzip with bytes behind it', marked(0x44, Buffer.concat([zipped, Buffer.of(1)]))],
    ['what is no gzip', marked(0x44, CBOR)],
  ])('for %s', async (_name, input) => {
    expect(await refusal(input)).toMatchObject({
      name: 'CodecError',
      code: 'syntax',
      message: expect.stringMatching(/^Container: no gzip: ./),
      offset: 1,
    })
  })

  it.each([
    ['base64', 'a character that is none of the alphabet', marked(0x42, 'oWZ!')],
    ['base64', 'a character of the alphabet for URLs', marked(0x42, 'oWZ_')],
    ['base64', 'padding that lacks', marked(0x42, 'oWY')],
    ['base64', 'padding alone', marked(0x42, '====')],
    ['base64', 'padding inside', marked(0x42, 'oW==oWZj')],
    ['base64', 'bits beyond the last byte', marked(0x42, 'oWZ=')],
    ['base64', 'white space', marked(0x42, 'oWZj\n')],
    ['base64url', 'padding', marked(0x43, 'oWY=')],
    ['base64url', 'a character of the standard alphabet', marked(0x43, 'oWZ/')],
    ['base64url', 'a digit too many', marked(0x43, 'oWZjd')],
    ['base64+gzip', 'padding that lacks', marked(0x45, 'H4s')],
    ['base64url+gzip', 'padding', marked(0x46, 'H4s=')],
  ])('for %s with %s', async (form, _what, input) => {
    expect(await refusal(input)).toEqual(syntax(`no ${form}`, 1))
  })

  it('for gzip within base64 that is none', async () => {
    expect(await refusal(marked(0x46, base64.replaceAll('+', '-').replaceAll('/', '_')))).toEqual(
      syntax('no gzip: incorrect header check', 1),
    )
  })

  it.each([
    ['no bytes at all', '', 'truncated', 'the input ends early', [], 0],
    ['another mark', '41a0', 'wrong-type', 'expected a map, found bytes', [], 0],
    ['no entry', 'a0', 'missing-field', '["ctn-v1"]: is missing', ['ctn-v1'], 0],
    [
      'another version',
      'a16663746e2d763280',
      'unknown-field',
      '["ctn-v2"]: no such field belongs here',
      ['ctn-v2'],
      1,
    ],
    [
      'another entry',
      'a26663746e2d7631806663746e2d763280',
      'unknown-field',
      '["ctn-v2"]: no such field belongs here',
      ['ctn-v2'],
      9,
    ],
    [
      'the entry twice',
      'a26663746e2d7631806663746e2d763180',
      'duplicate-key',
      '["ctn-v1"]: stands there twice',
      ['ctn-v1'],
      9,
    ],
    [
      'more tokens than the limit',
      'a16663746e2d7631992001',
      'too-many',
      '["ctn-v1"]: more than 8192 tokens',
      ['ctn-v1'],
      8,
    ],
    [
      'a token that is no bytes',
      'a16663746e2d763181f6',
      'wrong-type',
      '["ctn-v1"][0]: expected bytes, found null',
      ['ctn-v1', 0],
      9,
    ],
    [
      'a token that is none',
      'a16663746e2d76318141a0',
      'wrong-type',
      '["ctn-v1"][0]: expected a list, found a map',
      ['ctn-v1', 0],
      9,
    ],
    [
      'bytes behind it',
      'a16663746e2d763180a0',
      'trailing-data',
      'the input goes on after the value',
      [],
      9,
    ],
  ])('for %s', async (_name, hex, code, reason, path, offset) => {
    const message = `Container: ${reason}`
    expect(await refusal(fromHex(hex))).toEqual({ name: 'CodecError', code, message, path, offset })
  })

  it('for a token with something wrong in it, by its place', async () => {
    const bad = TOKEN.slice(0, -1)
    expect(await refusal(containerOf(TOKEN, bad))).toMatchObject({
      code: 'truncated',
      path: ['ctn-v1', 1, expect.any(String)],
      offset: 9 + 3 + TOKEN.length,
    })
  })

  it('for a token past the limit, when it is written too', async () => {
    const token = { bytes: new Uint8Array(2 * 1024 * 1024 + 1) } as Invocation
    await expect(Container.encode({ invocations: [token] })).rejects.toMatchObject({
      code: 'too-long',
      message: 'Container: ["ctn-v1"]: longer than 2097152 bytes',
    })
  })
})

describe('a gzip bomb', () => {
  const MIB = 1024 * 1024

  it('is stopped as it passes 64 MiB, whatever would still come', async () => {
    // What is behind the limit is damaged: whoever inflated on would find it.
    const bomb = gzipSync(Buffer.alloc(256 * MIB))
    const damaged = Buffer.concat([bomb.subarray(0, bomb.length / 2), Buffer.alloc(1000, 0xff)])
    expect(await refusal(marked(0x44, damaged))).toEqual({
      name: 'CodecError',
      code: 'too-long',
      message: 'Container: inflates to more than 67108864 bytes',
      path: [],
      offset: 1,
    })
  })

  it('of just 64 MiB is read, and found to be none', async () => {
    const code = { code: 'wrong-type', message: 'Container: expected a map, found 0' }
    expect(await refusal(marked(0x44, gzipSync(Buffer.alloc(64 * MIB))))).toMatchObject(code)
    expect(await refusal(marked(0x44, gzipSync(Buffer.alloc(64 * MIB + 1))))).toMatchObject({
      code: 'too-long',
    })
  })
})
