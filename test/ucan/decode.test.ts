import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { customer, provider, type CodecError } from '../../src/index.js'
import { argumentsOf, Delegation, Invocation, Receipt, resultOf } from '../../src/ucan/index.js'
import { fromHex, rowsOf, toHex } from '../fixtures.js'
import type { TokenRow } from './rows.js'

const INVOCATION = 'ucan/inv@1.0.0-rc.1'
const DELEGATION = 'ucan/dlg@1.0.0-rc.1'
/** The varsig header of an Ed25519 signature over DAG-CBOR. */
const ED25519 = fromHex('3401ed01ed011371')
const LINK = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
/** A tagged link for which `CID.decode` of multiformats 13 never returns. */
const ENDLESS = `d82a58980001${'ff'.repeat(147)}7f0000`

const invocation = {
  iss: 'did:web:hilt.example',
  sub: 'did:web:up.example',
  cmd: '/customer/add',
  args: {},
  prf: [],
  nonce: Uint8Array.of(1, 2, 3),
  exp: null,
}
const delegation = {
  iss: 'did:web:up.example',
  aud: 'did:web:hilt.example',
  sub: null,
  cmd: '/customer/add',
  pol: [],
  nonce: Uint8Array.of(1, 2, 3),
  exp: null,
}
const receipt = {
  ...invocation,
  iss: invocation.sub,
  cmd: '/ucan/assert/receipt',
  args: { ran: LINK, out: { ok: {} } },
}

/** The offset of the payload: after a signature of 2 bytes, `h`, the varsig header and the tag. */
const PAYLOAD = 1 + 3 + 1 + 2 + 9 + 20

/** Encodes a token independently of this library. */
function tokenOf(payload: unknown, tag = INVOCATION, h: unknown = ED25519): Uint8Array {
  return dagCbor.encode([Uint8Array.of(7, 7), { h, [tag]: payload }])
}

/** Encodes a token with a payload in hex. */
function rawToken(payload: string, tag = INVOCATION): Uint8Array {
  const envelope = toHex(tokenOf(0, tag))
  return fromHex(envelope.slice(0, -2) + payload)
}

/** Returns the payload of an invocation, in hex. The field `name` has the given value, also in hex. */
function payloadWith(name: string, value: string): string {
  const placeholder = 'PLACEHOLDER'
  const hex = toHex(dagCbor.encode({ ...invocation, [name]: placeholder }))
  return hex.replace(toHex(dagCbor.encode(placeholder)), value)
}

function fieldInHex(name: string, value: unknown): string {
  return toHex(dagCbor.encode(name)) + toHex(dagCbor.encode(value))
}

/** Returns the properties of the error that `decode` throws, or `'decoded'`. */
function errorOf(decode: () => unknown): unknown {
  try {
    decode()
    return 'decoded'
  } catch (error) {
    const { name, code, message, path, offset } = error as CodecError
    return { name, code, message, path, offset }
  }
}

function wrongTag(type: string, expected: string, received: string): unknown {
  const message = `${type}: expected "${expected}", received "${received}"`
  return codecError('wrong-type', message, [], PAYLOAD - 20)
}

function codecError(code: string, message: string, path: unknown[], offset: unknown) {
  return { name: 'CodecError', code, message, path, offset }
}

