import { CID } from 'multiformats/cid'
import type { Field } from '../src/codec/field.js'
import type { Kind } from '../src/codec/kind.js'
import { BigIntKind } from '../src/codec/kinds/bigint.js'
import { BytesKind } from '../src/codec/kinds/bytes.js'
import { DIDKind } from '../src/codec/kinds/did.js'
import { CommandNameKind } from '../src/codec/kinds/command-name.js'
import { EnumKind } from '../src/codec/kinds/enum.js'
import { IntegerKind } from '../src/codec/kinds/integer.js'
import { LinkKind } from '../src/codec/kinds/link.js'
import { ListKind } from '../src/codec/kinds/list.js'
import { MapKind } from '../src/codec/kinds/map.js'
import { StringKind } from '../src/codec/kinds/string.js'
import { StructKind } from '../src/codec/kinds/struct.js'
import { TupleKind } from '../src/codec/kinds/tuple.js'
import { URLKind } from '../src/codec/kinds/url.js'
import { typeMeanings } from '../src/inspector/meanings.js'
import { toHex } from '../src/inspector/words.js'
import { element, prose } from './element.js'

type Path = ReadonlyArray<string | number>

/** A message about an invalid value, and the path of the value. */
export interface Problem {
  readonly path: Path
  readonly message: string
}

/** The part of a form for one value. */
export interface Control {
  readonly element: HTMLElement
  /**
   * Returns the value, with `undefined` in place of each input that can't be parsed.
   * Adds a problem for each such input, and for each duplicate key of a map.
   */
  read(problems: Problem[], path: Path): unknown
  /** Returns the control of an entry, item or field. `undefined` if there is none. */
  at(step: string | number): Control | undefined
  /**
   * Shows what is wrong with the value. `undefined` clears the message. An input without
   * an initial value shows no message before its first `change` or `blur` event.
   */
  show(message: string | undefined): void
}

interface Label {
  readonly name: string
  readonly meaning: string | undefined
}

let nextId = 0

/** Creates the control of a kind, with an initial value if there is one. */
export function controlOf(kind: Kind<unknown>, label: Label, initial?: unknown): Control {
  if (kind instanceof StructKind || kind instanceof TupleKind) {
    return new FieldsControl(kind, label, initial as Record<string, unknown> | undefined)
  }
  if (kind instanceof ListKind) return listControl(kind, label, initial as unknown[] | undefined)
  if (kind instanceof MapKind) return mapControl(kind, label, initial as object | undefined)
  return new ScalarControl(kind, label, initial)
}

/** A control of one string, integer, link, byte string or member of an enum. */
class ScalarControl implements Control {
  readonly element: HTMLElement
  readonly #kind: Kind<unknown>
  readonly #input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
  readonly #initial: unknown
  readonly #encoding: HTMLSelectElement | undefined
  readonly #problem: HTMLElement
  /**
   * Whether the user changed the input or its encoding. Until then, `read` returns the
   * initial value if there is one. The value of the input may differ: browsers normalize
   * its line breaks.
   */
  #isEdited = false
  /** Whether a problem may be shown: there was an initial value, or the input had a `change` or `blur` event. */
  #isTouched: boolean

