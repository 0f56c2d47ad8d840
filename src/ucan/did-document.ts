import { quote } from '../codec/error.js'
import type { DID } from '../codec/kinds/did.js'
import { isDay } from './times.js'

/** The maximum number of verification methods of a document, and of entries of each list. */
const MAX_METHODS = 32

/**
 * The verification relationships that UCANs need. `capabilityDelegation` lists the
 * verification methods for delegations. `capabilityInvocation` lists those for other tokens.
 */
export type Relationship = 'capabilityInvocation' | 'capabilityDelegation'

/** The relationships in which a document may embed verification methods. */
const RELATIONSHIPS = [
  'authentication',
  'assertionMethod',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
]
/**
 * The form of the `id` of a verification method: a fragment, with or without a DID before
 * it. Other characters in the fragment are rejected. The reference escapes them, so two
 * different spellings could be the same `id`.
 */
const METHOD_ID = /^(?:did:[^#]*)?#[\w.~!$&'()*+,;=:@/?%-]+$/
/** The properties of a document that are used here. The reference matches their names in any letter case. */
const DOCUMENT_PROPERTIES = ['id', 'verificationMethod', ...RELATIONSHIPS]
/** The properties of a verification method that `checkCase` checks: those used here whose names the reference matches in any letter case. */
const METHOD_PROPERTIES = ['id', 'expires', 'revoked']

/** A supported verification method that is neither expired nor revoked. */
export type VerificationMethod =
  | { readonly type: 'Multikey'; readonly publicKeyMultibase: string }
  | { readonly type: 'AuthorityAttestation'; readonly authority: string }

/**
 * Returns the verification methods that a relationship of a DID document lists. If
 * the relationship is absent or null, returns all methods. Malformed, unsupported,
 * expired and revoked methods are skipped. As in the reference, a relationship lists a
 * method only if it spells the `id` in the same way: `#key` does not list
 * `did:web:up.example#key`.
 *
 * @param now the time of verification, in Unix seconds
 * @throws {Error} for a document whose `id` is not the DID, for more than 32 methods or
 *   entries of a list, for two different methods with the same `id`, for a method whose
 *   `id` is a malformed string, and for a property whose name has the wrong letter case,
 *   such as `Revoked`
 * @see https://www.w3.org/TR/cid-1.0/#verification-methods
 */
export function verificationMethods(
  document: object,
  did: DID,
  relationship: Relationship,
  now: number,
): VerificationMethod[] {
  if (property(document, 'id') !== did)
    throw new Error('the id of its document must be the same DID')
  checkCase(document, DOCUMENT_PROPERTIES)
  const methods = new Map<string, object>()
  const add = (method: unknown): string | undefined => {
    checkCase(method, METHOD_PROPERTIES)
    const id = methodId(method, did)
    if (id === undefined) return undefined
    const known = methods.get(id)
    if (known === undefined && methods.size === MAX_METHODS) throw tooManyMethods()
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(method)) {
      throw new Error('its document has two different methods with the same id')
    }
    methods.set(id, method as object)
    return id
  }
  for (const method of entries(property(document, 'verificationMethod'))) add(method)
  const listed = new Set<string | undefined>()
  for (const name of RELATIONSHIPS) {
    for (const entry of entries(property(document, name))) {
      const id = typeof entry === 'string' ? entry : add(entry)
      if (name === relationship) listed.add(id)
    }
  }
  const declared = property(document, relationship)
  const restricted = declared !== undefined && declared !== null
  return [...methods].flatMap(([id, method]) =>
    restricted && !listed.has(id) ? [] : (supported(method, now) ?? []),
  )
}

/** Returns an own property, so that a property of `Object.prototype` is never part of a document. */
function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function entries(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return []
  if (value.length > MAX_METHODS) throw tooManyMethods()
  return value
}

function tooManyMethods(): Error {
  return new Error(
    `its document has more than ${MAX_METHODS} verification methods, or entries in one list`,
  )
}

/** Throws an `Error` if the name of a property differs from one of `names` only in letter case. */
function checkCase(value: unknown, names: readonly string[]): void {
  const inAnyCase = new RegExp(`^(?:${names.join('|')})$`, 'iu')
  const keys = Object.keys(Object(value) as object)
  const name = keys.find((key) => inAnyCase.test(key) && !names.includes(key))
  if (name === undefined) return
  throw new Error(`wrong letter case in its document: ${quote(name)}`)
}

/**
 * Returns the `id` of a verification method. `undefined` if it is not a string, or belongs
 * to another DID. Throws an `Error` for a malformed string, such as one without a fragment.
 */
function methodId(method: unknown, did: DID): string | undefined {
  const id = property(method, 'id')
  if (typeof id !== 'string') return undefined
  if (!METHOD_ID.test(id)) {
    throw new Error(`expected method id such as "#key", received ${quote(id)}`)
  }
  return id.startsWith('#') || id.startsWith(`${did}#`) ? id : undefined
}

function supported(method: object, now: number): VerificationMethod | undefined {
  if (!before(now, property(method, 'expires')) || !before(now, property(method, 'revoked'))) {
    return undefined
  }
  const type = property(method, 'type')
  const publicKeyMultibase = property(method, 'publicKeyMultibase')
  const authority = property(method, 'authority')
  if (type === 'Multikey' && typeof publicKeyMultibase === 'string') {
    return { type, publicKeyMultibase }
  }
  if (type === 'AuthorityAttestation' && typeof authority === 'string') return { type, authority }
  return undefined
}

/** A time of RFC 3339, with `T` and `Z` in upper case. RFC 3339 has no hour 24, but `Date.parse` accepts it. */
const TIME = /^(\d{4}-\d\d-\d\d)T(?!24)\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Returns whether `now` is before a time of a verification method. `true` if the time is absent or null, `false` if it is malformed. */
function before(now: number, time: unknown): boolean {
  if (time === undefined || time === null) return true
  const day = typeof time === 'string' ? TIME.exec(time)?.[1] : undefined
  // `Date.parse` returns NaN for an invalid time: the comparison is then false.
  return day !== undefined && isDay(day) && now * 1000 < Date.parse(time as string)
}