describe('Invocation.decode', () => {
  it('accepts a Buffer, a view with an offset and an ArrayBuffer', async () => {
    const bytes = tokenOf({ ...invocation, meta: { note: Uint8Array.of(1) } })
    const expected = Invocation.decode(bytes)
    const padded = new Uint8Array(bytes.length + 5)
    padded.set(bytes, 3)
    expect(Invocation.decode(Buffer.from(bytes))).toEqual(expected)
    expect(Invocation.decode(padded.subarray(3, 3 + bytes.length))).toEqual(expected)
    expect(Invocation.decode(Uint8Array.from(bytes).buffer)).toEqual(expected)
  })

  it('copies its input', () => {
    const bytes = tokenOf({ ...invocation, meta: { note: Uint8Array.of(1) } })
    const expected = Invocation.decode(bytes)
    const copy = Uint8Array.from(bytes)
    const decoded = Invocation.decode(copy)
    copy.fill(0)
    expect(decoded).toEqual(expected)
  })

  it('rejects a string', async () => {
    expect(errorOf(() => Invocation.decode('token' as unknown as Uint8Array))).toEqual(
      codecError(
        'wrong-type',
        'Invocation: expected Uint8Array or ArrayBuffer, received string',
        [],
        undefined,
      ),
    )
  })

  it.each([
    ['an empty input', '', 'truncated', 'unexpected end of input', [], 0],
    ['a map', 'a0', 'wrong-type', 'expected list, received map', [], 0],
    [
      'a list of 3 items',
      '83',
      'wrong-type',
      'expected list of 2 items, received list of 3',
      [],
      0,
    ],
    [
      'a string as the signature',
      '8260',
      'wrong-type',
      'signature: expected byte string, received string',
      ['signature'],
      1,
    ],
    ['a list as the signed bytes', '824080', 'wrong-type', 'expected map, received list', [], 2],
    [
      'a map of 1 entry as the signed bytes',
      '8240a1',
      'wrong-type',
      'expected map of 2 entries, received map of 1',
      [],
      2,
    ],
    ['a first key other than h', '8240a26161', 'wrong-type', 'expected "h", received "a"', [], 3],
    [
      'a string as the varsig header',
      '8240a2616860',
      'wrong-type',
      'h: expected byte string, received string',
      ['h'],
      5,
    ],
    [
      'a CBOR header that is not in its shortest form',
      '825800',
      'not-canonical',
      'signature: non-canonical header: not in its shortest form',
      ['signature'],
      1,
    ],
    ['an indefinite length', '9f', 'not-canonical', 'indefinite length', [], 0],
    [
      'a varsig header without the payload encoding',
      '8240a26168473401ed01ed0113',
      'not-in-enum',
      'h: unsupported signature type',
      ['h'],
      5,
    ],
  ])('rejects %s', async (_what, hex, code, reason, path, offset) => {
    expect(errorOf(() => Invocation.decode(fromHex(hex)))).toEqual(
      codecError(code, `Invocation: ${reason}`, path, offset),
    )
  })

  it('rejects a token with another tag, as Receipt.decode and Delegation.decode do', async () => {
    expect(errorOf(() => Invocation.decode(tokenOf(delegation, DELEGATION)))).toEqual(
      wrongTag('Invocation', INVOCATION, DELEGATION),
    )
    expect(errorOf(() => Receipt.decode(tokenOf(delegation, DELEGATION)))).toEqual(
      wrongTag('Receipt', INVOCATION, DELEGATION),
    )
    expect(errorOf(() => Delegation.decode(tokenOf(invocation)))).toEqual(
      wrongTag('Delegation', DELEGATION, INVOCATION),
    )
    expect(errorOf(() => Invocation.decode(tokenOf(invocation, 'ucan/inv@1.0.0-rc.2')))).toEqual(
      wrongTag('Invocation', INVOCATION, 'ucan/inv@1.0.0-rc.2'),
    )
  })

  it('rejects a duplicate field', async () => {
    const once = payloadWith('meta', 'a0')
    const twice = once.replace('646d657461a0', '646d657461a0646d657461a0').replace(/^a8/, 'a9')
    expect(errorOf(() => Invocation.decode(rawToken(twice)))).toMatchObject({
      code: 'duplicate-key',
      message: 'Invocation: meta: duplicate key',
      path: ['meta'],
    })
  })

  it('rejects fields in non-canonical order', async () => {
    const payload = payloadWith('meta', 'a0')
    const [cmd, exp] = [fieldInHex('cmd', invocation.cmd), fieldInHex('exp', null)]
    const swapped = payload.replace(cmd + exp, exp + cmd)
    expect(swapped).not.toBe(payload)
    expect(errorOf(() => Invocation.decode(rawToken(swapped)))).toMatchObject({
      code: 'not-canonical',
      message: 'Invocation: cmd: field out of order',
      path: ['cmd'],
    })
  })

  it('decodes absent optional fields and a null expiration as undefined', async () => {
    expect(Invocation.decode(tokenOf(invocation))).toMatchObject({
      issuer: invocation.iss,
      subject: invocation.sub,
      audience: undefined,
      command: '/customer/add',
      argumentBytes: Uint8Array.of(0xa0),
      proofs: [],
      expiration: undefined,
      issuedAt: undefined,
      cause: undefined,
      meta: undefined,
    })
  })

  it.each(Object.keys(invocation))('rejects an invocation without %s', async (name) => {
    const { [name as 'iss']: _, ...rest } = invocation
    expect(errorOf(() => Invocation.decode(tokenOf(rest)))).toEqual(
      codecError('missing-field', `Invocation: ${name}: missing required field`, [name], PAYLOAD),
    )
  })

  it('rejects a missing subject if Object.prototype has a property sub', async () => {
    const { sub: _, ...rest } = invocation
    const bytes = tokenOf(rest)
    const prototype = Object.prototype as { sub?: string }
    prototype.sub = 'did:web:polluted.example'
    let error: unknown
    try {
      error = errorOf(() => Invocation.decode(bytes))
    } finally {
      delete prototype.sub
    }
    expect(error).toEqual(
      codecError('missing-field', 'Invocation: sub: missing required field', ['sub'], PAYLOAD),
    )
  })

  it('keeps the bytes of arguments that are not DAG-CBOR', async () => {
    // The key `aa` is before `b`, and its value is a float of 2 bytes. In DAG-CBOR, shorter keys are first, and floats have 8 bytes.
    const args = 'a2626161f93c006162fb3ff0000000000000'
    const { argumentBytes, task } = Invocation.decode(rawToken(payloadWith('args', args)))
    expect(toHex(argumentBytes)).toBe(args)
    expect(task).toBeInstanceOf(CID)
  })

  it.each([
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [255, '18ff'],
    [256, '190100'],
    [65_535, '19ffff'],
    [65_536, '1a00010000'],
    [2 ** 32 - 1, '1affffffff'],
    [2 ** 32, '1b0000000100000000'],
    [Number.MAX_SAFE_INTEGER, '1b001fffffffffffff'],
    [-1, '20'],
    [-25, '3818'],
    [Number.MIN_SAFE_INTEGER, '3b001ffffffffffffe'],
    // 2^63 - 1, the latest time that the reference can encode, decodes to the nearest number.
    [2 ** 63, '1b7fffffffffffffff'],
  ])('decodes the expiration %d from %s', async (seconds, hex) => {
    const decoded = Invocation.decode(rawToken(payloadWith('exp', hex)))
    expect(decoded.expiration).toBe(seconds)
  })

  const RANGE = 'expected integer from -9223372036854775808 to 9223372036854775807'
  it.each([
    [
      'exp',
      '2^63',
      '1b8000000000000000',
      'out-of-range',
      `exp: ${RANGE}, received 9223372036854775808`,
    ],
    [
      'exp',
      '-2^63 - 1',
      '3b8000000000000000',
      'out-of-range',
      `exp: ${RANGE}, received -9223372036854775809`,
    ],
    ['exp', 'a float', 'fb3ff8000000000000', 'wrong-type', 'exp: expected integer, received float'],
    ['exp', 'a string', '6131', 'wrong-type', 'exp: expected integer, received string'],
    [
      'exp',
      'an integer not in its shortest form',
      '1817',
      'not-canonical',
      'exp: non-canonical header: not in its shortest form',
    ],
    ['iat', 'null', 'f6', 'wrong-type', 'iat: expected integer, received null'],
    ['nbf', 'present', '00', 'unknown-field', 'nbf: unknown field'],
    ['sub', 'null', 'f6', 'wrong-type', 'sub: expected DID, received null'],
    ['aud', 'null', 'f6', 'wrong-type', 'aud: expected DID, received null'],
    ['iss', 'not a DID', '63666f6f', 'invalid-did', 'iss: expected DID, received "foo"'],
    ['nonce', 'a string', '60', 'wrong-type', 'nonce: expected byte string, received string'],
    ['args', 'a list', '80', 'wrong-type', 'args: expected map, received list'],
    ['args', 'a truncated map', 'b92000', 'truncated', 'args: unexpected end of input'],
    ['args', 'a map of 8193 entries', 'b92001', 'too-many', 'args: more than 8192 items'],
    ['args', 'a huge map', 'bb00ffffffffffffff', 'too-many', 'args: more than 8192 items'],
    [
      'args',
      'a map with a list of 8193 items',
      'a16161992001',
      'too-many',
      'args: more than 8192 items',
    ],
    [
      'args',
      'a map with a string of 2 MiB + 1',
      'a161617a00200001',
      'too-long',
      'args: string exceeds 2097152 bytes',
    ],
    [
      'args',
      'a map with a byte string of 2 MiB + 1',
      'a161615a00200001',
      'too-long',
      'args: byte string exceeds 2097152 bytes',
    ],
    [
      'args',
      'nested too deep',
      `a16161${'81'.repeat(1e6)}80`,
      'too-deep',
      'args: nested more than 1024 levels deep',
    ],
    ['prf', 'a map', 'a0', 'wrong-type', 'prf: expected list, received map'],
    ['prf', 'a list of a string', '8161a1', 'wrong-type', 'prf[0]: expected link, received string'],
    ['prf', 'a list of 8193 items', '992001', 'too-many', 'prf: more than 8192 items'],
    [
      'prf',
      'a list of a link with a varint of 148 bytes',
      `81${ENDLESS}`,
      'invalid-link',
      'prf[0]: CID with a malformed varint',
    ],
    ['cause', 'a string', '60', 'wrong-type', 'cause: expected link, received string'],
    ['cause', 'null', 'f6', 'wrong-type', 'cause: expected link, received null'],
    [
      'cause',
      'a link with a varint of 148 bytes',
      ENDLESS,
      'invalid-link',
      'cause: CID with a malformed varint',
    ],
    ['meta', 'null', 'f6', 'wrong-type', 'meta: expected map, received null'],
    ['meta', 'a list', '80', 'wrong-type', 'meta: expected map, received list'],
    [
      'meta',
      'nested too deep',
      `a16161${'81'.repeat(1e6)}80`,
      'too-deep',
      `…${'[0]'.repeat(8)}: nested more than 32 levels deep`,
    ],
    [
      'meta',
      'a map with undefined',
      'a16161f7',
      'wrong-type',
      'meta.a: expected DAG-CBOR data, received undefined',
    ],
    [
      'meta',
      'a map with a half-precision float',
      'a16161f93c00',
      'not-canonical',
      'meta.a: non-canonical float: not of 64 bits',
    ],
    ['meta', 'a map with invalid UTF-8', 'a1616161ff', 'invalid-utf8', 'meta.a: invalid UTF-8'],
    [
      'meta',
      'a map in non-canonical key order',
      'a2616200616100',
      'not-canonical',
      'meta.a: key out of order',
    ],
    [
      'meta',
      'a map of a link with a varint of 148 bytes',
      `a16161${ENDLESS}`,
      'invalid-link',
      'meta.a: CID with a malformed varint',
    ],
    [
      'meta',
      'a map with a duplicate key',
      'a2616100616100',
      'duplicate-key',
      'meta.a: duplicate key',
    ],
    [
      'meta',
      'a map with tag 1',
      'a16161c100',
      'wrong-type',
      'meta.a: expected link, received tag 1',
    ],
    [
      'meta',
      'a map with a key that is an integer',
      'a10000',
      'wrong-type',
      'meta: expected string, received 0',
    ],
  ])('rejects %s if it is %s', async (name, _what, value, code, message) => {
    const bytes = rawToken(payloadWith(name, value))
    expect(errorOf(() => Invocation.decode(bytes))).toMatchObject({
      name: 'CodecError',
      code,
      message: `Invocation: ${message}`,
      offset: expect.any(Number),
    })
  })

  it.each(['', 'customer/add', '/customer/add/', '/customer//add', '//', '/Customer/add', '/É'])(
    'rejects the command %j',
    async (cmd) => {
      expect(errorOf(() => Invocation.decode(tokenOf({ ...invocation, cmd })))).toMatchObject({
        code: 'invalid-command',
        message: `Invocation: cmd: expected command, received "${cmd}"`,
      })
    },
  )

  it.each(['/', '/customer', '/é/ü'])('accepts the command %s', async (cmd) => {
    expect(Invocation.decode(tokenOf({ ...invocation, cmd })).command).toBe(cmd)
  })

  it('accepts a command of 2,048 bytes, and rejects a longer one', () => {
    const decode = (cmd: string) => Invocation.decode(tokenOf({ ...invocation, cmd }))
    const longest = `/${'é'.repeat(1023)}a`
    expect(decode(longest).command).toBe(longest)
    expect(errorOf(() => decode(`${longest}a`))).toMatchObject({
      code: 'too-long',
      message: 'Invocation: cmd: string exceeds 2048 bytes',
      path: ['cmd'],
    })
  })

  it('accepts every kind of DAG-CBOR value in meta', async () => {
    const meta = {
      string: '\uFEFFa\u{1F600}',
      list: [null, true, false, -1, 1.5, 2n ** 60n],
      bytes: Uint8Array.of(1),
      link: LINK,
      ['__proto__']: { constructor: 1 },
    }
    const decoded = Invocation.decode(tokenOf({ ...invocation, meta }))
    expect(decoded.meta).toEqual(meta)
    expect(Object.hasOwn(decoded.meta!, '__proto__')).toBe(true)
  })

  it('decodes a receipt as an invocation', async () => {
    const decoded = Invocation.decode(tokenOf(receipt))
    expect(decoded.command).toBe('/ucan/assert/receipt')
  })

  it('splits a token of the reference into its signature and its signed bytes', async () => {
    const row = rowsOf<TokenRow>('tokens')[0]!
    const { bytes, signature, signedBytes } = Invocation.decode(fromHex(row.bytes))
    expect(toHex(bytes)).toBe(`825840${toHex(signature)}${toHex(signedBytes)}`)
  })
})

