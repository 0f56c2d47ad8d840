// @ts-check
import * as ECDSA from 'iso-signatures/verifiers/ecdsa.js'
import * as EdDSA from 'iso-signatures/verifiers/eddsa.js'
import { Resolver } from 'iso-signatures/verifiers/resolver.js'

/** Verifies what services sign, with Ed25519, and what tenants sign, with secp256k1. */
export const verifier = new Resolver({ ...EdDSA.verifier, ...ECDSA.verifier })
