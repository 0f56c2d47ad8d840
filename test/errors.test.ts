import { describe, expect, it } from 'vitest'
import { CodecError, customer, limits, s3, Unit, type Type } from '../src/index.js'
import { fromHex, toHex, utf8 } from './fixtures.js'

const { AddArguments } = customer
const WEB = 'did:web:free.web3.storage'
/** One CID in its own spelling, and another in two. */
const CID_A = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
const CID_B = 'bafyreigivjmlrue5db7rpwmbonv7oq57hvnp7yzhlsoy3fbwi5jzhwgali'
const CID_B_BASE58 = 'zdpuAyvkgEDQm9TenwGkd5eNaosSxjgEYd8QatfPetgB1CdEZ'
const CID_A_BYTES = '017112208d74b62b7ce2303b5b01a8dbc248a1c4d42426e7a956a8cea409772bf0d995ab'
/** The link from which multiformats 13 never returns: a varint that doesn't end. */
const ENDLESS = `01${'ff'.repeat(147)}7f0000`

interface Expected {
  readonly code: string
  readonly message: string
  readonly path: ReadonlyArray<string | number>
  readonly offset: number | undefined
}

type Row = readonly [what: string, type: Type<unknown>, input: string, expected: Expected]

function refused(
  code: string,
  path: ReadonlyArray<string | number>,
  offset: number | undefined,
  message: string,
): Expected {
  return { code, message, path, offset }
}

/** What is thrown, as far as it is promised. */
function refusalOf(act: () => unknown): Expected {
  try {
    act()
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    const { code, message, path, offset } = error
    return { code, message, path, offset }
  }
  throw new Error('it was taken')
}

/** A text as CBOR, in hex. */
function t(text: string): string {
  const bytes = utf8(text)
  const head = bytes.length < 24 ? [0x60 + bytes.length] : [0x78, bytes.length]
  return toHex(Uint8Array.from(head)) + toHex(bytes)
}

