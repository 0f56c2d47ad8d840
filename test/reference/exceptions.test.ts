import { describe, expect, it } from 'vitest'
import { exceptionOf, isStricter } from './exceptions.js'
import { fromHex, toHex } from './hex.js'
import { blob, decode, provider, upload } from './library.js'
import type { Format } from './protocol.js'
import { needsGo, startSession } from './session.js'

const reference = startSession()

/**
 * Decodes an input with the library and the reference. Returns
 * `accepted by both` or `rejected by both` if they agree. If the library alone rejects the
 * input, returns `stricter` if that is documented, else `rejected by the library alone`. If
 * the library alone accepts the input, returns the name of the documented difference, or
 * `undefined` if there is none.
 */
async function outcome(
  format: Format,
  input: Uint8Array,
  type: typeof provider.AddOK | typeof blob.Blob | typeof upload.AddArguments = provider.AddOK,
) {
  const request = { type: type.name, format, input: toHex(input) }
  const answer = await reference.ask('decode', request)
  const ours = decode(type, format, input)
  if ('error' in ours && answer.accepted) {
    return isStricter(format, input, ours.error) ? 'stricter' : 'rejected by the library alone'
  }
  if ('error' in ours) return 'rejected by both'
  return answer.accepted ? 'accepted by both' : exceptionOf({ format, input, answer })
}

/** Returns a provider.AddOK in CBOR. Its unknown field `x` has this value. */
const inCbor = (value: string) => fromHex(`a26178${value}626964617a`)
/** Returns a provider.AddOK in DAG-JSON. Its unknown field `x` has this value. */
const inJson = (value: string) => Buffer.from(`{"x":${value},"id":"a"}`)

const FLOAT = 'floats in skipped fields that the reference decodes as non-canonical integers'
const LINK = 'invalid links in skipped fields'
const NUMBER = 'numbers of more than 8,192 characters in skipped fields'
const ESCAPES = 'strings in DAG-JSON that are too long with their escapes'

describe('the library, compared with the reference', () => {
  it.for([
    ['f90000', FLOAT],
    ['f900ff', FLOAT],
    ['f90100', 'accepted by both'],
    ['f98000', 'accepted by both'],
    ['fa00000000', FLOAT],
    ['fa0000ffff', FLOAT],
    ['fa00010000', 'accepted by both'],
    ['fb0000000000000000', FLOAT],
    ['fb00000000ffffffff', FLOAT],
    ['fb0000000100000000', 'accepted by both'],
    ['81a16161f90000', FLOAT],
    ['190001', 'rejected by both'],
    ['d82a4100', LINK],
    ['d82a40', LINK],
    ['f814', 'rejected by both'],
    ['f818', 'stricter'],
    ['f81f', 'stricter'],
    ['f820', 'accepted by both'],
  ] as const)(
    'differs only as documented for skipped CBOR: %s',
    async ([value, expected], context) => {
      needsGo(reference, context)
      expect(await outcome('cbor', inCbor(value))).toBe(expected)
    },
  )

  it.for([
    ['a number of 8,192 digits', '1'.repeat(8192), 'accepted by both'],
    ['a number of 8,193 digits', '1'.repeat(8193), NUMBER],
    ['a string of 8,192 bytes', `"${'y'.repeat(8192)}"`, 'accepted by both'],
    ['a string of 8,193 bytes', `"${'y'.repeat(8193)}"`, 'rejected by both'],
    ['8,192 bytes of escapes', `"${'\\n'.repeat(4096)}"`, 'accepted by both'],
    ['8,194 bytes of escapes', `"${'\\n'.repeat(4097)}"`, ESCAPES],
    ['8,196 bytes of escapes', `"${'\\u0061'.repeat(1366)}"`, ESCAPES],
    ['a key of 8,194 bytes of escapes', `{"${'\\n'.repeat(4097)}":1}`, ESCAPES],
  ] as const)(
    'differs only as documented for skipped DAG-JSON: %s',
    async ([, value, expected], context) => {
      needsGo(reference, context)
      expect(await outcome('json', inJson(value))).toBe(expected)
    },
  )

  it.for([
    ['{"\\/":{"bytes":"AAAA"}}', ESCAPES],
    ['{"\\u002f":{"bytes":"AAAA"}}', ESCAPES],
    ['{"/":{"byte\\u0073":"AAAA"}}', ESCAPES],
    ['{"/":{"bytes":"AA\\u0041A"}}', 'accepted by both'],
  ] as const)(
    'differs only as documented for the byte string %s',
    async ([digest, expected], context) => {
      needsGo(reference, context)
      const input = Buffer.from(`{"digest":${digest},"size":7}`)
      expect(await outcome('json', input, blob.Blob)).toBe(expected)
    },
  )

  it('differs only as documented for a link with an escape', async (context) => {
    needsGo(reference, context)
    const link = (start: string) =>
      `{"root":{"/":"${start}afyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm"},"shards":[]}`
    const add = (start: string) => outcome('json', Buffer.from(link(start)), upload.AddArguments)
    expect(await add('b')).toBe('accepted by both')
    expect(await add('\\u0062')).toBe(ESCAPES)
  })

  it('differs only as documented for long strings in a known field', async (context) => {
    needsGo(reference, context)
    const id = (string: string) => outcome('json', Buffer.from(`{"id":"${string}"}`))
    expect(await id('\\u0061'.repeat(1365))).toBe('accepted by both')
    expect(await id('\\u0061'.repeat(1366))).toBe(ESCAPES)
    expect(await id('y'.repeat(8193))).toBe('rejected by both')
  })
})
