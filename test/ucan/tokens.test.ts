import * as dagJson from '@ipld/dag-json'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import {
  argumentsOf,
  delegate,
  Delegation,
  Ed25519,
  fail,
  invoke,
  Invocation,
  Receipt,
  resultOf,
  succeed,
  task,
  verify,
  type Token,
} from '../../src/ucan/index.js'
import delegationCases from '../../fixtures/authorization/delegations.json' with { type: 'json' }
import { commandOf, expectBytes, fromHex, rowsOf, typeOf } from '../fixtures.js'
import { resolverOf, signerOf } from './principals.js'
import type { DelegationRow, ReceiptRow, TaskRow, TokenRow } from './rows.js'

const rows = rowsOf<TokenRow>('tokens')
const each = rows.map((row, i) => [i, row.command, row] as const)

function metaOf(row: { readonly meta: string | null }): Record<string, unknown> | undefined {
  return row.meta === null ? undefined : dagJson.parse(row.meta)
}

function linkOf(cid: string | null): CID | undefined {
  return cid === null ? undefined : CID.parse(cid)
}

function expectToken(token: Token, row: { bytes: string; cid: string }, what: string): void {
  expectBytes(token.bytes, fromHex(row.bytes), what)
  expect(token.cid.toString()).toBe(row.cid)
}

/** Expects that a token verifies with this key, and not with another key of the same type. */
async function expectSignedBy(token: Invocation | Delegation | Receipt, key: string) {
  const did = 'executor' in token ? token.executor : token.issuer
  expect(await verify(token, { didResolver: resolverOf({ [did]: key }) })).toBe(true)
  const other = rows.find((row) => row.key !== key && row.signatureType === token.signatureType)
  const forged = { ...token, ['executor' in token ? 'executor' : 'issuer']: other!.key }
  expect(await verify(forged)).toBe(false)
}

function distinctValues<Row>(among: readonly Row[], of: (row: Row) => unknown): unknown[] {
  return [...new Set(among.map(of))]
}

describe('tokens.jsonl', () => {
  it('has 40 rows, and tasks.jsonl has 50', () => {
    expect(rows).toHaveLength(40)
    expect(rowsOf('tasks')).toHaveLength(50)
  })

  it('has two signature types, and rows with and without optional values', () => {
    expect(distinctValues(rows, (row) => row.signatureType)).toHaveLength(2)
    expect(distinctValues(rows, (row) => row.meta === null)).toHaveLength(2)
    expect(distinctValues(rows, (row) => row.cause === null)).toHaveLength(2)
    expect(distinctValues(rows, (row) => row.expiration === null)).toHaveLength(2)
    expect(distinctValues(rows, (row) => row.issuedAt === null)).toHaveLength(2)
    expect(distinctValues(rows, (row) => row.receipt.error === undefined)).toHaveLength(2)
    const proofs = rows.flatMap(({ proof }) => proof ?? [])
    expect(distinctValues(proofs, (proof) => proof.subject === null)).toHaveLength(2)
    expect(distinctValues(proofs, (proof) => proof.notBefore === null)).toHaveLength(2)
    expect(distinctValues(proofs, (proof) => proof.policy.length === 0)).toHaveLength(2)
  })
})

describe('an invocation of tokens.jsonl', () => {
  it.each(each)(
    'encodes to the bytes of the reference: row %i, %s',
    async (index, _command, row) => {
      const args = typeOf(row).cbor.decode(fromHex(row.args))
      const invocation = await invoke(commandOf(row), {
        issuer: await signerOf(row, row.issuer),
        subject: row.subject,
        audience: row.audience,
        arguments: args,
        nonce: fromHex(row.nonce),
        expiration: row.expiration,
        issuedAt: row.issuedAt ?? undefined,
        proofs: row.proof === null ? [] : [CID.parse(row.proof.cid)],
        cause: linkOf(row.cause),
        meta: metaOf(row),
      })
      expectToken(invocation, row, `row ${index}, invocation`)
      expect(invocation).toEqual(Invocation.decode(fromHex(row.bytes)))
    },
  )

  it.each(each)('decodes and verifies: row %i, %s', async (_index, _command, row) => {
    const invocation = Invocation.decode(fromHex(row.bytes))
    expect(invocation).toEqual({
      issuer: row.issuer,
      subject: row.subject,
      audience: row.audience,
      command: row.command,
      argumentBytes: fromHex(row.args),
      nonce: fromHex(row.nonce),
      expiration: row.expiration ?? undefined,
      issuedAt: row.issuedAt ?? undefined,
      proofs: row.proof === null ? [] : [CID.parse(row.proof.cid)],
      cause: linkOf(row.cause),
      meta: metaOf(row),
      task: CID.parse(row.task),
      bytes: fromHex(row.bytes),
      cid: CID.parse(row.cid),
      signature: fromHex(row.signature),
      signedBytes: fromHex(row.signedBytes),
      signatureType: row.signatureType,
    })
    expect(argumentsOf(commandOf(row), invocation)).toEqual(
      typeOf(row).cbor.decode(fromHex(row.args)),
    )
    await expectSignedBy(invocation, row.key)
  })
})