describe('argumentsOf', () => {
  it('throws for an invocation of another command', async () => {
    const decoded = Invocation.decode(tokenOf(invocation))
    expect(() => argumentsOf(provider.add, decoded)).toThrow(
      new TypeError('expected an invocation of /provider/add, received /customer/add'),
    )
  })

  it('rejects malformed arguments', async () => {
    const decoded = Invocation.decode(tokenOf(invocation))
    expect(() => argumentsOf(customer.add, decoded)).toThrow(
      'customer.AddArguments: customer: missing required field',
    )
  })
})

describe('Delegation.decode', () => {
  it.each(Object.keys(delegation))('rejects a delegation without %s', async (name) => {
    const { [name as 'iss']: _, ...rest } = delegation
    expect(errorOf(() => Delegation.decode(tokenOf(rest, DELEGATION)))).toEqual(
      codecError('missing-field', `Delegation: ${name}: missing required field`, [name], PAYLOAD),
    )
  })

  it.each([
    ['pol', {}, 'wrong-type', 'pol: expected list, received map'],
    ['aud', null, 'wrong-type', 'aud: expected DID, received null'],
    ['nbf', null, 'wrong-type', 'nbf: expected integer, received null'],
    ['meta', null, 'wrong-type', 'meta: expected map, received null'],
  ])('rejects %s if it is %j', async (name, value, code, message) => {
    const bytes = tokenOf({ ...delegation, [name]: value }, DELEGATION)
    expect(errorOf(() => Delegation.decode(bytes))).toMatchObject({
      code,
      message: `Delegation: ${message}`,
    })
  })

  it.each([
    ['iat', 1],
    ['args', {}],
  ])('rejects the field %s of an invocation', async (name, value) => {
    const bytes = tokenOf({ ...delegation, [name]: value }, DELEGATION)
    expect(errorOf(() => Delegation.decode(bytes))).toMatchObject({
      code: 'unknown-field',
      message: `Delegation: ${name}: unknown field`,
    })
  })

  it('rejects a command of more than 2,048 bytes', () => {
    const bytes = tokenOf({ ...delegation, cmd: `/${'a'.repeat(2048)}` }, DELEGATION)
    expect(errorOf(() => Delegation.decode(bytes))).toMatchObject({
      code: 'too-long',
      message: 'Delegation: cmd: string exceeds 2048 bytes',
      path: ['cmd'],
    })
  })

  it('rejects fields in non-canonical order', async () => {
    const payload = toHex(dagCbor.encode(delegation))
    const [aud, cmd] = [fieldInHex('aud', delegation.aud), fieldInHex('cmd', delegation.cmd)]
    const swapped = payload.replace(aud + cmd, cmd + aud)
    expect(swapped).not.toBe(payload)
    expect(errorOf(() => Delegation.decode(rawToken(swapped, DELEGATION)))).toMatchObject({
      code: 'not-canonical',
      message: 'Delegation: aud: field out of order',
      path: ['aud'],
    })
  })
})

