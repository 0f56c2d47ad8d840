import { encode as encodeGeneric } from '@ipld/dag-cbor'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fromHex, rowsOf, type ValidRow } from './fixtures.js'
import { programOf, run } from './inspector/program.js'

const folder = mkdtempSync(join(tmpdir(), 'libforge-demo-'))
const demo = programOf('examples/demo.js')

afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the demo on the built package, with a file of this text or the one that it has. */
function runDemo(text?: string) {
  const file = join(folder, 'arguments.json')
  if (text === undefined) return run(demo, [])
  writeFileSync(file, text)
  return run(demo, [file])
}

const rows = rowsOf<ValidRow>('valid').filter(({ type }) => type === 'customer.AddArguments')
const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!

describe('the demo', () => {
  const { status, stdout, stderr } = runDemo()

  it('ends well', () => expect([status, stderr]).toEqual([0, '']))

  it('prints the CID of the tenant that Hilt registers', () => {
    expect(stdout).toContain('CID bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom\n')
  })

  it('says that the bytes are the reference’s', () => {
    expect(stdout).toContain('The reference writes the same CBOR, DAG-JSON and CID')
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

  it('gives each field its meaning', () => {
    const words = stdout.replaceAll(/\s+/g, ' ')
    expect(words).toContain('Whoever pays for storage')
    expect(stdout).toContain('What else is to be kept with the customer')
    expect(stdout).toContain('The plan that the customer is on')
  })

  it('prints the DAG-JSON', () => {
    const section = stdout.slice(stdout.indexOf('DAG-JSON, 171'), stdout.indexOf('\nCID '))
    const lines = section.split('\n').map((line) => /^ +\d+ +(.*)$/.exec(line)?.[1] ?? '')
    expect(lines.join('')).toBe(tenant.dagJson)
  })

  it('shows where @ipld/dag-cbor parts from it', () => {
    const generic = encodeGeneric(JSON.parse(tenant.dagJson))
    const at = fromHex(tenant.cbor).findIndex((byte, i) => byte !== generic[i])
    expect(at).toBe(10)
    expect(stdout).toContain('They part at byte 10 (155 bytes each)')
    const [ours, theirs, caret] = stdout.slice(stdout.indexOf('They part')).split('\n').slice(2)
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
    expect(stdout).toContain('The reference writes the same')
    expect(stdout).toContain('@ipld/dag-cbor would have written the same bytes')
  })

  it('says of any other value that it was not compared', () => {
    const { status, stdout } = runDemo(tenant.dagJson.replace('us-east-1', 'eu-south-7'))
    expect(status).toBe(0)
    expect(stdout).toContain('Not compared with the reference')
    expect(stdout).not.toContain('The reference writes')
  })

  it('prints path and message of what is wrong, points at it, and ends with 1', () => {
    const { status, stdout, stderr } = runDemo(tenant.dagJson.replace('"us-east-1"', '3'))
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('customer.AddArguments: details.region: expected text, found 3')
    const [text, caret] = stderr.trimEnd().split('\n').slice(-2)
    expect(text![caret!.indexOf('^')]).toBe('3')
  })

  it('refuses a field that the arguments do not have, which would get lost', () => {
    const { status, stderr } = runDemo(tenant.dagJson.replace('{', '{"externalAcount":"f1:7",'))
    expect(status).toBe(1)
    expect(stderr).toContain('customer.AddArguments: externalAcount: the struct has no such field')
  })

  it.each(['', '{"customer":', 'no JSON at all'])('refuses %j', (text) => {
    const { status, stdout, stderr } = runDemo(text)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^customer\.AddArguments: .* \((truncated|syntax)\)\n/)
    expect(stderr).not.toContain('    at ')
  })

  it('says plainly that a file is not there', () => {
    const missing = join(folder, 'missing.json')
    const { status, stderr } = run(demo, [missing])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^ENOENT: no such file or directory.*missing\.json'\n$/)
  })
})
