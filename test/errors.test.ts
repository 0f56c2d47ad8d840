/*
 * Errors of encoding, decoding and validating, each next to an input that causes
 * it. Every code occurs at least once.
 */
import { describe, expect, it } from 'vitest'
import {
  bytes,
  bigint,
  commandName,
  fixedBytes,
  url,
  did,
  i64,
  link,
  list,
  string,
  tuple,
  u64,
  u8,
} from '../src/codec/index.js'
import { closedStruct } from '../src/codec/kinds/struct.js'
import {
  CodecError,
  customer,
  limits,
  s3,
  Unit,
  type CborType,
  type CodecErrorCode,
  type Type,
} from '../src/index.js'
import { fromHex, toHex, utf8 } from './fixtures.js'

const { AddArguments } = customer
const WEB = 'did:web:free.web3.storage'
const Pair = tuple('Pair', { first: string, second: u8 })
const Closed = closedStruct('Closed', { a: u8, b: u8 })
const CID_A = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
const CID_B = 'bafyreigivjmlrue5db7rpwmbonv7oq57hvnp7yzhlsoy3fbwi5jzhwgali'
const CID_B_BASE58 = 'zdpuAyvkgEDQm9TenwGkd5eNaosSxjgEYd8QatfPetgB1CdEZ'
const CID_A_BYTES = '017112208d74b62b7ce2303b5b01a8dbc248a1c4d42426e7a956a8cea409772bf0d995ab'
/** A CID on which multiformats 13 loops forever: its codec is a varint of 148 bytes. */
const ENDLESS = `01${'ff'.repeat(147)}7f0000`

interface ErrorProperties {
  readonly code: string
  readonly message: string
  readonly path: ReadonlyArray<string | number>
  readonly offset: number | undefined
}

type Row = readonly [
  what: string,
  type: CborType<unknown>,
  input: string,
  expected: ErrorProperties,
]

/** The codes of the errors that the tests below expect. */
const listed = new Set<string>()

function error(
  code: CodecErrorCode,
  path: ReadonlyArray<string | number>,
  offset: number | undefined,
  message: string,
): ErrorProperties {
  listed.add(code)
  return { code, message, path, offset }
}

/** Returns the properties of the CodecError that `act` throws. */
function errorOf(act: () => unknown): ErrorProperties {
  try {
    act()
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown
    const { code, message, path, offset } = thrown
    return { code, message, path, offset }
  }
  throw new Error('expected a CodecError, but nothing was thrown')
}

/** Encodes a string of up to 255 bytes as CBOR, and returns hex. */
function cborString(value: string): string {
  const encoded = utf8(value)
  const { length } = encoded
  const header = length < 24 ? [0x60 + length] : [0x78, length]
  return toHex(Uint8Array.from(header)) + toHex(encoded)
}

