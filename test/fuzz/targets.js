// @ts-check
/** The fuzzed functions, and the checks that each input must pass. */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import {
  authorizedInvocations,
  delegationAround,
  documentWith,
  optionsOf,
  signersOf,
  WEB,
} from './samples.js'

/** @typedef {typeof import('../../src/index.js')} Libforge */
/** @typedef {typeof import('../../src/ucan/index.js')} Ucan */
/** @typedef {typeof import('../../src/http/index.js')} Http */
/** @typedef {import('../../src/index.js').Type<unknown>} Type */

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {(input: Uint8Array) => string | Promise<string>} check
 *   Throws if a check fails. Returns a description of the outcome. An input with a new outcome is kept.
 */

/** The types of token. In the target `tokens`, the first byte of an input, modulo 3, is an index into this list. */
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
 * @param {Http} http
 * @returns {Promise<Target[]>}
 */
export async function targetsOf(libforge, ucan, http) {
  const { CodecError } = libforge
  const { Container, Delegation, Invocation, Receipt } = ucan
  const types = typesOf(libforge)
  const commands = /** @type {import('../../src/index.js').Command[]} */ (
    [...membersOf(libforge)].filter((member) => 'arguments' in member)
  )

  /**
   * Checks that an error is a `CodecError` of the type, with an offset in the input or at its
   * end. An error for too many items in a whole container has no offset. Returns the code
   * of the error and the length of its path.
   *
   * @param {unknown} error
   * @param {string} type the name of the type
   * @param {number} size of the input
   */
  function outcomeOf(error, type, size) {
    if (!(error instanceof CodecError)) throw error
    ok(error.message.startsWith(`${type}: `), error.message)
    const { code, offset } = error
    const isTotal = type === 'Container' && code === 'too-many' && offset === undefined
    ok(isTotal || (offset !== undefined && offset >= 0 && offset <= size), error.message)
    return `${code} ${error.path.length}`
  }

  /**
   * Returns a function that decodes its input without the first byte, and encodes the value
   * again. The first byte selects one of the types that have the format.
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

  /** For each of `TOKENS`, a function that decodes a token. It returns the token, and a function that decodes the content of the token. */
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
   * Decodes a token from an input without its first byte, which selects the type of token.
   * Then decodes the content of the token.
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

  const around = await delegationAround(ucan)
  const options = await optionsOf(ucan)
  const signers = await signersOf(ucan)
  const invocations = await authorizedInvocations(libforge, ucan)
  /** Tokens whose issuer is `WEB`: one is signed, one is attested. */
  const byWeb = await Promise.all(
    [signers.web, { ...signers.account, did: WEB }].map((issuer) =>
      ucan.delegate('/', { issuer, audience: WEB, subject: WEB, expiration: null }),
    ),
  )

  /**
   * Replaces the bytes of a delegation, from its policy to its `meta`, with the input.
   * Decodes the delegation, and evaluates its policy on its `meta`.
   *
   * @param {Uint8Array} input
   */
  async function checkPolicy(input) {
    const bytes = around(input)
    let delegation
    try {
      delegation = Delegation.decode(bytes)
    } catch (error) {
      return outcomeOf(error, 'Delegation', bytes.length)
    } finally {
      expectPrototype()
    }
    const { policy, meta } = delegation
    const value = /** @type {import('../../src/ucan/index.js').Data} */ (meta ?? {})
    const verdicts = policy.map((statement) => matches([statement], value))
    const negated = policy.map((statement) => matches([['not', statement]], value))
    ok(verdicts.every((verdict, i) => !(verdict === true && negated[i] === true)))
    const verdict = matches(policy, value)
    if (verdict === true) ok(verdicts.every((one) => one === true))
    return `${policy.map(([operator]) => operator)} ${verdicts} ${negated}`
  }

  /**
   * Returns whether a value matches a policy, or the code of the error.
   *
   * @param {import('../../src/ucan/index.js').Policy} policy
   * @param {import('../../src/ucan/index.js').Data} value
   */
  function matches(policy, value) {
    try {
      return ucan.matchPolicy(policy, value)
    } catch (error) {
      // `meta` may have floats and long strings, which `matchPolicy` rejects. `not` nests a
      // statement one level deeper, which may exceed the limit.
      if (error instanceof CodecError) return error.code
      throw error
    }
  }

  /** @param {Uint8Array} input a container */
  async function checkAuthorize(input) {
    let tokens
    try {
      tokens = await Container.decode(input)
    } catch (error) {
      return outcomeOf(error, 'Container', Number.POSITIVE_INFINITY)
    }
    const outcomes = []
    for (const invocation of tokens.invocations) {
      const { audience = invocation.subject } = invocation
      outcomes.push(await decisionOf(invocation, audience, tokens.delegations))
    }
    return outcomes.sort().join()
  }

  /**
   * Returns `authorized` or the name of the error. Fails if the tokens of an
   * authorized invocation are not those of a sample.
   *
   * @param {import('../../src/ucan/index.js').Invocation} invocation
   * @param {import('../../src/index.js').DID} audience
   * @param {readonly import('../../src/ucan/index.js').Delegation[]} proofs
   */
  async function decisionOf(invocation, audience, proofs) {
    try {
      const authorization = await ucan.authorize(invocation, {
        ...options,
        audience,
        proofs,
      })
      const sample = invocations.find((one) => one.invocation.cid.equals(invocation.cid))
      deepStrictEqual(invocation.bytes, sample?.invocation.bytes)
      deepStrictEqual(
        authorization.proofs.map(({ bytes }) => bytes),
        sample?.proofs.map(({ bytes }) => bytes),
      )
      return 'authorized'
    } catch (error) {
      if (error instanceof ucan.AuthorizationError) return error.name
      throw error
    } finally {
      expectPrototype()
    }
  }

  /** @param {Uint8Array} input the DID document of `WEB` */
  async function checkDocument(input) {
    const { service } = signers
    const didResolver = ucan.httpDIDResolver({
      web: ['https://up.example'],
      fetch: async () => new Response(/** @type {Uint8Array<ArrayBuffer>} */ (input)),
    })
    const { now, trustedAuthorities } = options
    const verdicts = []
    for (const token of byWeb) {
      verdicts.push(await ucan.verify(token, { didResolver, trustedAuthorities }))
    }
    const invocation = invocations.find(({ invocation: { subject } }) => subject === WEB)
    ok(invocation !== undefined)
    try {
      await ucan.authorize(invocation.invocation, {
        audience: WEB,
        proofs: invocation.proofs,
        didResolver,
        now,
      })
      verdicts.push('authorized')
    } catch (error) {
      if (!(error instanceof ucan.AuthorizationError)) throw error
      verdicts.push(error.name)
    } finally {
      expectPrototype()
    }
    if (verdicts.includes(true) || verdicts.includes('authorized')) {
      const document = JSON.stringify(JSON.parse(new TextDecoder().decode(input)))
      ok(document.includes(`"${WEB}"`))
      ok(document.includes(service.did.slice('did:key:'.length)))
    }
    return verdicts.join()
  }

  /**
   * Parses the input as a private key in PEM, and as a public key in multikey form.
   *
   * @param {Uint8Array} input
   */
  async function checkKeys(input) {
    const text = new TextDecoder().decode(input)
    const outcomes = []
    for (const parse of [ucan.Ed25519.fromPEM, ucan.Secp256k1.fromPEM]) {
      try {
        const issuer = await parse(text)
        const common = { audience: WEB, subject: null, expiration: null }
        const token = await ucan.delegate('/', { ...common, issuer })
        strictEqual(await ucan.verify(token), true)
        outcomes.push(issuer.signatureType)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        outcomes.push(error.message)
      }
    }
    const { service, hilt, operator } = signers
    const keys = [service.did, hilt.did, operator.did]
    for (const { invocation, proofs } of invocations) {
      for (const token of [invocation, ...proofs]) {
        const issuer = /** @type {const} */ (`did:key:${text}`)
        const didDocument = documentWith(issuer)
        const didResolver = { resolve: async () => ({ didDocument }) }
        for (const as of [issuer, WEB]) {
          const verdict = await ucan.verify({ ...token, issuer: as }, { didResolver })
          ok(keys.includes(issuer) || !verdict)
          outcomes.push(verdict)
        }
      }
    }
    return outcomes.join()
  }

  /**
   * Sends the input to a service as a container, in a body and in a header.
   *
   * @param {Uint8Array} input
   */
  async function checkHTTP(input) {
    const { service } = signers
    const outcomes = []
    for (const send of [inBody, inHeader]) {
      const request = send(input)
      if (request === undefined) continue
      const errors = /** @type {unknown[]} */ ([])
      const respond = http.handler({
        ...options,
        now: () => 1_800_000_000,
        issuer: service,
        handlers: [
          http.handle(libforge.customer.add, { subject: 'any' }, async ({ invocation }) => {
            const isSample = invocations.some((one) => one.invocation.cid.equals(invocation.cid))
            return isSample
              ? { ok: {} }
              : Promise.reject(new Error('expected one of the sample invocations'))
          }),
        ],
        // A token may have an issuer whose DID can't be resolved.
        onError: (error) => {
          if (!(error instanceof ucan.AuthorizationError)) errors.push(error)
        },
      })
      const response = await respond(request)
      deepStrictEqual(errors, [])
      ok(
        [200, 400, 403, 404].includes(response.status),
        `expected status 200, 400, 403 or 404, received ${response.status}`,
      )
      outcomes.push(response.status)
      if (send === inHeader || response.status !== 200) continue
      const { receipts } = await Container.decode(await response.arrayBuffer())
      for (const receipt of receipts) {
        strictEqual(await ucan.verify(receipt), true)
        outcomes.push('ok' in receipt.out ? 'ok' : receipt.out.error.name)
      }
    }
    expectPrototype()
    return outcomes.join()
  }

  return [
    { name: 'policy', check: checkPolicy },
    { name: 'authorize', check: checkAuthorize },
    { name: 'document', check: checkDocument },
    { name: 'keys', check: checkKeys },
    { name: 'http', check: checkHTTP },
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
          // The offset may refer to the inflated CBOR, which may be longer than the input.
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
 * Returns all types, sorted by name.
 *
 * @param {Libforge} libforge
 */
export function typesOf(libforge) {
  const types = new Set([...membersOf(libforge)].filter((member) => 'cbor' in member))
  return /** @type {Type[]} */ ([...types]).sort((a, b) => (a.name < b.name ? -1 : 1))
}

const SERVICE = 'https://up.example/'

/** @param {Uint8Array} input */
function inBody(input) {
  const headers = { 'content-type': 'application/vnd.ipld.dag-cbor' }
  const body = /** @type {Uint8Array<ArrayBuffer>} */ (input)
  return new Request(SERVICE, { method: 'POST', headers, body })
}

/**
 * Returns a request with the input in a header. `undefined` if the input is not a valid header value.
 *
 * @param {Uint8Array} input
 */
function inHeader(input) {
  const value = Buffer.from(input).toString('latin1')
  try {
    return new Request(SERVICE, { headers: { 'X-UCAN-Container': value } })
  } catch {
    return undefined
  }
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
