import * as dagCbor from '@ipld/dag-cbor'
import { base32 } from 'multiformats/bases/base32'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { CID as CID13 } from 'multiformats-13/cid'
import { describe, expect, it } from 'vitest'
import { CodecError, customer, s3, Unit } from '../src/index.js'
import { codecOf, formatsOf, fromHex, toHex, types, utf8 } from './fixtures.js'

const { AddArguments } = customer
const WEB = 'did:web:free.web3.storage'
const FORMATS = ['cbor', 'json'] as const
const withDetails = (details: Record<string, string>): customer.AddArguments => ({
  customer: WEB,
  product: WEB,
  details,
})

/** Returns the keys of `details` in the order of the encoded JSON. */
function encodedKeys(details: Record<string, string>): string[] {
  const json = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    AddArguments.json.encode(withDetails(details)),
  )
  const inner = json.slice(json.indexOf('"details":{') + 10, json.indexOf('},"product"') + 1)
  return [...inner.matchAll(/("(?:[^"\\]|\\.)*"):/g)].map((match) => JSON.parse(match[1]!))
}

describe('map keys', () => {
  it.each([
    ['__proto__'],
    ['constructor'],
    ['toString'],
    ['hasOwnProperty'],
    [''],
    ['/'],
    ['\u{1F600}'],
    ['\uFFFF'],
    ['\uFEFFkey'],
    ['10'],
    ['length'],
  ])('round-trip as own properties, in both formats: %j', (key) => {
    const value = withDetails(Object.fromEntries([[key, 'a value']]))
    for (const format of FORMATS) {
      const { details } = AddArguments[format].decode(AddArguments[format].encode(value))
      expect(Object.keys(details)).toEqual([key])
      expect(Object.getOwnPropertyDescriptor(details, key)).toEqual({
        value: 'a value',
        configurable: true,
        enumerable: true,
        writable: true,
      })
      expect(Object.getPrototypeOf(details)).toBe(Object.prototype)
    }
  })

  it('are sorted by their UTF-8 bytes in DAG-JSON, not as in the object', () => {
    const ordered = [
      '',
      '/',
      '10',
      '9',
      'Z',
      '__proto__',
      'a',
      'aa',
      'b',
      'é',
      '\uE000',
      '\uFFFF',
      '\u{1F600}',
    ]
    const value = Object.fromEntries(ordered.toReversed().map((key) => [key, key]))
    expect(encodedKeys(value)).toEqual(ordered)
  })

  it('are sorted by their UTF-8 bytes in DAG-JSON if there are 100', () => {
    const ordered = Array.from({ length: 100 }, (_, i) => `k${String(i).padStart(3, '0')}`)
    const shuffled = ordered.map((_, i) => ordered[(i * 37) % 100]!)
    expect(encodedKeys(Object.fromEntries(shuffled.map((key) => [key, ''])))).toEqual(ordered)
  })

  it('are decoded from CBOR in the order of the input', () => {
    const cbor = fromHex(
      `a3${cborString('customer')}${cborString(WEB)}${cborString('product')}${cborString(WEB)}${cborString('details')}a3${cborString('b')}${cborString('1')}${cborString('c')}${cborString('2')}${cborString('a')}${cborString('3')}`,
    )
    expect(Object.keys(AddArguments.cbor.decode(cbor).details)).toEqual(['b', 'c', 'a'])
  })

  it('that are CIDs have their canonical spelling after a round trip', () => {
    const own = 'bafyreigivjmlrue5db7rpwmbonv7oq57hvnp7yzhlsoy3fbwi5jzhwgali'
    const v0 = 'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR'
    const spellings = {
      [CID.parse(own).toString(base58btc)]: [CID.parse(v0)],
      [v0]: [],
    }
    for (const format of FORMATS) {
      const decoded = s3.ProofSet[format].decode(s3.ProofSet[format].encode(spellings))
      expect(Object.keys(decoded)).toEqual([v0, own])
      expect(decoded[own]).toEqual([CID.parse(v0)])
    }
  })

  it('do not change Object.prototype', () => {
    const polluting = utf8(
      `{"customer":"${WEB}","product":"${WEB}","details":{"__proto__":"x","constructor":"y"},"__proto__":{"z":1}}`,
    )
    const decoded = AddArguments.json.decode(polluting)
    expect(Object.keys(decoded.details)).toEqual(['__proto__', 'constructor'])
    expect('z' in {}).toBe(false)
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
  })

  it('are decoded if Object.prototype has the key as a read-only property', () => {
    const bytes = AddArguments.cbor.encode(withDetails({ toString: 'x' }))
    const { prototype } = Object
    const before = Object.getOwnPropertyDescriptor(prototype, 'toString')!
    Object.defineProperty(prototype, 'toString', { ...before, writable: false })
    try {
      expect(AddArguments.cbor.decode(bytes).details['toString']).toBe('x')
    } finally {
      Object.defineProperty(prototype, 'toString', before)
    }
  })
})

