// @ts-check
/**
 * Converts the rows of `fixtures/` to questions for the program of `reference/`,
 * with the recorded answers.
 *
 * @import { Answers, DecodeAnswer, Operation, Requests, TokenKind } from '../test/reference/protocol.js'
 */
import { existsSync, readFileSync } from 'node:fs'
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'

/** The files of `fixtures/` whose rows are converted, without the extension `.jsonl`. */
export const FILES = /** @type {const} */ ([
  'valid',
  'random',
  'bad',
  'mutants',
  'all-valid',
  'all-mutants',
  'tasks',
  'tokens',
  'containers',
])

/** Types that the pinned version of the reference lacks: a later version has them. */
export const UNPINNED = [
  'metrics.SampleArguments',
  'metrics.SampleItem',
  'metrics.SampleOK',
  'metrics.SampleSet',
  'principal.InvalidateArguments',
  'routing.Candidate',
  'routing.CandidateSet',
  'routing.PutArguments',
  'routing.UseArguments',
  's3/bucket.PolicyArguments',
  's3/bucket.PolicyOK',
]

/**
 * Types whose DAG-JSON isn't compared. The reference's error type declares no
 * DAG-JSON names, so its fields are encoded as `ErrorName` and `Message`. Only its
 * CBOR is sent between services.
 *
 * @type {readonly string[]}
 */
export const CBOR_ONLY = ['Failure']

const FORMS = /** @type {const} */ ([
  'cbor',
  'raw',
  'base64',
  'base64url',
  'raw+gzip',
  'base64+gzip',
  'base64url+gzip',
])

/** A link of 60 or more characters in DAG-JSON. The reference encodes such a link, but rejects it when decoding. */
const LONG_LINK = /"\/":"[A-Za-z0-9]{60,}"/

/**
 * A question, with the recorded answer. `index` is the index of the row in `file`.
 * `answer` has the recorded values that are compared with a new answer. `notes` has
 * values that are not compared. `update` writes the values of a new answer to the row.
 * For some questions, `update` does nothing. `isPinned` is false if the pinned version of the
 * reference lacks the row's type.
 *
 * @template {Operation} [Op=Operation]
 * @typedef {{
 *   file: string,
 *   index: number,
 *   name: string,
 *   op: Op,
 *   request: Requests[Op],
 *   answer: object,
 *   notes?: object,
 *   update: (answer: any) => void,
 *   isPinned: boolean,
 * }} Question
 */

/** @typedef {Record<string, any>} Row */

/**
 * Returns the rows of a file of `fixtures/`.
 *
 * @param {string} file
 * @returns {Row[]}
 */
export function rowsOf(file) {
  const text = readFileSync(new URL(`../fixtures/${file}.jsonl`, import.meta.url), 'utf8')
  const lines = text.split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line))
}

/**
 * Returns the types and commands of the pinned version, from `reference/types.json`.
 *
 * @returns {Answers['types'] | undefined} undefined if they are not recorded
 */
