import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { repositoryPath, run } from './program.js'

interface Row {
  readonly name: string
  readonly file: string
  readonly at: number
  readonly audience: string
  readonly trustedAuthorities: readonly string[]
  readonly rejection: { readonly name: string; readonly place: string } | null
}

const program = repositoryPath('dist/bin/libforge.js')
const rows = JSON.parse(
  readFileSync(repositoryPath('fixtures/captures/captures.json'), 'utf8'),
) as readonly Row[]

/** The change that the output has to ask for, by the name of the capture. */
const CHANGES: Readonly<Record<string, RegExp>> = {
  expired:
    /did:key:z6Mkt6316\w+ has to issue proof 2 of 2 .* again with a later expiration: it expired at 2026-02-27T12:00:00Z, 3 days before/,
  'wrong-audience':
    /The last proof has to be delegated to did:key:z6MkmtWtY\w+, the issuer of the invocation, or did:key:z6Mkon22v\w+ has to issue/,
  'missing-proof':
    /Send the delegation bafyreiaolejmr5wvzwygeb2j7oe7axictp3clj4uqr7ffizq6txiduibyq in the same container/,
  'reordered-proofs': /list the proofs root first\. They form a chain in the order 2, 1 /,
  'policy-not-matched':
    /statement 1 requires that \.blob\.size is at most 1048576, but it is 5242880/,
  'powerline-root':
    /The first proof has to name the subject did:key:z6MkvRXN\w+: .* is a powerline, which has no subject/,
  'attested-by-a-stranger':
    /An authority that the service trusts \(did:key:z6Mkon3N\w+\) has to attest .*: it is attested by did:key:z6Mkon22v\w+, which the service does not trust/,
  tampered: /sign the invocation again .*: the bytes were changed after signing, or another key/,
  'wrong-key-kind':
    /did:key:zDnae\w+ has to sign the invocation with an Ed25519 or secp256k1 key: services accept .*, not ES256\./,
  'another-service':
    /Send the invocation to did:key:z6Mko9hT\w+, or issue it again with the audience did:key:z6Mkon3N/,
}

function libforge(args: readonly string[]) {
  return run(program, args)
}

function argsOf({ file, at, audience, trustedAuthorities }: Row): string[] {
  const trust = trustedAuthorities.flatMap((did) => ['--trust', did])
  return [
    repositoryPath(`fixtures/captures/${file}`),
    '--at',
    String(at),
    '--audience',
    audience,
    ...trust,
  ]
}

/** Joins the lines of a report, which may break at any space. */
function joined(report: string): string {
  return report.replaceAll(/\s+/g, ' ')
}

const rejected = rows.filter(({ rejection }) => rejection !== null)

describe('libforge inspect with a rejected capture', () => {
  it('is tested with ten captures', () => {
    expect(rejected.map(({ name }) => name)).toEqual(Object.keys(CHANGES))
    expect(rejected).toHaveLength(10)
  })

  it.each(rejected.map((row) => [row.name, row] as const))(
    '%s: prints the error, the token and what to change',
    (name, row) => {
      const { status, stdout, stderr } = libforge(['inspect', ...argsOf(row)])
      expect([status, stderr]).toEqual([3, ''])
      const report = joined(stdout)
      expect(report).toContain(
        `The invocation is rejected at 2026-03-02T12:00:00Z: ${row.rejection!.name}. token ${row.rejection!.place}`,
      )
      expect(report).toMatch(CHANGES[name]!)
      expect(stdout).toContain('Proof chain of the invocation, in the order of its proofs\n')
      expect(stdout).toMatch(/^Invocation: \/blob\/add$/m)
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    },
  )

  it.each(rejected.map((row) => [row.name, row] as const))(
    '%s: prints the rejection as JSON',
    (_name, row) => {
      const { status, stdout, stderr } = libforge(['inspect', '--json', ...argsOf(row)])
      expect([status, stderr]).toEqual([3, ''])
      const output = JSON.parse(stdout)
      expect(output).toMatchObject({
        version: 1,
        found: { kind: 'container', layers: ['header'], form: 'base64url' },
        authorizations: [
          {
            invocation: 'invocation',
            at: { seconds: row.at, date: '2026-03-02T12:00:00Z', relative: 'now' },
            audience: row.audience,
            isAuthorized: false,
            rejection: { name: row.rejection!.name },
          },
        ],
      })
      expect(output.authorizations[0].rejection.place).toMatch(
        new RegExp(`^${row.rejection!.place}`),
      )
    },
  )
})

describe('docs/inspect.md', () => {
  const page = readFileSync(repositoryPath('docs/inspect.md'), 'utf8')

  it('quotes the first lines that its example prints', () => {
    const file = repositoryPath('fixtures/captures/policy-not-matched.txt')
    const { stdout } = libforge(['inspect', file, '--at', '2026-03-02T12:00:00Z'])
    const shown = /```text\n([^]*?)```/.exec(page)![1]!
    expect(stdout.startsWith(shown)).toBe(true)
    expect(shown.length).toBeGreaterThan(500)
  })

  it('has a row for each rejected capture, and for each option of inspect', () => {
    for (const { name, rejection } of rejected) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\| \`${rejection!.name}\` `, 'm'))
    }
    const help = libforge(['--help']).stdout
    const options = [...help.matchAll(/^ {2}(--[a-z-]+ [A-Z]+|--json)/gm)].map(
      ([, option]) => option,
    )
    expect(options).toHaveLength(5)
    for (const option of options) expect(page).toContain(`| \`${option}\` `)
  })
})