describe('strings', () => {
  it.each(FORMATS)('keep a BOM, in %s', (format) => {
    const value = withDetails({ a: '\uFEFFtext', '\uFEFF': '\uFEFF' })
    expect(AddArguments[format].decode(AddArguments[format].encode(value))).toEqual(value)
  })

  it('are escaped in DAG-JSON as in Go', () => {
    const all = '"\\\b\t\n\f\r\u0000\u001f\u007f<>&\u2028\u2029/é\u{1F600}\uFFFF'
    const json = new TextDecoder().decode(AddArguments.json.encode(withDetails({ a: all })))
    expect(json).toContain(
      `{"a":"\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\\u003c\\u003e\\u0026\\u2028\\u2029/é\u{1F600}\uFFFF"}`,
    )
    expect(AddArguments.json.decode(utf8(json)).details).toEqual({ a: all })
  })

  it.each([0, 1, 23, 24, 25, 255, 256, 8192])('round-trip at a length of %i bytes', (length) => {
    const twoByteCharacters = 'x'.repeat(length % 2) + 'é'.repeat(length / 2)
    for (const string of ['x'.repeat(length), '\u0001'.repeat(length), twoByteCharacters]) {
      const value = withDetails({ a: string })
      for (const format of FORMATS) {
        expect(AddArguments[format].decode(AddArguments[format].encode(value))).toEqual(value)
      }
    }
  })

  it('round-trip in CBOR if only the last character is beyond ASCII', () => {
    const value = withDetails({ a: `${'x'.repeat(40)}é`, b: `${'x'.repeat(4000)}\u{1F600}` })
    const bytes = AddArguments.cbor.encode(value)
    expect(dagCbor.decode(bytes)).toEqual(value)
    expect(AddArguments.cbor.decode(bytes)).toEqual(value)
  })

  it('are decoded at many offsets of a long input', () => {
    const details = Object.fromEntries(
      Array.from({ length: 4000 }, (_, i) => [`key ${i}`, `value of the entry ${i}`]),
    )
    for (const format of FORMATS) {
      const decoded = AddArguments[format].decode(AddArguments[format].encode(withDetails(details)))
      expect(decoded.details).toEqual(details)
    }
  })
})

describe('byte strings', () => {
  it.each([0, 1, 2, 3, 63, 64, 65, 5000])(
    'of %i bytes are decoded to copies of the input',
    (size) => {
      const data = Uint8Array.from({ length: size }, (_, i) => (i * 7) & 255)
      for (const format of FORMATS) {
        const input = s3.VerificationKey[format].encode({ kind: 'sigv4', data })
        const decoded = s3.VerificationKey[format].decode(input)
        input.fill(0)
        expect(decoded.data).toEqual(data)
        expect(Object.getPrototypeOf(decoded.data)).toBe(Uint8Array.prototype)
      }
    },
  )

  it('of 2 MiB keep their length', () => {
    const data = new Uint8Array(2 * 1024 * 1024).fill(0xa5)
    for (const format of FORMATS) {
      const input = s3.VerificationKey[format].encode({ kind: 'sigv4', data })
      expect(s3.VerificationKey[format].decode(input).data.length).toBe(data.length)
    }
  })

  it('are encoded from a Buffer and from a view with an offset', () => {
    const plain = s3.VerificationKey.cbor.encode({ kind: 'sigv4', data: new Uint8Array([2, 3]) })
    const offset = new Uint8Array([1, 2, 3, 4]).subarray(1, 3)
    for (const data of [Buffer.from([2, 3]), offset]) {
      expect(s3.VerificationKey.cbor.encode({ kind: 'sigv4', data })).toEqual(plain)
    }
  })

  it('are decoded from DAG-JSON with white space and escapes', () => {
    const json = '{ "kind" : "sigv4" , "data" : { "\\u002f" : { "byt\\u0065s" : "A\\u0051" } } }'
    expect(s3.VerificationKey.json.decode(utf8(json))).toEqual({
      kind: 'sigv4',
      data: new Uint8Array([1]),
    })
  })
})

