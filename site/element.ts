/** An element with attributes and children. Text is text: nothing of it is read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: ReadonlyArray<Node | string>
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, String(value))
  }
  made.append(...children)
  return made
}

/** Text in which what stands between backticks is code. */
export function prose(text: string): Array<Node | string> {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? piece : element('code', {}, piece)))
}

/** The element of the page with this id, which is of this class. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} called ${id}`)
  return found
}
