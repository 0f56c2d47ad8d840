import { CodecError, escapeInvisible } from '../src/codec/error.js'
import {
  statementResults,
  type NestedResult,
  type StatementResult,
} from '../src/inspector/statements.js'
import { dataWords } from '../src/inspector/policy-words.js'
import { sourceOf } from '../src/inspector/source.js'
import { counted, shortened } from '../src/inspector/words.js'
import { decodeArguments, type Data } from '../src/ucan/data.js'
import { describeMismatch, firstMismatch, matchPolicy } from '../src/ucan/policy/match.js'
import type { Policy } from '../src/ucan/policy/policy.js'
import { parseData, stringifyData } from './dag-json.js'
import { byId, element, omissionNote } from './element.js'
import { copyLink } from './link.js'

/** The number of the first result that omits its nested results, as all later results do. This keeps the page fast. */
const NO_NESTED_FROM = 500

const EXAMPLES: ReadonlyArray<{ name: string; policy: unknown; args: unknown }> = [
  {
    name: 'One product, European regions',
    policy: [
      ['==', '.product', 'did:web:free.web3.storage'],
      ['like', '.details.region', 'eu-*'],
    ],
    args: { product: 'did:web:free.web3.storage', details: { region: 'us-east-1' } },
  },
  {
    name: 'Size limit, or a trusted issuer',
    policy: [
      [
        'or',
        [
          ['<=', '.size', 1048576],
          ['not', ['!=', '.issuer', 'did:web:console.example']],
        ],
      ],
      ['all', '.tags', ['like', '.', 'team-*']],
    ],
    args: { size: 2097152, issuer: 'did:web:console.example', tags: ['team-a', 'billing'] },
  },
  {
    name: 'A policy that never matches',
    policy: [['==', '.items[].name', 'a']],
    args: { items: [{ name: 'a' }] },
  },
]

const MARKS = { true: '✓', false: '✗', unmatchable: '✗' }
const VERDICTS = { true: 'true', false: 'not true', unmatchable: "can't be evaluated" }

const policy = byId('policy-text', HTMLTextAreaElement)
const args = byId('policy-arguments', HTMLTextAreaElement)
const verdict = byId('policy-verdict', HTMLElement)
const statements = byId('policy-statements', HTMLElement)
const note = byId('policy-note', HTMLElement)

export function startPolicyView(): void {
  for (const input of [policy, args]) input.addEventListener('input', update)
  byId('policy-link', HTMLButtonElement).addEventListener('click', () => {
    void copyLink({ tool: 'policy', inputs: { policy: policy.value, arguments: args.value } }).then(
      (words) => (note.textContent = words),
    )
  })
  byId('policy-clear', HTMLButtonElement).addEventListener('click', () => {
    showPolicy({})
    policy.focus()
  })
  byId('policy-examples', HTMLElement).append(
    ...EXAMPLES.map(({ name, policy: statementsOfExample, args: value }) => {
      const button = element('button', { type: 'button' }, name)
      button.addEventListener('click', () =>
        showPolicy({
          policy: `[\n${(statementsOfExample as unknown[]).map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]`,
          arguments: JSON.stringify(value, undefined, 2),
        }),
      )
      return button
    }),
  )
  update()
}

/** Fills in the inputs, clears the absent ones, and shows the result. */
export function showPolicy(inputs: { policy?: string; arguments?: string }): void {
  policy.value = inputs.policy ?? ''
  args.value = inputs.arguments ?? ''
  update()
}

function update(): void {
  note.textContent = ''
  statements.replaceChildren()
  const parsedPolicy = parsed('policy', policy, parsePolicy)
  const parsedArguments = parsed('arguments', args, parseArguments)
  if ('problem' in parsedPolicy) return reject(parsedPolicy.problem)
  if ('problem' in parsedArguments) return reject(parsedArguments.problem)
  if (parsedPolicy.value === undefined) {
    verdict.textContent = 'Enter a policy, or select an example.'
    verdict.className = 'verdict'
    return
  }
  show(parsedPolicy.value, parsedArguments.value)
}

