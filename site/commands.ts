import { kindOf } from '../src/codec/kind.js'
import { MapKind } from '../src/codec/kinds/map.js'
import { StructKind } from '../src/codec/kinds/struct.js'
import type { CborType } from '../src/codec/type.js'
import { commandMeanings, typeMeanings } from '../src/inspector/meanings.js'
import { commands } from '../src/inspector/vocabulary.js'
import { element, prose } from './element.js'
import examples from 'virtual:examples'

/**
 * Creates a card for each command, with its description, arguments and result.
 *
 * @param show receives the name of a type, and inspects the example of this type
 */
export function commandCards(show: (type: string) => void): HTMLElement[] {
  return [...commands.values()].map(({ name: command, arguments: args, ok }) => {
    const [, meaning] = /^`[^`]+`: (.*)$/s.exec(commandMeanings[command]!)!
    return element(
      'article',
      { class: 'card' },
      element('h3', {}, element('code', {}, command)),
      element('p', {}, ...prose(meaning![0]!.toUpperCase() + meaning!.slice(1))),
      ...typeDetails('Arguments', args),
      ...typeDetails('Result', ok),
    )
  })

  function typeDetails(title: string, type: CborType<unknown>): HTMLElement[] {
    return [
      element(
        'details',
        {},
        element('summary', {}, `${title} `, element('code', {}, type.name)),
        fieldList(type),
        ...exampleButton(type),
      ),
    ]
  }

  function exampleButton({ name }: CborType<unknown>): HTMLElement[] {
    if (!Object.hasOwn(examples, name)) return []
    const button = element('button', { type: 'button' }, 'Inspect an example')
    button.addEventListener('click', () => show(name))
    return [button]
  }
}

function fieldList(type: CborType<unknown>): HTMLElement {
  const kind = kindOf(type)
  const { meaning, fields } = typeMeanings[type.name]!
  if (!(kind instanceof StructKind) || kind.fields.length === 0) {
    const paragraph = element('p', {}, ...prose(meaning))
    if (kind instanceof MapKind) paragraph.append(` (${kind.key.name} → ${kind.value.name})`)
    return paragraph
  }
  return element(
    'dl',
    { class: 'field-list' },
    ...kind.fields.flatMap(({ name, kind: { name: typeName }, optional }) => [
      element('dt', {}, element('code', {}, name), ` ${typeName}${optional ? ', optional' : ''}`),
      element('dd', {}, ...prose(fields[name]!)),
    ]),
  )
}
