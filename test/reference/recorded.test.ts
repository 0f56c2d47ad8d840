import { describe, expect, it } from 'vitest'
import { FILES, questionsOf, rowsOf } from '../../scripts/recorded.js'
import { difference } from '../bytes.js'
import { count } from './counts.js'
import { equalWithEquivalentURLs } from '../urls.js'
import { isStricter, exceptionOf } from './exceptions.js'
import { fromHex } from './hex.js'
import { decode, encode, types } from './library.js'
import type { DecodeAnswer, Requests } from './protocol.js'
import { startSession } from './session.js'

const reference = startSession()

describe.each(FILES)('fixtures/%s.jsonl', (file) => {
  const questions = questionsOf(file, rowsOf(file)).filter(
    ({ isPinned }) => isPinned || !reference.isReal,
  )

  it('has the answers of the reference', async () => {
    const answers = await Promise.all(
      questions.map(({ op, request }) => reference.ask(op, request)),
    )
    for (const [i, { name, answer }] of questions.entries()) {
      const compared = Object.entries(answers[i]!).filter(([key]) => key in answer)
      expect({ name, answer: Object.fromEntries(compared) }).toEqual({ name, answer })
    }
    count(
      `recorded answers of ${reference.isReal ? 'the Go program' : 'the stand-in'}`,
      answers.length,
    )
  })

  const decodings = questions.filter(({ op }) => op === 'decode')
  // The files of tasks, tokens and containers have no questions about decoding.
  if (decodings.length === 0) return

  it('has no input that the library decodes differently, except as documented', async () => {
    for (const { name, request, answer, notes } of decodings) {
      const recorded = { ...answer, ...notes } as DecodeAnswer
      const problem = problemWith(request as Requests['decode'], recorded)
      expect({ name, problem }).toEqual({ name, problem: undefined })
    }
  })
})

/** Describes how the library differs from an answer of the reference. Returns `undefined` if they agree, or if the difference is documented. */
function problemWith(
  { type, format, input }: Requests['decode'],
  answer: DecodeAnswer,
): string | undefined {
  const ours = decode(types.get(type)!, format, fromHex(input))
  if ('error' in ours) {
    const allowed = !answer.accepted || isStricter(format, fromHex(input), ours.error)
    return allowed ? undefined : ours.error.message
  }
  if (answer.accepted) {
    const theirs = fromHex(answer.cbor ?? '')
    const problem = difference(encode(types.get(type)!, 'cbor', ours.value), theirs)
    if (problem === undefined) return undefined
    const value = decode(types.get(type)!, 'cbor', theirs)
    const isSame = 'value' in value && equalWithEquivalentURLs(ours.value, value.value)
    return isSame ? undefined : problem
  }
  const isExcused = exceptionOf({ format, input: fromHex(input), answer }) !== undefined
  return isExcused ? undefined : `accepts what the reference rejects: ${answer.error?.message}`
}
