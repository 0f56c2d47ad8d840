import { gunzipSync, gzipSync } from 'node:zlib'
import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import {
  Container,
  Delegation,
  Invocation,
  Receipt,
  type ContainerForm,
  type DecodedTokens,
} from '../../src/ucan/index.js'
import { expectBytes, fromHex, rowsOf, toHex, utf8 } from '../fixtures.js'
import type { ContainerRow } from './rows.js'

const rows = rowsOf<ContainerRow>('containers')
const forms = ['cbor', 'raw', 'base64', 'base64url'] as const
const gzipForms = ['raw+gzip', 'base64+gzip', 'base64url+gzip'] as const

function rowsInForms<Form extends ContainerForm>(selected: readonly Form[]) {
  return rows.flatMap((row, index) => selected.map((form) => [index, form, row] as const))
}

const DELEGATION = toHex(utf8('ucan/dlg@'))
const RECEIPT = toHex(utf8('/ucan/assert/receipt'))

/** Returns the tokens of a row by type, sorted by their bytes and decoded. */
function tokensOf(row: ContainerRow): DecodedTokens {
  const sorted = [...row.tokens].sort()
  const delegations = sorted.filter((hex) => hex.includes(DELEGATION))
  const receipts = sorted.filter((hex) => hex.includes(RECEIPT))
  const invocations = sorted.filter((hex) => !delegations.includes(hex) && !receipts.includes(hex))
  return {
    invocations: invocations.map((hex) => Invocation.decode(fromHex(hex))),
    delegations: delegations.map((hex) => Delegation.decode(fromHex(hex))),
    receipts: receipts.map((hex) => Receipt.decode(fromHex(hex))),
    unreadable: [],
  }
}

/** Returns the CBOR in a gzipped container. */
function inflate(form: (typeof gzipForms)[number], encoded: Uint8Array): Uint8Array {
  const body = Buffer.from(encoded.subarray(1))
  if (form === 'raw+gzip') return gunzipSync(body)
  const encoding = form === 'base64+gzip' ? 'base64' : 'base64url'
  return gunzipSync(Buffer.from(body.toString('latin1'), encoding))
}

describe('containers.jsonl', () => {
  it('has 12 rows, with tokens of each type', () => {
    expect(rows).toHaveLength(12)
    const tokens = rows.map(tokensOf)
    expect(tokens.flatMap(({ invocations }) => invocations)).not.toHaveLength(0)
    expect(tokens.flatMap(({ delegations }) => delegations)).not.toHaveLength(0)
    expect(tokens.flatMap(({ receipts }) => receipts)).not.toHaveLength(0)
  })
})

describe('Container.decode', () => {
  it.each(rowsInForms([...forms, ...gzipForms]))(
    'decodes row %i of containers.jsonl in the form %s',
    async (_index, form, row) => {
      expect(await Container.decode(fromHex(row[form]))).toEqual(tokensOf(row))
    },
  )
})

describe('Container.encode', () => {
  it.each(rowsInForms(forms))(
    'encodes row %i in the form %s to the bytes of the reference',
    async (index, form, row) => {
      const { invocations, delegations, receipts } = tokensOf(row)
      const tokens = {
        // `encode` must sort the tokens and remove the duplicates.
        invocations: [...invocations, ...invocations].toReversed(),
        delegations: [...delegations, ...delegations].toReversed(),
        receipts: [...receipts, ...receipts].toReversed(),
      }
      const encoded = await Container.encode(tokens, form)
      expect(encoded).toBeInstanceOf(Uint8Array)
      expectBytes(encoded, fromHex(row[form]), `row ${index}, ${form}`)
    },
  )

  it.each(rowsInForms(gzipForms))(
    'encodes row %i in the form %s to gzip of the CBOR of the reference',
    async (index, form, row) => {
      const encoded = await Container.encode(tokensOf(row), form)
      expect(encoded[0]).toBe(fromHex(row[form])[0])
      expectBytes(inflate(form, encoded), fromHex(row.cbor), `row ${index}, ${form}`)
    },
  )
})

const CBOR = fromHex(rows[0]!.cbor)
const TOKEN = fromHex(rows[0]!.tokens[0]!)

describe('Container.contentType', () => {
  it('is the media type of DAG-CBOR', () => {
    expect(Container.contentType).toBe('application/vnd.ipld.dag-cbor')
  })
})

