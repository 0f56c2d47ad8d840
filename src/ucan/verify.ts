import { DID as KeyedDID, resolve } from 'iso-did'
import { DIDKey } from 'iso-did/key'
import type { DID } from '../codec/did.js'
import type { Delegation } from './delegation.js'
import type { Invocation } from './invocation.js'
import type { Receipt } from './receipt.js'
import type { SignatureType } from './signer.js'

/**
 * The kind of key, as `iso-did` calls it, that makes each kind of signature.
 *
 * EIP191 has none: its verifier in `iso-signatures` takes the key out of the
 * signature and compares it with nobody's, so that anyone could sign as anyone.
 */
const KEY_TYPES: Readonly<Partial<Record<SignatureType, string>>> = {
  Ed25519: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  ES256K: 'secp256k1',
  RS256: 'RSA',
}

/** Verification methods of a document that are looked at; a document is as long as its host likes. */
const METHODS = 32

/** What verifies signatures: the `Resolver` of `iso-signatures`. */
export interface Verifier {
  /** How each kind of signature is verified that it knows. */
  readonly registry: Readonly<Partial<Record<SignatureType, unknown>>>
  /** Whether the signature is that of the DID's key. */
  verify(input: {
    readonly signature: Uint8Array
    readonly message: Uint8Array
    /** A `VerifiableDID` of `iso-did`. */
    readonly did: unknown
    readonly type: SignatureType
  }): Promise<boolean>
}

/** What finds the document of a DID: the `Resolver` of `iso-did`. */
export interface DIDResolver {
  /** The document of a DID. */
  resolve(did: string, options?: { accept?: string }): Promise<{ readonly didDocument: unknown }>
}

/**
 * Whether a token was signed by its issuer, or a receipt by its executor, with
 * the key of its `did:key` or a verification method of its DID's document. It
 * says nothing of time, proofs or the subject's will.
 *
 * @throws {Error} where the issuer can't be resolved, or the kind of signature
 *   isn't known to the verifier; `EIP191` never is, since the verifier that
 *   `iso-signatures` has for it doesn't look at the issuer's key
 *
 * @example
 * ```ts
 * import { Invocation, verify } from '@fil-forge/libforge/ucan'
 * import { Resolver } from 'iso-signatures/verifiers/resolver.js'
 * import * as EdDSA from 'iso-signatures/verifiers/eddsa.js'
 * import * as ECDSA from 'iso-signatures/verifiers/ecdsa.js'
 *
 * const verifier = new Resolver({ ...EdDSA.verifier, ...ECDSA.verifier })
 *
 * async function isSigned(bytes: Uint8Array): Promise<boolean> {
 *   return await verify(await Invocation.decode(bytes), { verifier })
 * }
 * ```
 */
export async function verify(
  token: Invocation | Delegation | Receipt,
  options: { readonly verifier: Verifier; readonly resolver?: DIDResolver | undefined },
): Promise<boolean> {
  const { signatureType: type, signature, signedBytes: message } = token
  const { verifier, resolver } = options
  const keyType = KEY_TYPES[type]
  if (keyType === undefined || verifier.registry[type] === undefined) {
    throw new TypeError(`a signature of type ${type} can't be verified`)
  }
  const issuer = 'executor' in token ? token.executor : token.issuer
  for (const did of await keysOf(issuer, resolver)) {
    if (did.verifiableDid.type !== keyType) continue
    try {
      if (await verifier.verify({ signature, message, did, type })) return true
    } catch {
      // A signature that can't be read is none.
    }
  }
  return false
}

/** The keys that a DID may sign with. */
async function keysOf(
  did: DID,
  resolver: DIDResolver | undefined,
): Promise<ReadonlyArray<DIDKey | KeyedDID>> {
  try {
    if (did.startsWith('did:key:')) return [DIDKey.fromString(did)]
    if (resolver === undefined) throw new Error('no resolver was given')
    return await methodsOf(did, resolver)
  } catch (cause) {
    throw new Error(`the issuer ${did} can't be resolved: ${(cause as Error).message}`, { cause })
  }
}

/**
 * The keys in a DID's document. `iso-did` by itself looks for the one method
 * whose fragment repeats the identifier, which few documents have.
 */
async function methodsOf(did: DID, resolver: DIDResolver): Promise<KeyedDID[]> {
  const document = await resolve(did, resolver as IsoResolver)
  const known = { resolve: async () => ({ didDocument: document, didResolutionMetadata: {} }) }
  const methods = [...(document?.verificationMethod ?? []), ...(document?.authentication ?? [])]
  const keys: KeyedDID[] = []
  for (const method of methods.slice(0, METHODS)) {
    if (typeof method === 'string') continue
    if (method.id !== did && !method.id.startsWith(`${did}#`)) continue
    try {
      keys.push(await KeyedDID.fromString(method.id, known as unknown as IsoResolver))
    } catch {
      // A kind of key that iso-did doesn't know.
    }
  }
  if (keys.length === 0) throw new Error('its document holds no key')
  return keys
}

type IsoResolver = NonNullable<Parameters<typeof resolve>[1]>
