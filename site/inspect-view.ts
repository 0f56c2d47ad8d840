import { CodecError, escapeInvisible } from '../src/codec/error.js'
import { isDID, type DID } from '../src/codec/kinds/did.js'
import type { CborType } from '../src/codec/type.js'
import { aboutType } from '../src/inspector/about.js'
import { captureOf, UnreadableCapture, type TokensCapture } from '../src/inspector/capture.js'
import { resolverOf } from '../src/inspector/did-documents.js'
import type { DIDResolver } from '../src/ucan/did-resolver.js'
import { differenceOf, type Difference } from '../src/inspector/difference.js'
import { examine, type Examination } from '../src/inspector/examine.js'
import type { ExplainOptions } from '../src/inspector/explain.js'
import { inspect, type Inspection } from '../src/inspector/inspect.js'
import { sourceOf, type Source } from '../src/inspector/source.js'
import { types } from '../src/inspector/vocabulary.js'
import { counted, placeOf, shortened, toSpacedHex } from '../src/inspector/words.js'
import { parseTime } from '../src/bin/time.js'
import { formatTime } from '../src/ucan/times.js'
import { textOfBytes } from './address.js'
import { byId, element, prose } from './element.js'
import { copyLink } from './link.js'
import { Pane, errorPane, shownOf, unreadablePane } from './pane.js'
import { containsKeys } from './secrets.js'
import { tokensView } from './tokens-view.js'
import captures from 'virtual:captures'
import examples from 'virtual:examples'

const TENANT = 'customer.AddArguments'
const TITLES = ['Value', 'Compared with']
/** The maximum size of an opened file, in bytes. A container has at most 8 MiB of CBOR, which is 16 MiB in hex. */
const MAX_FILE = 16 * 1024 * 1024

const value = byId('value', HTMLTextAreaElement)
const other = byId('other', HTMLTextAreaElement)
const type = byId('type', HTMLSelectElement)
const file = byId('file', HTMLInputElement)
const check = byId('check', HTMLDetailsElement)
const comparison = byId('comparison', HTMLElement)
const time = byId('time', HTMLInputElement)
const service = byId('service', HTMLInputElement)
const authorities = byId('authorities', HTMLInputElement)
const documents = byId('documents', HTMLTextAreaElement)
const checkProblem = byId('check-problem', HTMLElement)
const example = byId('example', HTMLSelectElement)
const results = byId('results', HTMLElement)
const panes = byId('panes', HTMLElement)
const verdict = byId('verdict', HTMLElement)
const about = byId('about', HTMLElement)
const guide = byId('guide', HTMLElement)
const linkNote = byId('link-note', HTMLElement)

type Outcome =
  | { readonly inspection: Inspection }
  | { readonly error: CodecError; readonly source: Source }
  | { readonly unreadable: UnreadableCapture }
  | Examined

interface Examined {
  readonly capture: TokensCapture
  readonly examination: Examination
  readonly options: ExplainOptions
}

/** The number of updates so far. An update is discarded if a later update has started. */
let updates = 0
/** The kind of sensitive data in the input. `undefined` if none was found. */
let sensitive: 'keys' | 'tokens' | undefined

/** Whether an example selected the type. */
let hasTypeOfExample = false

async function update(): Promise<void> {
  const current = ++updates
  linkNote.textContent = ''
  results.ariaBusy = 'true'
  const left = await outcomeOfCapture(value.value, types.get(type.value))
  const sameType = inspectionOf(left)?.type ?? types.get(type.value)
  const right = await outcomeOfValue(other.value, sameType)
  if (current !== updates) return
  const isTokens = left !== undefined && 'capture' in left
  check.hidden = !isTokens
  comparison.hidden = isTokens
  if (isTokens) showTokens(left)
  else show(left, right)
  results.ariaBusy = 'false'
}

async function outcomeOfCapture(
  text: string,
  named: CborType<unknown> | undefined,
): Promise<Outcome | undefined> {
  if (text.trim() === '') return undefined
  const input = new TextEncoder().encode(text)
  try {
    const capture = await captureOf(input, named)
    if (capture.kind === 'value') return capture
    const options = checkOptions()
    return { capture, examination: await examine(capture, options), options }
  } catch (error) {
    if (error instanceof UnreadableCapture) return { unreadable: error }
    if (error instanceof CodecError) return { error, source: sourceOf(input) }
    throw error
  }
}