type Parsed<T> = { readonly value: T } | { readonly problem: string }

/** Parses an input, and marks it if it is invalid. */
function parsed<T>(
  name: string,
  input: HTMLTextAreaElement,
  parse: (text: string) => T,
): Parsed<T> {
  let result: Parsed<T>
  try {
    result = { value: parse(input.value) }
  } catch (error) {
    if (!(error instanceof CodecError || error instanceof SyntaxError)) throw error
    result = { problem: `The ${name} can't be read: ${escapeInvisible(error.message)}` }
  }
  input.setAttribute('aria-invalid', String('problem' in result))
  return result
}

function parsePolicy(text: string): Policy | undefined {
  if (text.trim() === '') return undefined
  const value = parseData(text) as unknown as Policy
  matchPolicy(value, {})
  return value
}

/** Parses arguments in DAG-JSON, or in CBOR as hex, base64 or base64url. Returns `{}` for blank text. */
function parseArguments(text: string): Data {
  if (text.trim() === '') return {}
  const { bytes, format } = sourceOf(new TextEncoder().encode(text))
  if (format === 'cbor') return decodeArguments(bytes)
  const value = parseData(text)
  matchPolicy([], value)
  return value
}

function reject(problem: string): void {
  verdict.textContent = problem
  verdict.className = 'verdict bad'
}

function show(statementsOfPolicy: Policy, value: Data): void {
  const mismatch = firstMismatch(statementsOfPolicy, value)
  verdict.className = mismatch === undefined ? 'verdict good' : 'verdict bad'
  verdict.textContent =
    mismatch === undefined
      ? `✓ The policy matches: ${statementsOfPolicy.length === 0 ? 'it has no statements' : `${counted(statementsOfPolicy.length, 'statement is', 'statements are all')} true`}.`
      : `✗ The policy does not match: ${describeMismatch(mismatch).replace(' of its policy', '')}.`
  let left = NO_NESTED_FROM
  statements.replaceChildren(
    ...statementResults(statementsOfPolicy, value).map((result) =>
      itemOf({ ...result, item: undefined }),
    ),
  )

  function itemOf(result: NestedResult): HTMLElement {
    left--
    const { nested } = result
    const shown = left > 0 ? nested : []
    return element(
      'li',
      { class: result.verdict === 'true' ? 'good' : 'bad' },
      ...(result.item === undefined
        ? []
        : [
            element(
              'span',
              { class: 'item' },
              `item ${escapeInvisible(shortened(String(result.item)))}: `,
            ),
          ]),
      element('code', {}, textOf(result.statement as unknown as Data)),
      ' ',
      element('strong', {}, `${MARKS[result.verdict]} ${VERDICTS[result.verdict]}`),
      ...notesOn(result).map((words) => element('p', { class: 'hint' }, words)),
      ...(shown.length === 0 ? [] : [element('ul', {}, ...shown.map((one) => itemOf(one)))]),
      ...omissionNote(nestedCount(result), shown.length, ['nested result', 'nested results']),
    )
  }
}

/** Returns the number of nested results of a statement, including those that `statementResults` omits. */
function nestedCount({ nested, selected }: StatementResult): number {
  return nested.length === 0 || selected === undefined
    ? nested.length
    : Object.keys(selected.value as object).length
}

function notesOn({ selected, reason }: StatementResult): string[] {
  const notes = []
  if (selected !== undefined) {
    const { selector, value } = selected
    const words = shortened(escapeInvisible(selector))
    if (value !== undefined) notes.push(`${words} is ${escapeInvisible(dataWords(value))}`)
    // A statement with a reason can't be evaluated, so it is not false.
    else if (reason === undefined) notes.push(`${words} selects nothing, so the statement is false`)
  }
  if (reason !== undefined) {
    notes.push(
      `Reason: ${reason}. A policy does not match if its evaluation reaches such a statement, even within "not".`,
    )
  }
  return notes
}

function textOf(data: Data): string {
  return shortened(escapeInvisible(stringifyData(data)))
}
