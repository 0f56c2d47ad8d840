import * as dagJson from '@ipld/dag-json'
import { CID } from 'multiformats/cid'
import { difference, fromHex, toHex } from '../bytes.js'
import { Conformance, firstOf, type Libforge } from '../conformance.js'
import { resolverOf, signerOf, verifier } from '../ucan/principals.js'
import type { ContainerRow, DelegationRow, ReceiptRow, TaskRow, TokenRow } from '../ucan/rows.js'

type Ucan = typeof import('../../src/ucan/index.js')

/** The text of each file of the fixtures, by its name. */
export type Fixtures = Readonly<Record<string, string>>

/** What came of the rows of one file. */
export interface Outcome {
  readonly passed: number
  /** Of each row that failed, what is wrong with it. */
  readonly complaints: readonly string[]
}

export interface Report {
  /** Whether there is a Buffer, in which case the codec works with it. */
  readonly buffer: boolean
  readonly outcomes: Readonly<Record<string, Outcome>>
}

/**
 * Holds the library to the fixtures. It needs nothing but what every runtime
 * has; what it is given is the package as it was built.
 */
export async function check(libforge: Libforge, ucan: Ucan, fixtures: Fixtures): Promise<Report> {
  const conformance = new Conformance(libforge)
  const tokens = new TokenConformance(conformance, ucan)
  const checks: Record<string, (row: never) => Promise<string | undefined> | string | undefined> = {
    valid: (row) => conformance.complaintOfValid(row),
    bad: (row) => conformance.complaintOfInput(row),
    mutants: (row) => conformance.complaintOfInput(row),
    tasks: (row) => tokens.complaintOfTask(row),
    tokens: (row) => tokens.complaintOfToken(row),
    containers: (row) => tokens.complaintOfContainer(row),
  }
  const outcomes: Record<string, Outcome> = {}
  for (const [file, text] of Object.entries(fixtures)) {
    const complaintOf = checks[file]
    if (complaintOf === undefined) throw new Error(`nothing checks ${file}.jsonl`)
    const lines = text.trimEnd().split('\n')
    const complaints: string[] = []
    for (const [index, line] of lines.entries()) {
      const row = JSON.parse(line) as { type?: string; name?: string }
      try {
        const complaint = await complaintOf(row as never)
        if (complaint !== undefined) throw new Error(complaint)
      } catch (error) {
        const name = [row.type, row.name].filter((part) => part !== undefined).join(', ')
        complaints.push(`${file}.jsonl, line ${index + 1}, ${name}: ${error}`)
      }
    }
    outcomes[file] = { passed: lines.length - complaints.length, complaints }
  }
  return { buffer: 'Buffer' in globalThis, outcomes }
}

const GZIP_FORMS = ['raw+gzip', 'base64+gzip', 'base64url+gzip'] as const
const FORMS = ['cbor', 'raw', 'base64', 'base64url'] as const

/** The same for the rows of tokens. */
class TokenConformance {
  readonly #conformance: Conformance
  readonly #ucan: Ucan

  constructor(conformance: Conformance, ucan: Ucan) {
    this.#conformance = conformance
    this.#ucan = ucan
  }

