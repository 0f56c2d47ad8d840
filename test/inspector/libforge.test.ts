import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as dagCbor from '@ipld/dag-cbor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromHex, rowsOf, toHex, typeOf, utf8, type ValidRow } from '../fixtures.js'
import { repositoryPath, run } from './program.js'

const rows = rowsOf<ValidRow>('valid')
const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!
const program = repositoryPath('dist/bin/libforge.js')

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'libforge-'))))
afterAll(() => rm(folder, { recursive: true }))

function libforge(args: readonly string[], input?: string | Uint8Array) {
  return run(program, args, input)
}

/** Writes bytes to the file `value` in the temporary folder, and returns the path of the file. */
function writeInput(bytes: Uint8Array): string {
  const file = join(folder, 'value')
  writeFileSync(file, bytes)
  return file
}

describe('libforge inspect', () => {
  const base64 = Buffer.from(tenant.cbor, 'hex').toString('base64')

  it.each([
    ['raw CBOR', fromHex(tenant.cbor), '155 bytes of CBOR.'],
    ['hex', tenant.cbor, '155 bytes of CBOR in hex.'],
    ['hex in lines', tenant.cbor.replaceAll(/.{60}/g, '$&\n'), '155 bytes of CBOR in hex.'],
    ['upper-case hex after 0x', `0x${tenant.cbor.toUpperCase()}\n`, 'CBOR in hex.'],
    ['base64', `${base64}\n`, '155 bytes of CBOR in base64.'],
    ['base64 without padding', base64.replaceAll('=', ''), '155 bytes of CBOR in base64.'],
    ['base64url', base64.replaceAll('+', '-').replaceAll('/', '_'), 'CBOR in base64.'],
    ['DAG-JSON', tenant.dagJson, '171 bytes of DAG-JSON.'],
    [
      'DAG-JSON in lines',
      JSON.stringify(JSON.parse(tenant.dagJson), null, 1),
      'bytes of DAG-JSON.',
    ],
    ['DAG-JSON in hex', toHex(utf8(tenant.dagJson)), '171 bytes of DAG-JSON in hex.'],
    ['DAG-JSON in base64', Buffer.from(tenant.dagJson).toString('base64'), 'DAG-JSON in base64.'],
  ])('detects %s', (_what, input, words) => {
    const { status, stdout, stderr } = libforge(['inspect'], input)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain(words)
    expect(stdout).toMatch(/^customer\.AddArguments: /)
    expect(stdout).toContain(`CID ${tenant.cid}\n`)
  })

  it('inspects a file, with or without the name of a type', () => {
    const file = writeInput(fromHex(tenant.cbor))
    const fromStdin = libforge(['inspect'], tenant.cbor.toString())
    expect(libforge(['inspect', file]).stdout).toBe(fromStdin.stdout.replace(' in hex.', '.'))
    expect(libforge(['inspect', 'customer.AddArguments', file]).stdout).toBe(
      libforge(['inspect', file]).stdout,
    )
  })

  it('lists the other matching types if no type is named', () => {
    const row = rows.find(({ type }) => type === 's3/bucket.DeleteArguments')!
    const { stdout } = libforge(['inspect'], row.cbor)
    expect(stdout).toMatch(/^s3\.bucket\.CreateArguments: /)
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /It also matches s3\.bucket\.DeleteArguments, .*\bs3\.request\.AuthorizeArguments/,
    )
    const named = libforge(['inspect', 's3.bucket.DeleteArguments'], row.cbor)
    expect(named.stdout).toMatch(/^s3\.bucket\.DeleteArguments: /)
    expect(named.stdout).not.toContain('It also matches')
  })

  it('lists unknown fields', () => {
    const json = tenant.dagJson.replace('{', '{"plan":{"a":[1.5,null,"\\u001b[31m"]},')
    const { status, stdout } = libforge(['inspect'], json)
    expect(status).toBe(0)
    expect(stdout).toContain('Unknown fields, skipped when decoding: plan\n')
    expect(stdout).toContain(`CID ${tenant.cid}\n`)
  })

  it('shows CBOR in another key order, and the first difference', () => {
    const generic = tenant.cbor.replace(
      '6b65787465726e616c5f6964782437623063386634652d356130652d346233622d396430662d33643166356231613263336466726567696f6e6975732d656173742d31',
      '66726567696f6e6975732d656173742d316b65787465726e616c5f6964782437623063386634652d356130652d346233622d396430662d336431663562316132633364',
    )
    expect(generic).not.toBe(tenant.cbor)
    const { stdout } = libforge(['inspect'], generic)
    expect(stdout).toContain('CBOR, 155 bytes, the input\n')
    const [given, encoded] = stdout
      .slice(stdout.indexOf('The first difference is at byte 10'))
      .split('\n')
      .slice(2)
    expect(given).toMatch(/^ {2}input .* 66 72 65 67 .* key details\.region$/)
    expect(encoded).toMatch(/^ {2}libforge .* 6b 65 78 74 .* key details\.external_id$/)
  })

  it('reports that @ipld/dag-cbor mistakes a value for a CID', () => {
    const json = JSON.stringify({
      ...JSON.parse(tenant.dagJson),
      details: { '/': 'a', bytes: 'a' },
    })
    const { status, stdout } = libforge(['inspect'], json)
    expect(status).toBe(0)
    expect(stdout).toContain(
      "@ipld/dag-cbor can't encode this value: it supports no bignums, and mistakes a map for a CID if its keys `/` and `bytes` have equal values.",
    )
  })

  it('prints no colors if the output is not a terminal', () => {
    expect(libforge(['inspect'], tenant.cbor).stdout).not.toContain('\u001b')
    expect(libforge(['inspect'], 'ff').stderr).not.toContain('\u001b')
  })

  it('escapes control and format characters of the input', () => {
    const hostile = '\u009b31m \u202e \ufeff'
    const json = JSON.stringify({
      customer: `did:x:${hostile}`,
      details: { [hostile]: `\u001b]0;${hostile}\u0007` },
      [hostile]: hostile,
      product: 'did:x:y',
    })
    const accepted = libforge(['inspect'], json)
    const rejected = libforge(['inspect'], json.replace('did:x:y', hostile))
    expect([accepted.status, rejected.status]).toEqual([0, 1])
    for (const output of [accepted.stdout, rejected.stderr]) {
      expect(output).toContain(String.raw`\u009b31m \u202e \ufeff`)
      expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })

  it('cuts off long values, and prints how much is omitted', () => {
    const policy = { policy: new Uint8Array(1000), etag: 'e'.repeat(1000) }
    const type = typeOf({ type: 's3/bucket.PolicyOK' })
    const { stdout } = libforge(['inspect'], type.cbor.encode(policy))
    expect(stdout).toMatch(/^ +… 907 bytes more +… 11 more lines$/m)
    expect(stdout.split('\n').length).toBeLessThan(70)
  })
})