describe('cbor.decode', () => {
  const nested = (depth: number) => `a1${cborString('z')}${'81'.repeat(depth - 1)}00`
  const longHeader = `79${(limits.string + 1).toString(16).padStart(4, '0')}`
  it.each<Row>([
    [
      'an integer for a string',
      AddArguments,
      `a1${cborString('details')}a1${cborString('plan')}03`,
      error(
        'wrong-type',
        ['details', 'plan'],
        15,
        'customer.AddArguments: details.plan: expected string, received 3',
      ),
    ],
    [
      'a negative integer for a DID',
      AddArguments,
      `a1${cborString('product')}3863`,
      error(
        'wrong-type',
        ['product'],
        9,
        'customer.AddArguments: product: expected DID, received -100',
      ),
    ],
    [
      'a list for a struct',
      AddArguments,
      '80',
      error('wrong-type', [], 0, 'customer.AddArguments: expected map, received list'),
    ],
    [
      'an integer for a map key',
      AddArguments,
      `a1${cborString('details')}a10100`,
      error(
        'wrong-type',
        ['details'],
        10,
        'customer.AddArguments: details: expected string, received 1',
      ),
    ],
    [
      'undefined for an optional field',
      AddArguments,
      `a1${cborString('externalAccount')}f7`,
      error(
        'wrong-type',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: expected string, received undefined',
      ),
    ],
    [
      'a float for a string',
      AddArguments,
      `a1${cborString('externalAccount')}f93c00`,
      error(
        'wrong-type',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: expected string, received float',
      ),
    ],
    [
      'tag 1 for a link',
      s3.ProofSet,
      `a1${cborString(CID_A)}81c100`,
      error(
        'wrong-type',
        [CID_A, 0],
        63,
        `s3.ProofSet: ${CID_A}[0]: expected link, received tag 1`,
      ),
    ],
    [
      'null for an item of a list',
      s3.PermissionSet,
      `a1${cborString('did:web:a.example')}81f6`,
      error(
        'wrong-type',
        ['did:web:a.example', 0],
        20,
        's3.PermissionSet: ["did:web:a.example"][0]: expected string, received null',
      ),
    ],
    [
      'a missing required field',
      AddArguments,
      `a2${cborString('details')}a0${cborString('product')}${cborString(WEB)}`,
      error(
        'missing-field',
        ['customer'],
        0,
        'customer.AddArguments: customer: missing required field',
      ),
    ],
    [
      'null for a required field',
      s3.request.AuthorizeArguments,
      `a1${cborString('request')}a1${cborString('method')}f6`,
      error(
        'missing-field',
        ['request', 'method'],
        9,
        's3.request.AuthorizeArguments: request.method: missing required field',
      ),
    ],
    [
      'a duplicate field',
      AddArguments,
      `a2${cborString('details')}a0${cborString('details')}a0`,
      error('duplicate-key', ['details'], 10, 'customer.AddArguments: details: duplicate key'),
    ],
    [
      'a duplicate field whose first value is null',
      AddArguments,
      `a2${cborString('externalAccount')}f6${cborString('externalAccount')}6161`,
      error(
        'duplicate-key',
        ['externalAccount'],
        18,
        'customer.AddArguments: externalAccount: duplicate key',
      ),
    ],
    [
      'a duplicate key',
      AddArguments,
      `a1${cborString('details')}a2${cborString('a')}${cborString('x')}${cborString('a')}${cborString('y')}`,
      error(
        'duplicate-key',
        ['details', 'a'],
        14,
        'customer.AddArguments: details.a: duplicate key',
      ),
    ],
    [
      'a duplicate key __proto__',
      AddArguments,
      `a1${cborString('details')}a2${cborString('__proto__')}${cborString('x')}${cborString('__proto__')}${cborString('y')}`,
      error(
        'duplicate-key',
        ['details', '__proto__'],
        22,
        'customer.AddArguments: details.__proto__: duplicate key',
      ),
    ],
    [
      'a CID in two spellings',
      s3.ProofSet,
      `a2${cborString(CID_B)}80${cborString(CID_B_BASE58)}80`,
      error('duplicate-key', [CID_B_BASE58], 63, `s3.ProofSet: ${CID_B_BASE58}: duplicate key`),
    ],
    [
      'invalid UTF-8',
      AddArguments,
      `a1${cborString('externalAccount')}62c328`,
      error(
        'invalid-utf8',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: invalid UTF-8',
      ),
    ],
    [
      'a surrogate encoded in UTF-8',
      AddArguments,
      `a1${cborString('details')}a163eda080${cborString('x')}`,
      error('invalid-utf8', ['details'], 10, 'customer.AddArguments: details: invalid UTF-8'),
    ],
    [
      'a DID without a method',
      AddArguments,
      `a1${cborString('customer')}${cborString('did:')}`,
      error(
        'invalid-did',
        ['customer'],
        10,
        'customer.AddArguments: customer: expected DID, received "did:"',
      ),
    ],
    [
      'a key that is not a DID',
      s3.PermissionSet,
      `a1${cborString('x')}80`,
      error('invalid-did', ['x'], 1, 's3.PermissionSet: x: expected DID, received "x"'),
    ],
    [
      'a key that is not a CID',
      s3.ProofSet,
      `a1${cborString('bafy')}80`,
      error('invalid-link', ['bafy'], 1, 's3.ProofSet: bafy: expected CID, received "bafy"'),
    ],
    [
      'a link without its prefix',
      s3.ProofSet,
      `a1${cborString(CID_A)}81d82a5824${CID_A_BYTES}`,
      error(
        'invalid-link',
        [CID_A, 0],
        63,
        `s3.ProofSet: ${CID_A}[0]: link without its prefix 0x00`,
      ),
    ],
    [
      'a CID followed by a byte',
      s3.ProofSet,
      `a1${cborString(CID_A)}81d82a582600${CID_A_BYTES}00`,
      error('invalid-link', [CID_A, 0], 63, `s3.ProofSet: ${CID_A}[0]: trailing data after CID`),
    ],
    [
      'the CID on which multiformats 13 loops forever',
      s3.ProofSet,
      `a1${cborString(CID_A)}81d82a589800${ENDLESS}`,
      error(
        'invalid-link',
        [CID_A, 0],
        63,
        `s3.ProofSet: ${CID_A}[0]: CID with a malformed varint`,
      ),
    ],
    [
      'a string that is not in the enum',
      s3.VerificationKey,
      `a1${cborString('kind')}${cborString('rsa')}`,
      error(
        'not-in-enum',
        ['kind'],
        6,
        's3.VerificationKey: kind: expected "sigv4" or "sigv4a", received "rsa"',
      ),
    ],
    [
      'a string header with length 8,193',
      AddArguments,
      `a1${cborString('externalAccount')}${longHeader}`,
      error(
        'too-long',
        ['externalAccount'],
        17,
        'customer.AddArguments: externalAccount: string exceeds 8192 bytes',
      ),
    ],
    [
      'a byte string header with length 2^32 - 1',
      s3.VerificationKey,
      `a1${cborString('data')}5affffffff`,
      error('too-long', ['data'], 6, 's3.VerificationKey: data: byte string exceeds 2097152 bytes'),
    ],
    [
      'a map header of 2^64 - 1 entries',
      AddArguments,
      `a1${cborString('details')}bbffffffffffffffff`,
      error('too-many', ['details'], 9, 'customer.AddArguments: details: more than 4096 entries'),
    ],
    [
      'a struct header of 8,193 fields',
      Unit,
      'b92001',
      error('too-many', [], 0, 'Unit: more than 8192 fields'),
    ],
    [
      'a list header of 8,193 items',
      s3.PermissionSet,
      `a1${cborString('did:web:a.example')}992001`,
      error(
        'too-many',
        ['did:web:a.example'],
        19,
        's3.PermissionSet: ["did:web:a.example"]: more than 8192 items',
      ),
    ],
    [
      'a skipped value of depth 1,025',
      Unit,
      nested(limits.depth + 1),
      error('too-deep', ['z'], 1027, 'Unit: z: nested more than 1024 levels deep'),
    ],
    [
      'a header that is not in its shortest form',
      AddArguments,
      `a1${cborString('details')}b803`,
      error(
        'not-canonical',
        ['details'],
        9,
        'customer.AddArguments: details: non-canonical header: not in its shortest form',
      ),
    ],
    [
      'an indefinite length',
      AddArguments,
      'bfff',
      error('not-canonical', [], 0, 'customer.AddArguments: indefinite length'),
    ],
    [
      'an indefinite length in a skipped value',
      Unit,
      `a1${cborString('z')}9fff`,
      error('not-canonical', ['z'], 3, 'Unit: z: indefinite length'),
    ],
    [
      'an input that ends within a string',
      AddArguments,
      `a1${cborString('details')}a16370`,
      error(
        'truncated',
        ['details'],
        12,
        'customer.AddArguments: details: unexpected end of input',
      ),
    ],
    [
      'an input that ends within a skipped value',
      Unit,
      `a1${cborString('z')}8201`,
      error('truncated', ['z'], 5, 'Unit: z: unexpected end of input'),
    ],
    ['an empty input', Unit, '', error('truncated', [], 0, 'Unit: unexpected end of input')],
    ['a second value', Unit, 'a0a0', error('trailing-data', [], 1, 'Unit: trailing data')],
    ['a reserved header byte', Unit, 'bc', error('syntax', [], 0, 'Unit: unexpected byte 0xbc')],
    [
      'a break byte',
      AddArguments,
      `a1${cborString('details')}ff`,
      error('syntax', ['details'], 9, 'customer.AddArguments: details: unexpected byte 0xff'),
    ],
    [
      'a map for an integer',
      u8,
      'a0',
      error('wrong-type', [], 0, 'u8: expected integer, received map'),
    ],
    [
      'an integer out of range',
      u8,
      '190100',
      error('out-of-range', [], 0, 'u8: expected integer from 0 to 255, received 256'),
    ],
    [
      'a negative integer out of range',
      i64,
      '3bffffffffffffffff',
      error(
        'out-of-range',
        [],
        0,
        'i64: expected integer from -9223372036854775808 to 9223372036854775807, received -18446744073709551616',
      ),
    ],
    [
      'a malformed command',
      commandName,
      cborString('/Customer/add'),
      error('invalid-command', [], 0, 'command: expected command, received "/Customer/add"'),
    ],
    [
      'a malformed URL',
      url,
      cborString('http://a b/'),
      error('invalid-url', [], 0, 'url: expected URL, received "http://a b/"'),
    ],
    [
      'an integer for a bigint',
      bigint,
      '01',
      error('wrong-type', [], 0, 'bigint: expected bigint, received 1'),
    ],
    [
      'a negative bignum',
      bigint,
      'c34101',
      error('wrong-type', [], 0, 'bigint: expected bigint, received tag 3'),
    ],
    [
      'a bigint of 257 bytes',
      bigint,
      `c2590101${'ff'.repeat(257)}`,
      error('too-long', [], 1, 'bigint: byte string exceeds 256 bytes'),
    ],
    [
      'a byte string of 1 byte instead of 2',
      fixedBytes(2),
      '4101',
      error('out-of-range', [], 0, 'bytes of length 2: expected 2 bytes, received 1'),
    ],
    [
      'an integer for a command',
      commandName,
      '01',
      error('wrong-type', [], 0, 'command: expected command, received 1'),
    ],
    [
      'a tuple with too few items',
      Pair,
      `81${cborString('a')}`,
      error('missing-field', ['second'], 0, 'Pair: second: missing required field'),
    ],
    [
      'a tuple with too many items',
      Pair,
      `83${cborString('a')}0102`,
      error('too-many', [], 0, 'Pair: more than 2 items'),
    ],
    [
      'an unknown field in a closed struct',
      Closed,
      `a1${cborString('c')}01`,
      error('unknown-field', ['c'], 1, 'Closed: c: unknown field'),
    ],
    [
      'a field out of order in a closed struct',
      Closed,
      `a2${cborString('b')}01${cborString('a')}01`,
      error('not-canonical', ['a'], 4, 'Closed: a: field out of order'),
    ],
    [
      'a string inside a link',
      link,
      'd82a60',
      error('wrong-type', [], 2, 'link: expected byte string in a link, received string'),
    ],
    [
      'a link over the limit',
      link,
      'd82a590202',
      error('too-long', [], 2, 'link: byte string exceeds 513 bytes'),
    ],
    [
      'a CID of version 2',
      link,
      'd82a450002550000',
      error('invalid-link', [], 0, 'link: not a CID of version 0 or 1'),
    ],
    [
      'a CID that ends early',
      link,
      'd82a4400015512',
      error('invalid-link', [], 0, 'link: unexpected end of CID'),
    ],
    [
      'a DID over the limit',
      did,
      '790801',
      error('too-long', [], 0, 'did: string exceeds 2048 bytes'),
    ],
    [
      'a simple value below 32 in two bytes',
      Unit,
      `a1${cborString('z')}f81f`,
      error('not-canonical', ['z'], 3, 'Unit: z: non-canonical simple value'),
    ],
  ])('rejects %s', (_what, type, input, expected) => {
    expect(errorOf(() => type.cbor.decode(fromHex(input)))).toEqual(expected)
  })

  it('accepts a skipped value of depth 1,024', () => {
    expect(Unit.cbor.decode(fromHex(nested(limits.depth)))).toEqual({})
  })
})

