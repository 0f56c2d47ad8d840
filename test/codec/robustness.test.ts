import { runInNewContext } from 'node:vm'
import { CID } from 'multiformats/cid'
import { describe, expect, it, vi } from 'vitest'
import { bytes, link, list, string } from '../../src/codec/index.js'
import { CborWriter } from '../../src/codec/cbor/writer.js'
import { JsonWriter } from '../../src/codec/json/writer.js'
import { customer, Failure, s3, Unit } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

// Comparing long arrays takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const FORMATS = ['cbor', 'json'] as const
const WEB = 'did:web:a.example'
/** Sizes of byte strings. Up to 64 bytes are copied by a loop, more by the platform. */
const SIZES = [1, 10, 64, 65, 300]

function counted(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, i) => i + 1)
}

/** Returns a copy whose own properties report a false length, offset and buffer. */
function misreporting(source: Uint8Array, reported: number): Uint8Array {
  const copy = Uint8Array.from(source)
  for (const property of ['length', 'byteLength', 'byteOffset', 'buffer']) {
    Object.defineProperty(copy, property, {
      value: property === 'buffer' ? new ArrayBuffer(reported) : reported,
    })
  }
  return copy
}

/** Detaches a buffer, as transferring it to a worker does. */
function detach(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] })
}

/** A Uint8Array that throws if its species or one of the methods below is used. */
class ThrowingArray extends Uint8Array {
  static get [Symbol.species](): never {
    throw new Error('Symbol.species was read')
  }
}
for (const method of ['subarray', 'slice', 'set', 'at', 'fill', 'copyWithin', 'toString']) {
  Object.defineProperty(ThrowingArray.prototype, method, {
    value: () => {
      throw new Error(`${method} was called`)
    },
  })
}

function throwingCopy(source: Uint8Array): Uint8Array {
  const copy = new ThrowingArray(source.length)
  source.forEach((byte, i) => (copy[i] = byte))
  return copy
}

describe.each(FORMATS)('bytes with a false length, in %s', (format) => {
  it.each(SIZES)('are encoded by their true length: %i bytes', (size) => {
    const source = counted(size)
    const expected = bytes[format].encode(source)
    for (const reported of [0, size - 1, size + 1, size + 100, 2 ** 22, -1, Number.NaN]) {
      const misreported = Object.defineProperty(Uint8Array.from(source), 'length', {
        value: reported,
      })
      expect(bytes[format].encode(misreported)).toEqual(expected)
    }
    expect(bytes[format].encode(misreporting(source, size + 100))).toEqual(expected)
    // The next value is encoded as usual.
    expect(bytes[format].encode(source)).toEqual(expected)
  })

  it.each([36, 100, 300])('are encoded as a link by their true length: %i bytes', (size) => {
    const digestSize = size < 132 ? [size - 4] : [0x80 | ((size - 5) & 0x7f), (size - 5) >> 7]
    const own = counted(size)
    own.set([1, 0x55, 0, ...digestSize])
    const expected = link[format].encode(CID.decode(own))
    for (const reported of [0, size - 1, size + 100]) {
      const misreported = misreporting(own, reported)
      const cid = { bytes: misreported, '/': misreported } as unknown as CID
      expect(link[format].encode(cid)).toEqual(expected)
    }
  })

  it.each([1, 10, 64, 65, 300])(
    'are decoded by their true length: two strings of %i characters',
    (size) => {
      const value = 'é'.repeat(size)
      const input = list(string)[format].encode([value, 'a'.repeat(size)])
      for (const reported of [0, 1, input.length - 1, input.length + 100, 2 ** 22]) {
        expect(list(string)[format].decode(misreporting(input, reported))).toEqual([
          value,
          'a'.repeat(size),
        ])
      }
    },
  )

  it('are rejected as truncated at their true length', () => {
    const input = string[format].encode('abc').slice(0, -1)
    const { length } = input
    expect(errorOf(() => string[format].decode(misreporting(input, length + 1)))).toEqual([
      'truncated',
      length,
      'string: unexpected end of input',
    ])
  })
})

