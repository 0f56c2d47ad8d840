import type { DID } from '../codec/kinds/did.js'
import { proof } from '../commands/ucan/attest/proof.js'
import { compareBytes } from './compare-bytes.js'
import { cidOfBytes } from './cid.js'
import { invocations, invoke, type Invocation } from './invocation.js'
import type { Signer } from './signer.js'
import type { Token } from './token.js'

/**
 * Returns a signer for a principal that has no key, such as a `did:mailto`. Its
 * signatures are attestations, in which an authority states that the principal
 * approved the token. The authority must have verified this approval by other
 * means, for example by a link in an email.
 *
 * {@link authorize} accepts the attestation only if the authority is in
 * `trustedAuthorities`. If the principal is not a `did:mailto`, its DID document must
 * also list the authority.
 *
 * @param did the principal that issues the tokens
 * @param authority the authority's signer. Its signatures must be Ed25519 or ES256K
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/attestation.md
 *
 * @example
 * ```ts
 * import { attest, delegate, Ed25519, mailtoDID } from '@fil-forge/libforge/ucan'
 *
 * const uploadService = await Ed25519.generate()
 * const agent = await Ed25519.generate()
 * const account = mailtoDID('ana@mail.example')
 * const delegation = await delegate('/', {
 *   issuer: attest(account, uploadService),
 *   audience: agent.did,
 *   subject: account,
 *   expiration: null,
 * })
 * ```
 */
export function attest(did: DID, authority: Signer): Signer & { readonly did: DID } {
  return {
    did,
    signatureType: 'AuthorityAttestation',
    sign: async (bytes) => {
      const attestation = await invoke(proof, {
        issuer: authority,
        subject: authority.did as DID,
        arguments: { proof: cidOfBytes(bytes) },
        nonce: new Uint8Array(0),
        expiration: null,
      })
      return attestation.bytes
    },
  }
}

/**
 * Decodes the signature of a token as an attestation. Returns `undefined` if the
 * signature is not an attestation of this token. Does not verify the signature of the
 * attestation.
 */
export function attestationOf(token: Token): Invocation | undefined {
  let attestation: Invocation
  try {
    attestation = invocations.decode(token.signature)
  } catch {
    return undefined
  }
  const { issuer, subject, audience, proofs, nonce, expiration, argumentBytes } = attestation
  const expected = proof.arguments.cbor.encode({ proof: cidOfBytes(token.signedBytes) })
  const isValid =
    attestation.command === proof.name &&
    issuer === subject &&
    audience === undefined &&
    proofs.length === 0 &&
    nonce.length === 0 &&
    expiration === undefined &&
    compareBytes(argumentBytes, expected) === 0
  return isValid ? attestation : undefined
}
