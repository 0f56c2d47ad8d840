// @ts-check
/**
 * Stops a release that breaks its users' bytes: every row of `fixtures/` that
 * the last version had must still be there as it was, unless this is a new
 * major version. Rows may be added.
 *
 * The last version is the one before this in `CHANGELOG.md`, as git has it
 * under its tag.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const FOLDER = 'fixtures'
/** Rows that are named, of each file. */
const SHOWN = 5

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const changelog = readFileSync('CHANGELOG.md', 'utf8')
const [current, last] = [...changelog.matchAll(/^## (\d+\.\d+\.\d+\S*)$/gm)].map(([, of]) => of)

const complaints =
  current === version ? [] : [`CHANGELOG.md starts with ${current}, not ${version}`]
if (last === undefined) console.log(`${version} is the first version`)
else complaints.push(...lostSince(last))

for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exitCode = 1

/**
 * What is wrong with the fixtures, compared with those of a version.
 *
 * @param {string} released
 * @returns {string[]}
 */
function lostSince(released) {
  const tag = `v${released}`
  if (git('tag', '--list', tag) === '') {
    return [`there is no tag ${tag} to compare with: fetch the tags`]
  }
  const files = git('ls-tree', '--name-only', tag, `${FOLDER}/`).split('\n')
  const lost = files
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => lostRows(tag, file))
  if (lost.length === 0) {
    console.log(`Every row of ${released} is there`)
    return []
  }
  if (Number.parseInt(version) > Number.parseInt(released)) {
    console.log(`Rows of ${released} have changed, as a major version may:`)
    for (const row of lost) console.log(row)
    return []
  }
  return [
    ...lost,
    `${version} must be a major version: rows of ${released} have changed or are gone`,
  ]
}

/**
 * @param {string} tag
 * @param {string} file
 * @returns {string[]}
 */
function lostRows(tag, file) {
  const rows = new Set(existsSync(file) ? rowsOf(readFileSync(file, 'utf8')) : [])
  const lost = rowsOf(git('show', `${tag}:${file}`)).filter((row) => !rows.has(row))
  const shown = lost.slice(0, SHOWN).map((row) => `${file}: ${titleOf(row)}`)
  const more = lost.length - shown.length
  return more > 0 ? [...shown, `${file}: and ${more} more`] : shown
}

/** @param {string} text */
function rowsOf(text) {
  return text.trimEnd().split('\n')
}

/**
 * What a row calls itself, as far as it does.
 *
 * @param {string} row
 */
function titleOf(row) {
  const { type, format, name, command } = JSON.parse(row)
  const title = [type, format, name ?? command].filter((part) => part !== undefined).join(', ')
  return title === '' ? `${row.slice(0, 60)}…` : title
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 28 }).trimEnd()
}