describe('links', () => {
  const key = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'

  it('are encoded from CIDs of multiformats 13', () => {
    const own = s3.ProofSet.cbor.encode({ [key]: [CID.parse(key)] })
    const foreign = CID13.parse(key) as unknown as CID
    expect(s3.ProofSet.cbor.encode({ [key]: [foreign] })).toEqual(own)
    expect(s3.ProofSet.json.encode({ [key]: [foreign] })).toEqual(
      utf8(`{"${key}":[{"/":"${key}"}]}`),
    )
  })

  it.each([
    ['version 0', 'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR'],
    ['a BLAKE3 hash', 'bafkr4ihv4bdwjdzsdtkhvtnqu4wn4lbmtc3q2hyvoqjwaqslxfwvkhzmsq'],
    ['an identity hash', 'bafkqaaik'],
  ])('of %s are decoded to what `CID.parse` returns', (_what, spelling) => {
    const cid = CID.parse(spelling)
    for (const format of FORMATS) {
      const [decoded] = s3.ProofSet[format].decode(s3.ProofSet[format].encode({ [key]: [cid] }))[
        key
      ]!
      expect(decoded).toBeInstanceOf(CID)
      expect(decoded).toEqual(cid)
      expect(decoded!.toString()).toBe(spelling)
      expect(decoded!.equals(cid)).toBe(true)
    }
  })

  it('keep their bytes if a varint is above 2^53', () => {
    const hex = '01ffffffffffffffff7f000101'
    const input = fromHex(`a1${cborString(key)}81d82a4e00${hex}`)
    const decoded = s3.ProofSet.cbor.decode(input)
    expect(toHex(decoded[key]![0]!.bytes)).toBe(hex)
    expect(s3.ProofSet.cbor.encode(decoded)).toEqual(input)
  })
})

describe('the CID on which multiformats 13 loops forever', () => {
  const key = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
  const endless = fromHex(`01${'ff'.repeat(147)}7f0000`)
  const spelling = base32.encode(endless)
  const cborLink = `d82a58${(endless.length + 1).toString(16)}00${toHex(endless)}`
  const jsonLink = `{"/":"${spelling}"}`
  const field = {
    cbor: fromHex(`a1${cborString('zzz')}${cborLink}`),
    json: utf8(`{"zzz":${jsonLink}}`),
  }
  const proofs = {
    cbor: fromHex(`a1${cborString(key)}81${cborLink}`),
    json: utf8(`{"${key}":[${jsonLink}]}`),
  }

  it.each(
    [...types.values()].flatMap((type) =>
      formatsOf(type).map((format) => [type.name, format, type] as const),
    ),
  )(
    'is rejected or skipped by %s in %s within a second',
    (_name, format, type) => {
      // A map has no unknown fields, so a map type rejects the key or the value.
      const outcome = outcomeOf(() => codecOf(type, format).decode(field[format]))
      expect(outcome).toMatch(/^value$|missing-field|invalid-did|invalid-link|wrong-type/)
    },
    1000,
  )

  it.each(FORMATS)(
    'is rejected as a link and as a key, in %s',
    (format) => {
      expect(outcomeOf(() => s3.ProofSet[format].decode(proofs[format]))).toBe('invalid-link')
      const asKey = {
        cbor: fromHex(`a1${cborString(spelling)}80`),
        json: utf8(`{"${spelling}":[]}`),
      }
      expect(outcomeOf(() => s3.ProofSet[format].decode(asKey[format]))).toBe('invalid-link')
    },
    1000,
  )

  function outcomeOf(decode: () => unknown): string {
    try {
      decode()
      return 'value'
    } catch (error) {
      if (error instanceof CodecError) return error.code
      throw error
    }
  }
})