describe('libforge encode and decode', () => {
  it.each(
    rows.filter((_, index) => index % 120 === 0).map((row) => [row.type, row.name, row] as const),
  )('match the reference for %s, %s', (_type, _name, row) => {
    const { name } = typeOf(row)
    const encoded = libforge(['encode', name], row.dagJson)
    expect([encoded.status, encoded.stderr, toHex(encoded.bytes)]).toEqual([0, '', row.cbor])
    const decoded = libforge(['decode', name], encoded.bytes)
    expect([decoded.status, decoded.stderr, decoded.stdout]).toEqual([0, '', row.dagJson])
  })

  it('detect the type', () => {
    expect(toHex(libforge(['encode'], tenant.dagJson).bytes)).toBe(tenant.cbor)
    expect(libforge(['decode'], tenant.cbor).stdout).toBe(tenant.dagJson)
  })

  it.each(['encode', 'decode'])('%s rejects an unknown field, which would be lost', (verb) => {
    const json = tenant.dagJson.replace('{', '{"externalAcount":"f1:7",')
    const { status, bytes, stderr } = libforge([verb, 'customer.AddArguments'], json)
    expect([status, bytes.length]).toEqual([1, 0])
    expect(stderr).toContain('customer.AddArguments: externalAcount: unknown field (unknown-field)')
  })
})

describe('libforge with invalid input', () => {
  const invalid = 'a36764657461696c73a164706c616e03'

  it.each([
    ['CBOR', fromHex(invalid), '03'],
    ['hex', invalid, '03'],
    ['DAG-JSON', '{"customer":"did:x:y","product":"did:x:y","details":{"plan":3}}', '3'],
  ])('in %s prints the error and its place, and exits with 1', (_form, input, marked) => {
    const { status, stdout, stderr } = libforge(['inspect', 'customer.AddArguments'], input)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /^customer\.AddArguments: details\.plan: expected string, received 3 \(wrong-type\)\nAt byte \d+ of \d+:\n/,
    )
    const [text, caret] = stderr.trimEnd().split('\n').slice(-2)
    expect(text!.slice(caret!.indexOf('^'), caret!.length)).toBe(marked)
  })

  it('marks the position after the end of truncated input', () => {
    const { stderr } = libforge(['decode', 'customer.AddArguments'], 'a36764657461696c73')
    expect(stderr).toBe(
      'customer.AddArguments: details: unexpected end of input (truncated)\n' +
        'At byte 9 of 9:\n\n  67 64 65 74 61 69 6c 73\n                          ^^\n',
    )
  })

  it('prints the error of the closest type if no type is named', () => {
    const { status, stderr } = libforge(
      ['inspect'],
      '{"customer":"did:x:y","details":{},"name":"x"}',
    )
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^customer\.AddArguments: product: missing required field \(missing-field\)\n/,
    )
  })

  it.each([
    ['', 'any type: unexpected end of input (truncated)'],
    ['[1]', 'any type: expected map, received list (wrong-type)'],
    [
      '{"what":1}',
      'any type: expected a field of one of the types, received unknown fields such as "what" (wrong-type)',
    ],
    ['{"customer" 1}', 'any type: unexpected "1" (syntax)'],
    ['hello!', 'any type: unexpected "h" (syntax)'],
    ['bf00', 'any type: indefinite length (not-canonical)'],
  ])('rejects %j without a stack trace', (input, message) => {
    const { status, stdout, stderr } = libforge(['inspect'], input)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr.split('\n')[0]).toBe(message)
    expect(stderr).not.toContain('    at ')
  })
})

