import { kindOf } from '../src/codec/kind.js'
import { FreeMap } from '../src/codec/map.js'
import { Struct } from '../src/codec/struct.js'
import type { Type } from '../src/codec/type.js'
import { commandMeanings, typeMeanings } from '../src/inspector/meanings.js'
import { commands } from '../src/inspector/vocabulary.js'
import { element, prose } from './element.js'

/** What each command is for, and what it takes and returns; `show` inspects an example of a type. */
export function commandCards(show: (type: string) => void): HTMLElement[] {
  return [...commands.values()].map(({ command, arguments: taken, ok }) => {
    const [, words] = /^`[^`]+`: (.*)$/s.exec(commandMeanings[command]!)!
    return element(
      'article',
      { class: 'card' },
      element('h3', {}, element('code', {}, command)),
      element('p', {}, ...prose(words![0]!.toUpperCase() + words!.slice(1))),
      ...typeDetails('Arguments', taken),
      ...typeDetails('Result', ok),
    )
  })

  function typeDetails(title: string, type: Type<unknown>): HTMLElement[] {
    const button = element('button', { type: 'button' }, 'Inspect an example')
    button.addEventListener('click', () => show(type.name))
    return [
      element(
        'details',
        {},
        element('summary', {}, `${title} `, element('code', {}, type.name)),
        fieldList(type),
        button,
      ),
    ]
  }
}

function fieldList(type: Type<unknown>): HTMLElement {
  const kind = kindOf(type)
  const { meaning, fields } = typeMeanings[type.name]!
  if (!(kind instanceof Struct) || kind.fields.length === 0) {
    const words = element('p', {}, ...prose(meaning))
    if (kind instanceof FreeMap) words.append(` (${kind.key.name} → ${kind.value.name})`)
    return words
  }
  return element(
    'dl',
    { class: 'field-list' },
    ...kind.fields.flatMap(({ name, kind: { name: typeName }, optional }) => [
      element(
        'dt',
        {},
        element('code', {}, name),
        ` ${typeName}${optional ? ', may be absent' : ''}`,
      ),
      element('dd', {}, ...prose(fields[name]!)),
    ]),
  )
}