describe('json.decode and json.parse', () => {
  const nested = (depth: number) => `{"z":${'['.repeat(depth - 1)}0${']'.repeat(depth - 1)}}`
  const details = (inner: string) => `{"details":${inner}}`
  it.each<Row>([
    [
      'an integer for a string',
      AddArguments,
      details('{"plan":3}'),
      error(
        'wrong-type',
        ['details', 'plan'],
        19,
        'customer.AddArguments: details.plan: expected string, received 3',
      ),
    ],
    [
      'a boolean for a map',
      AddArguments,
      details(' true'),
      error(
        'wrong-type',
        ['details'],
        12,
        'customer.AddArguments: details: expected map, received true',
      ),
    ],
    [
      'a map for a byte string',
      s3.VerificationKey,
      '{"data":{"/":{"bytes":"AQ"},"x":1}}',
      error(
        'wrong-type',
        ['data'],
        8,
        's3.VerificationKey: data: expected byte string, received map',
      ),
    ],
    [
      'a string for a link',
      s3.ProofSet,
      `{"${CID_A}":["${CID_A}"]}`,
      error(
        'wrong-type',
        [CID_A, 0],
        64,
        `s3.ProofSet: ${CID_A}[0]: expected link, received string`,
      ),
    ],
    [
      'a missing required field',
      AddArguments,
      ' {"details":{}}',
      error(
        'missing-field',
        ['customer'],
        1,
        'customer.AddArguments: customer: missing required field',
      ),
    ],
    [
      'a duplicate field, once with escapes',
      AddArguments,
      '{"details":{},"det\\u0061ils":{}}',
      error('duplicate-key', ['details'], 14, 'customer.AddArguments: details: duplicate key'),
    ],
    [
      'a duplicate key',
      AddArguments,
      details('{"a":"x", "a":"y"}'),
      error(
        'duplicate-key',
        ['details', 'a'],
        21,
        'customer.AddArguments: details.a: duplicate key',
      ),
    ],
    [
      'a lone surrogate',
      AddArguments,
      details('{"a":"\\ud800"}'),
      error(
        'invalid-utf8',
        ['details', 'a'],
        16,
        'customer.AddArguments: details.a: string with a lone surrogate',
      ),
    ],
    [
      'a malformed DID',
      AddArguments,
      '{"customer":"did:key:z0"}',
      error(
        'invalid-did',
        ['customer'],
        12,
        'customer.AddArguments: customer: expected DID, received "did:key:z0"',
      ),
    ],
    [
      'a malformed link',
      s3.ProofSet,
      `{"${CID_A}":[{"/":"zz"}]}`,
      error(
        'invalid-link',
        [CID_A, 0],
        64,
        `s3.ProofSet: ${CID_A}[0]: not a CID of version 0 or 1`,
      ),
    ],
    [
      'a CID in upper case',
      s3.ProofSet,
      `{"${CID_A.toUpperCase()}":[]}`,
      error(
        'invalid-link',
        [CID_A.toUpperCase()],
        1,
        `s3.ProofSet: ${CID_A.toUpperCase()}: expected CID, received "${CID_A.toUpperCase()}"`,
      ),
    ],
    [
      'a string that is not in the enum',
      s3.VerificationKey,
      '{"kind":"SIGV4"}',
      error(
        'not-in-enum',
        ['kind'],
        8,
        's3.VerificationKey: kind: expected "sigv4" or "sigv4a", received "SIGV4"',
      ),
    ],
    [
      'a string of escapes that is too long in UTF-8',
      AddArguments,
      details(`{"a":"${'\\u00e9'.repeat(limits.string / 2 + 1)}"}`),
      error(
        'too-long',
        ['details', 'a'],
        16,
        'customer.AddArguments: details.a: string exceeds 8192 bytes',
      ),
    ],
    [
      'a map of 4,097 entries',
      AddArguments,
      details(`{${Array.from({ length: limits.entries + 1 }, (_, i) => `"${i}":""`).join()}}`),
      error('too-many', ['details'], 11, 'customer.AddArguments: details: more than 4096 entries'),
    ],
    [
      'a list of 8,193 items',
      s3.PermissionSet,
      `{"did:web:a.example":[${'"",'.repeat(limits.items)}""]}`,
      error(
        'too-many',
        ['did:web:a.example'],
        21,
        's3.PermissionSet: ["did:web:a.example"]: more than 8192 items',
      ),
    ],
    [
      'a struct of 8,193 fields',
      Unit,
      `{${'"a":0,'.repeat(limits.fields)}"a":0}`,
      error('too-many', [], 0, 'Unit: more than 8192 fields'),
    ],
    [
      'a skipped value of depth 1,025',
      Unit,
      nested(limits.depth + 1),
      error('too-deep', ['z'], 1029, 'Unit: z: nested more than 1024 levels deep'),
    ],
    [
      'an input that ends within a string',
      AddArguments,
      '{"details":{"a":"b',
      error(
        'truncated',
        ['details', 'a'],
        18,
        'customer.AddArguments: details.a: unexpected end of input',
      ),
    ],
    [
      'an input that ends within a literal',
      AddArguments,
      '{"externalAccount":nul',
      error(
        'truncated',
        ['externalAccount'],
        22,
        'customer.AddArguments: externalAccount: unexpected end of input',
      ),
    ],
    ['a second value', Unit, '{} {}', error('trailing-data', [], 3, 'Unit: trailing data')],
    [
      'base64 with unused bits set',
      s3.VerificationKey,
      '{"data":{"/":{"bytes":"AR"}}}',
      error(
        'syntax',
        ['data'],
        8,
        's3.VerificationKey: data: expected standard base64 without padding and with unused bits 0',
      ),
    ],
    [
      'a BOM before the value',
      Unit,
      '\ufeff{}',
      error('syntax', [], 0, 'Unit: unexpected byte 0xef'),
    ],
    [
      'a missing comma',
      AddArguments,
      details('{"a":"x" "b":"y"}'),
      error('syntax', ['details'], 20, 'customer.AddArguments: details: unexpected "\\""'),
    ],
    [
      'a trailing comma',
      AddArguments,
      details('{"a":"x",}'),
      error('syntax', ['details'], 20, 'customer.AddArguments: details: unexpected "}"'),
    ],
    [
      'a control character in a string',
      AddArguments,
      details('{"a":"x\n"}'),
      error(
        'syntax',
        ['details', 'a'],
        18,
        'customer.AddArguments: details.a: control character in a string',
      ),
    ],
    [
      'an unknown escape',
      AddArguments,
      details('{"a":"x\\q"}'),
      error('syntax', ['details', 'a'], 18, 'customer.AddArguments: details.a: invalid escape'),
    ],
    [
      'an escape with too few digits',
      AddArguments,
      details('{"a":"x\\u12"}'),
      error('syntax', ['details', 'a'], 18, 'customer.AddArguments: details.a: invalid escape'),
    ],
    [
      'a number with a leading zero in a skipped value',
      Unit,
      '{"z":[01]}',
      error('syntax', ['z'], 6, 'Unit: z: unexpected "0"'),
    ],
    [
      '1.0 for an integer',
      u8,
      '1.0',
      error('wrong-type', [], 0, 'u8: expected integer, received 1.0'),
    ],
    [
      'an integer out of range',
      u8,
      '256',
      error('out-of-range', [], 0, 'u8: expected integer from 0 to 255, received 256'),
    ],
    [
      'an integer of more than 20 characters',
      i64,
      '-12345678901234567890',
      error('out-of-range', [], 0, 'i64: expected 64-bit integer'),
    ],
    [
      'a malformed command',
      commandName,
      '"customer"',
      error('invalid-command', [], 0, 'command: expected command, received "customer"'),
    ],
    [
      'a tuple with too few items',
      Pair,
      '["a"]',
      error('missing-field', ['second'], 0, 'Pair: second: missing required field'),
    ],
    [
      'a tuple with too many items',
      Pair,
      '["a",1,2]',
      error('too-many', [], 0, 'Pair: more than 2 items'),
    ],
    [
      'an unknown field in a closed struct',
      Closed,
      '{"c":1}',
      error('unknown-field', ['c'], 1, 'Closed: c: unknown field'),
    ],
    [
      'a field out of order in a closed struct',
      Closed,
      '{"b":1,"a":1}',
      error('not-canonical', ['a'], 7, 'Closed: a: field out of order'),
    ],
    [
      'a CID over the limit',
      link,
      `{"/":"b${'a'.repeat(821)}"}`,
      error('too-long', [], 0, 'link: CID exceeds 512 bytes'),
    ],
    [
      'a CID in base58btc of more than 128 bytes',
      link,
      `{"/":"z${'2'.repeat(180)}"}`,
      error('too-long', [], 0, 'link: CID in base36 or base58btc exceeds 128 bytes'),
    ],
    [
      'a CID of version 0 with a base prefix',
      link,
      '{"/":"zQmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR"}',
      error('invalid-link', [], 0, 'link: CID of version 0 with a base prefix'),
    ],
    [
      'a string that is not a CID',
      link,
      '{"/":"a"}',
      error('invalid-link', [], 0, 'link: expected CID, received "a"'),
    ],
    [
      'a DID over the limit',
      did,
      `"did:web:${'a'.repeat(limits.did - 7)}"`,
      error('too-long', [], 0, 'did: string exceeds 2048 bytes'),
    ],
    [
      'a byte string over the limit',
      bytes,
      `{"/":{"bytes":"${'A'.repeat((limits.bytes / 3) * 4 + 2)}"}}`,
      error('too-long', [], 0, 'bytes: byte string exceeds 2097152 bytes'),
    ],
    [
      'an input of one space',
      Unit,
      ' ',
      error('truncated', [], 1, 'Unit: unexpected end of input'),
    ],
    [
      'a non-ASCII character outside a string',
      Unit,
      'é',
      error('syntax', [], 0, 'Unit: unexpected byte 0xc3'),
    ],
  ])('reject %s', (_what, type, input, expected) => {
    const { json } = type as Type<unknown>
    expect(errorOf(() => json.decode(utf8(input)))).toEqual(expected)
    expect(errorOf(() => json.parse(input))).toEqual(expected)
  })

  it('json.decode rejects invalid UTF-8 in a skipped value', () => {
    const input = Uint8Array.from([...utf8('{"z":"'), 0xff, ...utf8('"}')])
    expect(errorOf(() => Unit.json.decode(input))).toEqual(
      error('invalid-utf8', ['z'], 5, 'Unit: z: invalid UTF-8'),
    )
  })

  it('json.decode accepts a skipped value of depth 1,024', () => {
    expect(Unit.json.decode(utf8(nested(limits.depth)))).toEqual({})
  })
})

