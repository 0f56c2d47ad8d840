import { CodecError } from '../src/codec/error.js'
import type { CborType } from '../src/codec/type.js'
import { aboutType } from '../src/inspector/about.js'
import { differenceOf, type Difference } from '../src/inspector/difference.js'
import { inspect, type Inspection } from '../src/inspector/inspect.js'
import { sourceOf, type Source } from '../src/inspector/source.js'
import { types } from '../src/inspector/vocabulary.js'
import { counted, hexOf, placeOf, shortened } from '../src/inspector/words.js'
import { byId, element, prose } from './element.js'
import { copyLink } from './link.js'
import { Pane, errorPane, shownOf } from './pane.js'
import { containsKeys } from './secrets.js'
import examples from 'virtual:examples'

const TENANT = 'customer.AddArguments'
const TITLES = ['Value', 'Compared with']

const value = byId('value', HTMLTextAreaElement)
const other = byId('other', HTMLTextAreaElement)
const type = byId('type', HTMLSelectElement)
const results = byId('results', HTMLElement)
const panes = byId('panes', HTMLElement)
const verdict = byId('verdict', HTMLElement)
const about = byId('about', HTMLElement)
const guide = byId('guide', HTMLElement)
const linkNote = byId('link-note', HTMLElement)

type Outcome =
  | { readonly inspection: Inspection }
  | { readonly error: CodecError; readonly source: Source }

/** The number of updates so far. An update is discarded if a later one has started. */
let updates = 0
/** Whether a shown value contains verification keys. Those of the kind `sigv4` are secret. */
let hasKeys = false

async function update(): Promise<void> {
  const current = ++updates
  linkNote.textContent = ''
  results.ariaBusy = 'true'
  const left = await outcomeOf(value.value, types.get(type.value))
  const sameType = left && 'inspection' in left ? left.inspection.type : types.get(type.value)
  const right = await outcomeOf(other.value, sameType)
  if (current !== updates) return
  show(left, right)
  results.ariaBusy = 'false'
}

async function outcomeOf(
  text: string,
  named: CborType<unknown> | undefined,
): Promise<Outcome | undefined> {
  if (text.trim() === '') return undefined
  const input = new TextEncoder().encode(text)
  try {
    return { inspection: await inspect(input, named) }
  } catch (error) {
    if (error instanceof CodecError) return { error, source: sourceOf(input) }
    throw error
  }
}

function show(left: Outcome | undefined, right: Outcome | undefined): void {
  const outcomes = [left, right]
  const shown = outcomes.map(inspectionOf).map((inspection) => inspection && shownOf(inspection))
  const difference = shown[0] && shown[1] && differenceOf(shown[0], shown[1])
  verdict.textContent = verdictOf(left, right, difference)
  const inspected = inspectionOf(left) ?? inspectionOf(right)
  const meanings = inspected === undefined ? [] : aboutType(inspected.type)
  about.replaceChildren(...meanings.map((meaning) => element('p', {}, ...prose(meaning))))
  hasKeys = outcomes.map(inspectionOf).some((one) => one !== undefined && containsKeys(one))
  guide.hidden = left !== undefined || right !== undefined
  const created: Pane[] = []
  panes.replaceChildren(
    ...outcomes.flatMap((outcome, index) => {
      if (outcome === undefined) return []
      const title = TITLES[index]!
      if ('error' in outcome) return [errorPane(title, outcome.error, outcome.source)]
      const pane = new Pane(title, outcome.inspection, difference?.offset, (path) => {
        for (const another of created) if (another !== pane) another.hover(path)
      })
      created.push(pane)
      return [pane.element]
    }),
  )
}

function inspectionOf(outcome: Outcome | undefined): Inspection | undefined {
  return outcome !== undefined && 'inspection' in outcome ? outcome.inspection : undefined
}

function verdictOf(
  left: Outcome | undefined,
  right: Outcome | undefined,
  difference: Difference | undefined,
): string {
  const isLeftRejected = left !== undefined && 'error' in left
  const isRightRejected = right !== undefined && 'error' in right
  if (isLeftRejected && isRightRejected) return 'Both values are invalid.'
  if (isLeftRejected) return 'The value is invalid.'
  if (isRightRejected) return 'The value to compare with is invalid.'
  const inspection = inspectionOf(left) ?? inspectionOf(right)
  if (inspection === undefined) return 'Paste a value, or select an example.'
  if (left === undefined || right === undefined) {
    return `${inspection.type.name}, ${counted(shownOf(inspection).bytes.length, 'byte', 'bytes')} of CBOR.`
  }
  if (difference === undefined) return 'The values are equal.'
  const [a, b] = difference.parts.map((part) => shortened(placeOf(part)))
  return `The first difference is at byte ${difference.offset}: ${a} in the value, ${b} in the one compared with.`
}

/** The inputs of the inspector. */
interface Inputs {
  readonly value?: string
  readonly type?: string
  readonly with?: string
}

/** Shows these inputs. */
export function showInspected(inputs: Inputs): void {
  value.value = inputs.value ?? ''
  other.value = inputs.with ?? ''
  type.value = types.has(inputs.type ?? '') ? inputs.type! : ''
  void update()
}

/** Shows the example of a type, and moves the focus to the result. */
export function showExample(name: string): void {
  showInspected({ value: exampleOf(name), type: name })
  results.focus()
}

/** Returns the example of a type: CBOR in hex. */
function exampleOf(name: string): string {
  return examples[name]!
}

async function showBothOrders(): Promise<void> {
  const { cbor, generic } = await inspect(
    new TextEncoder().encode(exampleOf(TENANT)),
    types.get(TENANT),
  )
  showInspected({ value: hexOf(cbor.bytes), with: hexOf(generic!.bytes), type: TENANT })
}

/** Starts the inspector. */
export function startInspectView(): void {
  for (const name of [...types.keys()].sort()) type.append(element('option', { value: name }, name))
  for (const control of [value, other]) control.addEventListener('input', () => void update())
  type.addEventListener('change', () => void update())
  byId('link', HTMLButtonElement).addEventListener('click', () => {
    const inputs = { value: value.value, type: type.value, with: other.value }
    void copyLink({ tool: 'inspect', inputs }, hasKeys).then(
      (words) => (linkNote.textContent = words),
    )
  })
  byId('clear', HTMLButtonElement).addEventListener('click', () => {
    showInspected({})
    value.focus()
  })
  byId('example-tenant', HTMLButtonElement).addEventListener('click', () => {
    showInspected({ value: exampleOf(TENANT), type: TENANT })
  })
  byId('example-orders', HTMLButtonElement).addEventListener('click', () => void showBothOrders())
  showInspected({})
}
