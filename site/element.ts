import { counted } from '../src/inspector/words.js'

/** Creates an element. Attributes that are `undefined` are omitted. Strings become text nodes, never HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: ReadonlyArray<Node | string>
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) created.setAttribute(name, String(value))
  }
  created.append(...children)
  return created
}

/** Splits text at backticks. Every second part becomes a `code` element, and the other parts remain strings. */
export function prose(text: string): Array<Node | string> {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : element('code', {}, part)))
}

/**
 * Creates a note of how many items are not shown. Returns an empty list if all are shown.
 *
 * @param items the words for one omitted item and for several
 */
export function omissionNote(
  count: number,
  shown: number,
  items: readonly [one: string, several: string] = ['more', 'more'],
): HTMLElement[] {
  if (count <= shown) return []
  return [element('p', { class: 'hint' }, `… ${counted(count - shown, ...items)} not shown`)]
}

/** Returns the element with an id. Throws if it is missing or of another class. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} with the id ${id}`)
  return found
}
