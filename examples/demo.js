/**
 * Registers a tenant as Hilt does, up to the bytes that it signs, and compares
 * them with the reference's. The arguments are those of `tenant.json`, or of
 * the file that is named: `npm run demo -- FILE`.
 */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { customer } from '@fil-forge/libforge'
import { complain, paintFor } from '../dist/bin/terminal.js'
import { refuseUnknown } from '../dist/inspector/fit.js'
import { inspect } from '../dist/inspector/inspect.js'
import { reportOf } from '../dist/inspector/report.js'

const file = process.argv[2] ?? new URL('tenant.json', import.meta.url)
const paint = paintFor(process.stdout)
let input

try {
  input = readFileSync(file)
  const inspection = await inspect(input, customer.AddArguments)
  refuseUnknown(inspection.type, inspection.given.parts)
  console.log(reportOf(inspection, paint))
  console.log(`\n${verdictOn(inspection)}`)
} catch (error) {
  complain(error, input)
}

/** Whether the bytes are those of the reference, as far as anybody has measured them. */
function verdictOn({ cbor, json }) {
  const value = JSON.parse(new TextDecoder().decode(json.bytes))
  const row = readFileSync(new URL('../fixtures/valid.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find(({ type, dagJson }) => {
      return type === customer.AddArguments.name && isDeepStrictEqual(JSON.parse(dagJson), value)
    })
  if (row === undefined) {
    return `${paint('yellow', 'Not compared with the reference')}: no row of fixtures/valid.jsonl has this value.`
  }
  const same =
    row.cbor === Buffer.from(cbor.bytes).toString('hex') &&
    row.dagJson === Buffer.from(json.bytes).toString('utf8') &&
    row.cid === cbor.cid.toString()
  const name = `“${row.name}” of fixtures/valid.jsonl`
  if (same) {
    return `${paint('green', 'The reference writes the same')} CBOR, DAG-JSON and CID: ${name}.`
  }
  process.exitCode = 1
  return `${paint('red', 'The reference writes something else')}, CID ${row.cid}: ${name}.`
}