describe('the task of an invocation of tokens.jsonl', () => {
  it.each(each)('has the CID of the reference: row %i, %s', async (_index, _command, row) => {
    const { cid } = task(commandOf(row), {
      subject: row.subject,
      arguments: typeOf(row).cbor.decode(fromHex(row.args)),
      nonce: fromHex(row.nonce),
    })
    expect(cid.toString()).toBe(row.task)
  })
})

describe('a task of tasks.jsonl', () => {
  it.each(rowsOf<TaskRow>('tasks').map((row, i) => [i, row.command, row] as const))(
    'encodes to the bytes of the reference: row %i, %s',
    async (index, _command, row) => {
      const { bytes, cid } = task(commandOf(row), {
        subject: row.subject,
        arguments: typeOf(row).cbor.decode(fromHex(row.args)),
        nonce: fromHex(row.nonce),
      })
      expectBytes(bytes, fromHex(row.cbor), `row ${index}, task`)
      expect(cid.toString()).toBe(row.cid)
    },
  )
})

describe('a delegation of tokens.jsonl', () => {
  const proofs = rows.flatMap(({ proof }, i) =>
    proof === null ? [] : [[i, proof.command, proof] as const],
  )

  it('is present in 30 rows', () => expect(proofs).toHaveLength(30))

  it.each(proofs)(
    'encodes to the bytes of the reference: row %i, %s',
    async (index, _command, row) => {
      const delegation = await delegate(commandOf(row), {
        issuer: await signerOf(row, row.issuer),
        audience: row.audience,
        subject: row.subject,
        expiration: row.expiration,
        nonce: fromHex(row.nonce),
        notBefore: row.notBefore ?? undefined,
        policy: row.policy,
        meta: metaOf(row),
      })
      expectToken(delegation, row, `row ${index}, delegation`)
      expect(delegation).toEqual(Delegation.decode(fromHex(row.bytes)))
    },
  )

  it.each(proofs)('decodes and verifies: row %i, %s', async (_index, _command, row) => {
    const delegation = Delegation.decode(fromHex(row.bytes))
    expect(delegation).toMatchObject(expectedDelegation(row))
    await expectSignedBy(delegation, row.key)
  })
})

function expectedDelegation(row: DelegationRow): Partial<Delegation> {
  return {
    issuer: row.issuer,
    audience: row.audience,
    subject: row.subject,
    command: row.command,
    policy: row.policy,
    nonce: fromHex(row.nonce),
    notBefore: row.notBefore ?? undefined,
    expiration: row.expiration ?? undefined,
    meta: metaOf(row),
    signatureType: row.signatureType,
  }
}

describe('a receipt of tokens.jsonl', () => {
  it.each(each)(
    'encodes to the bytes of the reference: row %i, %s',
    async (index, _command, row) => {
      const { receipt: expected } = row
      const options = {
        executor: await signerOf(expected, expected.executor),
        ran: Invocation.decode(fromHex(row.bytes)),
        nonce: fromHex(expected.nonce),
      }
      const receipt =
        expected.error === undefined
          ? await succeed(commandOf(row), { ...options, ok: okOf(expected) })
          : await fail({ ...options, error: expected.error })
      expectToken(receipt, expected, `row ${index}, receipt`)
      expect(receipt).toEqual(Receipt.decode(fromHex(expected.bytes)))
    },
  )

  it.each(each)('decodes and verifies: row %i, %s', async (_index, _command, row) => {
    const { receipt: expected } = row
    const receipt = Receipt.decode(fromHex(expected.bytes))
    expect(receipt).toMatchObject({
      executor: expected.executor,
      ran: CID.parse(row.task),
      nonce: fromHex(expected.nonce),
      expiration: undefined,
      issuedAt: undefined,
      meta: undefined,
      signatureType: expected.signatureType,
    })
    expect(resultOf(commandOf(row), receipt)).toEqual(
      expected.error === undefined ? { ok: okOf(expected) } : { error: expected.error },
    )
    await expectSignedBy(receipt, expected.key)
  })
})

function okOf({ ok, okType }: ReceiptRow): unknown {
  return typeOf({ type: okType! }).cbor.decode(fromHex(ok!))
}

describe('the delegation fixture of the UCAN working group', () => {
  const { principals, valid } = delegationCases

  it.each(valid)('decodes, verifies and encodes again: $name', async ({ token, cid, envelope }) => {
    const { payload } = envelope
    const bytes = Buffer.from(token, 'base64')
    const decoded = Delegation.decode(bytes)
    expect(decoded.cid.toString()).toBe(cid)
    expect(decoded).toMatchObject({
      issuer: payload.iss,
      audience: payload.aud,
      subject: payload.sub,
      command: payload.cmd,
      policy: payload.pol,
      expiration: payload.exp,
      nonce: new Uint8Array(Buffer.from(payload.nonce, 'base64')),
      signatureType: envelope.alg,
      signature: new Uint8Array(Buffer.from(envelope.signature, 'base64')),
    })
    expect(await verify(decoded)).toBe(true)
    // The private key follows its multicodec, which has two bytes.
    const issuer = await Ed25519.fromSeed(Buffer.from(principals.bob, 'base64').subarray(2))
    expect(issuer.did).toBe(payload.iss)
    const { audience, subject, command, nonce } = decoded
    const signed = await delegate(command, {
      issuer,
      audience,
      subject,
      nonce,
      expiration: payload.exp,
    })
    expectToken(signed, { bytes: bytes.toString('hex'), cid }, 'the delegation')
  })
})
