import { describe, expect, it } from 'vitest'
import * as libforge from '../src/index.js'
import { Conformance, type InputRow, type RandomRow, type ValidRow } from './conformance.js'
import { fromHex, rowsOf } from './fixtures.js'

const conformance = new Conformance(libforge)

/** The time limit of a row, in milliseconds. The slowest row takes a few. */
const ROW_TIMEOUT = 1000

describe('valid.jsonl', () => {
  const rows = rowsOf<ValidRow>('valid')

  it('has 857 rows', () => expect(rows).toHaveLength(857))

  it.each(rows.map((row) => [row.type, row.name, row] as const))(
    '%s, %s: has the bytes of the reference',
    async (_type, _name, row) => {
      expect(await conformance.problemWithValid(row)).toBeUndefined()
      const type = conformance.typeOf(row)
      const fromCbor = type.cbor.decode(fromHex(row.cbor))
      expect(type.json.decode(new TextEncoder().encode(row.dagJson))).toEqual(fromCbor)
    },
  )
})

describe('random.jsonl', () => {
  const rows = rowsOf<RandomRow>('random')

  it.each(rows.map((row) => [row.type, row.name, row] as const))(
    '%s, %s: decodes both formats, and encodes both to the same bytes',
    async (_type, _name, row) => {
      expect(await conformance.problemWithValid(row)).toBeUndefined()
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
    '%s in %s, %s: decodes as the reference does, or is rejected',
    (_type, _format, _name, row) => expect(conformance.problemWithInput(row)).toBeUndefined(),
    ROW_TIMEOUT,
  )
})