describe.each(FORMATS)('bytes of a subclass, in %s', (format) => {
  it.each(SIZES)('are encoded without calling its methods: %i bytes', (size) => {
    const source = counted(size)
    expect(bytes[format].encode(throwingCopy(source))).toEqual(bytes[format].encode(source))
  })

  it('are decoded without calling its methods', () => {
    const value = ['é'.repeat(100), 'a'.repeat(5000), 'é', 'a', '"\\\u0001é']
    const input = throwingCopy(list(string)[format].encode(value))
    expect(list(string)[format].decode(input)).toEqual(value)
    for (const size of SIZES) {
      const decoded = bytes[format].decode(throwingCopy(bytes[format].encode(counted(size))))
      expect(decoded).toEqual(counted(size))
      expect(Object.getPrototypeOf(decoded)).toBe(Uint8Array.prototype)
    }
    const cid = CID.parse('bafkqaaik')
    expect(link[format].decode(throwingCopy(link[format].encode(cid)))).toEqual(cid)
  })

  it('are rejected as malformed without calling its methods', () => {
    const input = { cbor: fromHex('a1617aff'), json: utf8('{"z":x}') }[format]
    const error = {
      cbor: ['syntax', 3, 'Unit: z: unexpected byte 0xff'],
      json: ['syntax', 5, 'Unit: z: unexpected "x"'],
    }[format]
    expect(errorOf(() => Unit[format].decode(throwingCopy(input)))).toEqual(error)
  })
})

describe.each(FORMATS)('shared memory, in %s', (format) => {
  const value = { kind: 'sigv4', data: counted(100) } as const
  const encoded = s3.VerificationKey[format].encode(value)

  /** Returns a SharedArrayBuffer with the bytes at offset 3. */
  function shared(source: Uint8Array): SharedArrayBuffer {
    const buffer = new SharedArrayBuffer(source.length + 3)
    new Uint8Array(buffer).set(source, 3)
    return buffer
  }

  it('is decoded from a view and from a whole buffer', () => {
    expect(s3.VerificationKey[format].decode(new Uint8Array(shared(encoded), 3))).toEqual(value)
    const whole = new SharedArrayBuffer(encoded.length)
    new Uint8Array(whole).set(encoded)
    const decode = s3.VerificationKey[format].decode as (input: unknown) => unknown
    expect(decode(whole)).toEqual(value)
  })

  it('can change without changing a decoded value', () => {
    const buffer = shared(encoded)
    const decoded = s3.VerificationKey[format].decode(new Uint8Array(buffer, 3))
    new Uint8Array(buffer).fill(0)
    expect(decoded).toEqual(value)
    expect(decoded.data.buffer).toBeInstanceOf(ArrayBuffer)
  })

  it('is decoded without reading the `length` of its view', () => {
    const buffer = shared(encoded)
    const input = new Uint8Array(buffer, 3)
    // The getters of a prototype may have side effects.
    const view = Object.setPrototypeOf(input, {
      __proto__: Uint8Array.prototype,
      get length(): never {
        throw new Error('length was read')
      },
    }) as Uint8Array
    expect(s3.VerificationKey[format].decode(view)).toEqual(value)
  })

  it('is copied and decoded if it is of another realm', () => {
    const source = `const shared = new Uint8Array(new SharedArrayBuffer(${encoded.length}))
      shared.set([${encoded.join()}])
      shared`
    const foreign = runInNewContext(source) as Uint8Array
    const decoded = s3.VerificationKey[format].decode(foreign)
    foreign.fill(0)
    expect(decoded).toEqual(value)
  })

  it('is decoded by its current length if it is growable', () => {
    const growable: SharedArrayBuffer & { grow(size: number): void } = Reflect.construct(
      SharedArrayBuffer,
      [encoded.length, { maxByteLength: encoded.length + 8 }],
    )
    const view = new Uint8Array(growable)
    view.set(encoded)
    expect(s3.VerificationKey[format].decode(view)).toEqual(value)
    growable.grow(encoded.length + 8)
    // The view grows with its buffer: eight zeros come after the value.
    expect(view).toHaveLength(encoded.length + 8)
    expect(errorOf(() => s3.VerificationKey[format].decode(view))).toEqual([
      'trailing-data',
      encoded.length,
      's3.VerificationKey: trailing data',
    ])
  })

  it('is encoded as a byte string', () => {
    const view = new Uint8Array(shared(counted(100)), 3)
    expect(bytes[format].encode(view)).toEqual(bytes[format].encode(counted(100)))
  })
})

