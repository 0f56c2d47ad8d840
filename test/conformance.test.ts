import { describe, expect, it } from 'vitest'
import * as libforge from '../src/index.js'
import { Conformance, type EncodedRow, type InputRow } from './conformance.js'
import { fromHex, hasJson, rowsOf } from './fixtures.js'

const conformance = new Conformance(libforge)

/** The time limit of an {@link InputRow}, in milliseconds. It is far above what any row takes. */
const ROW_TIMEOUT = 1000

describe.each([
  ['valid', 857],
  ['all-valid', 1675],
] as const)('%s.jsonl', (file, count) => {
  const rows = rowsOf<EncodedRow>(file)

  it(`has ${count} rows`, () => expect(rows).toHaveLength(count))

  it.each(rows.map((row) => [row.type, row.name, row] as const))(
    'round-trips %s, %s',
    async (_type, _name, row) => {
      expect(await conformance.problemWithValid(row)).toBeUndefined()
      const type = conformance.typeOf(row)
      const fromCbor = type.cbor.decode(fromHex(row.cbor))
      const fromJson = hasJson(type) ? type.json.parse(row.dagJson!) : fromCbor
      expect(fromJson).toEqual(fromCbor)
    },
  )
})

describe('random.jsonl', () => {
  const rows = rowsOf<EncodedRow>('random')

  it.each(rows.map((row) => [row.type, row.name, row] as const))(
    'round-trips %s, %s',
    async (_type, _name, row) => {
      expect(await conformance.problemWithValid(row)).toBeUndefined()
    },
  )
})

describe.each([
  ['bad', 153],
  ['mutants', 2400],
  ['all-mutants', 2950],
] as const)('%s.jsonl', (file, count) => {
  const rows = rowsOf<InputRow>(file)

  it(`has ${count} rows`, () => expect(rows).toHaveLength(count))

  describe('is decoded as the reference decodes it, except as documented', () => {
    it.each(rows.map((row) => [row.type, row.format, row.name, row] as const))(
      '%s in %s, %s',
      (_type, _format, _name, row) => expect(conformance.problemWithInput(row)).toBeUndefined(),
      ROW_TIMEOUT,
    )
  })
})
