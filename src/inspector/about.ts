import { escapeInvisible, formatPath } from '../codec/error.js'
import type { CborType } from '../codec/type.js'
import { unknownFields } from './fit.js'
import type { Inspection } from './inspect.js'
import { commandMeanings, typeMeanings } from './meanings.js'
import { commands } from './vocabulary.js'

/** Returns the meaning of a type, then the meaning of each command whose arguments or result have this type. */
export function aboutType(type: CborType<unknown>): string[] {
  const uses = [...commands.values()].filter(
    (command) => command.arguments === type || command.ok === type,
  )
  return [typeMeanings[type.name]!.meaning, ...uses.map(({ name }) => commandMeanings[name]!)]
}

/** Lists the other types that match the input equally well. `undefined` if there are none. */
export function otherMatches({ candidates }: Inspection): string | undefined {
  if (candidates.length < 2) return undefined
  const others = candidates.slice(1).map(({ name }) => name)
  return `It also matches ${others.join(', ')}.`
}

/** Lists the unknown fields of the input. `undefined` if there are none. */
export function skippedFields({ given }: Inspection): string | undefined {
  const unknown = unknownFields(given.parts).map(({ path }) => escapeInvisible(formatPath(path)))
  if (unknown.length === 0) return undefined
  return `Unknown fields, skipped when decoding: ${unknown.join(', ')}`
}
