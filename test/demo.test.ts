import { encode as encodeGeneric } from '@ipld/dag-cbor'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fromHex, rowsOf, type ValidRow } from './fixtures.js'
import { repositoryPath, run } from './inspector/program.js'

const folder = mkdtempSync(join(tmpdir(), 'libforge-demo-'))
const demo = repositoryPath('examples/demo.js')

afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the demo on the built package, with the given JSON, or with `tenant.json` by default. */
function runDemo(json?: string) {
  const file = join(folder, 'arguments.json')
  if (json === undefined) return run(demo, [])
  writeFileSync(file, json)
  return run(demo, [file])
}

const rows = rowsOf<ValidRow>('valid').filter(({ type }) => type === 'customer.AddArguments')
const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!

describe('the demo', () => {
  const { status, stdout, stderr } = runDemo()

  it('exits with 0 and prints no error', () => expect([status, stderr]).toEqual([0, '']))

  it('prints the CID of the arguments', () => {
    expect(stdout).toContain('CID bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom\n')
  })

  it('reports that the reference encodes the same bytes', () => {
    expect(stdout).toContain('The reference encodes the same CBOR and DAG-JSON')
    expect(stdout).toContain('“a tenant as Hilt registers it”')
  })

  it('prints every byte of the CBOR, split by field', () => {
    const section = stdout.slice(stdout.indexOf('CBOR, 155 bytes'), stdout.indexOf('DAG-JSON, 171'))
    const hex = section
      .split('\n')
      .map((line) => /^(?: {6}| *\d+)  ((?:[0-9a-f]{2} ?){1,12})/.exec(line)?.[1])
    expect(hex.join('').replaceAll(' ', '')).toBe(tenant.cbor)
    expect(section).toMatch(/^ +112 {2}68 63 75 73 74 6f 6d 65 72 +customer$/m)
  })

  it('prints the meaning of each field', () => {
    const words = stdout.replaceAll(/\s+/g, ' ')
    expect(words).toContain('The customer: the party')
    expect(words).toContain('Additional data to store')
    expect(words).toContain('The plan of the customer')
  })

  it('prints the DAG-JSON', () => {
    const section = stdout.slice(stdout.indexOf('DAG-JSON, 171'), stdout.indexOf('\nCID '))
    const lines = section.split('\n').map((line) => /^ +\d+ +(.*)$/.exec(line)?.[1] ?? '')
    expect(lines.join('')).toBe(tenant.dagJson)
  })

  it('prints the first difference from @ipld/dag-cbor', () => {
    const generic = encodeGeneric(JSON.parse(tenant.dagJson))
    const at = fromHex(tenant.cbor).findIndex((byte, i) => byte !== generic[i])
    expect(at).toBe(10)
    const heading = 'The first difference is at byte 10 (155 bytes each)'
    expect(stdout).toContain(heading)
    const [ours, theirs, caret] = stdout.slice(stdout.indexOf(heading)).split('\n').slice(2)
    expect(ours).toMatch(/ a2 6b 65 78 .*key details\.external_id$/)
    expect(theirs).toMatch(/ a2 66 72 65 .*key details\.region$/)
    expect(caret!.indexOf('^^')).toBe(ours!.indexOf('6b 65 78'))
    expect(stdout).toContain('CID bafyreicp5qvllpmt7hetedasuzublu2xi6xlliqmtziauojrmrkqq52554')
  })
})

describe('the demo with a file', () => {
  it('compares a value of the fixtures with the reference', () => {
    const row = rows.find(({ name }) => name === 'no external account')!
    const { status, stdout } = runDemo(JSON.stringify(JSON.parse(row.dagJson), null, 2))
    expect(status).toBe(0)
    expect(stdout).toContain(`CID ${row.cid}\n`)
    expect(stdout).toContain('The reference encodes the same')
    expect(stdout).toContain('@ipld/dag-cbor encodes this value as the same bytes')
  })

  it('reports that a value outside the fixtures was not compared', () => {
    const { status, stdout } = runDemo(tenant.dagJson.replace('us-east-1', 'eu-south-7'))
    expect(status).toBe(0)
    expect(stdout).toContain('Not compared with the reference')
    expect(stdout).not.toContain('The reference encodes')
  })

  it('prints the path and place of an error, and exits with 1', () => {
    const { status, stdout, stderr } = runDemo(tenant.dagJson.replace('"us-east-1"', '3'))
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('customer.AddArguments: details.region: expected string, received 3')
    const [text, caret] = stderr.trimEnd().split('\n').slice(-2)
    expect(text![caret!.indexOf('^')]).toBe('3')
  })

  it('rejects an unknown field', () => {
    const { status, stdout, stderr } = runDemo(
      tenant.dagJson.replace('{', '{"externalAcount":"f1:7",'),
    )
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain('customer.AddArguments: externalAcount: unknown field')
  })

  it.each(['', '{"customer":', 'not JSON'])(
    'rejects malformed JSON, and prints no stack trace: %j',
    (text) => {
      const { status, stdout, stderr } = runDemo(text)
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^customer\.AddArguments: .* \((truncated|syntax)\)\n/)
      expect(stderr).not.toContain('    at ')
    },
  )

  it('rejects a file that does not exist', () => {
    const missing = join(folder, 'missing.json')
    const { status, stderr } = run(demo, [missing])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^ENOENT: no such file or directory.*missing\.json'\n$/)
  })
})