  async complaintOfTask(row: TaskRow): Promise<string | undefined> {
    const { bytes, cid } = await this.#ucan.task(this.#conformance.commandOf(row), {
      subject: row.subject,
      arguments: this.#decode(row.type, row.args),
      nonce: fromHex(row.nonce),
    })
    return firstOf({
      task: difference(bytes, fromHex(row.cbor)),
      'CID of the task': unequal(cid, row.cid),
    })
  }

  async complaintOfToken(row: TokenRow): Promise<string | undefined> {
    const { Delegation, Invocation, Receipt } = this.#ucan
    const invocation = await Invocation.decode(fromHex(row.bytes))
    const receipt = await Receipt.decode(fromHex(row.receipt.bytes))
    const delegation = row.proof && (await Delegation.decode(fromHex(row.proof.bytes)))
    return firstOf({
      'invocation read': firstOf({
        CID: unequal(invocation.cid, row.cid),
        task: unequal(invocation.task, row.task),
        signature: unequal(toHex(invocation.signature), row.signature),
        'signed bytes': unequal(toHex(invocation.signedBytes), row.signedBytes),
        arguments: unequal(toHex(invocation.argumentBytes), row.args),
      }),
      'receipt read': unequal(receipt.cid, row.receipt.cid),
      'delegation read': delegation ? unequal(delegation.cid, row.proof!.cid) : undefined,
      'invocation made again': difference(await this.#invoke(row), fromHex(row.bytes)),
      'receipt made again': difference(
        await this.#receipt(row, row.receipt),
        fromHex(row.receipt.bytes),
      ),
      'delegation made again': row.proof
        ? difference(await this.#delegate(row.proof), fromHex(row.proof.bytes))
        : undefined,
      invocation: await this.#unverified(invocation, row.issuer, row.key),
      receipt: await this.#unverified(receipt, row.receipt.executor, row.receipt.key),
      delegation: delegation
        ? await this.#unverified(delegation, row.proof!.issuer, row.proof!.key)
        : undefined,
    })
  }

  async #invoke(row: TokenRow): Promise<Uint8Array> {
    const { bytes } = await this.#ucan.invoke(this.#conformance.commandOf(row), {
      issuer: await signerOf(row, row.issuer),
      subject: row.subject,
      audience: row.audience,
      arguments: this.#decode(row.type, row.args),
      nonce: fromHex(row.nonce),
      expiration: row.expiration,
      issuedAt: row.issuedAt ?? undefined,
      proofs: row.proof === null ? [] : [CID.parse(row.proof.cid)],
      cause: row.cause === null ? undefined : CID.parse(row.cause),
      meta: metaOf(row),
    })
    return bytes
  }

  async #delegate(row: DelegationRow): Promise<Uint8Array> {
    const { bytes } = await this.#ucan.delegate(this.#conformance.commandOf(row), {
      issuer: await signerOf(row, row.issuer),
      audience: row.audience,
      subject: row.subject,
      expiration: row.expiration,
      nonce: fromHex(row.nonce),
      notBefore: row.notBefore ?? undefined,
      policy: row.policy,
      meta: metaOf(row),
    })
    return bytes
  }

  async #receipt(of: TokenRow, row: ReceiptRow): Promise<Uint8Array> {
    const options = {
      executor: await signerOf(row, row.executor),
      ran: CID.parse(of.task),
      nonce: fromHex(row.nonce),
    }
    const { bytes } =
      row.error === undefined
        ? await this.#ucan.succeed(this.#conformance.commandOf(of), {
            ...options,
            ok: this.#decode(row.okType!, row.ok!),
          })
        : await this.#ucan.fail({ ...options, error: row.error })
    return bytes
  }

  async #unverified(
    token: Parameters<Ucan['verify']>[0],
    did: string,
    key: string,
  ): Promise<string | undefined> {
    const verified = await this.#ucan.verify(token, {
      verifier,
      resolver: resolverOf({ [did]: key }),
    })
    return verified ? undefined : 'does not verify'
  }

  async complaintOfContainer(row: ContainerRow): Promise<string | undefined> {
    const { Container } = this.#ucan
    const complaints: Record<string, string | undefined> = {}
    const tokens = await Container.decode(fromHex(row.cbor))
    for (const form of [...FORMS, ...GZIP_FORMS]) {
      const read = await Container.decode(fromHex(row[form]))
      complaints[`${form} read`] = difference(await Container.encode(read), fromHex(row.cbor))
    }
    for (const form of FORMS) {
      const written = await Container.encode(tokens, form)
      complaints[`${form} written`] = difference(written, fromHex(row[form]))
    }
    for (const form of GZIP_FORMS) {
      const read = await Container.decode(await Container.encode(tokens, form))
      complaints[`${form} written and read`] = difference(
        await Container.encode(read),
        fromHex(row.cbor),
      )
    }
    for (const [what, damaged] of Object.entries(damagedGzips(fromHex(row['raw+gzip'])))) {
      complaints[what] = await Container.decode(damaged).then(
        () => 'is read',
        (error) => unequal(error.name, 'CodecError'),
      )
    }
    return firstOf(complaints)
  }

  #decode(type: string, cbor: string): unknown {
    return this.#conformance.typeOf({ type }).cbor.decode(fromHex(cbor))
  }
}

/** Gzip is the platform's: each has an inflater of its own, and some take two in a row for one. */
function damagedGzips(gzip: Uint8Array): Record<string, Uint8Array> {
  const length = gzip.length
  return {
    'gzip that ends early': gzip.slice(0, -1),
    'gzip whose second half is missing': gzip.slice(0, length >> 1),
    'gzip that is empty': gzip.slice(0, 1),
    'gzip whose checksum is wrong': gzip.map((byte, i) => (i === length - 6 ? byte ^ 1 : byte)),
    'gzip whose length is wrong': gzip.map((byte, i) => (i === length - 2 ? byte ^ 1 : byte)),
    'gzip with bytes behind it': Uint8Array.of(...gzip, 0x01),
    'gzip twice': Uint8Array.of(...gzip, ...gzip.slice(1)),
  }
}

function metaOf(row: { readonly meta: string | null }): Record<string, unknown> | undefined {
  return row.meta === null ? undefined : dagJson.parse(row.meta)
}

function unequal(actual: { toString(): string }, expected: string): string | undefined {
  const text = actual.toString()
  return text === expected ? undefined : `expected ${expected}, got ${text}`
}