export function recordedTypes() {
  const file = new URL('../reference/types.json', import.meta.url)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/**
 * @param {string} file
 * @param {readonly Row[]} rows
 * @returns {Question[]}
 */
export function questionsOf(file, rows) {
  /** @type {Question[]} */
  const questions = []
  for (const [index, row] of rows.entries()) {
    const isPinned = !UNPINNED.includes(row['type'])
    for (const question of QUESTIONS[file]?.(row) ?? []) {
      const name = `${file} ${index + 1}: ${row['type'] ?? ''} ${row['name'] ?? row['command'] ?? ''} ${question.op}`
      questions.push({ file, index, name, isPinned, ...question })
    }
  }
  return questions
}

/** @type {Partial<Record<string, (row: Row) => Iterable<Pick<Question, 'op' | 'request' | 'answer' | 'notes' | 'update'>>>>} */
const QUESTIONS = {
  valid: ofValid,
  random: ofValid,
  bad: ofInput,
  mutants: ofInput,
  'all-valid': ofValid,
  'all-mutants': ofInput,
  tasks: ofTask,
  tokens: ofToken,
  containers: ofContainer,
}

/** @param {Row} row */
function* ofValid(row) {
  const { type, cbor, dagJson: json, cid } = row
  yield {
    op: /** @type {const} */ ('decode'),
    request: { type, format: /** @type {const} */ ('cbor'), input: cbor },
    answer: {
      accepted: true,
      rest: 0,
      cbor,
      ...(json !== undefined && { json: hexOf(json) }),
      cid,
    },
    /** @param {DecodeAnswer} answer */
    update(answer) {
      row['cbor'] = answer.cbor
      if (answer.json !== undefined && !CBOR_ONLY.includes(type))
        row['dagJson'] = textOf(answer.json)
      row['cid'] = answer.cid
    },
  }
  // The reference has no DAG-JSON for some types. The DAG-JSON of `CBOR_ONLY` is not recorded.
  if (json === undefined) return
  yield {
    op: /** @type {const} */ ('decode'),
    request: { type, format: /** @type {const} */ ('json'), input: hexOf(json) },
    answer: LONG_LINK.test(json)
      ? { accepted: false }
      : { accepted: true, cbor, json: hexOf(json), cid },
    ...(LONG_LINK.test(json) && { notes: { error: { message: 'limit exceeded' } } }),
    update() {},
  }
}

/**
 * Yields the question that asks to decode an input. Error messages are recorded, but
 * not compared: they depend on the version of the reference's code generator.
 *
 * @param {Row} row
 */
function* ofInput(row) {
  const { type, format, name, input, accepted, rest, cbor } = row
  const answer = {
    accepted,
    ...(format === 'cbor' && accepted && { rest }),
    // If the row has no `cbor`, the reference decodes the input, but can't encode the value.
    ...(accepted && { cbor }),
  }
  yield {
    op: /** @type {const} */ ('decode'),
    request: { type, format, input },
    answer,
    ...(row['error'] !== undefined && { notes: { error: { message: row['error'] } } }),
    /** @param {DecodeAnswer & Record<string, unknown>} current */
    update(current) {
      if (Object.entries(answer).every(([key, value]) => current[key] === value)) return
      for (const key of Object.keys(row)) delete row[key]
      Object.assign(row, { type, format, name, input, accepted: current.accepted })
      if (current.accepted) row['rest'] = current.rest
      if (current.cbor !== undefined) row['cbor'] = current.cbor
      if (current.error !== undefined) row['error'] = current.error.message
    },
  }
}

/** @param {Row} row */
function* ofTask(row) {
  const { subject, command, args, nonce, cbor, cid } = row
  yield {
    op: /** @type {const} */ ('task'),
    request: { subject, command, args, nonce },
    answer: { cbor, cid },
    /** @param {Answers['task']} answer */
    update(answer) {
      row['cbor'] = answer.cbor
      row['cid'] = answer.cid
    },
  }
}

/** @param {Row} row */
function* ofToken(row) {
  const { proof, receipt, seed, signatureType } = row
  if (proof !== null) {
    const { bytes, cid, key } = proof
    yield questionOfMaking(proof, {
      kind: 'delegation',
      seed: proof.seed,
      signatureType: proof.signatureType,
      issuer: proof.issuer,
      audience: proof.audience,
      subject: proof.subject,
      command: proof.command,
      policy: hexOf(dagCbor.encode(proof.policy)),
      nonce: proof.nonce,
      expiration: proof.expiration,
      notBefore: proof.notBefore,
      meta: metaOf(proof),
    })
    yield* questionsOfDecoding('delegation', bytes, key, {
      cid,
      nonce: proof.nonce,
      issuer: proof.issuer,
    })
  }
  yield questionOfMaking(
    row,
    {
      kind: 'invocation',
      seed,
      signatureType,
      issuer: row['issuer'],
      audience: row['audience'],
      subject: row['subject'],
      command: row['command'],
      args: row['args'],
      proofs: proof === null ? [] : [proof.cid],
      nonce: row['nonce'],
      expiration: row['expiration'],
      issuedAt: row['issuedAt'],
      cause: row['cause'],
      meta: metaOf(row),
    },
    ['signedBytes', 'signature', 'task'],
  )
  yield* questionsOfDecoding('invocation', row['bytes'], row['key'], {
    cid: row['cid'],
    task: row['task'],
    nonce: row['nonce'],
    args: row['args'],
    signature: row['signature'],
    signedBytes: row['signedBytes'],
  })
  yield questionOfMaking(receipt, {
    kind: 'receipt',
    seed: receipt.seed,
    signatureType: receipt.signatureType,
    issuer: receipt.executor,
    ran: row['task'],
    nonce: receipt.nonce,
    ...(receipt.ok === undefined
      ? { err: hexOf(dagCbor.encode(receipt.error)) }
      : { ok: receipt.ok }),
  })
  yield* questionsOfDecoding('receipt', receipt.bytes, receipt.key, {
    cid: receipt.cid,
    nonce: receipt.nonce,
    ran: row['task'],
    ...(receipt.ok !== undefined && { ok: receipt.ok }),
  })
}

/**
 * Returns the question that asks to create a token again.
 *
 * @param {Row} row
 * @param {Requests['make']} request
 * @param {readonly string[]} more recorded fields of the row, in addition to `bytes` and `cid`
 */
function questionOfMaking(row, request, more = []) {
  const keys = ['bytes', 'cid', ...more]
  const present = Object.entries(request).filter(([, value]) => value !== null)
  return {
    op: /** @type {const} */ ('make'),
    request: /** @type {Requests['make']} */ (Object.fromEntries(present)),
    answer: Object.fromEntries(keys.map((key) => [key, row[key]])),
    /** @param {Record<string, any>} answer */
    update(answer) {
      for (const key of keys) row[key] = answer[key]
    },
  }
}

/**
 * Yields the questions that ask to decode a token, and to verify it.
 *
 * @param {TokenKind} kind
 * @param {string} bytes
 * @param {string} key
 * @param {object} answer
 */
function* questionsOfDecoding(kind, bytes, key, answer) {
  const update = () => {}
  yield { op: /** @type {const} */ ('token/decode'), request: { kind, bytes }, answer, update }
  yield {
    op: /** @type {const} */ ('verify'),
    request: { kind, bytes, key },
    answer: { valid: true },
    update,
  }
}

/** @param {Row} row */
function* ofContainer(row) {
  const { tokens } = row
  for (const form of FORMS) {
    yield {
      op: /** @type {const} */ ('container/encode'),
      request: { form, tokens },
      answer: { bytes: row[form] },
      /** @param {Answers['container/encode']} answer */
      update(answer) {
        row[form] = answer.bytes
      },
    }
    yield {
      op: /** @type {const} */ ('container/decode'),
      request: { form, bytes: row[form] },
      answer: byKind(tokens),
      update() {},
    }
  }
}

const DELEGATION = hexOf('ucan/dlg@')
const RECEIPT = hexOf('/ucan/assert/receipt')

/**
 * Groups tokens by kind. Sorts each kind bytewise, as in a container.
 *
 * @param {readonly string[]} tokens
 */
function byKind(tokens) {
  const sorted = [...tokens].sort()
  const delegations = sorted.filter((token) => token.includes(DELEGATION))
  const receipts = sorted.filter((token) => token.includes(RECEIPT))
  const others = [...delegations, ...receipts]
  return { invocations: sorted.filter((token) => !others.includes(token)), delegations, receipts }
}

/**
 * Converts a row's `meta` from DAG-JSON to CBOR in hex. Returns `undefined` if `meta` is null.
 *
 * @param {Row} row
 */
function metaOf({ meta }) {
  return meta === null ? undefined : hexOf(dagCbor.encode(dagJson.parse(meta)))
}

/** @param {string | Uint8Array} data a string is encoded as UTF-8 */
function hexOf(data) {
  return Buffer.from(data).toString('hex')
}

/** @param {string} hex */
function textOf(hex) {
  return Buffer.from(hex, 'hex').toString()
}
