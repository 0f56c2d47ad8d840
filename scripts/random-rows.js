/**
 * Generates rows of `fixtures/random.jsonl`: values of each type that the library
 * and the reference have, from a seed. This file has no `@ts-check`, since it uses
 * the built package.
 *
 * @import { TypeInfo } from '../test/reference/protocol.js'
 * @import { Type } from '@fil-forge/libforge'
 * @import { Row } from './recorded.js'
 */
import * as fc from 'fast-check'
import * as libforge from '@fil-forge/libforge'
import { arbitrary } from '@fil-forge/libforge/testing'
import { ask } from './program.js'
import { CBOR_ONLY } from './recorded.js'

const SEED = 1
/** The maximum number of rows of a type. */
const ROWS = 10
/** The number of values that are generated for a type. Its rows are the first distinct values that are short enough. */
const VALUES = 1000
/** The maximum length of a value in CBOR, in bytes. This limit keeps the file small. */
const LENGTH = 600

/**
 * Generates rows for each type without a row in `rows`. Types that the library lacks
 * are skipped. The values depend on the version of fast-check, so existing rows are
 * never generated again.
 *
 * @param {readonly TypeInfo[]} types the types of the reference
 * @param {readonly Row[]} rows
 * @returns {Row[]}
 */
export function missingRows(types, rows) {
  const present = new Set(rows.map((row) => row['type']))
  const missing = types.filter(({ name }) => !present.has(name))
  return missing.flatMap(({ name, json }) => {
    const type = typeOf(name)
    return type === undefined ? [] : rowsOf(name, type, json && !CBOR_ONLY.includes(name))
  })
}

/**
 * @param {string} name
 * @param {Type<unknown>} type
 * @param {boolean} hasJSON
 * @returns {Row[]}
 */
function rowsOf(name, type, hasJSON) {
  const values = fc.sample(arbitrary(type), { seed: SEED, numRuns: VALUES })
  const encoded = values.map((value) => Buffer.from(type.cbor.encode(value)))
  const short = encoded.filter(({ length }) => length <= LENGTH).map((cbor) => cbor.toString('hex'))
  const inputs = [...new Set(short)].slice(0, ROWS)
  const answers = ask(inputs.map((input) => ({ op: 'decode', type: name, format: 'cbor', input })))
  return answers.map(({ accepted, cbor, json, cid }, i) => {
    if (!accepted)
      throw new Error(`${name}: the reference rejects ${inputs[i]}: correct the fields of the type`)
    const dagJson = hasJSON ? Buffer.from(json, 'hex').toString() : undefined
    return { type: name, name: `random ${i}`, cbor, dagJson, cid }
  })
}

/**
 * Returns the library's type of this name, or undefined if the library has none.
 *
 * @param {string} name the name in the reference, such as `s3/bucket.Owner`
 * @returns {Type<unknown> | undefined}
 */
function typeOf(name) {
  /** @type {any} */
  let member = libforge
  for (const part of name.split(/[/.]/)) member = member?.[part]
  return member
}
