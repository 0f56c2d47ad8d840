import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../scripts/release.js', import.meta.url))

const add = { type: 'customer.AddArguments', name: 'a tenant', cbor: 'a0', dagJson: '{}' }
const info = { type: 's3/bucket.InfoOK', name: 'a bucket', cbor: 'a1', dagJson: '{}' }
const task = { command: '/customer/add', cbor: 'a2' }

/** The environment without git's variables: in a git hook, `GIT_DIR` names another repository. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
}

/** The folder of a repository in which version 0.3.1 was released. */
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'libforge-release-'))
  mkdirSync(join(folder, 'fixtures'))
  write('valid', add, info)
  write('tasks', task)
  setVersion('0.3.1', '## 0.3.1\n')
  git('init', '--quiet')
  git('add', '.')
  git('-c', 'user.name=A', '-c', 'user.email=a@a.example', 'commit', '--quiet', '--message=A')
  git('tag', 'v0.3.1')
})

afterEach(() => rmSync(folder, { recursive: true }))

function write(file: string, ...rows: object[]): void {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  writeFileSync(join(folder, 'fixtures', `${file}.jsonl`), text)
}

function setVersion(
  version: string,
  changelog = `## ${version}\n\n- a change\n\n## 0.3.1\n`,
): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }))
  writeFileSync(join(folder, 'CHANGELOG.md'), `# a package\n\n${changelog}`)
}

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', env })
  if (status !== 0) throw new Error(stderr)
}

function release() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: folder,
    encoding: 'utf8',
    env,
  })
  return { status, stdout, stderr }
}

describe('a release', () => {
  it('of the first version needs no tag', () => {
    git('tag', '--delete', 'v0.3.1')
    setVersion('0.3.1', '## 0.3.1\n')
    expect(release()).toEqual({ status: 0, stdout: '0.3.1 is the first version\n', stderr: '' })
  })

  it('may add rows and files, and change the order of rows', () => {
    setVersion('0.3.2')
    write('valid', { ...info, name: 'another' }, info, add)
    write('bad', { type: 'Unit', input: 'ff' })
    expect(release()).toEqual({
      status: 0,
      stdout: 'All rows of 0.3.1 are unchanged\n',
      stderr: '',
    })
  })

  it.each(['0.3.2', '0.4.0'])('may not change the bytes of a row in version %s', (version) => {
    setVersion(version)
    write('valid', add, { ...info, cbor: 'a0' })
    expect(release()).toEqual({
      status: 1,
      stdout: '',
      stderr: `fixtures/valid.jsonl: s3/bucket.InfoOK, a bucket
rows of 0.3.1 were changed or removed: restore them, or make ${version} a new major version
`,
    })
  })

  it('may not remove a row or a file in a minor version', () => {
    setVersion('0.4.0')
    write('valid', info)
    rmSync(join(folder, 'fixtures/tasks.jsonl'))
    const { status, stderr } = release()
    expect(status).toBe(1)
    expect(stderr).toContain('fixtures/tasks.jsonl: /customer/add\n')
    expect(stderr).toContain('fixtures/valid.jsonl: customer.AddArguments, a tenant\n')
  })

  it('may change rows in a major version, and the script prints them', () => {
    setVersion('1.0.0')
    write('valid', add, { ...info, cbor: 'a0' })
    const { status, stdout, stderr } = release()
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('fixtures/valid.jsonl: s3/bucket.InfoOK, a bucket\n')
  })

  it('needs the tag of the last version', () => {
    setVersion('0.3.2')
    git('tag', '--delete', 'v0.3.1')
    const { status, stderr } = release()
    expect(status).toBe(1)
    expect(stderr).toBe('missing tag v0.3.1: run git fetch --tags\n')
  })

  it('needs an entry of its version at the start of CHANGELOG.md', () => {
    setVersion('0.3.2', '## 0.3.1\n')
    expect(release()).toEqual({
      status: 1,
      stdout: 'All rows of 0.3.1 are unchanged\n',
      stderr:
        'CHANGELOG.md: expected 0.3.2 first, as in package.json, received 0.3.1: change one of them\n',
    })
  })

  it('fails if CHANGELOG.md lists no version', () => {
    setVersion('0.3.2', '')
    expect(release()).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'CHANGELOG.md: expected 0.3.2 first, as in package.json, received no version: change one of them\n',
    })
  })
})