describe('encode', () => {
  const plain = withDetails({ b: '2', a: '1' })
  const expected = AddArguments.cbor.encode(plain)
  class Details {
    b = '2'
    a = '1'
    get c() {
      return 'an accessor of the class'
    }
  }

  it.each<readonly [string, customer.AddArguments]>([
    ['that is frozen', Object.freeze({ ...plain, details: Object.freeze({ ...plain.details }) })],
    ['with details of a class', withDetails(new Details() as unknown as Record<string, string>)],
    ['without a prototype', Object.assign(Object.create(null), plain)],
    ['with fields in another order', { details: { a: '1', b: '2' }, product: WEB, customer: WEB }],
    ['with an optional field that is undefined', { ...plain, externalAccount: undefined }],
    ['with a symbol as a key', { ...plain, [Symbol('s')]: 1 } as customer.AddArguments],
    [
      'with a property that is not enumerable',
      Object.defineProperty({ ...plain }, 'hidden', { value: 1, enumerable: false }),
    ],
  ])('accepts an object %s', (_what, value) => {
    expect(AddArguments.cbor.encode(value)).toEqual(expected)
    expect(AddArguments.is(value)).toBe(true)
  })

  it.each<readonly [string, unknown]>([
    ['a Map', new Map([['a', '1']])],
    ['a Set', new Set(['a'])],
    ['a Date', new Date(0)],
    ['an array', ['a']],
    ['bytes', new Uint8Array(1)],
    ['an ArrayBuffer', new ArrayBuffer(1)],
    ['a CID', CID.parse('bafkqaaik')],
    ['a CID of multiformats 13', CID13.parse('bafkqaaik')],
    ['a string', 'a'],
    ['a function', () => ({})],
  ])('rejects %s as a map', (_what, details) => {
    for (const format of FORMATS) {
      expect(() =>
        AddArguments[format].encode({ ...plain, details } as customer.AddArguments),
      ).toThrow(/^customer\.AddArguments: details: expected map, received /)
    }
  })

  it('reads each own enumerable property once, and changes nothing', () => {
    const reads: string[] = []
    const watch = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(from, key, receiver) {
          if (typeof key === 'string') reads.push(key)
          return Reflect.get(from, key, receiver) as unknown
        },
        set: () => false,
        defineProperty: () => false,
        deleteProperty: () => false,
      })
    expect(AddArguments.cbor.encode(watch({ ...plain, details: watch(plain.details) }))).toEqual(
      expected,
    )
    expect(reads.toSorted()).toEqual(['a', 'b', 'customer', 'details', 'product'])
  })

  it('ignores inherited fields, and reports the first missing field in encoding order', () => {
    const inherited = Object.create(plain) as customer.AddArguments
    expect(() => AddArguments.cbor.encode(inherited)).toThrow(
      'customer.AddArguments: details: missing required field',
    )
    expect(() => AddArguments.json.encode(inherited)).toThrow(
      'customer.AddArguments: customer: missing required field',
    )
    expect(AddArguments.is(inherited)).toBe(false)
  })

  it('throws the error that a getter throws, as `is` does', () => {
    const error = new RangeError('of the getter')
    const value = {
      ...plain,
      get product(): never {
        throw error
      },
    }
    for (const act of [
      AddArguments.cbor.encode,
      AddArguments.json.encode,
      AddArguments.is.bind(AddArguments),
    ]) {
      expect(() => act(value)).toThrow(error)
    }
  })

  it('may be called by a getter of the value', () => {
    const value = {
      ...plain,
      details: {
        get a() {
          AddArguments.cbor.encode(withDetails({ other: 'x'.repeat(100) }))
          AddArguments.json.encode(withDetails({ other: 'y'.repeat(100) }))
          return '1'
        },
        b: '2',
      },
    }
    expect(AddArguments.cbor.encode(value)).toEqual(expected)
    expect(AddArguments.json.encode(value)).toEqual(AddArguments.json.encode(plain))
  })

  it('throws the error of an encode call in a getter, with the path of that call', () => {
    const value = {
      ...plain,
      get details(): Record<string, string> {
        AddArguments.cbor.encode(null as never)
        return {}
      },
    }
    expect(() => AddArguments.cbor.encode(value)).toThrow(
      expect.objectContaining({
        message: 'customer.AddArguments: expected map, received null',
        path: [],
      }),
    )
  })

  it('is not affected by an earlier call that failed', () => {
    expect(() => AddArguments.cbor.encode({ ...plain, product: 'none' as 'did:a:b' })).toThrow(
      'customer.AddArguments: product: expected DID, received "none"',
    )
    expect(AddArguments.cbor.encode(plain)).toEqual(expected)
  })
})

