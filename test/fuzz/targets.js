// @ts-check
/** The fuzzed functions, and the checks that each input must pass. */
import { deepStrictEqual, ok } from 'node:assert/strict'

/** @typedef {typeof import('../../src/index.js')} Libforge */
/** @typedef {typeof import('../../src/ucan/index.js')} Ucan */
/** @typedef {import('../../src/index.js').Type<unknown>} Type */

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {(input: Uint8Array) => string | Promise<string>} check
 *   Throws if a check fails. Returns the outcome, which differs if the input takes another path.
 */

/** The types of token: the first byte of an input is an index into them. */
export const TOKENS = ['Invocation', 'Delegation', 'Receipt']

const FORMATS = /** @type {const} */ (['cbor', 'json'])
/** The forms that each container is encoded in. */
const FORMS = /** @type {const} */ (['cbor', 'raw', 'base64', 'base64url'])
const PROTOTYPE = Object.getOwnPropertyDescriptors(Object.prototype)

/**
 * Returns the targets, for the built library or its source.
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
    [...membersOf(libforge)].filter((member) => 'arguments' in member)
  )

  /**
   * Checks the error for an input: a CodecError of the type with an offset in the input. Returns its outcome.
   *
   * @param {unknown} error
   * @param {string} subject
   * @param {number} size of the input
   */
  function outcomeOf(error, subject, size) {
    if (!(error instanceof CodecError)) throw error
    ok(error.message.startsWith(`${subject}: `), error.message)
    ok(error.offset !== undefined && error.offset >= 0 && error.offset <= size, error.message)
    return `${error.code} ${error.path.length}`
  }

  /**
   * Decodes an input without its first byte, which selects the type.
   *
   * @param {'cbor' | 'json'} format
   * @returns {Target['check']}
   */
  const checkTypes = (format) => (input) => {
    const decodable = types.filter((type) => format in type)
    const type = /** @type {Type} */ (decodable[(input[0] ?? 0) % decodable.length])
    const bytes = input.slice(1)
    const before = bytes.slice()
    let value
    try {
      value = type[format].decode(bytes)
    } catch (error) {
      return `${type.name} ${outcomeOf(error, type.name, bytes.length)}`
    } finally {
      deepStrictEqual(bytes, before)
      expectPrototype()
    }
    ok(type.is(value))
    for (const each of FORMATS.filter((name) => name in type)) {
      const encoded = type[each].encode(value)
      const decoded = type[each].decode(encoded)
      deepStrictEqual(decoded, value)
      deepStrictEqual(type[each].encode(decoded), encoded)
    }
    return `${type.name} decoded`
  }

  /** For each of `TOKENS`: decodes it, and returns a function that decodes its content. */
  const decoders = [
    async (/** @type {Uint8Array} */ bytes) => {
      const invocation = await Invocation.decode(bytes)
      const command = commands.find(({ name }) => name === invocation.command)
      return {
        token: invocation,
        decodeContent: () => command && ucan.argumentsOf(command, invocation),
      }
    },
    async (/** @type {Uint8Array} */ bytes) => {
      return { token: await Delegation.decode(bytes), decodeContent: () => {} }
    },
    async (/** @type {Uint8Array} */ bytes) => {
      const receipt = await Receipt.decode(bytes)
      return { token: receipt, decodeContent: () => ucan.resultOf(libforge.provider.add, receipt) }
    },
  ]

  /**
   * Decodes an input without its first byte, which selects the type of token.
   *
   * @param {Uint8Array} input
   */
  async function checkTokens(input) {
    const index = (input[0] ?? 0) % TOKENS.length
    const name = /** @type {string} */ (TOKENS[index])
    const decode = /** @type {(typeof decoders)[number]} */ (decoders[index])
    const bytes = input.slice(1)
    const before = bytes.slice()
    let decoded
    try {
      decoded = await decode(bytes)
    } catch (error) {
      return `${name} ${outcomeOf(error, name, bytes.length)}`
    } finally {
      deepStrictEqual(bytes, before)
      expectPrototype()
    }
    deepStrictEqual(decoded.token.bytes, before)
    deepStrictEqual((await decode(decoded.token.bytes)).token, decoded.token)
    try {
      decoded.decodeContent()
    } catch (error) {
      // The arguments may be malformed, and the result may be of another command.
      if (error instanceof CodecError) return `${name} malformed ${error.code}`
      throw error
    }
    return `${name} decoded`
  }

  return [
    { name: 'cbor', check: checkTypes('cbor') },
    { name: 'json', check: checkTypes('json') },
    { name: 'tokens', check: checkTokens },
    {
      name: 'container',
      async check(input) {
        const before = input.slice()
        let tokens
        try {
          tokens = await Container.decode(input)
        } catch (error) {
          // The offset may refer to the inflated CBOR, which is longer than the input.
          return outcomeOf(error, 'Container', Number.POSITIVE_INFINITY)
        } finally {
          deepStrictEqual(input, before)
          expectPrototype()
        }
        for (const form of FORMS) {
          const encoded = await Container.encode(tokens, form)
          const decoded = await Container.decode(encoded)
          deepStrictEqual(cidsOf(decoded), cidsOf(tokens))
          deepStrictEqual(await Container.encode(decoded, form), encoded)
        }
        return `decoded ${Object.values(tokens).map((some) => some.length > 0)}`
      },
    },
  ]
}

/**
 * Returns all types, sorted by name: the first byte of an input is an index into them.
 *
 * @param {Libforge} libforge
 */
export function typesOf(libforge) {
  const types = new Set([...membersOf(libforge)].filter((member) => 'cbor' in member))
  return /** @type {Type[]} */ ([...types]).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @param {import('../../src/ucan/index.js').Tokens} tokens */
function cidsOf(tokens) {
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
