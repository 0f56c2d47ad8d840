import { quote } from '../codec/error.js'
import { parseDID, type DID } from '../codec/kinds/did.js'

const PREFIX = 'did:mailto:'

/**
 * Returns the DID of an email address: `did:mailto:<domain>:<local part>`. Both parts
 * are percent-encoded. The case of letters is kept.
 *
 * @throws {TypeError} for a string that is not an address of the form
 *   `local@domain`. Display names, comments and quoted local parts are not supported
 * @throws {CodecError} `too-long` for a DID of more than 2,048 bytes
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/did-mailto.md
 *
 * @example
 * ```ts
 * import { mailtoDID } from '@fil-forge/libforge/ucan'
 *
 * mailtoDID('tag+ana@mail.example') // 'did:mailto:mail.example:tag%2Bana'
 * ```
 */
export function mailtoDID(email: string): DID {
  const at = email.lastIndexOf('@')
  const [local, domain] = [email.slice(0, Math.max(at, 0)), email.slice(at + 1)]
  if (!LOCAL_PART.test(local) || !DOMAIN.test(domain)) {
    throw new TypeError(`expected email address of the form local@domain, received ${quote(email)}`)
  }
  return parseDID(`${PREFIX}${escape(domain)}:${escape(local)}`)
}

/**
 * Returns the email address of a `did:mailto`.
 *
 * @throws {TypeError} for a DID that {@link mailtoDID} does not return
 * @throws {CodecError} `too-long` if the DID that {@link mailtoDID} returns for the
 *   address would exceed 2,048 bytes
 *
 * @example
 * ```ts
 * import { emailOf } from '@fil-forge/libforge/ucan'
 *
 * emailOf('did:mailto:mail.example:tag%2Bana') // 'tag+ana@mail.example'
 * ```
 */
export function emailOf(did: DID): string {
  const email = did.startsWith(PREFIX) ? decode(did.slice(PREFIX.length)) : undefined
  // Other spellings of the DID are rejected: each would be another principal with this address.
  if (email === undefined || mailtoDID(email) !== did) {
    throw new TypeError(
      `expected DID of an email address as mailtoDID returns it, received ${quote(did)}`,
    )
  }
  return email
}

function decode(identifier: string): string | undefined {
  const [domain, local] = identifier.split(':')
  try {
    return decodeURIComponent(`${local}@${domain}`)
  } catch {
    return undefined
  }
}

/** An atom of RFC 5322, with the non-ASCII characters of RFC 6532. Lone surrogates are excluded: UTF-8 can't encode them. */
const ATOM = "[\\w!#$%&'*+\\-/=?^`{|}~\\u0080-\\ud7ff\\ue000-\\u{10ffff}]+"
const LABEL = '[\\w\\-\\u0080-\\ud7ff\\ue000-\\u{10ffff}]+'
const LOCAL_PART = /* @__PURE__ */ new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'u')
/** Labels, or an address literal in brackets. */
const DOMAIN = /* @__PURE__ */ new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[\\w.:]+\\])$`, 'u')
/** All but the unreserved characters of RFC 3986. The reference escapes the same characters. */
const ESCAPED = /[^A-Za-z0-9\-_.~]/gu

function escape(part: string): string {
  return part.replaceAll(ESCAPED, (character) =>
    Array.from(new TextEncoder().encode(character), percentEncoded).join(''),
  )
}

/** Encodes a byte. An address has no ASCII control characters, so each byte has two hex digits. */
function percentEncoded(byte: number): string {
  return `%${byte.toString(16).toUpperCase()}`
}
