import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { afterAll, describe, it } from 'vitest'
import { CBOR_ONLY, UNPINNED } from '../../scripts/recorded.js'
import { difference } from '../bytes.js'
import { equalWithEquivalentURLs } from '../urls.js'
import { count } from './counts.js'
import { damaged } from './damage.js'
import { exceptionOf, isStricter } from './exceptions.js'
import { fromHex, toHex } from './hex.js'
import { arbitrary, decode, encode, types, type Type } from './library.js'
import type { DecodeAnswer, Format } from './protocol.js'
import { holds, needsGo, startSession } from './session.js'

function formatsOf(type: string): readonly Format[] {
  const hasJson = 'json' in types.get(type)! && !CBOR_ONLY.includes(type)
  return hasJson ? ['cbor', 'json'] : ['cbor']
}

const reference = startSession()
const pinned = [...types].filter(([name]) => !UNPINNED.includes(name))

/** The number of damaged inputs with each outcome. */
const outcomes = new Map<string, number>()
afterAll(() => {
  for (const [outcome, cases] of [...outcomes].sort()) count(`  ${outcome}`, cases)
})

function tally(outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
}

async function ask(type: string, format: Format, input: Uint8Array): Promise<DecodeAnswer> {
  return await reference.ask('decode', { type, format, input: toHex(input) })
}

function fail(
  type: string,
  format: Format,
  input: Uint8Array,
  ours: string,
  theirs: DecodeAnswer,
): never {
  throw new Error(
    `${type} in ${format}: ${toHex(input)}\n  the library: ${ours}\n  the reference: ${JSON.stringify(theirs)}`,
  )
}

describe.each(pinned)('%s', (name, type) => {
  it('encodes values to the same bytes and CID as the reference', async (context) => {
    needsGo(reference, context)
    await holds('random values, in each format and both directions', arbitrary(type), (value) =>
      checkValue(name, type, value),
    )
  })

  it.for(formatsOf(name))(
    'decodes or rejects damaged %s like the reference, except as documented',
    async (format, context) => {
      needsGo(reference, context)
      await holds(`damaged inputs in ${format}`, damaged(type, format), (input) =>
        checkDamaged(name, type, format, input),
      )
    },
  )
})

/**
 * Checks that the reference decodes a value that the library encoded, and encodes the value
 * to the same CID and bytes. Checks that the library decodes these bytes to the same value.
 * Skips a format in which the reference rejects the value because of a documented difference.
 */
async function checkValue(name: string, type: Type<unknown>, value: unknown): Promise<void> {
  const encoded: Partial<Record<Format, Uint8Array>> = {}
  for (const format of formatsOf(name)) encoded[format] = encode(type, format, value)
  const cid = CID.createV1(type.cbor.code, await sha256.digest(encoded.cbor!)).toString()
  for (const format of formatsOf(name)) {
    const input = encoded[format]!
    const answer = await ask(name, format, input)
    if (!answer.accepted) {
      if (exceptionOf({ format, input, answer }) !== undefined) continue
      fail(name, format, input, 'encodes a value to these bytes', answer)
    }
    if (format === 'cbor' && answer.rest !== 0)
      fail(name, format, input, 'decodes all bytes', answer)
    if (answer.cid !== cid) fail(name, format, input, `CID ${cid}`, answer)
    for (const other of formatsOf(name)) {
      if (answer[other] === toHex(encoded[other]!)) continue
      const problem = difference(encoded[other]!, fromHex(answer[other] ?? ''))
      fail(name, format, input, `${other}: ${problem}`, answer)
    }
    const decoded = decode(type, format, fromHex(answer[format] ?? ''))
    if ('error' in decoded) fail(name, format, input, decoded.error.message, answer)
    const problem = difference(encode(type, format, decoded.value), input)
    if (problem !== undefined) fail(name, format, input, problem, answer)
  }
}

/**
 * Checks that the library and the reference both reject an input, or both decode it to
 * the same value, unless the difference is documented.
 */
async function checkDamaged(
  name: string,
  type: Type<unknown>,
  format: Format,
  input: Uint8Array,
): Promise<void> {
  const [answer, ours] = [await ask(name, format, input), decode(type, format, input)]
  if (answer.error?.name === 'panic') tally('the reference panics')
  if ('error' in ours) {
    const { code, message, offset } = ours.error
    if (!answer.accepted) return tally('rejected by both')
    const whiteSpace = code === 'trailing-data' && isWhiteSpace(format, input, offset)
    if (!isStricter(format, input, ours.error) || whiteSpace)
      fail(name, format, input, message, answer)
    return tally(`rejected by the library alone, ${format}: ${code}`)
  }
  const encoded = encode(type, 'cbor', ours.value)
  if (!answer.accepted) {
    const exception = exceptionOf({ format, input, answer })
    if (exception === undefined)
      fail(name, format, input, `accepts it, and encodes the value to ${toHex(encoded)}`, answer)
    const again = await ask(name, 'cbor', encoded)
    const theirs = decode(type, 'cbor', fromHex(again.cbor ?? ''))
    if ('error' in theirs || !equalWithEquivalentURLs(ours.value, theirs.value))
      fail(name, 'cbor', encoded, 'encodes a value to these bytes', again)
    return tally(`accepted by the library alone: ${exception}`)
  }
  const problem = difference(encoded, fromHex(answer.cbor ?? ''))
  if (problem === undefined) return tally('accepted by both, with the same bytes')
  const theirs = decode(type, 'cbor', fromHex(answer.cbor ?? ''))
  if ('error' in theirs || !equalWithEquivalentURLs(ours.value, theirs.value)) {
    fail(name, format, input, problem, answer)
  }
  tally('accepted by both, with a URL that the reference normalizes')
}

/** Returns whether only white space follows the value, which JSON allows. */
function isWhiteSpace(format: Format, input: Uint8Array, offset: number | undefined): boolean {
  return format === 'json' && /^[ \t\r\n]*$/.test(Buffer.from(input).toString('latin1', offset))
}