describe.each(['cbor', 'json'] as const)('%s.encode, is and validate', (format) => {
  const args = { customer: WEB, product: WEB, details: {} }
  it.each<readonly [string, Type<unknown>, unknown, ErrorProperties]>([
    [
      'an integer for a string',
      AddArguments,
      { ...args, details: { plan: 3 } },
      error(
        'wrong-type',
        ['details', 'plan'],
        undefined,
        'customer.AddArguments: details.plan: expected string, received 3',
      ),
    ],
    [
      'null for an optional field',
      AddArguments,
      { ...args, externalAccount: null },
      error(
        'wrong-type',
        ['externalAccount'],
        undefined,
        'customer.AddArguments: externalAccount: expected string, received null',
      ),
    ],
    [
      'null for a struct',
      AddArguments,
      null,
      error('wrong-type', [], undefined, 'customer.AddArguments: expected map, received null'),
    ],
    [
      'undefined as the value of a map key with a dot',
      AddArguments,
      { ...args, details: { 'a.b': undefined } },
      error(
        'wrong-type',
        ['details', 'a.b'],
        undefined,
        'customer.AddArguments: details["a.b"]: expected string, received undefined',
      ),
    ],
    [
      'a required field that is undefined',
      AddArguments,
      { ...args, product: undefined },
      error(
        'missing-field',
        ['product'],
        undefined,
        'customer.AddArguments: product: missing required field',
      ),
    ],
    [
      'an unknown field whose value is undefined',
      AddArguments,
      { ...args, plan: undefined },
      error('unknown-field', ['plan'], undefined, 'customer.AddArguments: plan: unknown field'),
    ],
    [
      'a CID in two spellings',
      s3.ProofSet,
      { [CID_B]: [], [CID_A]: [], [CID_B_BASE58]: [] },
      error(
        'duplicate-key',
        [CID_B_BASE58],
        undefined,
        `s3.ProofSet: ${CID_B_BASE58}: duplicate key`,
      ),
    ],
    [
      'a lone surrogate',
      AddArguments,
      { ...args, details: { a: 'x\udc00' } },
      error(
        'invalid-utf8',
        ['details', 'a'],
        undefined,
        'customer.AddArguments: details.a: string with a lone surrogate',
      ),
    ],
    [
      'a key with a lone surrogate',
      AddArguments,
      { ...args, details: { '\ud800': '' } },
      error(
        'invalid-utf8',
        ['details', '\ud800'],
        undefined,
        'customer.AddArguments: details["\\ud800"]: string with a lone surrogate',
      ),
    ],
    [
      'a malformed DID',
      AddArguments,
      { ...args, customer: 'did:Web:a.example' },
      error(
        'invalid-did',
        ['customer'],
        undefined,
        'customer.AddArguments: customer: expected DID, received "did:Web:a.example"',
      ),
    ],
    [
      'an object marked as a CID, with a truncated CID',
      s3.ProofSet,
      { [CID_A]: [marked(new Uint8Array([1, 0x71]))] },
      error(
        'invalid-link',
        [CID_A, 0],
        undefined,
        `s3.ProofSet: ${CID_A}[0]: unexpected end of CID`,
      ),
    ],
    [
      'an object marked as a CID, without bytes',
      s3.ProofSet,
      { [CID_A]: [marked(undefined)] },
      error(
        'wrong-type',
        [CID_A, 0],
        undefined,
        `s3.ProofSet: ${CID_A}[0]: expected link, received link without bytes`,
      ),
    ],
    [
      'a string that is not in the enum',
      s3.VerificationKey,
      { kind: 'rsa', data: new Uint8Array() },
      error(
        'not-in-enum',
        ['kind'],
        undefined,
        's3.VerificationKey: kind: expected "sigv4" or "sigv4a", received "rsa"',
      ),
    ],
    [
      'a string that exceeds the limit in UTF-8 only',
      AddArguments,
      { ...args, externalAccount: 'é'.repeat(limits.string / 2) + 'e' },
      error(
        'too-long',
        ['externalAccount'],
        undefined,
        'customer.AddArguments: externalAccount: string exceeds 8192 bytes',
      ),
    ],
    [
      'a key that is too long',
      AddArguments,
      { ...args, details: { ['k'.repeat(limits.string + 1)]: '' } },
      error(
        'too-long',
        ['details', 'k'.repeat(limits.string + 1)],
        undefined,
        `customer.AddArguments: details["${'k'.repeat(64)}…"]: string exceeds 8192 bytes`,
      ),
    ],
    [
      'a DID that is too long',
      AddArguments,
      { ...args, customer: `did:web:${'a'.repeat(limits.did - 7)}` },
      error(
        'too-long',
        ['customer'],
        undefined,
        'customer.AddArguments: customer: string exceeds 2048 bytes',
      ),
    ],
    [
      'a byte string that is too long',
      s3.VerificationKey,
      { kind: 'sigv4', data: new Uint8Array(limits.bytes + 1) },
      error(
        'too-long',
        ['data'],
        undefined,
        's3.VerificationKey: data: byte string exceeds 2097152 bytes',
      ),
    ],
    [
      'a map of 4,097 entries',
      AddArguments,
      {
        ...args,
        details: Object.fromEntries(
          Array.from({ length: limits.entries + 1 }, (_, i) => [`${i}`, '']),
        ),
      },
      error(
        'too-many',
        ['details'],
        undefined,
        'customer.AddArguments: details: more than 4096 entries',
      ),
    ],
    [
      'a list of 8,193 items',
      s3.PermissionSet,
      { [WEB]: Array.from({ length: limits.items + 1 }, () => '') },
      error('too-many', [WEB], undefined, `s3.PermissionSet: ["${WEB}"]: more than 8192 items`),
    ],
    [
      'a hole in a list',
      s3.PermissionSet,
      // oxlint-disable-next-line no-sparse-arrays -- the test is about holes
      { [WEB]: ['s3:GetObject', , 's3:PutObject'] },
      error(
        'wrong-type',
        [WEB, 1],
        undefined,
        `s3.PermissionSet: ["${WEB}"][1]: expected string, received undefined`,
      ),
    ],
    [
      'a fraction for an integer',
      u8,
      1.5,
      error('wrong-type', [], undefined, 'u8: expected integer, received 1.5'),
    ],
    [
      'an unsafe number for an integer',
      i64,
      2 ** 53,
      error(
        'wrong-type',
        [],
        undefined,
        'i64: expected safe integer or bigint, received 9007199254740992',
      ),
    ],
    [
      'an integer out of range',
      u64,
      -1n,
      error(
        'out-of-range',
        [],
        undefined,
        'u64: expected integer from 0 to 18446744073709551615, received -1',
      ),
    ],
    [
      'a malformed command',
      commandName,
      '/customer/',
      error('invalid-command', [], undefined, 'command: expected command, received "/customer/"'),
    ],
    [
      'a malformed URL',
      url,
      ':a',
      error('invalid-url', [], undefined, 'url: expected URL, received ":a"'),
    ],
    [
      'an integer for a URL',
      url,
      1,
      error('wrong-type', [], undefined, 'url: expected URL, received 1'),
    ],
    [
      'an integer for a command',
      commandName,
      1,
      error('wrong-type', [], undefined, 'command: expected command, received 1'),
    ],
    [
      'a tuple with a missing field',
      Pair,
      { first: 'a' },
      error('missing-field', ['second'], undefined, 'Pair: second: missing required field'),
    ],
    [
      'a list for a tuple',
      Pair,
      ['a', 1],
      error('wrong-type', [], undefined, 'Pair: expected map, received list'),
    ],
    [
      'an unknown field of a tuple',
      Pair,
      { first: 'a', second: 1, third: 1 },
      error('unknown-field', ['third'], undefined, 'Pair: third: unknown field'),
    ],
    [
      'an array-like object for a list',
      list(u8),
      { length: 0 },
      error('wrong-type', [], undefined, '[u8]: expected list, received map'),
    ],
    [
      'a string for a byte string',
      bytes,
      'AQ',
      error('wrong-type', [], undefined, 'bytes: expected byte string, received string'),
    ],
    [
      'a detached byte string',
      bytes,
      detached(),
      error(
        'wrong-type',
        [],
        undefined,
        'bytes: expected byte string, received detached ArrayBuffer',
      ),
    ],
    [
      'a string for a link',
      link,
      CID_A,
      error('wrong-type', [], undefined, 'link: expected link, received string'),
    ],
    [
      'a CID of version 2',
      link,
      marked(new Uint8Array([2, 0x55, 0, 0])),
      error('invalid-link', [], undefined, 'link: not a CID of version 0 or 1'),
    ],
    [
      'a CID followed by a byte',
      link,
      marked(new Uint8Array([1, 0x55, 0, 0, 0])),
      error('invalid-link', [], undefined, 'link: trailing data after CID'),
    ],
    [
      'a CID with a non-canonical varint',
      link,
      marked(new Uint8Array([0x81, 0, 0x55, 0, 0])),
      error('invalid-link', [], undefined, 'link: CID with a malformed varint'),
    ],
    [
      'a CID that is too long',
      link,
      marked(new Uint8Array(limits.cid + 1)),
      error('too-long', [], undefined, 'link: CID exceeds 512 bytes'),
    ],
    [
      'a key in base58btc that is too long',
      s3.ProofSet,
      { [`z${'2'.repeat(180)}`]: [] },
      error(
        'too-long',
        [`z${'2'.repeat(180)}`],
        undefined,
        `s3.ProofSet: ["z${'2'.repeat(63)}…"]: CID in base36 or base58btc exceeds 128 bytes`,
      ),
    ],
    [
      'a key that is a CID of version 0 with a base prefix',
      s3.ProofSet,
      { zQmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR: [] },
      error(
        'invalid-link',
        ['zQmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR'],
        undefined,
        's3.ProofSet: zQmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR: CID of version 0 with a base prefix',
      ),
    ],
  ])('reject %s', (_what, type, value, expected) => {
    expect(errorOf(() => type[format].encode(value))).toEqual(expected)
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

  /** Returns an object with the properties by which multiformats recognizes a CID. */
  function marked(encoded: Uint8Array | undefined): object {
    const cid: Record<string, unknown> = { bytes: encoded, '/': encoded }
    cid['asCID'] = cid
    return cid
  }
})

describe('cbor.decode and json.decode', () => {
  it.each<readonly [what: string, input: unknown, reason: string]>([
    ['a string', '{}', 'expected Uint8Array or ArrayBuffer, received string'],
    ['an array', [0xa0], 'expected Uint8Array or ArrayBuffer, received list'],
    [
      'a Uint16Array',
      new Uint16Array([0xa0]),
      'expected Uint8Array or ArrayBuffer, received Uint16Array',
    ],
    ['undefined', undefined, 'expected Uint8Array or ArrayBuffer, received undefined'],
    ['a detached Uint8Array', detached(), 'expected byte string, received detached ArrayBuffer'],
    [
      'a detached ArrayBuffer',
      detached().buffer,
      'expected byte string, received detached ArrayBuffer',
    ],
  ])('reject %s as the input', (_what, input, reason) => {
    for (const format of ['cbor', 'json'] as const) {
      expect(errorOf(() => Unit[format].decode(input as Uint8Array))).toEqual(
        error('wrong-type', [], undefined, `Unit: ${reason}`),
      )
    }
  })
})

describe('json.parse', () => {
  it('rejects a value that is not a string', () => {
    expect(errorOf(() => Unit.json.parse(utf8('{}') as unknown as string))).toEqual(
      error('wrong-type', [], undefined, 'Unit: expected string, received byte string'),
    )
  })

  it('rejects a string with a lone surrogate', () => {
    expect(errorOf(() => Unit.json.parse('{"\ud800":1}'))).toEqual(
      error('invalid-utf8', [], undefined, 'Unit: string with a lone surrogate'),
    )
  })
})

/** Returns a view whose buffer was transferred. */
function detached(): Uint8Array {
  const view = new Uint8Array(8)
  structuredClone(view.buffer, { transfer: [view.buffer] })
  return view
}

it('errors of every code are tested above', () => {
  const codes: Record<CodecErrorCode, true> = {
    'wrong-type': true,
    'missing-field': true,
    'unknown-field': true,
    'duplicate-key': true,
    'invalid-utf8': true,
    'invalid-did': true,
    'invalid-link': true,
    'invalid-url': true,
    'invalid-command': true,
    'not-in-enum': true,
    'out-of-range': true,
    'too-long': true,
    'too-many': true,
    'too-deep': true,
    'not-canonical': true,
    truncated: true,
    'trailing-data': true,
    syntax: true,
  }
  expect([...listed].toSorted()).toEqual(Object.keys(codes).toSorted())
})
