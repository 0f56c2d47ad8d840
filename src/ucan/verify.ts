import { DID as KeyedDID, resolve } from 'iso-did'
import { DIDKey } from 'iso-did/key'
import type { DID } from '../codec/kinds/did.js'
import type { Delegation } from './delegation.js'
import type { Invocation } from './invocation.js'
import type { Receipt } from './receipt.js'
import type { SignatureType } from './signer.js'

/**
 * The key type for each signature type, as `iso-did` names it.
 *
 * EIP191 has none: its verifier in `iso-signatures` recovers the key from the
 * signature, and does not compare it with the issuer's. Anyone could sign for
 * any issuer.
 */
const KEY_TYPES: Readonly<Partial<Record<SignatureType, string>>> = {
  Ed25519: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  ES256K: 'secp256k1',
  RS256: 'RSA',
}

/** The number of verification methods that are tried: a DID document may be of any length. */
const METHODS = 32

/** A verifier of signatures. The `Resolver` of `iso-signatures` is one. */
export interface Verifier {
  /** The supported signature types, as keys. */
  readonly registry: Readonly<Partial<Record<SignatureType, unknown>>>
  /** Returns whether the key of the DID made the signature. */
  verify(input: {
    readonly signature: Uint8Array
    readonly message: Uint8Array
    /** A `VerifiableDID` of `iso-did`. */
    readonly did: unknown
    readonly type: SignatureType
  }): Promise<boolean>
}

/** A resolver of DIDs. The `Resolver` of `iso-did` is one. */
export interface DIDResolver {
  /** Returns the DID document. */
  resolve(did: string, options?: { accept?: string }): Promise<{ readonly didDocument: unknown }>
}

/**
 * Verifies the signature of a token: returns whether a key of its issuer, or of
 * a receipt's executor, made it. The keys of a `did:key` are in the DID. Those of
 * other DIDs are verification methods of the DID document.
 *
 * It checks neither times nor proofs nor the subject's authority.
 *
 * @throws {Error} if the issuer can't be resolved, or the verifier does not
 *   support the signature type. `EIP191` is never supported, because the
 *   verifier of `iso-signatures` does not check the issuer's key
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
    throw new TypeError(`unsupported signature type ${type}`)
  }
  const issuer = 'executor' in token ? token.executor : token.issuer
  for (const did of await keysOf(issuer, resolver)) {
    if (did.verifiableDid.type !== keyType) continue
    try {
      if (await verifier.verify({ signature, message, did, type })) return true
    } catch {
      // A malformed signature.
    }
  }
  return false
}

/** Returns the keys of a DID. */
async function keysOf(
  did: DID,
  resolver: DIDResolver | undefined,
): Promise<ReadonlyArray<DIDKey | KeyedDID>> {
  try {
    if (did.startsWith('did:key:')) return [DIDKey.fromString(did)]
    if (resolver === undefined) throw new Error('the option resolver is required')
    return await methodsOf(did, resolver)
  } catch (cause) {
    throw new Error(`can't resolve the issuer ${did}: ${(cause as Error).message}`, { cause })
  }
}

/**
 * Returns the keys in a DID document. `iso-did` alone finds only the method
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
      // A key type that iso-did does not support.
    }
  }
  if (keys.length === 0) throw new Error('no supported key in its DID document')
  return keys
}

type IsoResolver = NonNullable<Parameters<typeof resolve>[1]>
