// @ts-check
/**
 * Fails if a row of `fixtures/` in the last version was changed or removed,
 * unless this is a new major version: programs rely on these bytes. Rows may be
 * added.
 *
 * The last version is the one before this in `CHANGELOG.md`. Its fixtures are
 * those of its git tag.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const FOLDER = 'fixtures'
/** The maximum number of rows that are printed for each file. */
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
 * Compares the fixtures with those of a version, and returns the error messages.
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
 * Returns the type, format and name of a row, if it has them, or else its start.
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
