import * as fc from 'fast-check'
import { CID } from 'multiformats/cid'
import { create as digestOf } from 'multiformats/hashes/digest'
import { describe, expect, it } from 'vitest'
import { dataMap, decodeArguments } from '../../src/ucan/data.js'
import { firstMismatch } from '../../src/ucan/policy/match.js'
import { policyKind } from '../../src/ucan/policy/policy.js'
import { count } from './counts.js'
import { fromHex, toHex } from './hex.js'
import { CodecError, ucan } from './library.js'
import { ReferenceFailure } from './program.js'
import { CASES, holds, needsGo, startSession } from './session.js'
import { hexOfData, links, principalOf } from './tokens.js'

const reference = startSession()

/** Few names, strings and integers, so that statements are often true. */
const names = fc.constantFrom('a', 'b', 'c')
const strings = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'abc', 'a*b', 'é', 'aé', '\u{1F600}'),
  fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\'), maxLength: 6 }),
)
const integers = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(2n ** 53n, -(2n ** 63n), 2n ** 63n - 1n),
)

const data: fc.Arbitrary<ucan.Data> = fc.letrec<{ data: ucan.Data }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
    fc.constantFrom(null, true, false),
    integers,
    strings,
    fc.constantFrom(Uint8Array.of(), Uint8Array.of(1), Uint8Array.of(1, 2)),
    links,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(names, tie('data'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).data

const small = fc.integer({ min: -3, max: 3 })
const bounds = fc.option(fc.integer({ min: -1, max: 3 }), { nil: '' })
const segments = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: names.map((name) => `.${name}`) },
      names.map((name) => `["${name}"]`),
      fc.constantFrom('.', '.é', '.a-b', '.$', '["a\\"b"]', '[""]', '["a.b[c]?"]', '[x]'),
      small.map((index) => `[${index}]`),
      fc.tuple(bounds, bounds).map(([start, end]) => `[${start}:${end}]`),
      fc.constant('[]'),
    ),
    fc.constantFrom('', '', '?'),
  )
  .map((parts) => parts.join(''))

const selectors = fc
  .oneof(
    { weight: 6, arbitrary: fc.array(segments, { maxLength: 3 }).map((parts) => parts.join('')) },
    fc.string({ unit: fc.constantFrom('.', 'a', '[', ']', '"', '?', '1', ':', '-', '\\') }),
  )
  .map(selectorOf)

const patterns = fc.oneof(
  strings,
  fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\*', '\\\\', 'é'), maxLength: 6 }),
  fc.constantFrom(
    'a?',
    '[ab]*',
    '{a,b}',
    '**',
    'a\\b',
    'a\\',
    '\0',
    'a\0b',
    '\uFFFD',
    ',',
    '}',
    ']',
  ),
)

function selectorOf(rest: string): `.${string}` {
  return (rest.startsWith('.') ? rest : `.${rest}`) as `.${string}`
}

function statements(
  selector: fc.Arbitrary<string>,
  operand: fc.Arbitrary<ucan.Data>,
): fc.Arbitrary<unknown[]> {
  return fc.letrec<{ statement: unknown[] }>((tie) => ({
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
      fc.tuple(fc.constantFrom('==', '!='), selector, operand),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), selector, integers),
      fc.tuple(fc.constant('like'), selector, patterns),
      fc.tuple(fc.constant('not'), tie('statement')),
      fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('statement'), { maxLength: 3 })),
      fc.tuple(fc.constantFrom('all', 'any'), selector, tie('statement')),
    ),
  })).statement
}

/** Returns a value and all values in it, each with its selector. */
function partsOf(value: ucan.Data, selector = ''): Array<readonly [string, ucan.Data]> {
  const inner =
    value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || 'multihash' in value
      ? []
      : Object.entries(value).flatMap(([key, item]) =>
          partsOf(item, Array.isArray(value) ? `${selector}[${key}]` : `${selector}.${key}`),
        )
  return [[selector, value], ...inner]
}

