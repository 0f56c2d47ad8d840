// @ts-check
/**
 * Fails if a row of `fixtures/*.jsonl` was changed or removed since the last version,
 * because programs rely on these bytes. Only a new major version may change or remove
 * rows. Any version may add rows. Also fails if the first version in `CHANGELOG.md` is
 * not the one in `package.json`.
 *
 * The last version is the one below the current version in `CHANGELOG.md`. Versions marked
 * "(not published)" do not count. The fixtures of the last version are read from its
 * git tag, which must exist.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const FOLDER = 'fixtures'
/** The maximum number of rows that are printed for each file. */
const SHOWN = 5

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const changelog = readFileSync('CHANGELOG.md', 'utf8')
const versions = [...changelog.matchAll(/^## (\d+\.\d+\.\d+\S*)$/gm)].map(([, number]) => number)
const [first = 'no version'] = versions
// If `version` is not listed, `indexOf` returns -1, and `last` is the newest version of the list.
const last = versions[versions.indexOf(version) + 1]

const problems =
  first === version
    ? []
    : [
        `CHANGELOG.md: expected ${version} first, as in package.json, received ${first}: change one of them`,
      ]
if (last !== undefined) problems.push(...problemsSince(last))
else if (first === version) console.log(`${version} is the first version`)

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1

/**
 * Compares the fixtures with those of a version, and returns the error messages.
 *
 * @param {string} released
 * @returns {string[]}
 */
function problemsSince(released) {
  const tag = `v${released}`
  if (git('tag', '--list', tag) === '') {
    return [`missing tag ${tag}: run git fetch --tags`]
  }
  const files = git('ls-tree', '--name-only', tag, `${FOLDER}/`).split('\n')
  const changed = files
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => changedRows(tag, file))
  if (changed.length === 0) {
    console.log(`All rows of ${released} are unchanged`)
    return []
  }
  if (Number.parseInt(version) > Number.parseInt(released)) {
    console.log(`Rows of ${released} were changed or removed, which a major version allows:`)
    for (const row of changed) console.log(row)
    return []
  }
  return [
    ...changed,
    `rows of ${released} were changed or removed: restore them, or make ${version} a new major version`,
  ]
}

/**
 * Describes the rows of a tagged file that the current file does not have.
 *
 * @param {string} tag
 * @param {string} file
 * @returns {string[]}
 */
function changedRows(tag, file) {
  const rows = new Set(existsSync(file) ? rowsOf(readFileSync(file, 'utf8')) : [])
  const changed = rowsOf(git('show', `${tag}:${file}`)).filter((row) => !rows.has(row))
  const shown = changed.slice(0, SHOWN).map((row) => `${file}: ${titleOf(row)}`)
  const more = changed.length - shown.length
  return more > 0 ? [...shown, `${file}: and ${more} more`] : shown
}

/** @param {string} text */
function rowsOf(text) {
  return text.trimEnd().split('\n')
}

/**
 * Returns the type, format and name of a row. If the name is absent, the command
 * replaces it. If all are absent, returns the first 60 characters of the row.
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
