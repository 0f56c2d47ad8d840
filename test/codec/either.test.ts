import { describe, expect, it } from 'vitest'
import { blob } from '../../src/index.js'

const digest = Uint8Array.of(0x12, 2, 0xab, 0xcd)
const BY_CODE = 'a26473697a65182a6a646967657374436f646512'

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

describe('blob.BlobSpec', () => {
  it('encodes a digest as blob.Blob does, and decodes the bytes', () => {
    const value = { digest, size: 42 }
    const bytes = 'a26473697a65182a66646967657374441202abcd'
    expect(hex(blob.BlobSpec.cbor.encode(value))).toBe(bytes)
    expect(hex(blob.Blob.cbor.encode(value))).toBe(bytes)
    expect(blob.BlobSpec.cbor.decode(Buffer.from(bytes, 'hex'))).toStrictEqual(value)
  })

  it('encodes and decodes the code of a hash function', () => {
    const value = { digestCode: 18, size: 42 }
    expect(hex(blob.BlobSpec.cbor.encode(value))).toBe(BY_CODE)
    expect(blob.BlobSpec.cbor.decode(Buffer.from(BY_CODE, 'hex'))).toStrictEqual(value)
    const json = '{"blob":{"digestCode":18,"size":42}}'
    expect(blob.AddArguments.json.stringify({ blob: value })).toBe(json)
    expect(blob.AddArguments.json.parse(json)).toStrictEqual({ blob: value })
  })

  it('decodes null as an absent alternative', () => {
    const json = '{"digest":null,"digestCode":18,"size":42}'
    expect(blob.BlobSpec.json.parse(json)).toStrictEqual({ digestCode: 18, size: 42 })
  })

  it.each([
    [
      'neither alternative',
      { size: 42 },
      '{"size":42}',
      { code: 'missing-field', path: ['digest'] },
      'missing required field: digest or digestCode',
    ],
    [
      'both alternatives',
      { digest, digestCode: 18, size: 42 },
      '{"digest":{"/":{"bytes":"EgKrzQ"}},"digestCode":18,"size":42}',
      { code: 'unknown-field', path: ['digestCode'] },
      'not allowed with digest',
    ],
  ] as const)('rejects a value with %s', (_, value, json, error, reason) => {
    expect(() => blob.BlobSpec.cbor.encode(value as blob.BlobSpec)).toThrow(
      expect.objectContaining({ ...error, message: expect.stringContaining(reason) }),
    )
    expect(() => blob.BlobSpec.json.parse(json)).toThrow(
      expect.objectContaining({ ...error, offset: 0 }),
    )
    expect(blob.BlobSpec.is(value)).toBe(false)
    expect(blob.BlobSpec['~standard'].validate(value)).toEqual({
      issues: [{ message: reason, path: error.path }],
    })
  })

  it('calls a getter once when encoding', () => {
    let calls = 0
    const value = {
      size: 42,
      get digestCode() {
        calls++
        return 18
      },
    }
    expect(hex(blob.BlobSpec.cbor.encode(value))).toBe(BY_CODE)
    expect(calls).toBe(1)
  })
})
