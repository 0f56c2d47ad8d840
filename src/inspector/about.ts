import { formatPath } from '../codec/error.js'
import type { Type } from '../codec/type.js'
import { unknownFields } from './fit.js'
import type { Inspection } from './inspect.js'
import { commandMeanings, typeMeanings } from './meanings.js'
import { commands } from './vocabulary.js'
import { visible } from './words.js'

/** What a type is for, in plain words: itself, then each command that takes or returns it. */
export function aboutType(type: Type<unknown>): string[] {
  const uses = [...commands.values()].filter(
    (command) => command.arguments === type || command.ok === type,
  )
  return [typeMeanings[type.name]!.meaning, ...uses.map(({ command }) => commandMeanings[command]!)]
}

/** The types that would have done as well, where none was named. */
export function otherFits({ candidates }: Inspection): string | undefined {
  if (candidates.length < 2) return undefined
  const others = candidates.slice(1).map(({ name }) => name)
  return `It would fit ${others.join(', ')} as well.`
}

/** The fields of the input that its type doesn't have. */
export function steppedOver({ given }: Inspection): string | undefined {
  const unknown = unknownFields(given.parts).map(({ path }) => visible(formatPath(path)))
  if (unknown.length === 0) return undefined
  return `Stepped over, since the type has no such field: ${unknown.join(', ')}`
}