describe('in CBOR, a reader refuses', () => {
  const nested = (depth: number) => `a1${t('z')}${'81'.repeat(depth - 1)}00`
  const long = `79${(limits.text + 1).toString(16).padStart(4, '0')}`
  it.each<Row>([
    [
      'a number where a text belongs',
      AddArguments,
      `a1${t('details')}a1${t('plan')}03`,
      refused(
        'wrong-type',
        ['details', 'plan'],
        15,
        'customer.AddArguments: details.plan: expected text, found 3',
      ),
    ],
    [
      'a negative number where a DID belongs',
      AddArguments,
      `a1${t('product')}3863`,
      refused(
        'wrong-type',
        ['product'],
        9,
        'customer.AddArguments: product: expected a DID, found -100',
      ),
    ],
    [
      'a list where a struct belongs',
      AddArguments,
      '80',
      refused('wrong-type', [], 0, 'customer.AddArguments: expected a map, found a list'),
    ],
    [
      'a key that is a number',
      AddArguments,
      `a1${t('details')}a10100`,
      refused(
        'wrong-type',
        ['details'],
        10,
        'customer.AddArguments: details: expected text, found 1',
      ),
    ],
    [
      'undefined for an optional field',
      AddArguments,
      `a1${t('externalAccount')}f7`,
      refused(
        'wrong-type',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: expected text, found undefined',
      ),
    ],
    [
      'a float, for which no type has a place',
      AddArguments,
      `a1${t('externalAccount')}f93c00`,
      refused(
        'wrong-type',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: expected text, found a float',
      ),
    ],
    [
      'a tag that is not a link’s',
      s3.ProofSet,
      `a1${t(CID_A)}81c100`,
      refused(
        'wrong-type',
        [CID_A, 0],
        63,
        `s3.ProofSet: ${CID_A}[0]: expected a link, found tag 1`,
      ),
    ],
    [
      'a null in a list',
      s3.PermissionSet,
      `a1${t('did:web:a.example')}81f6`,
      refused(
        'wrong-type',
        ['did:web:a.example', 0],
        20,
        's3.PermissionSet: ["did:web:a.example"][0]: expected text, found null',
      ),
    ],
    [
      'a struct without a required field',
      AddArguments,
      `a2${t('details')}a0${t('product')}${t(WEB)}`,
      refused('missing-field', ['customer'], 0, 'customer.AddArguments: customer: is missing'),
    ],
    [
      'a null for a required field',
      s3.request.AuthorizeArguments,
      `a1${t('request')}a1${t('method')}f6`,
      refused(
        'missing-field',
        ['request', 'method'],
        9,
        's3.request.AuthorizeArguments: request.method: is missing',
      ),
    ],
    [
      'a field that comes twice',
      AddArguments,
      `a2${t('details')}a0${t('details')}a0`,
      refused(
        'duplicate-key',
        ['details'],
        10,
        'customer.AddArguments: details: stands there twice',
      ),
    ],
    [
      'a field that comes twice, first as null',
      AddArguments,
      `a2${t('externalAccount')}f6${t('externalAccount')}6161`,
      refused(
        'duplicate-key',
        ['externalAccount'],
        18,
        'customer.AddArguments: externalAccount: stands there twice',
      ),
    ],
    [
      'a key that comes twice',
      AddArguments,
      `a1${t('details')}a2${t('a')}${t('x')}${t('a')}${t('y')}`,
      refused(
        'duplicate-key',
        ['details', 'a'],
        14,
        'customer.AddArguments: details.a: stands there twice',
      ),
    ],
    [
      'a key that Object.prototype has, twice',
      AddArguments,
      `a1${t('details')}a2${t('__proto__')}${t('x')}${t('__proto__')}${t('y')}`,
      refused(
        'duplicate-key',
        ['details', '__proto__'],
        22,
        'customer.AddArguments: details.__proto__: stands there twice',
      ),
    ],
    [
      'a CID in two spellings',
      s3.ProofSet,
      `a2${t(CID_B)}80${t(CID_B_BASE58)}80`,
      refused(
        'duplicate-key',
        [CID_B_BASE58],
        63,
        `s3.ProofSet: ${CID_B_BASE58}: stands there twice`,
      ),
    ],
    [
      'bytes that are no UTF-8',
      AddArguments,
      `a1${t('externalAccount')}62c328`,
      refused(
        'invalid-utf8',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: text is not valid UTF-8',
      ),
    ],
    [
      'a surrogate in UTF-8',
      AddArguments,
      `a1${t('details')}a163eda080${t('x')}`,
      refused(
        'invalid-utf8',
        ['details'],
        10,
        'customer.AddArguments: details: text is not valid UTF-8',
      ),
    ],
    [
      'a DID without a method',
      AddArguments,
      `a1${t('customer')}${t('did:')}`,
      refused(
        'invalid-did',
        ['customer'],
        10,
        'customer.AddArguments: customer: expected a DID, found "did:"',
      ),
    ],
    [
      'a key that is no DID',
      s3.PermissionSet,
      `a1${t('x')}80`,
      refused('invalid-did', ['x'], 1, 's3.PermissionSet: x: expected a DID, found "x"'),
    ],
    [
      'a key that is no CID',
      s3.ProofSet,
      `a1${t('bafy')}80`,
      refused('invalid-link', ['bafy'], 1, 's3.ProofSet: bafy: expected a CID, found "bafy"'),
    ],
    [
      'a link without 0x00',
      s3.ProofSet,
      `a1${t(CID_A)}81d82a5824${CID_A_BYTES}`,
      refused(
        'invalid-link',
        [CID_A, 0],
        63,
        `s3.ProofSet: ${CID_A}[0]: a link that does not start with 0x00`,
      ),
    ],
    [
      'a link with bytes after it',
      s3.ProofSet,
      `a1${t(CID_A)}81d82a582600${CID_A_BYTES}00`,
      refused('invalid-link', [CID_A, 0], 63, `s3.ProofSet: ${CID_A}[0]: bytes after a CID`),
    ],
    [
      'the link that multiformats 13 never returns from',
      s3.ProofSet,
      `a1${t(CID_A)}81d82a589800${ENDLESS}`,
      refused(
        'invalid-link',
        [CID_A, 0],
        63,
        `s3.ProofSet: ${CID_A}[0]: a CID with a varint longer than it may be`,
      ),
    ],
    [
      'a kind of key that is none',
      s3.VerificationKey,
      `a1${t('kind')}${t('rsa')}`,
      refused(
        'not-in-enum',
        ['kind'],
        6,
        's3.VerificationKey: kind: expected "sigv4" or "sigv4a", found "rsa"',
      ),
    ],
    [
      'a text that is too long, before it is looked for',
      AddArguments,
      `a1${t('externalAccount')}${long}`,
      refused(
        'too-long',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: longer than 8192 bytes',
      ),
    ],
    [
      'bytes that are too long, before they are looked for',
      s3.VerificationKey,
      `a1${t('data')}5affffffff`,
      refused('too-long', ['data'], 6, 's3.VerificationKey: data: longer than 2097152 bytes'),
    ],
    [
      'a map that claims 2^64 - 1 entries',
      AddArguments,
      `a1${t('details')}bbffffffffffffffff`,
      refused('too-many', ['details'], 9, 'customer.AddArguments: details: more than 4096 entries'),
    ],
    [
      'a struct that claims 8193 fields',
      Unit,
      'b92001',
      refused('too-many', [], 0, 'Unit: more than 8192 fields'),
    ],
    [
      'a list that claims 8193 items',
      s3.PermissionSet,
      `a1${t('did:web:a.example')}992001`,
      refused(
        'too-many',
        ['did:web:a.example'],
        19,
        's3.PermissionSet: ["did:web:a.example"]: more than 8192 items',
      ),
    ],
    [
      'a value stepped over that nests too deep',
      Unit,
      nested(limits.depth + 1),
      refused('too-deep', ['z'], 1027, 'Unit: z: nested more than 1024 deep'),
    ],
    [
      'a head longer than it need be',
      AddArguments,
      `a1${t('details')}b803`,
      refused(
        'not-canonical',
        ['details'],
        9,
        'customer.AddArguments: details: a head longer than it need be',
      ),
    ],
    [
      'an indefinite length',
      AddArguments,
      'bfff',
      refused('not-canonical', [], 0, 'customer.AddArguments: an indefinite length'),
    ],
    [
      'an indefinite length in a value stepped over',
      Unit,
      `a1${t('z')}9fff`,
      refused('not-canonical', ['z'], 3, 'Unit: z: an indefinite length'),
    ],
    [
      'an input that ends within a text',
      AddArguments,
      `a1${t('details')}a16370`,
      refused('truncated', ['details'], 12, 'customer.AddArguments: details: the input ends early'),
    ],
    [
      'an input that ends within a value stepped over',
      Unit,
      `a1${t('z')}8201`,
      refused('truncated', ['z'], 5, 'Unit: z: the input ends early'),
    ],
    ['no input at all', Unit, '', refused('truncated', [], 0, 'Unit: the input ends early')],
    [
      'a second value',
      Unit,
      'a0a0',
      refused('trailing-data', [], 1, 'Unit: the input goes on after the value'),
    ],
    [
      'a byte that starts nothing',
      Unit,
      'bc',
      refused('syntax', [], 0, 'Unit: 0xbc starts no CBOR item'),
    ],
    [
      'a break',
      AddArguments,
      `a1${t('details')}ff`,
      refused('syntax', ['details'], 9, 'customer.AddArguments: details: 0xff starts no CBOR item'),
    ],
  ])('%s', (_what, type, input, expected) => {
    expect(refusalOf(() => type.cbor.decode(fromHex(input)))).toEqual(expected)
  })

  it('nothing that nests just as deep as it may', () => {
    expect(Unit.cbor.decode(fromHex(nested(limits.depth)))).toEqual({})
  })
})

