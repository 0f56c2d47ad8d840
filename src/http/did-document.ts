import type { KeySigner } from '../ucan/cryptography/key-signer.js'
import type { DIDResolver } from '../ucan/did-resolver.js'

/**
 * Returns the DID document of a signer. It lists the signer's key for authentication,
 * assertions, and the delegation and invocation of capabilities. `handler` serves the
 * document at `/.well-known/did.json`, which is the address for a `did:web` without a path.
 *
 * @see https://www.w3.org/TR/cid-1.0/
 *
 * @example
 * ```ts
 * import { didDocument } from '@fil-forge/libforge/http'
 * import { Ed25519 } from '@fil-forge/libforge/ucan'
 *
 * const key = await Ed25519.generate()
 * const document = didDocument(key.withDID('did:web:up.example'))
 * document.id // 'did:web:up.example'
 * ```
 */
export function didDocument({ did, keyDID }: Pick<KeySigner, 'did' | 'keyDID'>) {
  const id = `${did}#key-0`
  const publicKeyMultibase = keyDID.slice('did:key:'.length)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase }],
    authentication: [id],
    assertionMethod: [id],
    capabilityDelegation: [id],
    capabilityInvocation: [id],
  }
}

/**
 * Returns a resolver that resolves the DID of the service to its own document, so that
 * the service sends no request to itself. The returned resolver delegates all other DIDs
 * to `resolver`, or rejects them if `resolver` is `undefined`. If there is no document,
 * the function returns `resolver`.
 */
export function withOwnDocument(
  did: string,
  document: object | undefined,
  resolver: DIDResolver | undefined,
): DIDResolver | undefined {
  if (document === undefined) return resolver
  return {
    async resolve(other) {
      if (other === did) return { didDocument: document }
      if (resolver !== undefined) return await resolver.resolve(other)
      throw new Error('the option didResolver is required')
    },
  }
}
