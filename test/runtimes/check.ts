import * as dagJson from '@ipld/dag-json'
import { CID } from 'multiformats/cid'
import { difference, fromHex, toHex } from '../bytes.js'
import { Conformance, firstOf, type Libforge } from '../conformance.js'
import { resolverOf, signerOf } from '../ucan/principals.js'
import type { ContainerRow, DelegationRow, ReceiptRow, TaskRow, TokenRow } from '../ucan/rows.js'

type Ucan = typeof import('../../src/ucan/index.js')

/** The content of each file `fixtures/*.jsonl`, by its name without the extension. */
export type Fixtures = Readonly<Record<string, string>>

/** The results of one file of fixtures. */
export interface Outcome {
  readonly passed: number
  /** A message for each failed row. */
  readonly problems: readonly string[]
}

/** The results of one runtime. */
export interface Report {
  /** Whether the runtime has a global `Buffer`. The codec uses its methods if they exist. */
  readonly buffer: boolean
  readonly outcomes: Readonly<Record<string, Outcome>>
}

/**
 * Checks the library against the fixtures. Uses only APIs that all runtimes have.
 *
 * @throws {Error} for a file of fixtures that has no check
 */
export async function check(libforge: Libforge, ucan: Ucan, fixtures: Fixtures): Promise<Report> {
  const conformance = new Conformance(libforge)
  const tokens = new TokenConformance(conformance, ucan)
  const checks: Record<string, (row: never) => Promise<string | undefined> | string | undefined> = {
    valid: (row) => conformance.problemWithValid(row),
    random: (row) => conformance.problemWithValid(row),
    'all-valid': (row) => conformance.problemWithValid(row),
    bad: (row) => conformance.problemWithInput(row),
    mutants: (row) => conformance.problemWithInput(row),
    'all-mutants': (row) => conformance.problemWithInput(row),
    tasks: (row) => tokens.checkTask(row),
    tokens: (row) => tokens.checkToken(row),
    containers: (row) => tokens.checkContainer(row),
  }
  const outcomes: Record<string, Outcome> = {}
  for (const [file, text] of Object.entries(fixtures)) {
    const checkRow = checks[file]
    if (checkRow === undefined) throw new Error(`${file}.jsonl has no check: add one to check.ts`)
    const lines = text.trimEnd().split('\n')
    const problems: string[] = []
    for (const [index, line] of lines.entries()) {
      const row = JSON.parse(line) as { type?: string; name?: string }
      try {
        const problem = await checkRow(row as never)
        if (problem !== undefined) throw new Error(problem)
      } catch (error) {
        const name = [row.type, row.name].filter((part) => part !== undefined).join(', ')
        problems.push(`${file}.jsonl, line ${index + 1}, ${name}: ${error}`)
      }
    }
    outcomes[file] = { passed: lines.length - problems.length, problems }
  }
  return { buffer: 'Buffer' in globalThis, outcomes }
}

const GZIP_FORMS = ['raw+gzip', 'base64+gzip', 'base64url+gzip'] as const
const PLAIN_FORMS = ['cbor', 'raw', 'base64', 'base64url'] as const

/**
 * Checks rows of tasks, tokens and containers. Each public method returns the first
 * problem, or `undefined` if there is none. Each throws if the library rejects the row.
 */
class TokenConformance {
  readonly #conformance: Conformance
  readonly #ucan: Ucan

  constructor(conformance: Conformance, ucan: Ucan) {
    this.#conformance = conformance
    this.#ucan = ucan
  }

