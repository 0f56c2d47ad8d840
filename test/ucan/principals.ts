import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import * as ecdsa from 'iso-signatures/verifiers/ecdsa.js'
import * as eddsa from 'iso-signatures/verifiers/eddsa.js'
import { Resolver as Verifier } from 'iso-signatures/verifiers/resolver.js'
import { Resolver } from 'iso-did'
import type { Signer } from '../../src/ucan/index.js'
import { fromHex } from '../bytes.js'

/** The key of a principal in a fixture. */
interface Principal {
  readonly seed: string
  readonly signatureType: string
}

/** Returns a signer that signs as `did` with the key of a fixture. The signer uses iso-signatures. */
export async function signerOf({ seed, signatureType }: Principal, did: string): Promise<Signer> {
  const key = await keyOf(signatureType, fromHex(seed))
  return { did, signatureType: key.signatureType, sign: (bytes) => key.sign(bytes) }
}

async function keyOf(type: string, seed: Uint8Array): Promise<EdDSASigner | ES256KSigner> {
  if (type === 'Ed25519') return await EdDSASigner.generate(seed)
  if (type === 'ES256K') return ES256KSigner.generate(seed)
  throw new Error(`expected signature type Ed25519 or ES256K, received ${type}`)
}

export const verifier = new Verifier({ ...eddsa.verifier, ...ecdsa.verifier })

/**
 * Returns a resolver of did:web and did:plc.
 *
 * @param keys the `did:key` of each DID. This key is the only verification method in the
 *   DID's document
 */
export function resolverOf(keys: Readonly<Record<string, string>>): Resolver {
  const resolve = async (did: string) => {
    const key = keys[did]
    if (key === undefined) {
      return {
        didDocument: null,
        didDocumentMetadata: {},
        didResolutionMetadata: { error: 'notFound' },
      }
    }
    const id = `${did}#key-1`
    const publicKeyMultibase = key.slice('did:key:'.length)
    return {
      didDocument: {
        id: did,
        verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase }],
      },
      didDocumentMetadata: {},
      didResolutionMetadata: {},
    }
  }
  return new Resolver({ web: resolve, plc: resolve })
}