describe('Receipt.decode', () => {
  it.each([
    [
      'another command',
      { cmd: '/customer/add' },
      'cmd: expected "/ucan/assert/receipt", received "/customer/add"',
      ['cmd'],
    ],
    [
      'a subject other than the issuer',
      { sub: 'did:web:other.example' },
      'sub: expected the issuer "did:web:up.example", received "did:web:other.example"',
      ['sub'],
    ],
    ['no result', { args: { ran: LINK } }, 'args.out: missing required field', ['args', 'out']],
    ['no task', { args: { out: { ok: {} } } }, 'args.ran: missing required field', ['args', 'ran']],
    [
      'neither ok nor error',
      { args: { ran: LINK, out: {} } },
      'args.out: expected either ok or error, received neither',
      ['args', 'out'],
    ],
    ['an audience', { aud: 'did:web:hilt.example' }, 'aud: unknown field', ['aud']],
    [
      'a failure without a name',
      { args: { ran: LINK, out: { error: { message: 'no' } } } },
      'args.out.error.name: missing required field',
      ['args', 'out', 'error', 'name'],
    ],
    [
      'null as ok',
      { args: { ran: LINK, out: { ok: null } } },
      'args.out.ok: expected a result, received null',
      ['args', 'out', 'ok'],
    ],
    [
      'both ok and error',
      { args: { ran: LINK, out: { ok: {}, error: { name: 'a', message: 'b' } } } },
      'args.out: expected either ok or error, received both',
      ['args', 'out'],
    ],
    [
      'an unknown field in the result',
      { args: { ran: LINK, out: { maybe: {} } } },
      'args.out.maybe: unknown field',
      ['args', 'out', 'maybe'],
    ],
  ])('rejects a receipt with %s', async (_what, change, message, path) => {
    expect(errorOf(() => Receipt.decode(tokenOf({ ...receipt, ...change })))).toMatchObject({
      name: 'CodecError',
      message: `Receipt: ${message}`,
      path,
      offset: expect.any(Number),
    })
  })

  it('reports a result with neither ok nor error as a wrong type', () => {
    const token = tokenOf({ ...receipt, args: { ran: LINK, out: {} } })
    expect(errorOf(() => Receipt.decode(token))).toMatchObject({ code: 'wrong-type' })
  })

  it('rejects fields in non-canonical order', async () => {
    const payload = toHex(dagCbor.encode(receipt))
    const [ran, out] = [fieldInHex('ran', LINK), fieldInHex('out', receipt.args.out)]
    const swapped = payload.replace(out + ran, ran + out)
    expect(swapped).not.toBe(payload)
    expect(errorOf(() => Receipt.decode(rawToken(swapped)))).toMatchObject({
      code: 'not-canonical',
      message: 'Receipt: args.out: field out of order',
      path: ['args', 'out'],
    })
  })
})