describe('libforge', () => {
  it('runs with only the dependencies of the package', () => {
    const { dependencies } = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    cpSync(repositoryPath('dist'), join(folder, 'dist'), { recursive: true })
    for (const name of Object.keys(dependencies)) {
      cpSync(repositoryPath(`node_modules/${name}`), join(folder, 'node_modules', name), {
        recursive: true,
      })
    }
    const { status, stdout, stderr } = run(
      join(folder, 'dist/bin/libforge.js'),
      ['inspect'],
      tenant.cbor,
    )
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('@ipld/dag-cbor encodes this value as different bytes')
  })

  it('prints the usage of inspect, encode and decode, and the types of valid.jsonl', () => {
    const { status, stdout } = libforge(['--help'])
    expect(status).toBe(0)
    for (const verb of ['inspect', 'encode', 'decode'])
      expect(stdout).toContain(`libforge ${verb} [`)
    for (const { type } of rows) expect(stdout).toContain(`  ${type.replaceAll('/', '.')} `)
    expect(libforge(['inspect', '-h']).stdout).toBe(stdout)
  })

  it.each([
    [[], 'Expected one of inspect, diff, encode, decode, completion. See libforge --help\n'],
    [
      ['show'],
      'Expected one of inspect, diff, encode, decode, completion, received show. See libforge --help\n',
    ],
    [
      ['constructor'],
      'Expected one of inspect, diff, encode, decode, completion, received constructor. See libforge --help\n',
    ],
    [['inspect', 'nothing'], 'No type or file named nothing. See libforge --help\n'],
    [['inspect', 'nothing', 'else'], 'Unknown type nothing. See libforge --help\n'],
    [['inspect', 'Unit', 'a', 'b'], 'Expected one file, received 2. See libforge --help\n'],
    [['inspect', 'Unit', 'nothing'], 'No file named nothing. See libforge --help\n'],
  ])('rejects the arguments %j', (args, message) => {
    const { status, stdout, stderr } = libforge(args)
    expect([status, stdout, stderr]).toEqual([2, '', message])
  })

  it('rejects folders and unknown options', () => {
    expect(libforge(['inspect', '--fast']).stderr).toMatch(/^Unknown option '--fast'/)
    expect(libforge(['inspect', '--fast']).status).toBe(2)
    expect(libforge(['inspect', folder]).stderr).toMatch(/^EISDIR: /)
    expect(libforge(['inspect', folder]).status).toBe(1)
  })
})