describe.each(FORMATS)('detached memory, in %s', (format) => {
  const detachedBuffer = () => {
    const buffer = counted(100).buffer
    detach(buffer)
    return buffer
  }
  const detachedView = () => {
    const view = counted(100)
    detach(view.buffer)
    return view
  }
  const decode = (input: unknown) => errorOf(() => Unit[format].decode(input as Uint8Array))

  it('is rejected as an input', () => {
    const error = [
      'wrong-type',
      undefined,
      'Unit: expected byte string, received detached ArrayBuffer',
    ]
    expect(decode(detachedBuffer())).toEqual(error)
    expect(decode(detachedView())).toEqual(error)
    const buffer = counted(100).buffer
    const part = new Uint8Array(buffer, 10, 20)
    detach(buffer)
    expect(decode(part)).toEqual(error)
  })

  it('is rejected as a byte string', () => {
    expect(errorOf(() => bytes[format].encode(detachedView()))).toEqual([
      'wrong-type',
      undefined,
      'bytes: expected byte string, received detached ArrayBuffer',
    ])
    expect(bytes.is(detachedView())).toBe(false)
    expect(
      errorOf(() => s3.VerificationKey[format].encode({ kind: 'sigv4', data: detachedView() })),
    ).toEqual([
      'wrong-type',
      undefined,
      's3.VerificationKey: data: expected byte string, received detached ArrayBuffer',
    ])
  })

  it('is rejected as a link', () => {
    const own = CID.parse('bafkqaaik').bytes.slice()
    const cid = { bytes: own, '/': own } as unknown as CID
    expect(link.is(cid)).toBe(true)
    detach(own.buffer)
    expect(link.is(cid)).toBe(false)
    expect(errorOf(() => link[format].encode(cid))).toEqual([
      'invalid-link',
      undefined,
      'link: unexpected end of CID',
    ])
  })

  it('is distinguished from an empty byte string and an empty input', () => {
    for (const empty of [new Uint8Array(), new Uint8Array(new ArrayBuffer(8), 4, 0)]) {
      expect(bytes[format].decode(bytes[format].encode(empty))).toEqual(new Uint8Array())
    }
    expect(decode(new Uint8Array())).toEqual(['truncated', 0, 'Unit: unexpected end of input'])
    expect(decode(new ArrayBuffer())).toEqual(['truncated', 0, 'Unit: unexpected end of input'])
  })
})

describe.each(FORMATS)('encoded bytes in %s', (format) => {
  it.each([0, 1, 10, 64, 65, 300, 5000, 100_000])('own their buffer: %i bytes', (size) => {
    const data = counted(size)
    const results = Array.from({ length: 20 }, () => bytes[format].encode(data))
    for (const result of results) {
      expect(result.buffer.byteLength).toBe(result.length)
      expect(result.byteOffset).toBe(0)
    }
    const expected = results[0]!.slice()
    for (const result of results) {
      detach(result.buffer)
      expect(result).toHaveLength(0)
    }
    expect(bytes[format].encode(data)).toEqual(expected)
  })

  it('are intact after another result was transferred', () => {
    const values = Array.from({ length: 50 }, (_, i) => ({ a: 'x'.repeat(i) }))
    const encode = (details: Record<string, string>) =>
      customer.AddArguments[format].encode({ customer: WEB, product: WEB, details })
    const results = values.map(encode)
    const copies = results.map((result) => toHex(result))
    results.forEach((result, i) => {
      if (i % 2 === 0) detach(result.buffer)
    })
    const isOdd = (_value: unknown, i: number) => i % 2 === 1
    expect(results.filter(isOdd).map(toHex)).toEqual(copies.filter(isOdd))
    expect(values.map((value) => toHex(encode(value)))).toEqual(copies)
  })

  it('can be enqueued into a byte stream, which detaches them', async () => {
    const [first, second] = [Unit[format].encode({}), Unit[format].encode({})]
    const stream = new ReadableStream({
      type: 'bytes',
      start(controller) {
        controller.enqueue(first)
        controller.close()
      },
    })
    const chunk = await stream.getReader().read()
    expect(toHex(chunk.value!)).toBe(toHex(second))
    expect(first).toHaveLength(0)
    expect(Unit[format].decode(second)).toEqual({})
    expect(Unit[format].encode({})).toEqual(second)
  })
})

