// @ts-check
/** What is fuzzed, and what must hold of each input. */
import { deepStrictEqual, ok } from 'node:assert/strict'

/** @typedef {typeof import('../../src/index.js')} Libforge */
/** @typedef {typeof import('../../src/ucan/index.js')} Ucan */
/** @typedef {import('../../src/index.js').Type<unknown>} Type */

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {(input: Uint8Array) => string | Promise<string>} check
 *   Throws where the input breaks a promise; returns in a word what became of it.
 */

/** The kinds of token, in the order that the first byte of an input goes by. */
export const TOKENS = ['Invocation', 'Delegation', 'Receipt']

const FORMATS = /** @type {const} */ (['cbor', 'json'])
/** What each token or container is written in when it is written again. */
const FORMS = /** @type {const} */ (['cbor', 'raw', 'base64', 'base64url'])
const PROTOTYPE = Object.getOwnPropertyDescriptors(Object.prototype)

/**
 * The targets, of the library as it is built or as its source is.
 *
 * @param {Libforge} libforge
 * @param {Ucan} ucan
 * @returns {Target[]}
 */
export function targetsOf(libforge, ucan) {
  const { CodecError } = libforge
  const { Container, Delegation, Invocation, Receipt } = ucan
  const types = typesOf(libforge)
  const commands = /** @type {import('../../src/index.js').Command[]} */ (
    [...membersOf(libforge)].filter((member) => 'command' in member)
  )

  /**
   * What became of an input: an error must be the one for bad data, and name a place in the input.
   *
   * @param {unknown} error
   * @param {string} subject
   * @param {number} size of the input
   */
  function refusal(error, subject, size) {
    if (!(error instanceof CodecError)) throw error
    ok(error.message.startsWith(`${subject}: `), error.message)
    ok(error.offset !== undefined && error.offset >= 0 && error.offset <= size, error.message)
    return `${error.code} ${error.path.length}`
  }

  /**
   * Any type, which the first byte tells, from the rest.
   *
   * @param {'cbor' | 'json'} format
   * @returns {Target['check']}
   */
  const checkTypes = (format) => (input) => {
    const type = /** @type {Type} */ (types[(input[0] ?? 0) % types.length])
    const bytes = input.slice(1)
    const before = bytes.slice()
    let value
    try {
      value = type[format].decode(bytes)
    } catch (error) {
      return `${type.name} ${refusal(error, type.name, bytes.length)}`
    } finally {
      deepStrictEqual(bytes, before)
      expectPrototype()
    }
    ok(type.is(value))
    for (const each of FORMATS) {
      const written = type[each].encode(value)
      const read = type[each].decode(written)
      deepStrictEqual(read, value)
      deepStrictEqual(type[each].encode(read), written)
    }
    return `${type.name} read`
  }

  /** How each kind of token is read, and what is read of it then, in the order of `TOKENS`. */
  const readers = [
    async (/** @type {Uint8Array} */ bytes) => {
      const invocation = await Invocation.decode(bytes)
      const command = commands.find((each) => each.command === invocation.command)
      return { token: invocation, look: () => command && ucan.argumentsOf(command, invocation) }
    },
    async (/** @type {Uint8Array} */ bytes) => {
      return { token: await Delegation.decode(bytes), look: () => {} }
    },
    async (/** @type {Uint8Array} */ bytes) => {
      const receipt = await Receipt.decode(bytes)
      return { token: receipt, look: () => ucan.resultOf(libforge.provider.add, receipt) }
    },
  ]

  /**
   * A kind of token, which the first byte tells, from the rest.
   *
   * @param {Uint8Array} input
   */
  async function checkTokens(input) {
    const kind = (input[0] ?? 0) % TOKENS.length
    const name = /** @type {string} */ (TOKENS[kind])
    const read = /** @type {(typeof readers)[number]} */ (readers[kind])
    const bytes = input.slice(1)
    const before = bytes.slice()
    let found
    try {
      found = await read(bytes)
    } catch (error) {
      return `${name} ${refusal(error, name, bytes.length)}`
    } finally {
      deepStrictEqual(bytes, before)
      expectPrototype()
    }
    deepStrictEqual(found.token.bytes, before)
    deepStrictEqual((await read(found.token.bytes)).token, found.token)
    try {
      found.look()
    } catch (error) {
      // Arguments or a result may be another command's.
      if (error instanceof CodecError) return `${name} unfit ${error.code}`
      throw error
    }
    return `${name} read`
  }

  return [
    { name: 'cbor', check: checkTypes('cbor') },
    { name: 'json', check: checkTypes('json') },
    { name: 'tokens', check: checkTokens },
    {
      name: 'container',
      async check(input) {
        const before = input.slice()
        let found
        try {
          found = await Container.decode(input)
        } catch (error) {
          // The offset is one of the CBOR within, or of the form around it.
          return refusal(error, 'Container', Number.POSITIVE_INFINITY)
        } finally {
          deepStrictEqual(input, before)
          expectPrototype()
        }
        for (const form of FORMS) {
          const written = await Container.encode(found, form)
          const read = await Container.decode(written)
          deepStrictEqual(idsOf(read), idsOf(found))
          deepStrictEqual(await Container.encode(read, form), written)
        }
        return `read ${Object.values(found).map((some) => some.length > 0)}`
      },
    },
  ]
}

/**
 * Every type, in the order that the first byte of an input goes by.
 *
 * @param {Libforge} libforge
 */
export function typesOf(libforge) {
  const types = new Set([...membersOf(libforge)].filter((member) => 'cbor' in member))
  return /** @type {Type[]} */ ([...types]).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @param {import('../../src/ucan/index.js').Tokens} tokens */
function idsOf(tokens) {
  const all = [tokens.invocations, tokens.delegations, tokens.receipts]
  return all.map((some) => some.map(({ cid }) => cid.toString()).sort())
}

function expectPrototype() {
  deepStrictEqual(Object.getOwnPropertyDescriptors(Object.prototype), PROTOTYPE)
}

/**
 * @param {object} namespace
 * @returns {Iterable<object>}
 */
function* membersOf(namespace) {
  for (const member of Object.values(namespace)) {
    if (typeof member !== 'object') continue
    if (Symbol.toStringTag in member) yield* membersOf(member)
    else yield member
  }
}
