import type { DID } from '../codec/kinds/did.js'

/** The maximum number of verification methods that are used, and of entries of each list. */
const MAX_METHODS = 32

/** The verification relationships that UCANs need: what a key of a DID document may sign. */
export type Relationship = 'capabilityInvocation' | 'capabilityDelegation'

/** The relationships in which a document may embed verification methods. */
const RELATIONSHIPS = [
  'authentication',
  'assertionMethod',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
]

/** A supported verification method that is neither expired nor revoked. */
export type VerificationMethod =
  | { readonly type: 'Multikey'; readonly publicKeyMultibase: string }
  | { readonly type: 'AuthorityAttestation'; readonly authority: string }

/**
 * Returns the verification methods that a relationship of a DID document lists. If
 * the relationship is absent or null, returns all methods. Malformed, unsupported,
 * expired and revoked methods are skipped. Methods after the first 32, and entries of a
 * list after the first 32, are ignored.
 *
 * @param now the time of verification, in Unix seconds
 * @throws {Error} for a document whose `id` is not the DID, and for two different
 *   methods with the same `id`
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
  const methods = new Map<string, object>()
  const add = (method: unknown): string | undefined => {
    const id = methodId(method, did)
    if (id === undefined) return undefined
    const known = methods.get(id)
    if (known === undefined && methods.size === MAX_METHODS) return undefined
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(method)) {
      throw new Error('its document has two different methods with the same id')
    }
    methods.set(id, method as object)
    return id
  }
  for (const method of firstEntries(property(document, 'verificationMethod'))) add(method)
  const listed = new Set<string | undefined>()
  for (const name of RELATIONSHIPS) {
    for (const entry of firstEntries(property(document, name))) {
      const id = typeof entry === 'string' ? absolute(entry, did) : add(entry)
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

function firstEntries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_METHODS) : []
}

/** Returns the absolute `id` of a verification method. `undefined` if the `id` is not the DID with a fragment. */
function methodId(method: unknown, did: DID): string | undefined {
  const id = property(method, 'id')
  if (typeof id !== 'string') return undefined
  const url = absolute(id, did)
  return url.startsWith(`${did}#`) ? url : undefined
}

function absolute(url: string, did: DID): string {
  return url.startsWith('#') ? `${did}${url}` : url
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

/** Matches the form of a time of RFC 3339, with `T` and `Z` in upper case. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Returns whether `now` is before a time of a verification method. `true` if the time is absent or null, `false` if it is malformed. */
function before(now: number, time: unknown): boolean {
  if (time === undefined || time === null) return true
  // `Date.parse` returns NaN for an invalid date: the comparison is then false.
  return typeof time === 'string' && TIME.test(time) && now * 1000 < Date.parse(time)
}