describe('Receipt.decode with a large result', () => {
  const receiptOf = (items: number) => {
    const ok = { list: Array.from({ length: items }, () => 0) }
    return tokenOf({ ...receipt, args: { ran: LINK, out: { ok } } })
  }

  it('rejects a list of more than 8,192 items', () => {
    expect(Receipt.decode(receiptOf(8192)).out).toHaveProperty('ok')
    expect(errorOf(() => Receipt.decode(receiptOf(8193)))).toMatchObject({
      code: 'too-many',
      message: 'Receipt: args.out.ok: more than 8192 items',
    })
  })
})

describe('resultOf', () => {
  it('rejects a malformed result', async () => {
    const decoded = Receipt.decode(tokenOf(receipt))
    expect(resultOf(customer.add, decoded)).toEqual({ ok: {} })
    expect(() => resultOf(provider.add, decoded)).toThrow(
      'provider.AddOK: id: missing required field',
    )
  })

  it('returns the failure of a receipt', () => {
    const error = { name: 'CustomerExists', message: 'registered' }
    const decoded = Receipt.decode(tokenOf({ ...receipt, args: { ran: LINK, out: { error } } }))
    expect(decoded.out).toEqual({ error })
    expect(resultOf(customer.add, decoded)).toEqual({ error })
  })
})