async function outcomeOfValue(
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

/** Parses the settings of the check. Reports invalid settings, and uses their defaults instead. */
function checkOptions(): ExplainOptions {
  const problems: string[] = []
  const read = <T>(input: HTMLInputElement | HTMLTextAreaElement, parse: (text: string) => T) => {
    const text = input.value.trim()
    input.ariaInvalid = 'false'
    if (text === '') return undefined
    try {
      return parse(text)
    } catch (error) {
      input.ariaInvalid = 'true'
      problems.push((error as Error).message)
      return undefined
    }
  }
  const options = {
    now: read(time, timeOf) ?? Math.floor(Date.now() / 1000),
    audience: read(service, didOf),
    trustedAuthorities: read(authorities, (text) => (text.match(/[^\s,]+/g) ?? []).map(didOf)),
    didResolver: read(documents, resolverOfJSON),
  }
  checkProblem.textContent =
    problems.length === 0 ? '' : `${problems.join(' ')} The check uses defaults instead.`
  if (problems.length > 0) check.open = true
  return options
}

function timeOf(text: string): number {
  const seconds = parseTime(text)
  if (seconds !== undefined) return seconds
  throw new SyntaxError('The time must be a date such as 2026-03-02T12:00:00Z, or Unix seconds.')
}

function didOf(text: string): DID {
  if (isDID(text)) return text
  throw new SyntaxError(
    `Expected a DID such as did:web:up.example, received ${escapeInvisible(shortened(text))}.`,
  )
}

function resolverOfJSON(text: string): DIDResolver {
  try {
    const parsed: unknown = JSON.parse(text)
    return resolverOf(Array.isArray(parsed) ? parsed : [parsed])
  } catch (error) {
    throw new SyntaxError(`The DID documents are invalid: ${(error as Error).message}.`)
  }
}

function showTokens({ capture, examination, options }: Examined): void {
  const { words } = capture
  const { tokens, explanations } = examination
  const rejected = explanations.filter(({ isAuthorized }) => !isAuthorized)
  const [first] = rejected
  const summary =
    explanations.length === 0
      ? ''
      : first === undefined
        ? explanations.some(({ isAudienceAssumed }) => isAudienceAssumed)
          ? ' Authorized, if addressed to your service.'
          : ' Authorized.'
        : explanations.length === 1
          ? ` Rejected: ${first.rejection!.name}, ${first.rejection!.place}.`
          : ` Rejected: ${rejected.length} of ${explanations.length} invocations.`
  verdict.className = 'found'
  verdict.textContent = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.${summary}`
  about.replaceChildren()
  guide.hidden = true
  sensitive = tokens.some(({ form }) => containsKeys(form)) ? 'keys' : 'tokens'
  panes.className = ''
  panes.replaceChildren(...tokensView(capture, examination, options))
}

function show(left: Outcome | undefined, right: Outcome | undefined): void {
  const outcomes = [left, right]
  const shown = outcomes.map(inspectionOf).map((inspection) => inspection && shownOf(inspection))
  const difference = shown[0] && shown[1] && differenceOf(shown[0], shown[1])
  verdict.className = 'verdict'
  verdict.textContent = verdictOf(left, right, difference)
  const inspected = inspectionOf(left) ?? inspectionOf(right)
  const meanings = inspected === undefined ? [] : aboutType(inspected.type)
  about.replaceChildren(...meanings.map((meaning) => element('p', {}, ...prose(meaning))))
  const hasKeys = outcomes
    .map(inspectionOf)
    .some((one) => one !== undefined && containsKeys(one.given))
  sensitive = hasKeys ? 'keys' : undefined
  guide.hidden = left !== undefined || right !== undefined
  const created: Pane[] = []
  panes.className = 'side-by-side'
  panes.replaceChildren(
    ...outcomes.flatMap((outcome, index) => {
      if (outcome === undefined || 'capture' in outcome) return []
      const title = TITLES[index]!
      if ('error' in outcome) return [errorPane(title, outcome.error, outcome.source)]
      if ('unreadable' in outcome) return [unreadablePane(title, outcome.unreadable)]
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
  const isRejected = (outcome: Outcome | undefined) =>
    outcome !== undefined && inspectionOf(outcome) === undefined
  if (left !== undefined && 'unreadable' in left && left.unreadable.isAmbiguous) {
    return 'The input is ambiguous.'
  }
  if (isRejected(left) && isRejected(right)) return 'Both values are invalid.'
  if (isRejected(left)) return 'The value is invalid.'
  if (isRejected(right)) return 'The value to compare with is invalid.'
  const inspection = inspectionOf(left) ?? inspectionOf(right)
  if (inspection === undefined) return 'Paste a capture, open a file, or select an example.'
  if (left === undefined || right === undefined) {
    return `${inspection.type.name}, ${counted(shownOf(inspection).bytes.length, 'byte', 'bytes')} of CBOR.`
  }
  if (difference === undefined) return 'The values are equal.'
  const [a, b] = difference.parts.map((part) => shortened(placeOf(part)))
  return `The first difference is at byte ${difference.offset}: ${a} in the value, ${b} in the value compared with it.`
}

/** The inputs of the inspector, by their names in the URL of the page. An absent input is empty. */
interface Inputs {
  readonly value?: string
  readonly type?: string
  readonly with?: string
  readonly at?: string
  readonly service?: string
  readonly authorities?: string
  readonly documents?: string
}

/** Fills in the inputs, and shows the result. Clears absent inputs. */
export function showInspected(inputs: Inputs): void {
  value.value = inputs.value ?? ''
  other.value = inputs.with ?? ''
  type.value = types.has(inputs.type ?? '') ? inputs.type! : ''
  time.value = inputs.at ?? ''
  service.value = inputs.service ?? ''
  authorities.value = inputs.authorities ?? ''
  documents.value = inputs.documents ?? ''
  example.value = ''
  hasTypeOfExample = false
  void update()
}

/** Shows an example of a type, and optionally a value to compare it with. */
function showTyped(name: string, text: string, compared = ''): void {
  showInspected({ value: text, type: name, with: compared })
  hasTypeOfExample = true
}

function inputsShown(): Required<Inputs> {
  return {
    value: value.value,
    type: type.value,
    with: other.value,
    at: time.value,
    service: service.value,
    authorities: authorities.value,
    documents: documents.value,
  }
}

/** Shows the example of a type, and moves the focus to the result. */
export function showExample(name: string): void {
  showTyped(name, exampleOf(name))
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
  showTyped(TENANT, toSpacedHex(cbor.bytes), toSpacedHex(generic!.bytes))
}

/** Shows a captured example, with the time, service and trusted authorities of its check. Clears the inputs for an unknown name. */
function showCapture(name: string): void {
  const capture = captures.find((one) => one.name === name)
  if (capture === undefined) return showInspected({})
  showInspected({
    value: capture.text,
    at: formatTime(capture.at),
    service: capture.audience,
    authorities: capture.trustedAuthorities.join(' '),
  })
  example.value = name
}

async function openFile(opened: File | undefined): Promise<void> {
  if (opened === undefined) return
  if (opened.size > MAX_FILE) {
    linkNote.textContent = `${opened.name} is too large. Open a file of at most 16 MiB.`
    return
  }
  showInspected({ value: textOfBytes(new Uint8Array(await opened.arrayBuffer())) })
  results.focus()
}

/** Makes the page open a selected file, or the first of the files that are dropped on the inspector. */
function acceptFiles(): void {
  const inspector = byId('inspect', HTMLElement)
  file.addEventListener('change', () => {
    void openFile(file.files?.[0])
    file.value = ''
  })
  inspector.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    inspector.classList.add('dropping')
  })
  inspector.addEventListener('dragleave', () => inspector.classList.remove('dropping'))
  inspector.addEventListener('drop', (event) => {
    inspector.classList.remove('dropping')
    if (event.dataTransfer?.files.length === 0) return
    event.preventDefault()
    void openFile(event.dataTransfer?.files[0])
  })
}

export function startInspectView(): void {
  for (const name of [...types.keys()].sort()) type.append(element('option', { value: name }, name))
  for (const [label, isRejected] of [
    ['Rejected', true],
    ['Accepted', false],
  ] as const) {
    const options = captures
      .filter((capture) => capture.isRejected === isRejected)
      .map(({ name, title }) => element('option', { value: name }, title))
    example.append(element('optgroup', { label }, ...options))
  }
  example.addEventListener('change', () => showCapture(example.value))
  value.addEventListener('input', () => {
    // The settings and the type of an example do not apply to another capture.
    if (example.value !== '') return showInspected({ value: value.value })
    if (hasTypeOfExample) type.value = ''
    hasTypeOfExample = false
    void update()
  })
  type.addEventListener('input', () => {
    hasTypeOfExample = false
  })
  for (const input of [other, type, time, service, authorities, documents]) {
    input.addEventListener('input', () => void update())
  }
  byId('link', HTMLButtonElement).addEventListener('click', () => {
    void copyLink({ tool: 'inspect', inputs: inputsShown() }, { sensitive }).then(
      (words) => (linkNote.textContent = words),
    )
  })
  byId('clear', HTMLButtonElement).addEventListener('click', () => {
    showInspected({})
    value.focus()
  })
  byId('example-tenant', HTMLButtonElement).addEventListener('click', () => {
    showTyped(TENANT, exampleOf(TENANT))
  })
  byId('example-orders', HTMLButtonElement).addEventListener('click', () => void showBothOrders())
  // In a narrow window, the open settings would be between the capture and the result.
  check.open = matchMedia('(min-width: 60rem)').matches
  acceptFiles()
  showInspected({})
}