describe('results of encode', () => {
  it('are not overwritten by later results of other sizes', () => {
    const values = Array.from({ length: 600 }, (_, i) =>
      withDetails({ a: String.fromCharCode(97 + (i % 26)).repeat((i * i * 37) % 8193) }),
    )
    for (const format of FORMATS) {
      const encoded = values.map((value) => AddArguments[format].encode(value))
      expect(encoded.map((bytes) => AddArguments[format].decode(bytes))).toEqual(values)
    }
  })

  it('are plain Uint8Arrays that own their buffers', () => {
    for (const format of FORMATS) {
      const bytes = AddArguments[format].encode(withDetails({}))
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
      expect(bytes.buffer.byteLength).toBe(bytes.length)
    }
  })

  it('can be transferred without changing other results', () => {
    const first = AddArguments.cbor.encode(withDetails({ a: '1' }))
    const second = AddArguments.cbor.encode(withDetails({ a: '2' }))
    const moved = structuredClone(first, { transfer: [first.buffer] })
    expect(first).toHaveLength(0)
    expect(AddArguments.cbor.decode(moved).details).toEqual({ a: '1' })
    expect(AddArguments.cbor.decode(second).details).toEqual({ a: '2' })
    expect(AddArguments.cbor.encode(withDetails({ a: '1' }))).toEqual(moved)
  })
})

describe('results of decode', () => {
  it('have the fields of a struct in the order of their declaration', () => {
    const value = { details: {}, product: WEB, externalAccount: 'f1:x', customer: WEB } as const
    for (const format of FORMATS) {
      expect(Object.keys(AddArguments[format].decode(AddArguments[format].encode(value)))).toEqual([
        'customer',
        'externalAccount',
        'product',
        'details',
      ])
    }
  })

  it('have no property for an optional field that is null', () => {
    const json = `{"customer":"${WEB}","product":"${WEB}","details":{},"externalAccount":null}`
    expect(Object.keys(AddArguments.json.decode(utf8(json)))).not.toContain('externalAccount')
  })

  it('have no unknown fields', () => {
    expect(
      Unit.json.decode(utf8('{"a":[{"b":[1,-2.5e3,true,false,null,"\\ud800"]},[],{}]}')),
    ).toEqual({})
    expect(
      Unit.cbor.decode(fromHex(`a1${cborString('a')}85a0f97e00fb7ff0000000000000f7d82a41ff`)),
    ).toEqual({})
  })
})

it('json.decode skips white space, also at the end', () => {
  const json = ` \t{ "customer" : "${WEB}" ,\r\n"product":"${WEB}" , "details" : { "a" : "é" } , "x" : [ 1 , { } , [ ] ] } \n`
  expect(AddArguments.json.decode(utf8(json))).toEqual(withDetails({ a: 'é' }))
})

describe('inputs of decode', () => {
  const bytes = AddArguments.cbor.encode(withDetails({ a: 'é' }))
  const larger = new Uint8Array(bytes.length + 8)
  larger.set(bytes, 3)
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)

  it.each<readonly [string, Uint8Array | ArrayBuffer]>([
    ['a Buffer', Buffer.from(bytes)],
    ['a view with an offset', larger.subarray(3, 3 + bytes.length)],
    ['an ArrayBuffer', copy],
    ['an instance of a subclass', new (class extends Uint8Array {})(bytes)],
  ])('can be %s', (_what, input) => {
    expect(AddArguments.cbor.decode(input as Uint8Array)).toEqual(withDetails({ a: 'é' }))
  })
})

/** Encodes a string of up to 255 bytes as CBOR, and returns hex. */
function cborString(string: string): string {
  const size = utf8(string).length
  return (
    (size < 24 ? toHex(Uint8Array.of(0x60 + size)) : toHex(Uint8Array.of(0x78, size))) +
    toHex(utf8(string))
  )
}
