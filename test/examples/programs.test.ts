import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { describe, expect, it } from 'vitest'
import { customer, s3, type DID } from '../../src/index.js'
import {
  argumentsOf,
  Container,
  delegate,
  invoke,
  Receipt,
  succeed,
  verify,
} from '../../src/ucan/index.js'
import { programOf, run } from '../inspector/program.js'
import { Program } from './program.js'

/** Returns the CIDs that end a line and follow this word, in the order of the lines. */
function cidsAfter(word: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`${word} +(bafyrei[a-z2-7]{52})$`, 'gm'))].map(
    ([, cid]) => cid!,
  )
}

describe('all.js', () => {
  const { status, stdout, stderr } = run(programOf('examples/all.js'), [])

  it('exits with 0 and prints no error', () => expect([status, stderr]).toEqual([0, '']))

  it('prints each invocation with its proof, and the CIDs of both', () => {
    for (const command of ['/customer/add', '/provider/add', '/s3/bucket/list']) {
      expect(cidsAfter(`invocation ${command}`, stdout)).toHaveLength(1)
      expect(cidsAfter(`delegation ${command}`, stdout)).toHaveLength(1)
    }
    expect(stdout.match(/ POST http:\/\/127\.0\.0\.1:\d+  \d+ bytes$/gm)).toHaveLength(3)
    expect(stdout.match(/ 200 OK  \d+ bytes$/gm)).toHaveLength(3)
  })

  it('prints the arguments and results in DAG-JSON', () => {
    expect(stdout).toMatch(/"details":\{"external_id":"[^"]+","region":"eu-central-1"\}/)
    expect(stdout).toMatch(/ok +\{"id":"[^"]+"\}/)
    expect(stdout).toContain(
      '{"request":{"headers":{"host":"s3.example"},"method":"GET","url":"/"}}',
    )
  })

  it('prints a receipt of each task, and the receipt of the registration twice', () => {
    const [registering, provisioning, listing] = cidsAfter('task', stdout)
    expect(cidsAfter('ran', stdout)).toEqual([registering, provisioning, registering, listing])
    const receipts = cidsAfter('receipt', stdout)
    expect(receipts).toHaveLength(4)
    expect(receipts[2]).toBe(receipts[0])
    expect(new Set(receipts).size).toBe(3)
  })

  it('prints the tenant that Hilt registered, and its bucket', () => {
    const tenant = /"customer":"(did:key:zQ3s\w+)"/.exec(stdout)?.[1]
    expect(stdout).toContain(`console        | The tenant ${tenant}\n`)
    expect(stdout).toMatch(/console +\|   has the bucket photos, in eu-central-1, since 20/)
  })
})

describe('console.js without a URL', () => {
  it('starts Hilt and an upload service, prints a tenant, and exits with 0', () => {
    const { status, stdout, stderr } = run(programOf('examples/console.js'), [])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('\n  has the bucket photos, in eu-central-1')
  })
})

describe('hilt.js', () => {
  it('starts an upload service, registers a tenant, and grants access to a DID', async () => {
    await using hilt = new Program('hilt')
    await hilt.line(/^ {2}invocation \/customer\/add/)
    await hilt.line(/^ {2}invocation \/provider\/add/)
    await hilt.line(/^listens at http/)
    const reader = 'did:web:console.example'
    const granted = await Container.decode(Buffer.from(await hilt.answer(reader)))
    const [delegation] = granted.delegations
    expect(delegation).toMatchObject({ audience: reader, command: '/s3/bucket/list' })
    const [registration] = granted.invocations
    expect(argumentsOf(customer.add, registration!).customer).toMatch(/^did:key:zQ3s/)
    const [receipt] = granted.receipts
    expect(receipt!.ran).toEqual(registration!.task)
    expect(await verify(receipt!)).toBe(true)
  })

  it('rejects an invocation by a principal without a delegation', async () => {
    await using hilt = new Program('hilt')
    const did = /did:\S+/.exec(await hilt.line(/^Hilt did:/))![0] as DID
    const url = /http:\S+/.exec(await hilt.line(/^listens at http/))![0]
    const stranger = await EdDSASigner.generate()
    const invocation = await invoke(s3.bucket.list, {
      issuer: stranger,
      audience: did,
      subject: did,
      arguments: { request: { method: 'GET', headers: {}, url: '/' } },
    })
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': Container.contentType },
      body: await Container.encode({ invocations: [invocation] }),
      signal: AbortSignal.timeout(10_000),
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ name: 'Unauthorized' })
  })

  it('exits if the grant is not a container', async () => {
    await using hilt = new Program('hilt', 'http://127.0.0.1:1')
    await hilt.line(/^Paste the container that the upload service grants did:key:/)
    await expect(hilt.answer('nothing')).rejects.toThrow('Container: ')
  })
})

describe('console.js', async () => {
  const service = await EdDSASigner.generate()
  const other = await EdDSASigner.generate()
  const registration = await invoke(customer.add, {
    issuer: service,
    audience: service.did,
    subject: service.did,
    arguments: { customer: other.did, product: 'did:web:starter.example', details: {} },
  })
  const receipt = await succeed(customer.add, { executor: service, ran: registration, ok: {} })

  it.each<[string, () => Receipt | Promise<Receipt>, string]>([
    [
      'of another task',
      () => succeed(customer.add, { executor: service, ran: receipt.cid, ok: {} }),
      'the receipt is for another task',
    ],
    [
      'by another executor',
      () => succeed(customer.add, { executor: other, ran: registration, ok: {} }),
      'the executor of the receipt is not did:key:',
    ],
    [
      'with an invalid signature',
      () => {
        const bytes = receipt.bytes.slice()
        bytes[10]! ^= 1
        return Receipt.decode(bytes)
      },
      'the signature of the receipt is invalid',
    ],
  ])('rejects a receipt %s', async (_what, makeReceipt, reason) => {
    await using program = new Program('console', 'http://127.0.0.1:1')
    const reader = /did:\w+:\w+/.exec(
      await program.line(/^Paste the container that Hilt grants did:key:/),
    )![0]
    const delegation = await delegate(s3.bucket.list, {
      issuer: service,
      audience: reader as DID,
      subject: service.did,
      expiration: null,
    })
    const tokens = {
      invocations: [registration],
      receipts: [await makeReceipt()],
      delegations: [delegation],
    }
    const granted = Buffer.from(await Container.encode(tokens, 'base64url')).toString()
    expect(await program.answer(granted)).toBe('The registration')
    await expect(program.line(/ok/)).rejects.toThrow(reason)
  })
})