describe.each(FORMATS)('decoded byte strings in %s', (format) => {
  it.each([0, ...SIZES, 5000, 100_000])('own their buffer: %i bytes', (size) => {
    const input = list(bytes)[format].encode([counted(size), counted(size), counted(3)])
    const before = input.slice()
    const [first, second, third] = list(bytes)[format].decode(input)
    for (const decoded of [first!, second!, third!]) {
      expect(decoded.buffer.byteLength).toBe(decoded.length)
      expect(decoded.byteOffset).toBe(0)
    }
    detach(first!.buffer as ArrayBuffer)
    expect([second, third]).toEqual([counted(size), counted(3)])
    expect(input).toEqual(before)
    expect(list(bytes)[format].decode(input)[0]).toEqual(counted(size))
    // The pool of Node's Buffer is not detached.
    expect(Buffer.from('abc').toString()).toBe('abc')
  })

  it('do not change when the input is transferred', () => {
    const input = list(bytes)[format].encode([counted(10), counted(300)])
    const decoded = list(bytes)[format].decode(input)
    detach(input.buffer)
    expect(decoded).toEqual([counted(10), counted(300)])
  })

  it('own their buffer if they are the bytes of a link', () => {
    const cids = ['bafkqaaik', 'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR'].map((cid) =>
      CID.parse(cid),
    )
    const decoded = list(link)[format].decode(list(link)[format].encode(cids))
    for (const cid of decoded) expect(cid.bytes.buffer.byteLength).toBe(cid.bytes.length)
    detach(decoded[0]!.bytes.buffer as ArrayBuffer)
    expect(decoded[1]).toEqual(cids[1])
  })
})

describe('inputs that are not bytes', () => {
  it.each<readonly [string, unknown, string]>([
    ['a string', '{}', 'string'],
    ['an array', [0xa0], 'list'],
    ['a Uint16Array', new Uint16Array([0xa0]), 'Uint16Array'],
    ['a DataView', new DataView(new ArrayBuffer(1)), 'DataView'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 3, '3'],
    ['an object with a length', { length: 1, 0: 0xa0 }, 'map'],
    ['a proxy of bytes', new Proxy(Uint8Array.of(0xa0), {}), 'map'],
  ])('are rejected: %s', (_what, input, received) => {
    for (const format of FORMATS) {
      expect(errorOf(() => Unit[format].decode(input as Uint8Array))).toEqual([
        'wrong-type',
        undefined,
        `Unit: expected Uint8Array or ArrayBuffer, received ${received}`,
      ])
    }
  })

  it.each(['ArrayBuffer', 'SharedArrayBuffer', 'Uint8Array'])(
    'are rejected even if their Symbol.toStringTag is %s',
    (tag) => {
      for (const length of [1, 2 ** 40]) {
        const input = { [Symbol.toStringTag]: tag, length, 0: 0xa0 }
        expect(errorOf(() => Unit.cbor.decode(input as unknown as Uint8Array))).toEqual([
          'wrong-type',
          undefined,
          expect.stringMatching(/^Unit: expected Uint8Array or ArrayBuffer, received /),
        ])
      }
    },
  )
})

describe('writers', () => {
  it.each([
    ['CborWriter', new CborWriter()],
    ['JsonWriter', new JsonWriter()],
  ])('%s appends encoded bytes by their true length', (_name, writer) => {
    for (const size of SIZES) {
      writer.raw(misreporting(counted(size), size + 100))
      expect(writer.result()).toEqual(counted(size))
      writer.reset()
    }
  })

  it('encode the next value after a getter threw', () => {
    const failure = {
      message: 'x'.repeat(100),
      get name(): string {
        throw new RangeError('thrown by the getter')
      },
    }
    for (const format of FORMATS) {
      expect(() => Failure[format].encode(failure)).toThrow(new RangeError('thrown by the getter'))
      expect(Unit[format].encode({})).toEqual({ cbor: fromHex('a0'), json: utf8('{}') }[format])
    }
  })
})
