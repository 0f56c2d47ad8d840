import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { customer, provider } from '../../src/index.js'
import { argumentsOf, Delegation, Invocation, Receipt, resultOf } from '../../src/ucan/index.js'
import { fromHex, rowsOf, toHex, utf8 } from '../fixtures.js'
import type { TokenRow } from './rows.js'

const INVOCATION = 'ucan/inv@1.0.0-rc.1'
const DELEGATION = 'ucan/dlg@1.0.0-rc.1'
const ED25519 = fromHex('3401ed01ed011371')
const LINK = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
/** The link that multiformats 13 never returns from, behind its tag. */
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

/** Where a payload starts: behind the list, a signature of two bytes, the map, `h` and the tag. */
const PAYLOAD = 1 + 3 + 1 + 2 + 9 + 20

/** A token, as a library writes it that nobody here wrote. */
function tokenOf(payload: unknown, tag = INVOCATION, h: unknown = ED25519): Uint8Array {
  return dagCbor.encode([Uint8Array.of(7, 7), { h, [tag]: payload }])
}

/** A token with a payload of this hex. */
function rawToken(payload: string, tag = INVOCATION): Uint8Array {
  const head = toHex(tokenOf(0, tag))
  return fromHex(head.slice(0, -2) + payload)
}

/** The hex of one field more, for the payload of the token that `rawToken` takes. */
function payloadWith(name: string, value: string): string {
  const placeholder = 'PLACEHOLDER'
  const hex = toHex(dagCbor.encode({ ...invocation, [name]: placeholder }))
  return hex.replace(toHex(dagCbor.encode(placeholder)), value)
}

/** What comes of reading it. */
async function refusal(reading: Promise<unknown>): Promise<unknown> {
  return await reading.then(
    () => 'read',
    ({ name, code, message, path, offset }) => ({ name, code, message, path, offset }),
  )
}

function otherTag(name: string, wanted: string, found: string): unknown {
  const message = `${name}: expected "${wanted}", found "${found}"`
  return codecError('wrong-type', message, [], PAYLOAD - 20)
}

function codecError(code: string, message: string, path: unknown[], offset: unknown) {
  return { name: 'CodecError', code, message, path, offset }
}

describe('a token', () => {
  it('is read from a Buffer, a view with an offset and an ArrayBuffer, and keeps none of it', async () => {
    const bytes = tokenOf({ ...invocation, meta: { note: Uint8Array.of(1) } })
    const expected = await Invocation.decode(bytes)
    const padded = new Uint8Array(bytes.length + 5)
    padded.set(bytes, 3)
    expect(await Invocation.decode(Buffer.from(bytes))).toEqual(expected)
    expect(await Invocation.decode(padded.subarray(3, 3 + bytes.length))).toEqual(expected)
    expect(await Invocation.decode(Uint8Array.from(bytes).buffer)).toEqual(expected)
    const copy = Uint8Array.from(bytes)
    const reading = Invocation.decode(copy)
    copy.fill(0)
    expect(await reading).toEqual(expected)
  })

  it('is bytes', async () => {
    expect(await refusal(Invocation.decode('token' as unknown as Uint8Array))).toEqual(
      codecError('wrong-type', 'Invocation: expected bytes to read, found text', [], undefined),
    )
  })

  it.each([
    ['no bytes at all', '', 'truncated', 'the input ends early', [], 0],
    ['a map', 'a0', 'wrong-type', 'expected a list, found a map', [], 0],
    ['a list of three', '83', 'wrong-type', 'expected a list of two items', [], 0],
    [
      'a signature of text',
      '8260',
      'wrong-type',
      'signature: expected bytes, found text',
      ['signature'],
      1,
    ],
    ['a list in place of the map', '824080', 'wrong-type', 'expected a map, found a list', [], 2],
    ['a map of one entry', '8240a1', 'wrong-type', 'expected a map of two entries', [], 2],
    ['the tag first', '8240a26161', 'wrong-type', 'expected "h", found "a"', [], 3],
    ['a header of text', '8240a2616860', 'wrong-type', 'h: expected bytes, found text', ['h'], 5],
    [
      'a head longer than it need be',
      '825800',
      'not-canonical',
      'signature: a head longer than it need be',
      ['signature'],
      1,
    ],
    ['an indefinite length', '9f', 'not-canonical', 'an indefinite length', [], 0],
    [
      'a signature of a kind that nobody knows',
      '8240a26168473401ed01ed0113',
      'not-in-enum',
      "h: a kind of signature that isn't known",
      ['h'],
      5,
    ],
  ])('is refused for %s', async (_name, hex, code, reason, path, offset) => {
    expect(await refusal(Invocation.decode(fromHex(hex)))).toEqual(
      codecError(code, `Invocation: ${reason}`, path, offset),
    )
  })

  it('of another kind is refused', async () => {
    expect(await refusal(Invocation.decode(tokenOf(delegation, DELEGATION)))).toEqual(
      otherTag('Invocation', INVOCATION, DELEGATION),
    )
    expect(await refusal(Receipt.decode(tokenOf(delegation, DELEGATION)))).toEqual(
      otherTag('Receipt', INVOCATION, DELEGATION),
    )
    expect(await refusal(Delegation.decode(tokenOf(invocation)))).toEqual(
      otherTag('Delegation', DELEGATION, INVOCATION),
    )
    expect(await refusal(Invocation.decode(tokenOf(invocation, 'ucan/inv@1.0.0-rc.2')))).toEqual(
      otherTag('Invocation', INVOCATION, 'ucan/inv@1.0.0-rc.2'),
    )
  })

  it('that JSON would take for another has no other reading: a key twice, or in another order', async () => {
    const empty = payloadWith('meta', 'a0')
    const twice = empty.replace('646d657461a0', '646d657461a0646d657461a0').replace(/^a8/, 'a9')
    expect(await refusal(Invocation.decode(rawToken(twice)))).toMatchObject({
      code: 'duplicate-key',
      message: 'Invocation: meta: stands there twice',
      path: ['meta'],
    })
    const [cmd, exp] = [toHex(utf8('ccmd')) + toHex(dagCbor.encode(invocation.cmd)), '63657870f6']
    const swapped = empty.replace(cmd + exp, exp + cmd)
    expect(swapped).not.toBe(empty)
    expect(await refusal(Invocation.decode(rawToken(swapped)))).toMatchObject({
      code: 'not-canonical',
      message: 'Invocation: cmd: stands after a field that belongs behind it',
      path: ['cmd'],
    })
  })
})

