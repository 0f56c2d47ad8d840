// @ts-check
/**
 * Asks the Go program of `reference/` the questions of each row in
 * `fixtures/*.jsonl`, and writes the answers to the rows. Adds rows to
 * `random.jsonl` for the types that have none. Writes the types and commands of
 * the program to `reference/types.json`. Prints the differences. With `--check` it
 * writes nothing, and exits with 1 if there are differences.
 *
 * Rows of types that the pinned version of the reference lacks are not changed.
 *
 * @import { Answers } from '../test/reference/protocol.js'
 */
import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { ask } from './program.js'
import { missingRows } from './random-rows.js'
import { FILES, questionsOf, recordedTypes, rowsOf } from './recorded.js'

/** The maximum number of printed differences in `fixtures/`. All differences in types are printed. */
const SHOWN = 20

const check = process.argv.includes('--check')
/** @type {string[]} */
const differences = []
let asked = 0
let skipped = 0
const types = /** @type {Answers['types']} */ (ask([{ op: 'types' }])[0])
for (const file of FILES) {
  const rows = rowsOf(file)
  if (file === 'random') {
    const added = missingRows(types.types, rows)
    rows.push(...added)
    const typesAdded = new Set(added.map((row) => row['type']))
    differences.push(...[...typesAdded].map((type) => `random: ${type} had no rows`))
  }
  const all = questionsOf(file, rows)
  const questions = all.filter((question) => question.isPinned)
  skipped += all.length - questions.length
  asked += questions.length
  const answers = ask(questions.map(({ op, request }) => ({ op, ...request })))
  for (const [i, question] of questions.entries()) {
    const answer = answers[i] ?? {}
    differences.push(
      ...differencesOf(question.answer, answer).map(
        (difference) => `${question.name}: ${difference}`,
      ),
    )
    question.update(answer)
  }
  if (!check) {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`)
    writeFileSync(new URL(`../fixtures/${file}.jsonl`, import.meta.url), lines.join(''))
  }
}

const [known, current] = [linesOf(recordedTypes()), linesOf(types)]
const changes = [
  ...known.filter((line) => !current.includes(line)).map((line) => `- ${line}`),
  ...current.filter((line) => !known.includes(line)).map((line) => `+ ${line}`),
].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1))
if (!check) {
  // One line per type or command, for readable diffs.
  const members = Object.entries(types).map(([key, all]) => {
    const lines = all.map((/** @type {object} */ one) => JSON.stringify(one))
    return `"${key}":[\n${lines.join(',\n')}\n]`
  })
  const text = `{${members.join(',\n')}}\n`
  writeFileSync(new URL('../reference/types.json', import.meta.url), text)
}

for (const change of changes) console.log(change)
for (const difference of differences.slice(0, SHOWN)) console.log(difference)
if (differences.length > SHOWN) console.log(`… and ${differences.length - SHOWN} more`)
console.log(`types: ${changes.length} differences`)
console.log(
  `fixtures: ${asked} questions asked, ${differences.length} differences; ${skipped} not asked: the pinned version lacks their types`,
)
if (check && differences.length + changes.length > 0) process.exitCode = 1

/**
 * Returns a line for each command, type and field.
 *
 * @param {Record<string, any> | undefined} list
 * @returns {string[]}
 */
function linesOf(list) {
  if (list === undefined) return []
  return [
    ...list['commands'].map(
      (/** @type {any} */ { name, arguments: args, ok }) => `command ${name}: ${args} → ${ok}`,
    ),
    ...list['types'].flatMap((/** @type {any} */ { name, form, json, fields }) => [
      `type ${name}: ${form}${json ? '' : ', without DAG-JSON'}`,
      ...fields.map(
        (/** @type {any} */ field, /** @type {number} */ i) =>
          `type ${name}: field ${i + 1}, ${field.name}${field.optional ? '?' : ''} ${field.kind}`,
      ),
    ]),
  ]
}

/**
 * Describes the recorded values of an answer that differ from the new answer.
 *
 * @param {object} recorded
 * @param {Record<string, any>} answer
 * @returns {string[]}
 */
function differencesOf(recorded, answer) {
  return Object.entries(recorded)
    .filter(([key, value]) => !isDeepStrictEqual(value, answer[key]))
    .map(
      ([key, value]) =>
        `${key} was ${shortened(value)}, is ${shortened(answer[key] ?? answer['error'])}`,
    )
}

/** @param {unknown} value */
function shortened(value) {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text
}
