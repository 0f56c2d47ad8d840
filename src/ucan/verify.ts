import { AuthorizationError } from './authorization-error.js'
import { secondsFromNow } from './defaults.js'
import type { Delegation } from './delegation.js'
import type { Invocation } from './invocation.js'
import type { KeySources } from './key-sources.js'
import type { Receipt } from './receipt.js'
import { checkSignature } from './signature.js'

/**
 * Returns whether a token was signed by its issuer, or attested by a trusted authority.
 * The issuer of a receipt is its executor. Returns `false` if this can't be determined,
 * for example because the issuer's DID can't be resolved.
 *
 * The key of a `did:key` is in the DID. A `did:mailto` has no key: its signature is
 * the attestation of one of the `trustedAuthorities`. The keys of other DIDs are
 * verification methods in the DID document. `capabilityDelegation` lists the methods
 * for delegations, and `capabilityInvocation` those for other tokens. If the document
 * does not have the list, all its methods are used. Expired and revoked methods are
 * ignored. Some signature types that {@link authorize} rejects, such as ES256, are
 * verified.
 *
 * The times, proofs and policies of the token are not checked. Use {@link authorize}
 * to decide whether to execute an invocation.
 *
 * @example
 * ```ts
 * import { Receipt, verify } from '@fil-forge/libforge/ucan'
 *
 * async function isSigned(bytes: Uint8Array): Promise<boolean> {
 *   return await verify(Receipt.decode(bytes))
 * }
 * ```
 */
export async function verify(
  token: Invocation | Delegation | Receipt,
  options: KeySources = {},
): Promise<boolean> {
  try {
    await checkSignature(token, options, secondsFromNow(0))
    return true
  } catch (error) {
    if (error instanceof AuthorizationError) return false
    throw error
  }
}