  async checkTask(row: TaskRow): Promise<string | undefined> {
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

  async checkToken(row: TokenRow): Promise<string | undefined> {
    const { Delegation, Invocation, Receipt } = this.#ucan
    const invocation = await Invocation.decode(fromHex(row.bytes))
    const receipt = await Receipt.decode(fromHex(row.receipt.bytes))
    const delegation = row.proof && (await Delegation.decode(fromHex(row.proof.bytes)))
    return firstOf({
      'decoded invocation': firstOf({
        CID: unequal(invocation.cid, row.cid),
        task: unequal(invocation.task, row.task),
        signature: unequal(toHex(invocation.signature), row.signature),
        'signed bytes': unequal(toHex(invocation.signedBytes), row.signedBytes),
        arguments: unequal(toHex(invocation.argumentBytes), row.args),
      }),
      'CID of the decoded receipt': unequal(receipt.cid, row.receipt.cid),
      'CID of the decoded delegation': delegation
        ? unequal(delegation.cid, row.proof!.cid)
        : undefined,
      'invocation with the same options': difference(await this.#invoke(row), fromHex(row.bytes)),
      'receipt with the same options': difference(
        await this.#receipt(row, row.receipt),
        fromHex(row.receipt.bytes),
      ),
      'delegation with the same options': row.proof
        ? difference(await this.#delegate(row.proof), fromHex(row.proof.bytes))
        : undefined,
      'signature of the invocation': await this.#verify(invocation, row.issuer, row.key),
      'signature of the receipt': await this.#verify(
        receipt,
        row.receipt.executor,
        row.receipt.key,
      ),
      'signature of the delegation': delegation
        ? await this.#verify(delegation, row.proof!.issuer, row.proof!.key)
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

  async #verify(
    token: Parameters<Ucan['verify']>[0],
    did: string,
    key: string,
  ): Promise<string | undefined> {
    const verified = await this.#ucan.verify(token, { didResolver: resolverOf({ [did]: key }) })
    return verified ? undefined : 'invalid signature'
  }

  async checkContainer(row: ContainerRow): Promise<string | undefined> {
    const { Container } = this.#ucan
    const problems: Record<string, string | undefined> = {}
    const tokens = await Container.decode(fromHex(row.cbor))
    for (const form of [...PLAIN_FORMS, ...GZIP_FORMS]) {
      const decoded = await Container.decode(fromHex(row[form]))
      problems[`decoding ${form}`] = difference(await Container.encode(decoded), fromHex(row.cbor))
    }
    for (const form of PLAIN_FORMS) {
      const encoded = await Container.encode(tokens, form)
      problems[`encoding ${form}`] = difference(encoded, fromHex(row[form]))
    }
    for (const form of GZIP_FORMS) {
      const decoded = await Container.decode(await Container.encode(tokens, form))
      problems[`encoding and decoding ${form}`] = difference(
        await Container.encode(decoded),
        fromHex(row.cbor),
      )
    }
    for (const [name, damaged] of Object.entries(damagedGzips(fromHex(row['raw+gzip'])))) {
      problems[name] = await Container.decode(damaged).then(
        () => 'expected CodecError, received a container',
        (error) => unequal(error.name, 'CodecError'),
      )
    }
    return firstOf(problems)
  }

  #decode(type: string, cbor: string): unknown {
    return this.#conformance.typeOf({ type }).cbor.decode(fromHex(cbor))
  }
}

/**
 * Returns damaged copies of a container. The first byte of a container is its form, and the
 * other bytes are gzip. The library inflates the DEFLATE data in it with `DecompressionStream`
 * of the runtime. There the runtimes differ: Node 20 and 22 ignore trailing data, and Deno
 * accepts data without its last byte.
 */
function damagedGzips(container: Uint8Array): Record<string, Uint8Array> {
  const length = container.length
  return {
    'gzip without its last byte': container.slice(0, -1),
    'gzip without its second half': container.slice(0, length >> 1),
    'empty gzip': container.slice(0, 1),
    'gzip with a wrong checksum': container.map((byte, i) => (i === length - 6 ? byte ^ 1 : byte)),
    'gzip with a wrong length': container.map((byte, i) => (i === length - 2 ? byte ^ 1 : byte)),
    'gzip with trailing data': Uint8Array.of(...container, 0x01),
    'gzip twice': Uint8Array.of(...container, ...container.slice(1)),
  }
}

function metaOf(row: { readonly meta: string | null }): Record<string, unknown> | undefined {
  return row.meta === null ? undefined : dagJson.parse(row.meta)
}

function unequal(actual: { toString(): string }, expected: string): string | undefined {
  const string = actual.toString()
  return string === expected ? undefined : `expected ${expected}, received ${string}`
}