  constructor(kind: Kind<unknown>, label: Label, initial: unknown) {
    this.#kind = kind
    this.#initial = initial
    this.#isTouched = initial !== undefined
    const id = `input-${nextId++}`
    const meaning = element(
      'p',
      { class: 'hint', id: `${id}-meaning` },
      ...prose(label.meaning ?? ''),
    )
    this.#problem = element('p', { class: 'problem', id: `${id}-problem` })
    this.#input = inputOf(kind, initial)
    this.#input.id = id
    this.#input.setAttribute('aria-describedby', `${meaning.id} ${this.#problem.id}`)
    this.#encoding =
      kind instanceof BytesKind
        ? element(
            'select',
            { 'aria-label': `Encoding of ${label.name}` },
            ...['hex', 'base64', 'text'].map((name) => element('option', {}, name)),
          )
        : undefined
    for (const event of ['change', 'blur']) {
      this.#input.addEventListener(event, () => {
        this.#isTouched = true
      })
    }
    for (const input of [this.#input, ...(this.#encoding ? [this.#encoding] : [])]) {
      input.addEventListener('input', () => {
        this.#isEdited = true
      })
    }
    this.element = element(
      'div',
      { class: 'control' },
      element(
        'label',
        { for: id },
        element('code', {}, label.name),
        ' ',
        element('span', { class: 'kind' }, kind.name),
      ),
      ...(label.meaning === undefined ? [] : [meaning]),
      element('div', { class: 'inputs' }, this.#input, ...(this.#encoding ? [this.#encoding] : [])),
      this.#problem,
    )
  }

  read(problems: Problem[], path: Path): unknown {
    if (this.#initial !== undefined && !this.#isEdited) return this.#initial
    const text = this.#input.value
    const kind = this.#kind
    try {
      if (kind instanceof IntegerKind) return integerOf(text)
      if (kind instanceof BigIntKind) return BigInt(integerOf(text))
      if (kind instanceof LinkKind) return linkOf(text)
      if (kind instanceof BytesKind) return bytesOf(text, this.#encoding!.value)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      problems.push({ path, message: error.message })
      return undefined
    }
    return text
  }

  at(): undefined {
    return undefined
  }

  show(message: string | undefined): void {
    const shown = this.#isTouched ? message : undefined
    this.#problem.textContent = shown ?? ''
    this.#input.setAttribute('aria-invalid', String(shown !== undefined))
  }
}

function inputOf(
  kind: Kind<unknown>,
  initial: unknown,
): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  if (kind instanceof EnumKind) {
    const members: readonly string[] = kind.members
    const select = element('select', {}, ...members.map((member) => element('option', {}, member)))
    if (typeof initial === 'string') select.value = initial
    return select
  }
  // A string may have several lines.
  const isString = kind instanceof StringKind
  const input = element(isString ? 'textarea' : 'input', {
    ...(isString ? { rows: 1 } : { type: 'text' }),
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    inputmode: kind instanceof IntegerKind || kind instanceof BigIntKind ? 'numeric' : undefined,
    placeholder: placeholderOf(kind),
  })
  if (initial instanceof Uint8Array) input.value = toHex(initial)
  else if (initial !== undefined) input.value = String(initial)
  return input
}

function placeholderOf(kind: Kind<unknown>): string | undefined {
  if (kind instanceof DIDKind) return 'did:web:up.example'
  if (kind instanceof URLKind) return 'https://up.example/'
  if (kind instanceof LinkKind) return 'bafy…'
  if (kind instanceof CommandNameKind) return '/blob/add'
  return undefined
}

function integerOf(text: string): number | bigint {
  if (!/^-?\d+$/.test(text.trim())) throw new SyntaxError('expected an integer, such as 1024')
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

function linkOf(text: string): CID {
  try {
    return CID.parse(text.trim())
  } catch {
    throw new SyntaxError('expected a CID, such as bafkreid…')
  }
}

function bytesOf(text: string, encoding: string): Uint8Array {
  if (encoding === 'text') return new TextEncoder().encode(text)
  const compact = text.replaceAll(/\s+/g, '')
  if (encoding === 'hex') {
    if (!/^([0-9a-f]{2})*$/i.test(compact))
      throw new SyntaxError('expected an even number of hex digits')
    return Uint8Array.from(compact.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
  }
  try {
    const binary = atob(compact.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    throw new SyntaxError('expected base64')
  }
}

/** A control that groups other controls in a fieldset. */
abstract class GroupControl implements Control {
  readonly element: HTMLFieldSetElement
  readonly #problem = element('p', { class: 'problem' })

  constructor(label: Label, kind: string) {
    this.element = element(
      'fieldset',
      {},
      element(
        'legend',
        {},
        element('code', {}, label.name),
        ' ',
        element('span', { class: 'kind' }, kind),
      ),
      ...(label.meaning === undefined
        ? []
        : [element('p', { class: 'hint' }, ...prose(label.meaning))]),
      this.#problem,
    )
  }

  abstract read(problems: Problem[], path: Path): unknown
  abstract at(step: string | number): Control | undefined

  show(message: string | undefined): void {
    this.#problem.textContent = message ?? ''
  }
}

/** The control of a struct or tuple: a group with a control for each field. */
class FieldsControl extends GroupControl {
  readonly #fields = new Map<string, Control>()
  readonly #optional = new Map<string, HTMLInputElement>()

  constructor(
    kind: StructKind<object> | TupleKind<object>,
    label: Label,
    initial: Record<string, unknown> | undefined,
  ) {
    super(label, kind.name)
    const meanings = typeMeanings[kind.name]?.fields ?? {}
    for (const field of kind.fields) this.#add(field, meanings[field.name], initial)
  }

  #add(
    { name, kind, optional }: Field<Kind<unknown>>,
    meaning: string | undefined,
    initial: Record<string, unknown> | undefined,
  ): void {
    const control = controlOf(kind, { name, meaning }, initial?.[name])
    this.#fields.set(name, control)
    if (!optional) {
      this.element.append(control.element)
      return
    }
    const included = element('input', { type: 'checkbox' })
    included.checked = initial?.[name] !== undefined
    control.element.hidden = !included.checked
    included.addEventListener('change', () => {
      control.element.hidden = !included.checked
    })
    this.#optional.set(name, included)
    this.element.append(
      element(
        'label',
        { class: 'optional' },
        included,
        ' include ',
        element('code', {}, name),
        element('span', { class: 'kind' }, ' optional'),
      ),
      control.element,
    )
  }

  read(problems: Problem[], path: Path): unknown {
    const value: Record<string, unknown> = {}
    for (const [name, control] of this.#fields) {
      if (this.#optional.get(name)?.checked === false) continue
      value[name] = control.read(problems, [...path, name])
    }
    return value
  }

  at(step: string | number): Control | undefined {
    return this.#fields.get(String(step))
  }
}

/**
 * The input of a map key. Until the user edits the input, `value` is the initial key. The
 * value of the input may differ: browsers normalize its line breaks.
 */
class Key {
  readonly input: HTMLTextAreaElement
  readonly #initial: string
  #isEdited = false

  constructor(initial: string) {
    this.#initial = initial
    this.input = element(
      'textarea',
      { rows: 1, spellcheck: 'false', autocapitalize: 'off' },
      initial,
    )
    this.input.addEventListener('input', () => {
      this.#isEdited = true
    })
  }

  get value(): string {
    return this.#isEdited ? this.input.value : this.#initial
  }
}

interface Row {
  /** The key of an entry of a map. `undefined` for an item of a list. */
  readonly key: Key | undefined
  readonly control: Control
}

/** The functions that convert the rows of a list or map to its value, and find a row. */
interface RowFunctions {
  read(rows: readonly Row[], problems: Problem[], path: Path): unknown
  find(rows: readonly Row[], step: string | number): Row | undefined
}

/** The control of a list or map: rows that can be added and removed. */
class RowsControl extends GroupControl {
  readonly #rows: Row[] = []
  readonly #add: HTMLButtonElement
  readonly #functions: RowFunctions

  constructor(
    label: Label,
    kind: Kind<unknown>,
    noun: string,
    create: () => Row,
    functions: RowFunctions,
  ) {
    super(label, kind.name)
    this.#functions = functions
    this.#add = element('button', { type: 'button', class: 'add' }, `Add ${noun} to ${label.name}`)
    this.#add.addEventListener('click', () => {
      const row = create()
      this.addRow(row, noun)
      ;(
        row.key?.input ??
        row.control.element.querySelector<HTMLElement>('textarea, input, select, button')
      )?.focus()
      this.#changed()
    })
    this.element.append(this.#add)
  }

  addRow(row: Row, noun: string): void {
    const remove = element('button', { type: 'button', class: 'remove' }, `Remove ${noun}`)
    const shown = element(
      'div',
      { class: 'row' },
      ...(row.key === undefined
        ? []
        : [element('label', { class: 'key-of-entry' }, 'key ', row.key.input)]),
      row.control.element,
      remove,
    )
    remove.addEventListener('click', () => {
      this.#rows.splice(this.#rows.indexOf(row), 1)
      shown.remove()
      this.#add.focus()
      this.#changed()
    })
    this.#rows.push(row)
    this.#add.before(shown)
  }

  /** Reports a change as inputs do, so that the form is encoded again. */
  #changed(): void {
    this.element.dispatchEvent(new Event('input', { bubbles: true }))
  }

  read(problems: Problem[], path: Path): unknown {
    return this.#functions.read(this.#rows, problems, path)
  }

  at(step: string | number): Control | undefined {
    return this.#functions.find(this.#rows, step)?.control
  }
}

function listControl(
  kind: ListKind<unknown>,
  label: Label,
  initial: readonly unknown[] = [],
): Control {
  const item: Kind<unknown> = kind.item
  const itemLabel = { name: 'item', meaning: undefined }
  const list = new RowsControl(
    label,
    kind,
    'item',
    () => ({ key: undefined, control: controlOf(item, itemLabel) }),
    {
      read: (rows, problems, path) =>
        rows.map(({ control }, index) => control.read(problems, [...path, index])),
      find: (rows, step) => rows[Number(step)],
    },
  )
  for (const one of initial) {
    list.addRow({ key: undefined, control: controlOf(item, itemLabel, one) }, 'item')
  }
  return list
}

function mapControl(kind: MapKind<string, unknown>, label: Label, initial: object = {}): Control {
  const item: Kind<unknown> = kind.value
  const rowOf = (key: string, value?: unknown): Row => ({
    key: new Key(key),
    control: controlOf(item, { name: 'value', meaning: undefined }, value),
  })
  const map = new RowsControl(label, kind, 'entry', () => rowOf(''), {
    read(rows, problems, path) {
      const entries = new Map<string, unknown>()
      for (const { key, control } of rows) {
        const name = key!.value
        if (entries.has(name)) {
          problems.push({ path, message: `duplicate key ${JSON.stringify(name)}` })
        }
        entries.set(name, control.read(problems, [...path, name]))
      }
      return Object.fromEntries(entries)
    },
    find: (rows, step) => rows.find(({ key }) => key!.value === step),
  })
  for (const [key, value] of Object.entries(initial)) map.addRow(rowOf(key, value), 'entry')
  return map
}

/**
 * Shows each problem at the control with the problem's path, or else at the innermost
 * control that contains this path. If a control has several problems, only the last is
 * shown. Clears the problems that were shown before. Returns the controls with a problem.
 *
 * @param shown the controls that the previous call returned
 */
export function showProblems(
  control: Control,
  problems: readonly Problem[],
  shown: Control[],
): Control[] {
  for (const one of shown) one.show(undefined)
  const targets = []
  for (const { path, message } of problems) {
    let target = control
    for (const step of path) {
      const next = target.at(step)
      if (next === undefined) break
      target = next
    }
    target.show(message)
    targets.push(target)
  }
  return targets
}
