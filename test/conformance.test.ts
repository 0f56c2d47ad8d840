import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../src/index.js'
import {
  difference,
  fromHex,
  rowsOf,
  typeOf,
  utf8,
  type InputRow,
  type ValidRow,
} from './fixtures.js'

/** The codes for which this library refuses what the reference takes. */
const STRICTER = new Set([
  'missing-field',
  'duplicate-key',
  'invalid-utf8',
  'invalid-did',
  'invalid-link',
  'not-in-enum',
  'too-long',
  'too-many',
  'too-deep',
  'trailing-data',
  'syntax',
])

/** Milliseconds within which any row must be done; the slowest takes a few. */
const SOON = 1000

describe('valid.jsonl', () => {
  const rows = rowsOf<ValidRow>('valid')

  it('has 857 rows', () => expect(rows).toHaveLength(857))

  it.each(rows.map((row) => [row.type, row.name, row] as const))(
    '%s, %s: either form is read, and both are written byte for byte',
    async (_type, _name, row) => {
      const type = typeOf(row)
      const cbor = fromHex(row.cbor)
      const json = utf8(row.dagJson)
      const fromCbor = type.cbor.decode(cbor)
      const fromJson = type.json.decode(json)
      expect(fromJson).toEqual(fromCbor)
      expect(difference(type.cbor.encode(fromCbor), cbor), 'CBOR from CBOR').toBeUndefined()
      expect(difference(type.cbor.encode(fromJson), cbor), 'CBOR from DAG-JSON').toBeUndefined()
      expect(difference(type.json.encode(fromCbor), json), 'DAG-JSON from CBOR').toBeUndefined()
      expect(difference(type.json.encode(fromJson), json), 'DAG-JSON from itself').toBeUndefined()
      expect(type.is(fromCbor)).toBe(true)
      const digest = await sha256.digest(type.cbor.encode(fromCbor))
      expect(CID.createV1(type.cbor.code, digest).toString()).toBe(row.cid)
    },
  )
})

describe.each([
  ['bad', 153],
  ['mutants', 2400],
] as const)('%s.jsonl', (file, count) => {
  const rows = rowsOf<InputRow>(file)

  it(`has ${count} rows`, () => expect(rows).toHaveLength(count))

  it.each(rows.map((row) => [row.type, row.format, row.name, row] as const))(
    '%s in %s, %s: is refused as by the reference, or read to the same bytes, or refused by a stricter rule',
    (_type, _format, _name, row) => expect(complaintOf(row)).toBeUndefined(),
    SOON,
  )
})

/** What is wrong with what this library makes of an input; undefined where nothing is. */
function complaintOf(row: InputRow): string | undefined {
  const outcome = decode(row)
  if (outcome instanceof CodecError) {
    const allowed = !row.accepted || (STRICTER.has(outcome.code) && !isWhiteSpace(row, outcome))
    return allowed ? undefined : `refused: ${outcome.message}`
  }
  if (!row.accepted)
    return isLongLink(row) ? undefined : `taken, where the reference says ${row.error}`
  return difference(typeOf(row).cbor.encode(outcome.value), fromHex(row.cbor ?? ''))
}

function decode(row: InputRow): { value: unknown } | CodecError {
  try {
    return { value: typeOf(row)[row.format].decode(fromHex(row.input)) }
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
}

/** Whether all that was refused is white space after JSON, which is fine. */
function isWhiteSpace(row: InputRow, { code, offset }: CodecError): boolean {
  const rest = fromHex(row.input).subarray(offset)
  return (
    row.format === 'json' &&
    code === 'trailing-data' &&
    /^[ \t\r\n]*$/.test(new TextDecoder().decode(rest))
  )
}

/** The one thing that the reference writes and then refuses: a link of over 59 characters in DAG-JSON. */
function isLongLink(row: InputRow): boolean {
  const text = new TextDecoder().decode(fromHex(row.input))
  return (
    row.format === 'json' &&
    (row.error ?? '').endsWith('limit exceeded') &&
    /"\/"\s*:\s*"[A-Za-z0-9]{60,}"/.test(text)
  )
}