describe('libforge diff', () => {
  const capture = (name: string) => repositoryPath(`fixtures/captures/${name}.txt`)

  it('shows the first signed byte that differs, and its field', () => {
    const { status, stdout, stderr } = libforge([
      'diff',
      capture('accepted'),
      capture('policy-not-matched'),
    ])
    expect([status, stderr]).toEqual([3, ''])
    const [before, after] = stdout.trimEnd().split('\n').slice(-3)
    expect(before).toMatch(/accepted\.txt .* 73 69 7a 65 19 04 00 .* args\.blob\.size = 1024$/)
    expect(after).toMatch(/not-matched\.txt .* 73 69 7a 65 1a 00 50 .* args\.blob\.size = 5242880$/)
    expect(stdout).toContain('The signed bytes differ:')
    expect(stdout).not.toContain('delegation')
  })

  it('shows the tokens that only one capture has', () => {
    const { status, stdout } = libforge([
      'diff',
      capture('missing-proof'),
      capture('another-service'),
    ])
    expect(status).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Only in \S*another-service\.txt: delegation \d bafyreiaolejmr5w/,
    )
  })

  it('shows the unreadable tokens that only one capture has', () => {
    const [short, long] = [Uint8Array.of(0x80), Uint8Array.of(0x81, 0x00)]
    const file = writeInput(dagCbor.encode({ 'ctn-v1': [short] }))
    const other = join(folder, 'other')
    writeFileSync(other, dagCbor.encode({ 'ctn-v1': [short, long] }))
    const { status, stdout } = libforge(['diff', file, other])
    expect([status, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringMatching(/^Only in \S*other: a token of 2 bytes can't be decoded: token: /),
    ])
    expect(stdout.match(/Only in/g)).toHaveLength(1)
  })

  it('compares values', () => {
    const file = writeInput(fromHex(tenant.cbor))
    const other = join(folder, 'other')
    writeFileSync(other, tenant.dagJson.replace('us-east-1', 'us-west-1'))
    const { status, stdout } = libforge(['diff', file, other])
    expect(status).toBe(3)
    expect(stdout).toContain('details.region = "us-west-1"')
  })

  it('exits with 0 if two captures are equal, even in different encodings', () => {
    const file = writeInput(fromHex(tenant.cbor))
    const other = join(folder, 'other')
    writeFileSync(other, tenant.dagJson)
    expect(libforge(['diff', file, other])).toMatchObject({ status: 0, stdout: 'No difference.\n' })
    const value = readFileSync(capture('accepted'), 'utf8').trim().split(' ')[1]!
    writeFileSync(other, Buffer.from(value.slice(1), 'base64url').toString('hex'))
    expect(libforge(['diff', capture('accepted'), other])).toMatchObject({ status: 0, stderr: '' })
  })

  it('exits with 1 for a file that cannot be decoded, and with 2 for invalid arguments', () => {
    const file = writeInput(new Uint8Array([0xff]))
    expect(libforge(['diff', capture('accepted'), file]).status).toBe(1)
    expect(libforge(['diff', '-', '-'])).toMatchObject({
      status: 2,
      stderr: 'Expected at most one file from standard input, received two. See libforge --help\n',
    })
    expect(libforge(['diff', file])).toMatchObject({
      status: 2,
      stderr: 'Expected two files, received 1. See libforge --help\n',
    })
  })
})

describe('libforge inspect --json', () => {
  it('prints a value', () => {
    const { status, stdout } = libforge(['inspect', '--json'], tenant.cbor)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      found: { kind: 'value', layers: ['hex'], format: 'cbor' },
      type: 'customer.AddArguments',
      cid: tenant.cid,
      cbor: tenant.cbor,
      dagJson: tenant.dagJson,
    })
  })

  it('prints the error of an input that cannot be decoded', () => {
    const { status, stdout, stderr } = libforge(['inspect', '--json'], tenant.cbor.slice(3))
    expect([status, stderr]).toEqual([1, ''])
    const { version, error } = JSON.parse(stdout)
    expect([version, error.isAmbiguous, error.attempts.length]).toEqual([1, true, 2])
  })

  it('escapes control and format characters', () => {
    const json = tenant.dagJson.replace('{', '{"\\u001b[31m\u202e":1,')
    const { stdout } = libforge(['inspect', '--json', 'customer.AddArguments'], json)
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(JSON.parse(stdout).cid).toBe(tenant.cid)
  })
})

describe('libforge completion', () => {
  it.each(['bash', 'zsh', 'fish'])(
    'prints a script with verbs, options and types for %s',
    (shell) => {
      const { status, stdout } = libforge(['completion', shell])
      expect(status).toBe(0)
      for (const word of ['inspect', 'diff', 'did-document', 'customer.AddArguments']) {
        expect(stdout).toContain(word)
      }
    },
  )

  it('completes verbs, types, options and shells in bash', () => {
    const { stdout } = libforge(['completion', 'bash'])
    const complete = (words: string, position: number) => {
      const script = `${stdout}\nCOMP_WORDS=(${words}); COMP_CWORD=${position}; _libforge; echo "\${COMPREPLY[@]}"`
      return spawnSync('bash', ['-c', script], { timeout: 10_000 }).stdout.toString().trim()
    }
    expect(complete('libforge i', 1)).toBe('inspect')
    expect(complete('libforge inspect customer.Add', 2)).toBe('customer.AddArguments')
    expect(complete('libforge inspect --au', 2)).toBe('--audience')
    expect(complete('libforge diff customer.Add', 2)).toBe('')
    expect(complete('libforge completion z', 2)).toBe('zsh')
  })

  it('rejects an unsupported shell', () => {
    expect(libforge(['completion', 'sh'])).toMatchObject({ status: 2, stdout: '' })
  })
})

describe('libforge --version', () => {
  it('prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8'))
    expect(libforge(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` })
  })
})
