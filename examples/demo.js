/**
 * Shows the arguments of `/customer/add` in CBOR and DAG-JSON. Compares the CBOR with
 * that of `@ipld/dag-cbor`. Compares both encodings with those of the reference, which is
 * libforge in Go. Hilt, which keeps the tenants of Fil One, sends this command to the
 * upload service to register a tenant. The arguments are read from a file, by default
 * `examples/tenant.json`:
 *
 *     npm run demo -- [FILE]
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, styleText } from 'node:util'
import { customer } from '@fil-forge/libforge'

const { AddArguments } = customer
const libforge = fileURLToPath(new URL('../dist/bin/libforge.js', import.meta.url))
const file = process.argv[2] ?? new URL('tenant.json', import.meta.url)

try {
  const input = readFileSync(file)
  // Unlike `inspect`, `encode` rejects unknown fields.
  const cbor = libforgeOutput('encode', input, 'pipe')
  if (cbor !== undefined) {
    libforgeOutput('inspect', input, 'inherit')
    console.log(`\n${await comparisonOf(cbor)}`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/**
 * Runs a subcommand of libforge, and sets the exit code of this process to that of the
 * subcommand. Returns the output, which is empty if `stdout` is `inherit`. Returns
 * `undefined` if the subcommand fails.
 */
function libforgeOutput(subcommand, input, stdout) {
  const result = spawnSync(process.execPath, [libforge, subcommand, AddArguments.name], {
    input,
    stdio: ['pipe', stdout, 'inherit'],
  })
  process.exitCode = result.status ?? 1
  return result.status === 0 ? (result.stdout ?? new Uint8Array()) : undefined
}

/**
 * Compares the encodings with those of the reference in `fixtures/valid.jsonl`. Returns
 * the result as a sentence. Sets the exit code to 1 if an encoding differs.
 */
async function comparisonOf(cbor) {
  const value = AddArguments.cbor.decode(cbor)
  const json = AddArguments.json.stringify(value)
  const row = readFileSync(new URL('../fixtures/valid.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find(({ type, dagJson }) => {
      return type === AddArguments.name && isDeepStrictEqual(JSON.parse(dagJson), JSON.parse(json))
    })
  if (row === undefined) {
    const notCompared = styleText('yellow', 'Not compared with the reference')
    return `${notCompared}: fixtures/valid.jsonl does not contain this value.`
  }
  // The CIDs need no comparison: a CID depends only on the CBOR.
  const isSame = row.cbor === Buffer.from(cbor).toString('hex') && row.dagJson === json
  const fixture = `“${row.name}” in fixtures/valid.jsonl`
  if (isSame) {
    const same = styleText('green', 'The reference encodes the same')
    return `${same} CBOR and DAG-JSON, so the CID is the same: ${fixture}.`
  }
  process.exitCode = 1
  const differs = styleText('red', 'The reference encodes this value differently')
  return `${differs}, with the CID ${row.cid}: ${fixture}.`
}
