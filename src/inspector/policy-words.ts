import { CID } from 'multiformats/cid'
import { SmallBignum } from '../ucan/data.js'
import type { Statement } from '../ucan/policy/policy.js'
import { toHex } from './words.js'

/** The maximum number of characters in the words for a value. */
const LONGEST = 200
/** The maximum depth of statements that are put in words. */
const DEEPEST = 8

const COMPARISONS = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is greater than',
  '>=': 'is at least',
} as const

/** Puts a statement of a policy in words, such as `.product is "did:web:free.web3.storage"`. */
export function statementWords(statement: Statement, depth = 0): string {
  if (depth === DEEPEST) return '…'
  const [operator, first, second] = statement
  switch (operator) {
    case 'and':
    case 'or': {
      if (first.length === 0) return `true (an \`${operator}\` without statements)`
      const all = first.map((one) => `(${statementWords(one, depth + 1)})`)
      return cut(all.join(operator === 'and' ? ' and ' : ' or '))
    }
    case 'not':
      return `not (${statementWords(first, depth + 1)})`
    case 'all':
      return `(${statementWords(second, depth + 1)}) for every item of ${first}`
    case 'any':
      return `(${statementWords(second, depth + 1)}) for at least one item of ${first}`
    case 'like':
      return `${first} matches the pattern ${dataWords(second)}`
    default:
      return `${first} ${COMPARISONS[operator]} ${dataWords(second)}`
  }
}

/** Puts a value in words, such as `"us-east-1"`, `{"a": [1, 2]}` or `0x01ff`. Cuts the words off after 200 characters. */
export function dataWords(value: unknown): string {
  const words = new Words()
  words.add(value)
  return words.text.length > LONGEST ? `${words.text.slice(0, LONGEST)}…` : words.text
}

function cut(text: string): string {
  return text.length > 10 * LONGEST ? `${text.slice(0, 10 * LONGEST)}…` : text
}

/** The words for a value. Stops adding items after 200 characters, so that a large value takes little time. */
class Words {
  text = ''

  add(value: unknown): void {
    if (typeof value === 'string') this.text += JSON.stringify(value.slice(0, LONGEST + 1))
    else if (value instanceof Uint8Array)
      this.text += `0x${toHex(value.subarray(0, LONGEST / 2 + 1))}`
    else if (CID.asCID(value) !== null) this.text += String(value)
    else if (Array.isArray(value)) this.#list(value)
    else if (value instanceof SmallBignum) this.text += String(value.value)
    else if (typeof value === 'object' && value !== null) this.#map(value)
    else this.text += String(value)
  }

  #list(items: readonly unknown[]): void {
    this.text += '['
    for (const [index, item] of items.entries()) {
      if (this.text.length > LONGEST) return
      if (index > 0) this.text += ', '
      this.add(item)
    }
    this.text += ']'
  }

  #map(map: object): void {
    this.text += '{'
    let isFirst = true
    for (const [key, value] of Object.entries(map)) {
      if (this.text.length > LONGEST) return
      this.text += `${isFirst ? '' : ', '}${JSON.stringify(key)}: `
      isFirst = false
      this.add(value)
    }
    this.text += '}'
  }
}