describe('in DAG-JSON, a reader refuses', () => {
  const nested = (depth: number) => `{"z":${'['.repeat(depth - 1)}0${']'.repeat(depth - 1)}}`
  const details = (inner: string) => `{"details":${inner}}`
  it.each<Row>([
    [
      'a number where a text belongs',
      AddArguments,
      details('{"plan":3}'),
      refused(
        'wrong-type',
        ['details', 'plan'],
        19,
        'customer.AddArguments: details.plan: expected text, found 3',
      ),
    ],
    [
      'a literal where a map belongs',
      AddArguments,
      details(' true'),
      refused(
        'wrong-type',
        ['details'],
        12,
        'customer.AddArguments: details: expected a map, found true',
      ),
    ],
    [
      'a map where bytes belong',
      s3.VerificationKey,
      '{"data":{"/":{"bytes":"AQ"},"x":1}}',
      refused('wrong-type', ['data'], 8, 's3.VerificationKey: data: expected bytes, found a map'),
    ],
    [
      'a text where a link belongs',
      s3.ProofSet,
      `{"${CID_A}":["${CID_A}"]}`,
      refused(
        'wrong-type',
        [CID_A, 0],
        64,
        `s3.ProofSet: ${CID_A}[0]: expected a link, found text`,
      ),
    ],
    [
      'a struct without a required field',
      AddArguments,
      ' {"details":{}}',
      refused('missing-field', ['customer'], 1, 'customer.AddArguments: customer: is missing'),
    ],
    [
      'a field that comes twice, once with escapes',
      AddArguments,
      '{"details":{},"det\\u0061ils":{}}',
      refused(
        'duplicate-key',
        ['details'],
        14,
        'customer.AddArguments: details: stands there twice',
      ),
    ],
    [
      'a key that comes twice',
      AddArguments,
      details('{"a":"x", "a":"y"}'),
      refused(
        'duplicate-key',
        ['details', 'a'],
        21,
        'customer.AddArguments: details.a: stands there twice',
      ),
    ],
    [
      'a lone surrogate',
      AddArguments,
      details('{"a":"\\ud800"}'),
      refused(
        'invalid-utf8',
        ['details', 'a'],
        16,
        'customer.AddArguments: details.a: text with a lone surrogate',
      ),
    ],
    [
      'a DID that is none',
      AddArguments,
      '{"customer":"did:key:z0"}',
      refused(
        'invalid-did',
        ['customer'],
        12,
        'customer.AddArguments: customer: expected a DID, found "did:key:z0"',
      ),
    ],
    [
      'a link that is none',
      s3.ProofSet,
      `{"${CID_A}":[{"/":"zz"}]}`,
      refused(
        'invalid-link',
        [CID_A, 0],
        64,
        `s3.ProofSet: ${CID_A}[0]: not a CID of version 0 or 1`,
      ),
    ],
    [
      'a link in upper case',
      s3.ProofSet,
      `{"${CID_A.toUpperCase()}":[]}`,
      refused(
        'invalid-link',
        [CID_A.toUpperCase()],
        1,
        `s3.ProofSet: ${CID_A.toUpperCase()}: expected a CID, found "${CID_A.toUpperCase()}"`,
      ),
    ],
    [
      'a kind of key that is none',
      s3.VerificationKey,
      '{"kind":"SIGV4"}',
      refused(
        'not-in-enum',
        ['kind'],
        8,
        's3.VerificationKey: kind: expected "sigv4" or "sigv4a", found "SIGV4"',
      ),
    ],
    [
      'a text that is too long once its escapes are read',
      AddArguments,
      details(`{"a":"${'\\u00e9'.repeat(limits.text / 2 + 1)}"}`),
      refused(
        'too-long',
        ['details', 'a'],
        16,
        'customer.AddArguments: details.a: longer than 8192 bytes',
      ),
    ],
    [
      'more entries than a map may have',
      AddArguments,
      details(`{${Array.from({ length: limits.entries + 1 }, (_, i) => `"${i}":""`).join()}}`),
      refused(
        'too-many',
        ['details'],
        11,
        'customer.AddArguments: details: more than 4096 entries',
      ),
    ],
    [
      'more items than a list may have',
      s3.PermissionSet,
      `{"did:web:a.example":[${'"",'.repeat(limits.items)}""]}`,
      refused(
        'too-many',
        ['did:web:a.example'],
        21,
        's3.PermissionSet: ["did:web:a.example"]: more than 8192 items',
      ),
    ],
    [
      'more fields than a struct may have, known or not',
      Unit,
      `{${'"a":0,'.repeat(limits.fields)}"a":0}`,
      refused('too-many', [], 0, 'Unit: more than 8192 fields'),
    ],
    [
      'a value stepped over that nests too deep',
      Unit,
      nested(limits.depth + 1),
      refused('too-deep', ['z'], 1029, 'Unit: z: nested more than 1024 deep'),
    ],
    [
      'an input that ends within a text',
      AddArguments,
      '{"details":{"a":"b',
      refused(
        'truncated',
        ['details', 'a'],
        18,
        'customer.AddArguments: details.a: the input ends early',
      ),
    ],
    [
      'an input that ends within a literal',
      AddArguments,
      '{"externalAccount":nul',
      refused(
        'truncated',
        ['externalAccount'],
        22,
        'customer.AddArguments: externalAccount: the input ends early',
      ),
    ],
    [
      'a second value',
      Unit,
      '{} {}',
      refused('trailing-data', [], 3, 'Unit: the input goes on after the value'),
    ],
    [
      'base64 with stray bits',
      s3.VerificationKey,
      '{"data":{"/":{"bytes":"AR"}}}',
      refused(
        'syntax',
        ['data'],
        8,
        's3.VerificationKey: data: no base64, which is standard and without padding here',
      ),
    ],
    [
      'a byte order mark before the value',
      Unit,
      '\ufeff{}',
      refused('syntax', [], 0, 'Unit: unexpected byte 0xef'),
    ],
    [
      'a missing comma',
      AddArguments,
      details('{"a":"x" "b":"y"}'),
      refused('syntax', ['details'], 20, 'customer.AddArguments: details: unexpected "\\""'),
    ],
    [
      'a comma too many',
      AddArguments,
      details('{"a":"x",}'),
      refused('syntax', ['details'], 20, 'customer.AddArguments: details: unexpected "}"'),
    ],
    [
      'a control character in a text',
      AddArguments,
      details('{"a":"x\n"}'),
      refused(
        'syntax',
        ['details', 'a'],
        18,
        'customer.AddArguments: details.a: a control character in a string',
      ),
    ],
    [
      'an escape that JSON does not have',
      AddArguments,
      details('{"a":"x\\q"}'),
      refused(
        'syntax',
        ['details', 'a'],
        18,
        'customer.AddArguments: details.a: an escape that JSON does not know',
      ),
    ],
    [
      'an escape with too few digits',
      AddArguments,
      details('{"a":"x\\u12"}'),
      refused(
        'syntax',
        ['details', 'a'],
        18,
        'customer.AddArguments: details.a: an escape that JSON does not know',
      ),
    ],
    [
      'a number that JSON does not have, in a value stepped over',
      Unit,
      '{"z":[01]}',
      refused('syntax', ['z'], 6, 'Unit: z: unexpected "0"'),
    ],
  ])('%s', (_what, type, input, expected) => {
    expect(refusalOf(() => type.json.decode(utf8(input)))).toEqual(expected)
  })

  it('bytes that are no UTF-8, in a value stepped over too', () => {
    const input = Uint8Array.from([...utf8('{"z":"'), 0xff, ...utf8('"}')])
    expect(refusalOf(() => Unit.json.decode(input))).toEqual(
      refused('invalid-utf8', ['z'], 5, 'Unit: z: text is not valid UTF-8'),
    )
  })

  it('nothing that nests just as deep as it may', () => {
    expect(Unit.json.decode(utf8(nested(limits.depth)))).toEqual({})
  })
})

