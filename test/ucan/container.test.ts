import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../../src/index.js'
import {
  Container,
  Delegation,
  Invocation,
  Receipt,
  type ContainerForm,
  type Token,
  type Tokens,
} from '../../src/ucan/index.js'
import { expectBytes, fromHex, rowsOf, toHex } from '../fixtures.js'
import type { ContainerRow, TokenRow } from './rows.js'

const rows = rowsOf<ContainerRow>('containers')
const each = rows.map((row, i) => [i, row] as const)
const plainForms = ['cbor', 'raw', 'base64', 'base64url'] as const
const gzipForms = ['raw+gzip', 'base64+gzip', 'base64url+gzip'] as const

/** The tokens of a row, each decoded as what it is. */
async function tokensOf(row: ContainerRow): Promise<Tokens> {
  const tokens = { invocations: [], delegations: [], receipts: [] } as {
    [K in keyof Tokens]: Array<Tokens[K][number]>
  }
  for (const hex of row.tokens) {
    const bytes = fromHex(hex)
    if (hex.includes(toHex(new TextEncoder().encode('ucan/dlg@')))) {
      tokens.delegations.push(await Delegation.decode(bytes))
    } else if (hex.includes(toHex(new TextEncoder().encode('/ucan/assert/receipt')))) {
      tokens.receipts.push(await Receipt.decode(bytes))
    } else tokens.invocations.push(await Invocation.decode(bytes))
  }
  return tokens
}

function sortedHex({ invocations, delegations, receipts }: Tokens): string[] {
  const all: Token[] = [...invocations, ...delegations, ...receipts]
  return all.map(({ bytes }) => toHex(bytes)).sort()
}

describe('containers.jsonl', () => {
  it('has 12 rows', () => expect(rows).toHaveLength(12))

  it.each(each)('row %i: each of the seven forms is read to the tokens', async (_index, row) => {
    const expected = await tokensOf(row)
    for (const form of [...plainForms, ...gzipForms]) {
      const tokens = await Container.decode(fromHex(row[form]))
      expect(sortedHex(tokens), form).toEqual([...row.tokens].sort())
      expect(tokens.invocations, form).toEqual(expect.arrayContaining([...expected.invocations]))
      expect(tokens.delegations, form).toEqual(expect.arrayContaining([...expected.delegations]))
      expect(tokens.receipts, form).toEqual(expect.arrayContaining([...expected.receipts]))
    }
  })

  it.each(each)('row %i: the four that are not gzip are written byte for byte', async (i, row) => {
    const tokens = await tokensOf(row)
    expectBytes(await Container.encode(tokens), fromHex(row.cbor), `row ${i}, by default`)
    for (const form of plainForms) {
      const written = await Container.encode(tokens, form)
      expectBytes(written, fromHex(row[form]), `row ${i}, ${form}`)
    }
  })

  it.each(each)('row %i: the three that are gzip are written to inflate to it', async (i, row) => {
    const tokens = await tokensOf(row)
    for (const form of gzipForms) {
      const written = Buffer.from(await Container.encode(tokens, form))
      const mark = fromHex(row[form])[0]
      expect(written[0], form).toBe(mark)
      const body = written.subarray(1)
      const zipped =
        form === 'raw+gzip'
          ? body
          : Buffer.from(body.toString('latin1'), form === 'base64+gzip' ? 'base64' : 'base64url')
      expectBytes(gunzipSync(zipped), fromHex(row.cbor), `row ${i}, ${form}`)
    }
  })
})
