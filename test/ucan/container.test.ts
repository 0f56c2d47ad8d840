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

/** The tokens of a row by type, sorted by their bytes and decoded. */
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

/** The CBOR in a gzipped container. */
function inflate(form: (typeof gzipForms)[number], encoded: Uint8Array): Uint8Array {
  const body = Buffer.from(encoded.subarray(1))
  if (form === 'raw+gzip') return gunzipSync(body)
  const encoding = form === 'base64+gzip' ? 'base64' : 'base64url'
  return gunzipSync(Buffer.from(body.toString('latin1'), encoding))
}

describe('containers.jsonl', () => {
  it('has 12 rows, with tokens of each type', async () => {
    expect(rows).toHaveLength(12)
    const tokens = await Promise.all(rows.map(tokensOf))
    expect(tokens.flatMap(({ invocations }) => invocations)).not.toHaveLength(0)
    expect(tokens.flatMap(({ delegations }) => delegations)).not.toHaveLength(0)
    expect(tokens.flatMap(({ receipts }) => receipts)).not.toHaveLength(0)
  })
})

describe('Container.decode', () => {
  it.each(each([...forms, ...gzipForms]))(
    'decodes row %i of containers.jsonl in the form %s',
    async (_index, form, row) => {
      expect(await Container.decode(fromHex(row[form]))).toEqual(await tokensOf(row))
    },
  )
})

describe('Container.encode', () => {
  it.each(each(forms))(
    'encodes row %i in the form %s to the bytes of the reference',
    async (index, form, row) => {
      const { invocations, delegations, receipts } = await tokensOf(row)
      const tokens = {
        // Tokens are sorted, and duplicates removed.
        invocations: [...invocations, ...invocations].toReversed(),
        delegations: [...delegations, ...delegations].toReversed(),
        receipts: [...receipts, ...receipts].toReversed(),
      }
      const encoded = await Container.encode(tokens, form)
      expect(encoded).toBeInstanceOf(Uint8Array)
      expectBytes(encoded, fromHex(row[form]), `row ${index}, ${form}`)
    },
  )

  it.each(each(gzipForms))(
    'encodes row %i in the form %s to gzip of its CBOR',
    async (index, form, row) => {
      const encoded = await Container.encode(await tokensOf(row), form)
      expect(encoded[0]).toBe(fromHex(row[form])[0])
      expectBytes(inflate(form, encoded), fromHex(row.cbor), `row ${index}, ${form}`)
    },
  )
})

const CBOR = fromHex(rows[0]!.cbor)
const TOKEN = fromHex(rows[0]!.tokens[0]!)

describe('Container.encode', () => {
  it('defaults to CBOR', async () => {
    expect(await Container.encode(await tokensOf(rows[0]!))).toEqual(CBOR)
  })

  it('encodes a container without tokens', async () => {
    const empty = await Container.encode({})
    expect(toHex(empty)).toBe(`a166${toHex(utf8('ctn-v1'))}80`)
    expect(await Container.decode(empty)).toEqual({
      invocations: [],
      delegations: [],
      receipts: [],
    })
  })

  it('throws for an unknown form', async () => {
    await expect(Container.encode({}, 'hex' as ContainerForm)).rejects.toThrow(
      'unknown form of a container: hex',
    )
  })

  it('rejects a token of more than 2 MiB', async () => {
    const token = { bytes: new Uint8Array(2 * 1024 * 1024 + 1) } as Invocation
    await expect(Container.encode({ invocations: [token] })).rejects.toMatchObject({
      code: 'too-long',
      message: 'Container: ["ctn-v1"][0]: byte string exceeds 2097152 bytes',
    })
  })
})

describe('Container.decode', () => {
  it('accepts a Buffer, a view with an offset and an ArrayBuffer', async () => {
    const expected = await tokensOf(rows[0]!)
    const padded = new Uint8Array(CBOR.length + 5)
    padded.set(CBOR, 3)
    expect(await Container.decode(Buffer.from(CBOR))).toEqual(expected)
    expect(await Container.decode(padded.subarray(3, 3 + CBOR.length))).toEqual(expected)
    expect(await Container.decode(CBOR.slice().buffer)).toEqual(expected)
  })

  it('copies its input', async () => {
    const expected = await tokensOf(rows[0]!)
    const copy = CBOR.slice()
    const decoding = Container.decode(copy)
    copy.fill(0)
    expect(await decoding).toEqual(expected)
  })

  it('returns a token that occurs twice once', async () => {
    const twice = containerOf(TOKEN, TOKEN)
    const { invocations, delegations, receipts } = await Container.decode(twice)
    expect([...invocations, ...delegations, ...receipts]).toHaveLength(1)
  })
})

/** A container of these tokens, encoded independently of this library. */
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

function inForm(mark: number, body: Uint8Array | string): Uint8Array {
  return Buffer.concat([Buffer.of(mark), Buffer.from(body)])
}

/** The error that decoding fails with, or 'decoded'. */
async function errorOf(input: Uint8Array): Promise<unknown> {
  return await Container.decode(input).then(
    () => 'decoded',
    ({ name, code, message, path, offset }) => ({ name, code, message, path, offset }),
  )
}

function syntax(message: string, offset?: number) {
  return { name: 'CodecError', code: 'syntax', message: `Container: ${message}`, path: [], offset }
}