describe('libforge inspect with an accepted capture', () => {
  const accepted = rows.find(({ rejection }) => rejection === null)!

  it('prints the verdict, the chain and the fields, and exits with 0', () => {
    const { status, stdout, stderr } = libforge(['inspect', ...argsOf(accepted)])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('The invocation is authorized at 2026-03-02T12:00:00Z.\n')
    const report = joined(stdout)
    expect(report).toContain(
      '└─ 1. delegation 2: did:key:z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2 → did:key:z6Mkt6316e2PN3mZdB6N9CrzomJYUd1s5yBZi1XYHmwT9TUP command /blob instead of all commands until 2026-04-01T12:00:00Z └─ 2. delegation 1:',
    )
    expect(report).toContain('only if .blob.size is at most 1048576')
    expect(report).toContain('blob.size = 1024 The size of the blob, in bytes.')
    expect(report).toContain('expires 2026-03-02T12:01:00Z, in 1 minute')
    expect(report).toContain('signature Ed25519, verified')
  })

  it.each([
    ['an ISO date', '2026-03-02T13:01:00+01:00', 'Expired'],
    ['an ISO date without a zone', '2026-03-02T12:01:00', 'Expired'],
    ['a day', '2026-03-03', 'Expired'],
    ['the second before its expiration', '1772452859', undefined],
    ['the second of its expiration', '1772452860', 'Expired'],
  ])('checks the expiration of the invocation at %s', (_what, at, name) => {
    const args = ['inspect', '--json', argsOf(accepted)[0]!, '--at', at]
    const { status, stdout } = libforge(args)
    expect(JSON.parse(stdout).authorizations[0].rejection?.name).toBe(name)
    expect(status).toBe(name === undefined ? 0 : 3)
  })

  it('names the audience that it assumes', () => {
    const { stdout } = libforge(['inspect', argsOf(accepted)[0]!, '--at', String(accepted.at)])
    expect(joined(stdout)).toContain(
      `The service is assumed to be the audience of the invocation, ${accepted.audience}. To check that the invocation is for your service, give its DID. Only the keys of did:key are known`,
    )
  })

  it('prints JSON properties that docs/inspect.md documents', () => {
    const { stdout } = libforge(['inspect', '--json', ...argsOf(accepted)])
    const { tokens, chains, authorizations, ...rest } = JSON.parse(stdout)
    expect(Object.keys(rest).sort()).toEqual(['found', 'unreadable', 'version'])
    expect(Object.keys(tokens[0]).sort()).toEqual([
      'arguments',
      'audience',
      'bytes',
      'cid',
      'command',
      'expiration',
      'issuedAt',
      'issuer',
      'kind',
      'meaning',
      'name',
      'nonce',
      'proofs',
      'signature',
      'subject',
      'task',
    ])
    expect(Object.keys(chains[0]).sort()).toEqual([
      'breaks',
      'cid',
      'command',
      'invocation',
      'isIntact',
      'issuer',
      'links',
      'subject',
    ])
    expect(Object.keys(chains[0].links[1]).sort()).toEqual([
      'audience',
      'breaks',
      'cid',
      'issuer',
      'name',
      'narrows',
      'position',
    ])
    expect(Object.keys(authorizations[0]).sort()).toEqual([
      'assumptions',
      'at',
      'audience',
      'cid',
      'invocation',
      'isAudienceAssumed',
      'isAuthorized',
    ])
    const page = readFileSync(repositoryPath('docs/inspect.md'), 'utf8')
    for (const name of [
      ...Object.keys(rest),
      ...Object.keys(tokens[0]),
      ...Object.keys(chains[0]),
      ...Object.keys(chains[0].links[1]),
      ...Object.keys(authorizations[0]),
    ]) {
      expect(page).toContain(`\`${name}\``)
    }
  })

  it.each([
    [['--at', 'tomorrow'], 'Expected --at in Unix seconds or as an ISO date, received tomorrow'],
    [
      ['--at', '1772452800000'],
      'Expected --at in Unix seconds or as an ISO date, received 1772452800000',
    ],
    [['--audience', 'up.example'], 'Expected a DID for --audience, received up.example'],
    [['--trust', '\u001b[31m'], 'Expected a DID for --trust, received \\u001b[31m'],
    [['--did-document', 'none.json'], 'No file named none.json'],
    [
      ['--did-document', 'package.json'],
      '--did-document: DID document 1: expected a string as its id',
    ],
  ])('rejects the options %j', (options, message) => {
    const { status, stdout, stderr } = libforge(['inspect', argsOf(accepted)[0]!, ...options])
    expect([status, stdout, stderr]).toEqual([2, '', `${message}. See libforge --help\n`])
  })
})
