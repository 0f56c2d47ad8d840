// @ts-check
import * as ECDSA from 'iso-signatures/verifiers/ecdsa.js'
import * as EdDSA from 'iso-signatures/verifiers/eddsa.js'
import { Resolver } from 'iso-signatures/verifiers/resolver.js'

/** Verifies signatures of services (Ed25519) and of tenants (secp256k1). */
export const verifier = new Resolver({ ...EdDSA.verifier, ...ECDSA.verifier })
