import { escapeInvisible, formatPath } from '../src/codec/error.js'
import { hasJson, kindOf } from '../src/codec/kind.js'
import { inspect } from '../src/inspector/inspect.js'
import { commandMeanings } from '../src/inspector/meanings.js'
import { commands } from '../src/inspector/vocabulary.js'
import { counted, toHex } from '../src/inspector/words.js'
import { formatAddress } from './address.js'
import { byId, element, prose } from './element.js'
import { controlOf, showProblems, type Control, type Problem } from './form.js'
import { copy, copyLink } from './link.js'
import { Pane } from './pane.js'
import examples from 'virtual:examples'

const command = byId('command', HTMLSelectElement)
const meaning = byId('command-meaning', HTMLElement)
const fields = byId('argument-fields', HTMLElement)
const verdict = byId('arguments-verdict', HTMLElement)
const output = byId('arguments-output', HTMLElement)
const note = byId('arguments-note', HTMLElement)

let control: Control
let controlsWithProblem: Control[] = []
/** The number of updates so far. An update discards its result if a later update has started. */
let updates = 0
/** The encoded arguments, in hex. Empty while the form is invalid. */
let encoded = ''

/** Starts the form that encodes arguments. */
export function startArgumentsView(): void {
  const names = [...commands.keys()].sort()
  command.append(...names.map((name) => element('option', {}, name)))
  command.addEventListener('change', () => showArguments({ command: command.value }))
  fields.addEventListener('input', () => void update())
  // An input without an initial value shows its problem only after its first `change` or `blur`,
  // and `blur` causes no `input` event.
  fields.addEventListener('focusout', () => void check())
  byId('fill-example', HTMLButtonElement).addEventListener('click', () => {
    const example = examples[commands.get(command.value)!.arguments.name]
    showArguments({ command: command.value, value: example ?? '' })
  })
  byId('clear-arguments', HTMLButtonElement).addEventListener('click', () => {
    showArguments({ command: command.value })
  })
  byId('arguments-link', HTMLButtonElement).addEventListener('click', () => {
    const inputs = { command: command.value, value: encoded }
    const contents =
      encoded === '' ? 'only the command: fields are missing or invalid' : 'the input'
    void copyLink({ tool: 'arguments', inputs }, { contents }).then(
      (words) => (note.textContent = words),
    )
  })
  showArguments({ command: '/customer/add' })
}

/**
 * Shows the form of a command. If the command is absent or unknown, shows the form of
 * `/customer/add`. Fills the form with `value`, the CBOR of arguments in hex. The form is
 * empty if `value` is absent or can't be decoded.
 */
export function showArguments(inputs: { command?: string; value?: string }): void {
  const chosen = commands.get(inputs.command ?? '') ?? commands.get('/customer/add')!
  command.value = chosen.name
  const [, words] = /^`[^`]+`: (.*)$/s.exec(commandMeanings[chosen.name]!)!
  meaning.replaceChildren(...prose(words![0]!.toUpperCase() + words!.slice(1)))
  const type = chosen.arguments
  byId('fill-example', HTMLButtonElement).disabled = !Object.hasOwn(examples, type.name)
  control = controlOf(
    kindOf(type),
    { name: 'arguments', meaning: undefined },
    valueOf(inputs.value),
  )
  controlsWithProblem = []
  fields.replaceChildren(control.element)
  void update()

  function valueOf(hex: string | undefined): unknown {
    if (hex === undefined || !/^([0-9a-f]{2})+$/i.test(hex)) return undefined
    try {
      return type.cbor.decode(
        Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)),
      )
    } catch {
      return undefined
    }
  }
}

/**
 * Parses the form, and validates its value. The issues of the validation are ignored if
 * parsing finds a problem. Returns the value and the problems, and passes each problem to
 * its control.
 */
function check(): { readonly value: unknown; readonly problems: readonly Problem[] } {
  const type = commands.get(command.value)!.arguments
  const problems: Problem[] = []
  const value = control.read(problems, [])
  const result = type['~standard'].validate(value)
  if (problems.length === 0 && result.issues !== undefined) {
    problems.push(
      ...result.issues.map(({ path, message }) => ({ path: path as Problem['path'], message })),
    )
  }
  controlsWithProblem = showProblems(control, problems, controlsWithProblem)
  return { value, problems }
}

async function update(): Promise<void> {
  const current = ++updates
  note.textContent = ''
  const type = commands.get(command.value)!.arguments
  const { value, problems } = check()
  verdict.className = problems.length === 0 ? 'verdict good' : 'verdict'
  if (problems.length > 0) {
    encoded = ''
    verdict.textContent = `${counted(problems.length, 'field is', 'fields are')} missing or invalid.`
    output.replaceChildren(
      element(
        'ul',
        { class: 'problems' },
        ...problems.map(({ path, message }) =>
          element(
            'li',
            {},
            element('code', {}, escapeInvisible(formatPath(path)) || 'arguments'),
            `: ${escapeInvisible(message)}`,
          ),
        ),
      ),
    )
    return
  }
  const bytes = type.cbor.encode(value)
  encoded = toHex(bytes)
  const hex = encoded
  const inspection = await inspect(bytes, type)
  if (current !== updates) return
  verdict.textContent = `✓ ${type.name}, ${counted(bytes.length, 'byte', 'bytes')} of CBOR.`
  output.replaceChildren(
    element(
      'div',
      { class: 'buttons' },
      copyButton('Copy CBOR in hex', hex),
      ...(hasJson(type) ? [copyButton('Copy DAG-JSON', type.json.stringify(value))] : []),
      element(
        'a',
        { href: formatAddress({ tool: 'policy', inputs: { arguments: hex } }) },
        'Test a policy on these arguments',
      ),
    ),
    new Pane('Arguments', inspection, undefined, () => {}).element,
  )
}

function copyButton(label: string, text: string): HTMLElement {
  const button = element('button', { type: 'button' }, label)
  button.addEventListener('click', () => {
    void copy(text).then(
      (copied) =>
        (note.textContent = copied
          ? 'Copied.'
          : 'Not copied: allow this page to use the clipboard.'),
    )
  })
  return button
}