describe.each(['cbor', 'json'] as const)('writing %s refuses', (format) => {
  const args = { customer: WEB, product: WEB, details: {} }
  it.each<readonly [string, Type<unknown>, unknown, Expected]>([
    [
      'a value of another type',
      AddArguments,
      { ...args, details: { plan: 3 } },
      refused(
        'wrong-type',
        ['details', 'plan'],
        undefined,
        'customer.AddArguments: details.plan: expected text, found 3',
      ),
    ],
    [
      'null, for an optional field too',
      AddArguments,
      { ...args, externalAccount: null },
      refused(
        'wrong-type',
        ['externalAccount'],
        undefined,
        'customer.AddArguments: externalAccount: expected text, found null',
      ),
    ],
    [
      'null for the whole',
      AddArguments,
      null,
      refused('wrong-type', [], undefined, 'customer.AddArguments: expected a map, found null'),
    ],
    [
      'undefined in a map, whose key is shown as it is quoted',
      AddArguments,
      { ...args, details: { 'a.b': undefined } },
      refused(
        'wrong-type',
        ['details', 'a.b'],
        undefined,
        'customer.AddArguments: details["a.b"]: expected text, found undefined',
      ),
    ],
    [
      'a required field that is undefined',
      AddArguments,
      { ...args, product: undefined },
      refused(
        'missing-field',
        ['product'],
        undefined,
        'customer.AddArguments: product: is missing',
      ),
    ],
    [
      'a field that the struct does not have, undefined or not',
      AddArguments,
      { ...args, plan: undefined },
      refused(
        'unknown-field',
        ['plan'],
        undefined,
        'customer.AddArguments: plan: the struct has no such field',
      ),
    ],
    [
      'a CID in two spellings',
      s3.ProofSet,
      { [CID_B]: [], [CID_A]: [], [CID_B_BASE58]: [] },
      refused(
        'duplicate-key',
        [CID_B_BASE58],
        undefined,
        `s3.ProofSet: ${CID_B_BASE58}: stands there twice`,
      ),
    ],
    [
      'a lone surrogate',
      AddArguments,
      { ...args, details: { a: 'x\udc00' } },
      refused(
        'invalid-utf8',
        ['details', 'a'],
        undefined,
        'customer.AddArguments: details.a: text with a lone surrogate',
      ),
    ],
    [
      'a key with a lone surrogate',
      AddArguments,
      { ...args, details: { '\ud800': '' } },
      refused(
        'invalid-utf8',
        ['details', '\ud800'],
        undefined,
        'customer.AddArguments: details["\\ud800"]: text with a lone surrogate',
      ),
    ],
    [
      'a DID that is none',
      AddArguments,
      { ...args, customer: 'did:Web:a.example' },
      refused(
        'invalid-did',
        ['customer'],
        undefined,
        'customer.AddArguments: customer: expected a DID, found "did:Web:a.example"',
      ),
    ],
    [
      'an object that only claims to be a CID',
      s3.ProofSet,
      { [CID_A]: [claimant(new Uint8Array([1, 0x71]))] },
      refused(
        'invalid-link',
        [CID_A, 0],
        undefined,
        `s3.ProofSet: ${CID_A}[0]: a CID that ends early`,
      ),
    ],
    [
      'an object that claims to be a CID and has no bytes',
      s3.ProofSet,
      { [CID_A]: [claimant(undefined)] },
      refused(
        'wrong-type',
        [CID_A, 0],
        undefined,
        `s3.ProofSet: ${CID_A}[0]: expected a link, found one without bytes`,
      ),
    ],
    [
      'a kind of key that is none',
      s3.VerificationKey,
      { kind: 'rsa', data: new Uint8Array() },
      refused(
        'not-in-enum',
        ['kind'],
        undefined,
        's3.VerificationKey: kind: expected "sigv4" or "sigv4a", found "rsa"',
      ),
    ],
    [
      'a text that is too long in UTF-8 alone',
      AddArguments,
      { ...args, externalAccount: 'é'.repeat(limits.text / 2) + 'e' },
      refused(
        'too-long',
        ['externalAccount'],
        undefined,
        'customer.AddArguments: externalAccount: longer than 8192 bytes',
      ),
    ],
    [
      'a key that is too long, which is shown in part',
      AddArguments,
      { ...args, details: { ['k'.repeat(limits.text + 1)]: '' } },
      refused(
        'too-long',
        ['details', 'k'.repeat(limits.text + 1)],
        undefined,
        `customer.AddArguments: details["${'k'.repeat(64)}…"]: longer than 8192 bytes`,
      ),
    ],
    [
      'a DID that is too long',
      AddArguments,
      { ...args, customer: `did:web:${'a'.repeat(limits.did - 7)}` },
      refused(
        'too-long',
        ['customer'],
        undefined,
        'customer.AddArguments: customer: longer than 2048 bytes',
      ),
    ],
    [
      'bytes that are too long',
      s3.VerificationKey,
      { kind: 'sigv4', data: new Uint8Array(limits.bytes + 1) },
      refused(
        'too-long',
        ['data'],
        undefined,
        's3.VerificationKey: data: longer than 2097152 bytes',
      ),
    ],
    [
      'more entries than a map may have',
      AddArguments,
      {
        ...args,
        details: Object.fromEntries(
          Array.from({ length: limits.entries + 1 }, (_, i) => [`${i}`, '']),
        ),
      },
      refused(
        'too-many',
        ['details'],
        undefined,
        'customer.AddArguments: details: more than 4096 entries',
      ),
    ],
    [
      'more items than a list may have',
      s3.PermissionSet,
      { [WEB]: Array.from({ length: limits.items + 1 }, () => '') },
      refused('too-many', [WEB], undefined, `s3.PermissionSet: ["${WEB}"]: more than 8192 items`),
    ],
    [
      'a hole in a list',
      s3.PermissionSet,
      // oxlint-disable-next-line no-sparse-arrays -- it is what is tested
      { [WEB]: ['s3:GetObject', , 's3:PutObject'] },
      refused(
        'wrong-type',
        [WEB, 1],
        undefined,
        `s3.PermissionSet: ["${WEB}"][1]: expected text, found undefined`,
      ),
    ],
  ])('%s', (_what, type, value, expected) => {
    expect(refusalOf(() => type[format].encode(value))).toEqual(expected)
    expect(type.is(value)).toBe(false)
    expect(type['~standard'].validate(value)).toEqual({
      issues: [
        {
          path: expected.path,
          message: expected.message.slice(expected.message.lastIndexOf(': ') + 2),
        },
      ],
    })
  })

  function claimant(bytes: Uint8Array | undefined): object {
    const claim: Record<string, unknown> = { bytes, '/': bytes }
    claim['asCID'] = claim
    return claim
  }
})

it.each<readonly [string, unknown]>([
  ['text', '{}'],
  ['a list', [0xa0]],
  ['another view', new Uint16Array([0xa0])],
  ['nothing', undefined],
])('an input that is %s is refused by both readers', (what, input) => {
  for (const format of ['cbor', 'json'] as const) {
    const found = {
      text: 'text',
      'a list': 'a list',
      'another view': 'a Uint16Array',
      nothing: 'undefined',
    }[what]
    expect(refusalOf(() => Unit[format].decode(input as Uint8Array))).toEqual(
      refused('wrong-type', [], undefined, `Unit: expected bytes to read, found ${found}`),
    )
  }
})