describe('Container.decode', () => {
  const zipped = gzipSync(CBOR)
  const flipped = zipped.map((byte, i) => (i === zipped.length - 6 ? byte ^ 1 : byte))
  const base64 = Buffer.from(CBOR).toString('base64').replace(/=*$/, '')

  it.each([
    ['truncated gzip', inForm(0x44, zipped.subarray(0, -1))],
    ['empty gzip', inForm(0x44, '')],
    ['gzip with a wrong checksum', inForm(0x44, flipped)],
    ['gzip with trailing data', inForm(0x44, Buffer.concat([zipped, Buffer.of(1)]))],
    ['CBOR instead of gzip', inForm(0x44, CBOR)],
  ])('rejects %s', async (_what, input) => {
    expect(await errorOf(input)).toMatchObject({
      name: 'CodecError',
      code: 'syntax',
      message: expect.stringMatching(/^Container: invalid gzip: ./),
      offset: 1,
    })
  })

  it.each([
    ['base64', 'a character outside of the alphabet', inForm(0x42, 'oWZ!')],
    ['base64', 'a character of the base64url alphabet', inForm(0x42, 'oWZ_')],
    ['base64', 'missing padding', inForm(0x42, 'oWY')],
    ['base64', 'only padding', inForm(0x42, '====')],
    ['base64', 'padding before its end', inForm(0x42, 'oW==oWZj')],
    ['base64', 'non-zero bits after the last byte', inForm(0x42, 'oWZ=')],
    ['base64', 'white space', inForm(0x42, 'oWZj\n')],
    ['base64url', 'padding', inForm(0x43, 'oWY=')],
    ['base64url', 'a character of the base64 alphabet', inForm(0x43, 'oWZ/')],
    ['base64url', 'an excess digit', inForm(0x43, 'oWZjd')],
    ['base64+gzip', 'missing padding', inForm(0x45, 'H4s')],
    ['base64url+gzip', 'padding', inForm(0x46, 'H4s=')],
  ])('rejects %s with %s', async (form, _what, input) => {
    expect(await errorOf(input)).toEqual(syntax(`invalid ${form}`, 1))
  })

  it('rejects base64url of something other than gzip', async () => {
    expect(await errorOf(inForm(0x46, base64.replaceAll('+', '-').replaceAll('/', '_')))).toEqual(
      syntax('invalid gzip: incorrect header check', 1),
    )
  })

  it.each([
    ['an empty input', '', 'truncated', 'unexpected end of input', [], 0],
    ['an unknown form', '41a0', 'wrong-type', 'expected map, received byte string', [], 0],
    ['an empty map', 'a0', 'missing-field', '["ctn-v1"]: missing required field', ['ctn-v1'], 0],
    [
      'another version',
      'a16663746e2d763280',
      'unknown-field',
      '["ctn-v2"]: unknown field',
      ['ctn-v2'],
      1,
    ],
    [
      'a second entry',
      'a26663746e2d7631806663746e2d763280',
      'unknown-field',
      '["ctn-v2"]: unknown field',
      ['ctn-v2'],
      9,
    ],
    [
      'a duplicate entry',
      'a26663746e2d7631806663746e2d763180',
      'duplicate-key',
      '["ctn-v1"]: duplicate key',
      ['ctn-v1'],
      9,
    ],
    [
      'more than 8192 tokens',
      'a16663746e2d7631992001',
      'too-many',
      '["ctn-v1"]: more than 8192 items',
      ['ctn-v1'],
      8,
    ],
    [
      'null as a token',
      'a16663746e2d763181f6',
      'wrong-type',
      '["ctn-v1"][0]: expected byte string, received null',
      ['ctn-v1', 0],
      9,
    ],
    [
      'a token that is a map',
      'a16663746e2d76318141a0',
      'wrong-type',
      '["ctn-v1"][0]: expected list, received map',
      ['ctn-v1', 0],
      9,
    ],
    ['trailing data', 'a16663746e2d763180a0', 'trailing-data', 'trailing data', [], 9],
  ])('rejects %s', async (_what, hex, code, reason, path, offset) => {
    const message = `Container: ${reason}`
    expect(await errorOf(fromHex(hex))).toEqual({ name: 'CodecError', code, message, path, offset })
  })

  it('rejects a malformed token, with its offset in the container', async () => {
    const bad = TOKEN.slice(0, -1)
    expect(await errorOf(containerOf(TOKEN, bad))).toMatchObject({
      code: 'truncated',
      path: ['ctn-v1', 1, expect.any(String)],
      offset: 9 + 3 + TOKEN.length,
    })
  })

  const MIB = 1024 * 1024
  /** The timeout of a test that inflates 64 MiB, in milliseconds. */
  const LONG = 60_000

  it('stops inflating a gzip bomb at 64 MiB', { timeout: LONG }, async () => {
    // The data after the limit is damaged: inflating it would fail with another error.
    const bomb = gzipSync(Buffer.alloc(256 * MIB))
    const damaged = Buffer.concat([bomb.subarray(0, bomb.length / 2), Buffer.alloc(1000, 0xff)])
    expect(await errorOf(inForm(0x44, damaged))).toEqual({
      name: 'CodecError',
      code: 'too-long',
      message: 'Container: inflates to more than 67108864 bytes',
      path: [],
      offset: 1,
    })
  })

  it('inflates gzip of exactly 64 MiB', { timeout: LONG }, async () => {
    const notAMap = { code: 'wrong-type', message: 'Container: expected map, received 0' }
    expect(await errorOf(inForm(0x44, gzipSync(Buffer.alloc(64 * MIB))))).toMatchObject(notAMap)
    expect(await errorOf(inForm(0x44, gzipSync(Buffer.alloc(64 * MIB + 1))))).toMatchObject({
      code: 'too-long',
    })
  })
})