/** Arguments and a policy. A statement of the policy may be an equality that is true for the arguments. */
const cases = fc.dictionary(names, data, { maxKeys: 3, noNullPrototype: true }).chain((value) =>
  fc.tuple(
    fc.constant(value),
    fc.array(
      fc.oneof(
        statements(selectors, data),
        statements(
          fc.constantFrom(...partsOf(value).map(([selector]) => selectorOf(selector))),
          fc.constantFrom(...partsOf(value).map(([, part]) => part)),
        ),
        fc
          .constantFrom(...partsOf(value))
          .map(([selector, part]) => ['==', selectorOf(selector), part]),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  ),
)

const INVALID = 'invalid selector'

/** Returns whether the policy matches in the library. Returns a reason if decoding or evaluation fails. */
function verdictOf(policy: string, value: string): boolean | string {
  try {
    const args = decodeArguments(fromHex(value))
    const mismatch = firstMismatch(policyKind.cbor.decode(fromHex(policy)), args)
    return mismatch === undefined ? true : (mismatch.reason ?? false)
  } catch (error) {
    if (error instanceof CodecError) return error.message.replace(/.*invalid selector.*/, INVALID)
    throw error
  }
}

/** Returns whether the policy matches in the reference. Returns a phrase if the reference fails. */
async function theirVerdict(policy: string, value: string): Promise<boolean | string> {
  try {
    const { matches, reason } = await reference.ask('match', { policy, value })
    return reason?.name === 'panic' ? 'panics' : matches
  } catch (error) {
    if (!(error instanceof ReferenceFailure)) throw error
    if (error.message.includes('reflect.Value.Set on zero Value')) return NULLS
    return error.message.includes('compiling glob') ? GLOB : 'rejects the input'
  }
}

/** The outcome for a list that starts with null and continues with items of one other type. */
const NULLS = 'panics on a list that starts with null'
/** The outcome for a pattern that the reference rejects. The library decodes a policy with such a pattern, but the policy never matches. */
const GLOB = 'rejects a pattern'

describe('integers outside of the signed 64-bit range', () => {
  it('have the same encoding in the library and the reference', async (context) => {
    needsGo(reference, context)
    const { key } = await principalOf({ seed: '01'.repeat(32), signatureType: 'Ed25519' })
    const wide = fc.oneof(
      fc.bigInt({ min: 2n ** 63n, max: 2n ** 130n }),
      fc.bigInt({ min: -(2n ** 130n), max: -(2n ** 63n) - 1n }),
      fc.constantFrom(2n ** 63n, 2n ** 64n, -(2n ** 63n) - 1n, -(2n ** 64n), -(2n ** 64n) - 1n),
    )
    await holds('wide integers, encoded by both', wide, async (value) => {
      const meta = toHex(dataMap.cbor.encode({ value }))
      const made = await reference.ask('make', {
        ...key,
        kind: 'delegation',
        audience: key.issuer,
        subject: key.issuer,
        command: '/a',
        policy: '80',
        nonce: '00',
        meta,
      })
      expect(made.meta).toBe(meta)
      expect((await ucan.Delegation.decode(fromHex(made.bytes))).meta).toEqual({ value })
    })
  })
})

describe('a policy', () => {
  it('has the same verdict as in the reference, except for documented differences', async (context) => {
    needsGo(reference, context)
    await holds(
      'policies, evaluated by both',
      cases,
      async ([value, policy]) => {
        const [policyHex, valueHex] = [hexOfData(policy), hexOfData(value)]
        const ours = verdictOf(policyHex, valueHex)
        const theirs = await theirVerdict(policyHex, valueHex)
        count(`  policies: the library: ${ours}, the reference: ${theirs}`, 1)
        // If the library returns a reason, the reference may have any outcome. docs/policies.md lists
        // the differences.
        const isFine = typeof ours === 'string' || ours === theirs || (!ours && theirs === GLOB)
        if (!isFine) {
          throw new Error(
            `policy ${policyHex}, arguments ${valueHex}: expected the outcome of the reference, ${theirs}, received ${ours}`,
          )
        }
      },
      CASES * 5,
    )
  })

  it.for<readonly [ucan.Statement]>([
    [['==', '.a.value', 5]],
    [['!=', '.a.value', 6]],
    [['not', ['==', '.a.value', 6]]],
    [['==', '.a.value?', null]],
    [['all', '.a', ['==', '.', 5]]],
    [['any', '.a', ['==', '.', 5]]],
    [['==', '.a[]', 5]],
    [['==', '.a[0]', 5]],
  ])('of %j has the same verdict on a bignum as in the reference', async ([statement], context) => {
    needsGo(reference, context)
    const [policy, value] = [hexOfData([statement]), 'a16161c24105']
    expect(verdictOf(policy, value)).toBe(await theirVerdict(policy, value))
  })

  it.for<readonly [string, ucan.Statement, Record<string, ucan.Data>]>([
    ['a pattern whose start and end overlap', ['not', ['like', '.a', 'ab*ba']], { a: 'aba' }],
    [
      'a pattern with `**` whose start and end overlap',
      ['not', ['like', '.a', 'ab**ba']],
      { a: 'aba' },
    ],
    ['a letter of Unicode 16 in a selector', ['not', ['==', '.\u1C89', 1]], {}],
    [
      'arguments with a long CID under a long key',
      ['not', ['==', '.a', 1]],
      { ['k'.repeat(2049)]: CID.createV1(0x55, digestOf(0x00, new Uint8Array(99))) },
    ],
  ])('matches in neither library for %s', async ([, statement, args], context) => {
    needsGo(reference, context)
    const [policy, value] = [hexOfData([statement]), hexOfData(args)]
    expect(verdictOf(policy, value)).not.toBe(true)
    expect(await theirVerdict(policy, value)).not.toBe(true)
  })

  it('is evaluated only on arguments that the reference decodes', async (context) => {
    needsGo(reference, context)
    const damaged = fc.tuple(
      fc.dictionary(names, data, { maxKeys: 3, noNullPrototype: true }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
    )
    await holds(
      'damaged arguments, decoded by both',
      damaged,
      async ([value, changes]) => {
        const bytes = fromHex(hexOfData(value))
        for (const [at, byte] of changes) bytes[at % bytes.length]! ^= byte
        const ours = verdictOf('80', toHex(bytes))
        const theirs = await theirVerdict('80', toHex(bytes))
        const ourOutcome = ours === true ? 'decoded' : 'rejected'
        count(`  arguments: the library: ${ourOutcome}, the reference: ${theirs}`, 1)
        if (ours === true && theirs !== true) {
          throw new Error(
            `arguments ${toHex(bytes)}: expected a rejection, as in the reference (${theirs}), received a value`,
          )
        }
      },
      CASES * 5,
    )
  })
})