describe('an invocation', () => {
  it('may lack whatever is optional', async () => {
    expect(await Invocation.decode(tokenOf(invocation))).toMatchObject({
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

  it.each(Object.keys(invocation))('is refused without %s', async (name) => {
    const { [name as 'iss']: _, ...rest } = invocation
    expect(await refusal(Invocation.decode(tokenOf(rest)))).toEqual(
      codecError('missing-field', `Invocation: ${name}: is missing`, [name], PAYLOAD),
    )
  })

  it('keeps arguments that it cannot read', async () => {
    // A free map in the reference's order, and a float that DAG-CBOR writes longer.
    const args = 'a2626161f93c006162fb3ff0000000000000'
    const { argumentBytes, task } = await Invocation.decode(rawToken(payloadWith('args', args)))
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
  ])('may expire at %d', async (seconds, hex) => {
    const read = await Invocation.decode(rawToken(payloadWith('exp', hex)))
    expect(read.expiration).toBe(seconds)
  })

  const FAR = 'expected an integer within 2^53'
  const NOT_AGAIN = 'meta: DAG-CBOR that is not written again as it was read'
  const NESTED = 'args: nested more than 1024 deep'
  const DATA = 'meta: nested more than 32 deep'
  it.each([
    ['exp', 'a number past 2^53', '1b0020000000000000', 'wrong-type', `exp: ${FAR}`],
    ['exp', 'the greatest number', '1bffffffffffffffff', 'wrong-type', `exp: ${FAR}`],
    ['exp', 'the least number', '3bffffffffffffffff', 'wrong-type', `exp: ${FAR}`],
    ['exp', 'a float', 'fb3ff8000000000000', 'wrong-type', 'exp: expected an integer'],
    ['exp', 'text', '6131', 'wrong-type', 'exp: expected an integer'],
    ['exp', 'a longer head', '1817', 'not-canonical', 'exp: a head longer than it need be'],
    ['iat', 'null', 'f6', 'wrong-type', 'iat: expected an integer'],
    ['iat', 'a number past 2^53', '1b0020000000000000', 'wrong-type', `iat: ${FAR}`],
    ['nbf', 'anything', '00', 'unknown-field', 'nbf: no such field belongs here'],
    ['sub', 'null', 'f6', 'wrong-type', 'sub: expected a DID, found null'],
    ['aud', 'null', 'f6', 'wrong-type', 'aud: expected a DID, found null'],
    ['iss', 'what is no DID', '63666f6f', 'invalid-did', 'iss: expected a DID, found "foo"'],
    ['nonce', 'text', '60', 'wrong-type', 'nonce: expected bytes, found text'],
    ['args', 'a list', '80', 'wrong-type', 'args: expected a map, found a list'],
    [
      'args',
      'a map that ends early',
      'bb00ffffffffffffff',
      'truncated',
      'args: the input ends early',
    ],
    ['args', 'what is nested', `a16161${'81'.repeat(1e6)}80`, 'too-deep', NESTED],
    ['prf', 'a map', 'a0', 'wrong-type', 'prf: expected a list, found a map'],
    ['prf', 'text', '8161a1', 'wrong-type', 'prf[0]: expected a link, found text'],
    ['prf', 'more than 8192', '992001', 'too-many', 'prf: more than 8192 items'],
    [
      'prf',
      'an endless link',
      `81${ENDLESS}`,
      'invalid-link',
      'prf[0]: a CID with a varint longer than it may be',
    ],
    ['cause', 'text', '60', 'wrong-type', 'cause: expected a link, found text'],
    [
      'cause',
      'an endless link',
      ENDLESS,
      'invalid-link',
      'cause: a CID with a varint longer than it may be',
    ],
    ['meta', 'null', 'f6', 'wrong-type', 'meta: expected a map, found null'],
    ['meta', 'a list', '80', 'wrong-type', 'meta: expected a map, found a list'],
    ['meta', 'another tag', 'a16161c100', 'wrong-type', 'meta: expected a link, found tag 1'],
    ['meta', 'what is nested', `a16161${'81'.repeat(1e6)}80`, 'too-deep', DATA],
    ['meta', 'undefined', 'a16161f7', 'not-canonical', NOT_AGAIN],
    ['meta', 'a half float', 'a16161f93c00', 'not-canonical', NOT_AGAIN],
    ['meta', 'a U+FEFF in front of a text', 'a1616164efbbbf61', 'not-canonical', NOT_AGAIN],
    ['meta', 'text that is no UTF-8', 'a1616161ff', 'not-canonical', NOT_AGAIN],
    ['meta', 'keys in another order', 'a2616200616100', 'not-canonical', NOT_AGAIN],
  ])('is refused where %s is %s', async (name, _what, value, code, message) => {
    const bytes = rawToken(payloadWith(name, value))
    expect(await refusal(Invocation.decode(bytes))).toMatchObject({
      name: 'CodecError',
      code,
      message: `Invocation: ${message}`,
      offset: expect.any(Number),
    })
  })

  it.each([
    ['an endless link', `a16161${ENDLESS}`],
    ['a key twice', 'a2616100616100'],
    ['a key that is no text', 'a10000'],
  ])('is refused where meta is no DAG-CBOR: %s', async (_what, value) => {
    const bytes = rawToken(payloadWith('meta', value))
    expect(await refusal(Invocation.decode(bytes))).toMatchObject({
      name: 'CodecError',
      code: 'syntax',
      message: expect.stringMatching(/^Invocation: meta: no DAG-CBOR: ./),
      path: ['meta'],
      offset: expect.any(Number),
    })
  })

  it.each(['', 'customer/add', '/customer/add/', '/customer//add', '//', '/Customer/add', '/É'])(
    'is refused for the command %j',
    async (cmd) => {
      expect(await refusal(Invocation.decode(tokenOf({ ...invocation, cmd })))).toMatchObject({
        code: 'wrong-type',
        message: `Invocation: cmd: expected a command, found "${cmd}"`,
      })
    },
  )

  it.each(['/', '/customer', '/é/ü'])('may be of the command %s', async (cmd) => {
    expect((await Invocation.decode(tokenOf({ ...invocation, cmd }))).command).toBe(cmd)
  })

  it('may say in its meta whatever DAG-CBOR can', async () => {
    const meta = {
      text: 'a\u{1F600}',
      list: [null, true, false, -1, 1.5, 2n ** 60n],
      bytes: Uint8Array.of(1),
      link: LINK,
      ['__proto__']: { constructor: 1 },
    }
    const read = await Invocation.decode(tokenOf({ ...invocation, meta }))
    expect(read.meta).toEqual(meta)
    expect(Object.hasOwn(read.meta!, '__proto__')).toBe(true)
  })

  it('gives no arguments of another command', async () => {
    const read = await Invocation.decode(tokenOf(invocation))
    expect(() => argumentsOf(provider.add, read)).toThrow(
      new TypeError('expected an invocation of /provider/add, found /customer/add'),
    )
  })

  it('gives no arguments that are not its command’s', async () => {
    const read = await Invocation.decode(tokenOf(invocation))
    expect(() => argumentsOf(customer.add, read)).toThrow(
      'customer.AddArguments: customer: is missing',
    )
  })
})

describe('a delegation', () => {
  it.each(Object.keys(delegation))('is refused without %s', async (name) => {
    const { [name as 'iss']: _, ...rest } = delegation
    expect(await refusal(Delegation.decode(tokenOf(rest, DELEGATION)))).toEqual(
      codecError('missing-field', `Delegation: ${name}: is missing`, [name], PAYLOAD),
    )
  })

  it.each([
    ['pol', {}, 'pol: expected a list, found a map'],
    ['aud', null, 'aud: expected a DID, found null'],
    ['nbf', null, 'nbf: expected an integer'],
    ['iat', 1, 'iat: no such field belongs here'],
    ['args', {}, 'args: no such field belongs here'],
  ])('is refused where %s is %j', async (name, value, message) => {
    const bytes = tokenOf({ ...delegation, [name]: value }, DELEGATION)
    await expect(Delegation.decode(bytes)).rejects.toThrow(`Delegation: ${message}`)
  })
})

describe('a receipt', () => {
  it('is an invocation, too', async () => {
    const read = await Invocation.decode(tokenOf(receipt))
    expect(read.command).toBe('/ucan/assert/receipt')
  })

  it.each([
    [
      'another command',
      { cmd: '/customer/add' },
      'cmd: expected "/ucan/assert/receipt", found "/customer/add"',
      ['cmd'],
    ],
    [
      'another subject than its issuer',
      { sub: 'did:web:other.example' },
      'sub: expected "did:web:up.example", which issued it, found "did:web:other.example"',
      ['sub'],
    ],
    ['no result', { args: { ran: LINK } }, 'args.out: is missing', ['args', 'out']],
    ['no task', { args: { out: { ok: {} } } }, 'args.ran: is missing', ['args', 'ran']],
    [
      'a result that is neither',
      { args: { ran: LINK, out: {} } },
      'args.out: expected ok or error, and one of them',
      ['args', 'out'],
    ],
    [
      'a result that is both',
      { args: { ran: LINK, out: { ok: {}, error: {} } } },
      'args.out: expected ok or error, and one of them',
      ['args', 'out'],
    ],
    [
      'a result that is another',
      { args: { ran: LINK, out: { maybe: {} } } },
      'args.out.maybe: no such field belongs here',
      ['args', 'out', 'maybe'],
    ],
  ])('is refused for %s', async (_what, change, message, path) => {
    expect(await refusal(Receipt.decode(tokenOf({ ...receipt, ...change })))).toMatchObject({
      name: 'CodecError',
      message: `Receipt: ${message}`,
      path,
      offset: expect.any(Number),
    })
  })

  it('gives no result that is not the command’s', async () => {
    const read = await Receipt.decode(tokenOf(receipt))
    expect(resultOf(customer.add, read)).toEqual({ ok: {} })
    expect(() => resultOf(provider.add, read)).toThrow('provider.AddOK: id: is missing')
  })

  it('gives no result of bytes that are none', async () => {
    const read = await Receipt.decode(tokenOf(receipt))
    expect(() => resultOf(customer.add, { ...read, bytes: new Uint8Array() })).toThrow(
      'Receipt: the input ends early',
    )
  })

  it('gives no failure that has no name', async () => {
    const args = { ran: LINK, out: { error: { message: 'no' } } }
    const read = await Receipt.decode(tokenOf({ ...receipt, args }))
    expect(() => resultOf(customer.add, read)).toThrow('Failure: name: is missing')
  })
})

it('what the reference signed is signed over the very bytes', async () => {
  const row = rowsOf<TokenRow>('tokens')[0]!
  const { bytes, signature, signedBytes } = await Invocation.decode(fromHex(row.bytes))
  expect(toHex(bytes)).toBe(`825840${toHex(signature)}${toHex(signedBytes)}`)
})
