// @ts-check
/** The initial inputs of the fuzz targets: fixtures or samples, and the corpus of earlier runs. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { containers, documentWith, KEYS, policies, signersOf } from './samples.js'
import { typesOf } from './targets.js'

const corpus = new URL('../corpus/', import.meta.url)

/** The maximum number of valid rows of each type, and of containers in each form. The shortest are used. */
const ROWS = 3
/** The maximum length of an input in the corpus, in bytes. */
const LONGEST_SAVED = 1024

/**
 * Returns the initial inputs of a target.
 *
 * @param {string} target
 * @param {import('./targets.js').Libforge} libforge
 * @param {import('./targets.js').Ucan} ucan
 */
export async function seedsOf(target, libforge, ucan) {
  return [...(await fixturesOrSamplesFor(target, libforge, ucan)), ...corpusOf(target)]
}

/**
 * @param {string} target
 * @param {import('./targets.js').Libforge} libforge
 * @param {import('./targets.js').Ucan} ucan
 */
async function fixturesOrSamplesFor(target, libforge, ucan) {
  switch (target) {
    case 'policy':
      return await policies(ucan)
    case 'authorize':
    case 'http':
      return await containers(libforge, ucan)
    case 'document': {
      const { service, hilt } = await signersOf(ucan)
      return [service.did, hilt.did].map((did) => utf8(JSON.stringify(documentWith(did))))
    }
    case 'keys':
      return KEYS.map(utf8)
    default:
      return fixturesFor(
        target,
        typesOf(libforge)
          .filter((type) => target !== 'json' || 'json' in type)
          .map(({ name }) => name),
      )
  }
}

/** @param {string} text */
function utf8(text) {
  return new TextEncoder().encode(text)
}

/** @param {string} target */
export function corpusOf(target) {
  const file = `${target}.txt`
  if (!readdirSync(corpus).includes(file)) return []
  const lines = readFileSync(new URL(file, corpus), 'utf8').split('\n').slice(0, -1)
  return lines.map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))
}

/**
 * Adds inputs to the corpus. Ignores those longer than `LONGEST_SAVED`.
 *
 * @param {string} target
 * @param {readonly Uint8Array[]} found
 */
export function addToCorpus(target, found) {
  const short = found.filter(({ length }) => length <= LONGEST_SAVED)
  const lines = [...corpusOf(target), ...short].map((input) => Buffer.from(input).toString('hex'))
  if (lines.length > 0) writeFileSync(new URL(`${target}.txt`, corpus), `${lines.join('\n')}\n`)
}

/**
 * @param {string} target
 * @param {readonly string[]} types the names of the types that the targets `cbor` and `json` decode. The first byte of an input of these targets is an index into this list. Other targets ignore the list
 */
function fixturesFor(target, types) {
  /** @type {string[][]} */
  let groups
  if (target === 'cbor' || target === 'json') {
    groups = types.map((type, index) => {
      const first = index.toString(16).padStart(2, '0')
      const isOfType = (/** @type {{ type: string }} */ row) =>
        row.type.replaceAll('/', '.') === type
      const valid = rowsOf('valid').filter(isOfType)
      const bad = rowsOf('bad').filter((row) => isOfType(row) && row.format === target)
      const inputs = valid.map(({ cbor, dagJson }) =>
        target === 'cbor' ? cbor : Buffer.from(dagJson).toString('hex'),
      )
      return [...shortest(inputs), ...bad.map(({ input }) => input)].map((hex) => first + hex)
    })
  } else if (target === 'container') {
    groups = FORMS.map((form) => shortest(rowsOf('containers').map((row) => row[form])))
  } else {
    const rows = rowsOf('tokens')
    // The first byte is an index into `TOKENS` of targets.js.
    groups = [
      rows.map(({ bytes }) => `00${bytes}`),
      rows.flatMap(({ proof }) => (proof === null ? [] : `01${proof.bytes}`)),
      rows.map(({ receipt }) => `02${receipt.bytes}`),
    ]
  }
  return groups.flat().map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))
}

const FORMS = ['cbor', 'raw', 'base64', 'base64url', 'raw+gzip', 'base64+gzip', 'base64url+gzip']

/** @param {string[]} inputs */
function shortest(inputs) {
  return inputs.toSorted((a, b) => a.length - b.length).slice(0, ROWS)
}

/**
 * @param {string} file
 * @returns {any[]} rows in the format that fixtures/README.md describes
 */
function rowsOf(file) {
  const lines = readFileSync(new URL(`../../fixtures/${file}.jsonl`, import.meta.url), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
