import type { CID } from 'multiformats/cid'
import type { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import type { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import type { RSASigner } from 'iso-signatures/signers/rsa.js'
import type { ISigner, SignatureType as PeerSignatureType } from 'iso-signatures/types'
import type { Resolver as PeerVerifier } from 'iso-signatures/verifiers/resolver.js'
import type { Resolver as PeerResolver } from 'iso-did'
import { describe, expectTypeOf, test } from 'vitest'
import { customer, provider, s3, type DID, type Failure } from '../../src/index.js'
import {
  argumentsOf,
  Container,
  delegate,
  invoke,
  Invocation,
  resultOf,
  succeed,
  type Delegation,
  type DIDResolver,
  type Receipt,
  type SignatureType,
  type Signer,
  type Verifier,
} from '../../src/ucan/index.js'

declare const issuer: Signer
declare const subject: DID
declare const invocation: Invocation
declare const receipt: Receipt

describe('argumentsOf and resultOf', () => {
  test('infer arguments and result from the command', () => {
    expectTypeOf(argumentsOf(customer.add, invocation)).toEqualTypeOf<customer.AddArguments>()
    expectTypeOf(
      argumentsOf(s3.request.authorize, invocation),
    ).toEqualTypeOf<s3.request.AuthorizeArguments>()
    expectTypeOf(resultOf(provider.add, receipt)).toEqualTypeOf<
      { readonly ok: provider.AddOK } | { readonly error: Failure }
    >()
  })
})

describe('invoke, succeed and delegate', () => {
  test('reject arguments and results of another command', () => {
    const consumer = 'did:web:bucket.example'
    expectTypeOf(
      invoke<provider.AddArguments, provider.AddOK>,
    ).returns.resolves.toEqualTypeOf<Invocation>()
    // @ts-expect-error the provider is missing
    void invoke(provider.add, { issuer, subject, arguments: { consumer } })
    void invoke(provider.add, {
      issuer,
      subject,
      // @ts-expect-error not a DID
      arguments: { provider: 'up.example', consumer },
    })
    // @ts-expect-error an id is a string
    void succeed(provider.add, { executor: issuer, ran: invocation, ok: { id: 1 } })
    // @ts-expect-error the expiration is required: null for none
    void delegate(provider.add, { issuer, audience: subject, subject: null })
  })
})

describe('Invocation, Delegation, Receipt and Container', () => {
  test('have plain values as fields', () => {
    expectTypeOf(Invocation.decode).returns.resolves.toEqualTypeOf<Invocation>()
    expectTypeOf<Invocation['issuer']>().toEqualTypeOf<DID>()
    expectTypeOf<Invocation['audience']>().toEqualTypeOf<DID | undefined>()
    expectTypeOf<Invocation['expiration']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<Invocation['proofs']>().toEqualTypeOf<readonly CID[]>()
    expectTypeOf<Delegation['subject']>().toEqualTypeOf<DID | null>()
    expectTypeOf<Receipt['ran']>().toEqualTypeOf<CID>()
    expectTypeOf(Container.decode).returns.resolves.toEqualTypeOf<{
      readonly invocations: readonly Invocation[]
      readonly delegations: readonly Delegation[]
      readonly receipts: readonly Receipt[]
    }>()
  })
})

describe('Signer, Verifier and DIDResolver', () => {
  test('accept the objects of iso-signatures and iso-did', () => {
    expectTypeOf<EdDSASigner>().toExtend<Signer>()
    expectTypeOf<ES256KSigner>().toExtend<Signer>()
    expectTypeOf<RSASigner>().toExtend<Signer>()
    expectTypeOf<ISigner>().toExtend<Signer>()
    expectTypeOf<PeerVerifier>().toExtend<Verifier>()
    expectTypeOf<PeerResolver>().toExtend<DIDResolver>()
    expectTypeOf<SignatureType>().toEqualTypeOf<PeerSignatureType>()
  })
})
