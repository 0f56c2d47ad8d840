import { CodecError } from '../src/codec/error.js'
import type { Type } from '../src/codec/type.js'
import { VerificationKey } from '../src/commands/s3/verification-key.js'
import { aboutType } from '../src/inspector/about.js'
import { differenceOf, type Difference } from '../src/inspector/difference.js'
import { inspect, type Inspection } from '../src/inspector/inspect.js'
import { sourceOf, type Source } from '../src/inspector/source.js'
import { types } from '../src/inspector/vocabulary.js'
import { counted, hexOf, placeOf, shortened } from '../src/inspector/words.js'
import { addressOf, readAddress, type Address } from './address.js'
import { commandCards } from './commands.js'
import { byId, element, prose } from './element.js'
import { Pane, refusalPane, shownOf } from './pane.js'
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

/** How often the page was asked to show something, so that an answer that comes late is not shown. */
let asked = 0
/** Whether what is shown holds verification keys, those of `sigv4` being secret. */
let holdsKeys = false

async function update(): Promise<void> {
  const turn = ++asked
  linkNote.textContent = ''
  results.ariaBusy = 'true'
  const left = await outcomeOf(value.value, types.get(type.value))
  const sameType = left && 'inspection' in left ? left.inspection.type : types.get(type.value)
  const right = await outcomeOf(other.value, sameType)
  if (turn !== asked) return
  show(left, right)
  results.ariaBusy = 'false'
}

async function outcomeOf(
  text: string,
  named: Type<unknown> | undefined,
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
  const shown = [left, right].map((one) => inspectionOf(one) && shownOf(inspectionOf(one)!))
  const difference = shown[0] && shown[1] && differenceOf(shown[0], shown[1])
  verdict.textContent = verdictOn(left, right, difference)
  const inspected = inspectionOf(left) ?? inspectionOf(right)
  const words = inspected === undefined ? [] : aboutType(inspected.type)
  about.replaceChildren(...words.map((one) => element('p', {}, ...prose(one))))
  holdsKeys = [left, right].some((one) =>
    inspectionOf(one)?.given.parts.some(({ kind }) => kind === VerificationKey.name),
  )
  guide.hidden = left !== undefined || right !== undefined
  const made: Pane[] = []
  panes.replaceChildren(
    ...[left, right].flatMap((one, index) => {
      if (one === undefined) return []
      const title = TITLES[index]!
      if ('error' in one) return [refusalPane(title, one.error, one.source)]
      const pane = new Pane(title, one.inspection, difference?.offset, (path) => {
        for (const another of made) if (another !== pane) another.pointAt(path)
      })
      made.push(pane)
      return [pane.element]
    }),
  )
}

function inspectionOf(outcome: Outcome | undefined): Inspection | undefined {
  return outcome !== undefined && 'inspection' in outcome ? outcome.inspection : undefined
}

function verdictOn(
  left: Outcome | undefined,
  right: Outcome | undefined,
  difference: Difference | undefined,
): string {
  const isRefused = [left, right].map((one) => one !== undefined && 'error' in one)
  if (isRefused[0] && isRefused[1]) return 'Both values are refused.'
  if (isRefused[0]) return 'The value is refused.'
  if (isRefused[1]) return 'The value to compare with is refused.'
  const [one] = [left, right].flatMap((outcome) => inspectionOf(outcome) ?? [])
  if (one === undefined) return 'Paste a value, or choose an example.'
  if (left === undefined || right === undefined) {
    return `${one.type.name}, ${counted(shownOf(one).bytes.length, 'byte', 'bytes')} of CBOR.`
  }
  if (difference === undefined) return 'Both are the same bytes.'
  const [a, b] = difference.parts.map((part) => shortened(placeOf(part)))
  return `They part at byte ${difference.offset}: ${a} in the one, ${b} in the other.`
}

function set(address: Partial<Address>): void {
  value.value = address.value ?? ''
  other.value = address.other ?? ''
  type.value = types.has(address.type ?? '') ? address.type! : ''
  void update()
}

function openAddress(): void {
  const address = readAddress(location.hash)
  if (address !== undefined) set(address)
}

async function copyLink(): Promise<void> {
  const url = new URL(location.href)
  url.hash = addressOf({ value: value.value, type: type.value, other: other.value })
  history.replaceState(null, '', url)
  const copied = await navigator.clipboard?.writeText(url.href).then(
    () => true,
    () => false,
  )
  const done = copied ? 'Copied. ' : ''
  linkNote.textContent = `${done}The address of this page now carries the value${holdsKeys ? ', and with it keys that sign: whoever has the address has them' : ''}.`
}

/** A type's example, in hex. */
function exampleOf(name: string): string {
  return examples[name]!
}

async function showBothOrders(): Promise<void> {
  const { cbor, generic } = await inspect(
    new TextEncoder().encode(exampleOf(TENANT)),
    types.get(TENANT),
  )
  set({ value: hexOf(cbor.bytes), other: hexOf(generic!.bytes), type: TENANT })
}

function start(): void {
  for (const name of [...types.keys()].sort()) type.append(element('option', { value: name }, name))
  for (const control of [value, other]) control.addEventListener('input', () => void update())
  type.addEventListener('change', () => void update())
  byId('link', HTMLButtonElement).addEventListener('click', () => void copyLink())
  byId('clear', HTMLButtonElement).addEventListener('click', () => {
    set({})
    value.focus()
  })
  byId('example-tenant', HTMLButtonElement).addEventListener('click', () => {
    set({ value: exampleOf(TENANT), type: TENANT })
  })
  byId('example-orders', HTMLButtonElement).addEventListener('click', () => void showBothOrders())
  byId('command-list', HTMLElement).append(
    ...commandCards((name) => {
      set({ value: exampleOf(name), type: name })
      results.focus()
    }),
  )
  addEventListener('hashchange', openAddress)
  set(readAddress(location.hash) ?? {})
}

if (isSecureContext) start()
else verdict.textContent = 'Browsers compute no hash here: open this page over HTTPS.'