describe('Container.encode', () => {
  it('defaults to CBOR', async () => {
    expect(await Container.encode(tokensOf(rows[0]!))).toEqual(CBOR)
  })

  it('encodes a container without tokens', async () => {
    const empty = await Container.encode({})
    expect(toHex(empty)).toBe(`a166${toHex(utf8('ctn-v1'))}80`)
    expect(await Container.decode(empty)).toEqual({
      invocations: [],
      delegations: [],
      receipts: [],
      unreadable: [],
    })
  })

  it('throws for an unknown form', async () => {
    await expect(Container.encode({}, 'hex' as ContainerForm)).rejects.toThrow(
      'expected a container form such as cbor or base64url, received hex',
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
    const expected = tokensOf(rows[0]!)
    const padded = new Uint8Array(CBOR.length + 5)
    padded.set(CBOR, 3)
    expect(await Container.decode(Buffer.from(CBOR))).toEqual(expected)
    expect(await Container.decode(padded.subarray(3, 3 + CBOR.length))).toEqual(expected)
    expect(await Container.decode(CBOR.slice().buffer)).toEqual(expected)
  })

  it('copies its input', async () => {
    const expected = tokensOf(rows[0]!)
    const copy = CBOR.slice()
    const decoding = Container.decode(copy)
    copy.fill(0)
    expect(await decoding).toEqual(expected)
  })

  it('returns a duplicate token once', async () => {
    const twice = containerOf(TOKEN, TOKEN)
    const { invocations, delegations, receipts } = await Container.decode(twice)
    expect([...invocations, ...delegations, ...receipts]).toHaveLength(1)
  })
})

/** Returns whether the platform inflates raw DEFLATE data without an error. */
async function inflates(deflated: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const stream = new Blob([deflated]).stream()
  const inflated = stream.pipeThrough(new DecompressionStream('deflate-raw'))
  return await new Response(inflated).arrayBuffer().then(
    () => true,
    () => false,
  )
}

/** Returns a container of these tokens, encoded independently of this library. */
function containerOf(...tokens: Uint8Array[]): Uint8Array {
  return dagCbor.encode({ 'ctn-v1': tokens })
}

function inForm(header: number, body: Uint8Array | string): Uint8Array {
  return Buffer.concat([Buffer.of(header), Buffer.from(body)])
}

/** Returns the properties of the error that decoding fails with, or 'decoded' if it succeeds. */
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
  const withWrongLength = Buffer.concat([zipped.subarray(0, -4), Buffer.alloc(4)])
  const withFileName = Buffer.concat([
    zipped.subarray(0, 3),
    Buffer.of(8),
    zipped.subarray(4, 10),
    utf8('a\0'),
    zipped.subarray(10),
  ])
  const withWrongChecksum = zipped.map((byte, i) => (i === zipped.length - 6 ? byte ^ 1 : byte))
  const base64 = Buffer.from(CBOR).toString('base64').replace(/=*$/, '')

  it.each([
    ['truncated gzip', inForm(0x44, zipped.subarray(0, -1))],
    ['empty gzip', inForm(0x44, '')],
    ['gzip with a wrong checksum', inForm(0x44, withWrongChecksum)],
    ['gzip with a wrong length', inForm(0x44, withWrongLength)],
    ['gzip with trailing data', inForm(0x44, Buffer.concat([zipped, Buffer.of(1)]))],
    ['gzip with a trailing zero', inForm(0x44, Buffer.concat([zipped, Buffer.of(0)]))],
    ['gzip with a second member', inForm(0x44, Buffer.concat([zipped, gzipSync('')]))],
    ['gzip with a file name', inForm(0x44, withFileName)],
    ['CBOR instead of gzip', inForm(0x44, CBOR)],
  ])('rejects %s', async (_what, input) => {
    expect(await errorOf(input)).toMatchObject({
      name: 'CodecError',
      code: 'syntax',
      message: expect.stringMatching(/^Container: invalid gzip: ./),
      offset: 1,
    })
  })

  it('distinguishes a wrong gzip header or a missing trailer from an unsupported flag', async () => {
    for (const at of [0, 1, 2]) {
      const input = inForm(
        0x44,
        zipped.map((byte, i) => (i === at ? byte ^ 1 : byte)),
      )
      expect(await errorOf(input)).toEqual(syntax('invalid gzip: expected header and trailer', 1))
    }
    // FTEXT: a flag that adds no field to the header (RFC 1952).
    expect(
      await errorOf(
        inForm(
          0x44,
          zipped.map((byte, i) => (i === 3 ? 1 : byte)),
        ),
      ),
    ).toEqual(syntax('invalid gzip: expected header without flags', 1))
    const header = zipped.subarray(0, 10)
    expect(await errorOf(inForm(0x44, Buffer.concat([header, Buffer.alloc(7)])))).toEqual(
      syntax('invalid gzip: expected header and trailer', 1),
    )
    expect(await errorOf(inForm(0x44, Buffer.concat([header, Buffer.alloc(8)])))).not.toEqual(
      syntax('invalid gzip: expected header and trailer', 1),
    )
  })

  it.each([1, 2, 300])('rejects gzip with extra zeros before its trailer: %i', async (size) => {
    const [data, trailer] = [zipped.subarray(0, -8), zipped.subarray(-8)]
    const input = inForm(0x44, Buffer.concat([data, Buffer.alloc(size), trailer]))
    // 0300 is an empty DEFLATE stream, and 00 is trailing data. Node 20 ignores trailing
    // data when it inflates. There, the library detects the data.
    const isIgnored = await inflates(Buffer.from('030000', 'hex'))
    expect(await errorOf(input)).toMatchObject({
      code: isIgnored ? 'trailing-data' : 'syntax',
      message: expect.stringMatching(/^Container: (trailing data$|invalid gzip: .)/),
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
    ['base64', 'white space within', inForm(0x42, 'oWZj\noWZj')],
    ['base64url', 'padding', inForm(0x43, 'oWY=')],
    ['base64url', 'a character of the base64 alphabet', inForm(0x43, 'oWZ/')],
    ['base64url', 'an excess digit', inForm(0x43, 'oWZjd')],
    ['base64+gzip', 'missing padding', inForm(0x45, 'H4s')],
    ['base64url+gzip', 'padding', inForm(0x46, 'H4s=')],
  ])('rejects %s with %s', async (form, _what, input) => {
    const reason = form.startsWith('base64url')
      ? 'invalid base64url: expected canonical digits without padding'
      : 'invalid base64: expected canonical digits with padding'
    expect(await errorOf(input)).toEqual(syntax(reason, 1))
  })

  it('rejects base64url+gzip with data that is not gzip', async () => {
    expect(await errorOf(inForm(0x46, base64.replaceAll('+', '-').replaceAll('/', '_')))).toEqual(
      syntax('invalid gzip: expected header and trailer', 1),
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
    ['trailing data', 'a16663746e2d763180a0', 'trailing-data', 'trailing data', [], 9],
  ])('rejects %s', async (_what, hex, code, reason, path, offset) => {
    const message = `Container: ${reason}`
    expect(await errorOf(fromHex(hex))).toEqual({ name: 'CodecError', code, message, path, offset })
  })

  it('ignores only ASCII white space around a container in base64url', async () => {
    const text = `${Buffer.from(CBOR).toString('base64url')}\r\n `
    const spaced = Buffer.concat([utf8('\n\t '), inForm(0x43, text)])
    expect(await Container.decode(spaced)).toEqual(tokensOf(rows[0]!))
    expect(await errorOf(Buffer.concat([utf8(' '), inForm(0x40, CBOR)]))).toMatchObject({
      code: 'wrong-type',
    })
    const digits = Buffer.from(CBOR).toString('base64url')
    for (const space of ['\t', '\n', '\v', '\f', '\r', ' ']) {
      const around = Buffer.concat([utf8(space), inForm(0x43, digits + space)])
      expect(await Container.decode(around)).toEqual(tokensOf(rows[0]!))
    }
    for (const other of ['\0', '\b', '\x0e', '\x1f', '!']) {
      const reason = 'invalid base64url: expected canonical digits without padding'
      expect(await errorOf(inForm(0x43, digits + other))).toEqual(syntax(reason, 1))
      const padded = 'invalid base64: expected canonical digits with padding'
      expect(await errorOf(inForm(0x45, digits + other))).toEqual(syntax(padded, 1))
    }
  })

  it.each([
    ['a map', 'a0', 'wrong-type', 'token: expected list, received map'],
    ['a truncated token', toHex(TOKEN.slice(0, -1)), 'truncated', expect.any(String)],
    [
      'a token with an unsupported varsig',
      toHex(TOKEN).replace('3401', '3402'),
      'not-in-enum',
      'token: h: unsupported signature type',
    ],
  ])('returns %s as unreadable, beside the other token', async (_what, hex, code, message) => {
    const decoded = await Container.decode(containerOf(fromHex(hex), TOKEN))
    const { unreadable, ...tokens } = decoded
    expect(Object.values(tokens).flat()).toHaveLength(1)
    expect(unreadable).toMatchObject([
      { bytes: Uint8Array.from(fromHex(hex)), error: { name: 'CodecError', code, message } },
    ])
  })

  const MIB = 1024 * 1024

  it('rejects gzip that inflates to 64 MiB', async () => {
    expect(await errorOf(inForm(0x44, gzipSync(Buffer.alloc(64 * MIB))))).toEqual({
      name: 'CodecError',
      code: 'too-long',
      message: 'Container: inflates to more than 8388608 bytes',
      path: [],
      offset: 1,
    })
  })

  it.each([
    ['with gzip', (size: number) => inForm(0x44, gzipSync(Buffer.alloc(size)))],
    ['without gzip', (size: number) => new Uint8Array(size)],
  ])('limits the CBOR of a container %s to maxBytes', async (_what, input) => {
    const decode = (size: number) => Container.decode(input(size), { maxBytes: 1000 })
    await expect(decode(1000)).rejects.toThrow('Container: expected map, received 0')
    await expect(decode(1001)).rejects.toMatchObject({
      code: 'too-long',
      message: expect.stringMatching(
        /^Container: (container exceeds|inflates to more than) 1000 bytes$/,
      ),
    })
    const withNaN = Container.decode(input(1000), { maxBytes: NaN })
    await expect(withNaN).rejects.toMatchObject({ code: 'too-long' })
  })

  it('returns tokens as unreadable if their meta has more than 8,192 items', async () => {
    const payload = {
      iss: 'did:web:hilt.example',
      sub: 'did:web:up.example',
      cmd: '/customer/add',
      args: {},
      prf: [],
      nonce: Uint8Array.of(1),
      exp: null,
    }
    const tokenWith = (meta: object) => {
      const signed = { h: fromHex('3401ed01ed011371'), 'ucan/inv@1.0.0-rc.1': { ...payload, meta } }
      return dagCbor.encode([new Uint8Array(64), signed])
    }
    const bomb = tokenWith({ maps: Array.from({ length: 60_000 }, () => ({})) })
    const body = gzipSync(
      containerOf(...Array.from({ length: 20 }, () => bomb), tokenWith({ maps: [{}] })),
    )
    const { invocations, unreadable } = await Container.decode(inForm(0x44, body))
    expect(body.length).toBeLessThan(10_000)
    expect(invocations).toHaveLength(1)
    expect(unreadable.map(({ error }) => error.message)).toEqual(
      Array.from({ length: 20 }, () => 'token: meta.maps: more than 8192 items'),
    )
  })

  it('limits all tokens to 131,072 items in total, and counts a proof as four', async () => {
    const link = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
    const tokenWith = (nonce: number, fields: object) => {
      const payload = {
        iss: 'did:web:hilt.example',
        sub: 'did:web:up.example',
        cmd: '/customer/add',
        args: {},
        prf: [],
        nonce: Uint8Array.of(nonce),
        exp: null,
        ...fields,
      }
      const signed = { h: fromHex('3401ed01ed011371'), 'ucan/inv@1.0.0-rc.1': payload }
      return dagCbor.encode([new Uint8Array(64), signed])
    }
    const prf = Array.from({ length: 8192 }, () => link)
    const most = [1, 2, 3, 4].map((nonce) => tokenWith(nonce, { prf }))
    const { invocations, unreadable } = await Container.decode(containerOf(...most))
    expect([invocations.length, unreadable.length]).toEqual([4, 0])
    expect(await errorOf(containerOf(...most, tokenWith(5, { meta: { a: 0 } })))).toEqual({
      name: 'CodecError',
      code: 'too-many',
      message: 'Container: more than 131072 items in meta, policies, proofs and causes',
      path: [],
      offset: undefined,
    })
  })
})
