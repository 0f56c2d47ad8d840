import type { CID } from 'multiformats/cid'
import type { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import type { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import type { RSASigner } from 'iso-signatures/signers/rsa.js'
import type { ISigner, SignatureType as PeerSignatureType } from 'iso-signatures/types'
import type { Resolver as PeerResolver } from 'iso-did'
import { describe, expectTypeOf, test } from 'vitest'
import { customer, provider, s3, type DID, type Failure } from '../../src/index.js'
import {
  argumentsOf,
  Container,
  delegate,
  invoke,
  Invocation,
  matchPolicy,
  resultOf,
  succeed,
  type Data,
  type Delegation,
  type DIDResolver,
  type Policy,
  type Receipt,
  type SignatureType,
  type Signer,
  type Statement,
  type UnreadableToken,
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
  test('reject missing fields and fields of the wrong type', () => {
    const consumer = 'did:web:bucket.example'
    expectTypeOf(
      invoke<provider.AddArguments, provider.AddOK>,
    ).returns.resolves.toEqualTypeOf<Invocation>()
    // @ts-expect-error the provider is missing
    void invoke(provider.add, { issuer, subject, arguments: { consumer } })
    void invoke(provider.add, {
      issuer,
      subject,
      // @ts-expect-error the provider is not a DID
      arguments: { provider: 'up.example', consumer },
    })
    // @ts-expect-error the id must be a string
    void succeed(provider.add, { executor: issuer, ran: invocation, ok: { id: 1 } })
    // @ts-expect-error the expiration is missing
    void delegate(provider.add, { issuer, audience: subject, subject: null })
  })
})

describe('Invocation, Delegation, Receipt and Container', () => {
  test('have typed fields and typed results of decode', () => {
    expectTypeOf(Invocation.decode).returns.toEqualTypeOf<Invocation>()
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
      readonly unreadable: readonly UnreadableToken[]
    }>()
  })
})

describe('Signer and DIDResolver', () => {
  test('accept the objects of iso-signatures and iso-did', () => {
    expectTypeOf<EdDSASigner>().toExtend<Signer>()
    expectTypeOf<ES256KSigner>().toExtend<Signer>()
    expectTypeOf<RSASigner>().toExtend<Signer>()
    expectTypeOf<ISigner>().toExtend<Signer>()
    expectTypeOf<PeerResolver>().toExtend<DIDResolver>()
    expectTypeOf<PeerSignatureType>().toExtend<SignatureType>()
  })
})

describe('a policy', () => {
  test('has statements with supported operators', () => {
    expectTypeOf<['==', '.', null]>().toExtend<Statement>()
    expectTypeOf<['<', '.a', number]>().toExtend<Statement>()
    expectTypeOf<['like', '.["a"]', string]>().toExtend<Statement>()
    expectTypeOf<['and', []]>().toExtend<Statement>()
    expectTypeOf<['not', ['any', '.a[]', ['!=', '.', Uint8Array]]]>().toExtend<Statement>()
    expectTypeOf<['all', `.${string}`, ['>=', '.', bigint]]>().toExtend<Statement>()
  })

  test('has no statements with invalid operators, selectors or operands', () => {
    expectTypeOf<['=', '.', null]>().not.toExtend<Statement>()
    expectTypeOf<['==', 'a', null]>().not.toExtend<Statement>()
    expectTypeOf<['==', '.', undefined]>().not.toExtend<Statement>()
    expectTypeOf<['==', '.']>().not.toExtend<Statement>()
    expectTypeOf<['<', '.', '1']>().not.toExtend<Statement>()
    expectTypeOf<['like', '.', 1]>().not.toExtend<Statement>()
    expectTypeOf<['and', ['==', '.', 1]]>().not.toExtend<Statement>()
    expectTypeOf<['not', [['==', '.', 1]]]>().not.toExtend<Statement>()
    expectTypeOf<['all', ['==', '.', 1]]>().not.toExtend<Statement>()
  })

  test('is accepted by delegate, and rejected by matchPolicy if it is malformed', () => {
    void delegate(customer.add, {
      issuer,
      audience: subject,
      subject: null,
      expiration: null,
      policy: [
        ['==', '.product', 'did:web:free.web3.storage'],
        [
          'or',
          [
            ['like', '.a', '*'],
            ['not', ['<', '.b', 1]],
          ],
        ],
      ],
    })
    // @ts-expect-error the operator is unknown
    matchPolicy([['=', '.a', 1]], {})
    // @ts-expect-error the selector does not start with a dot
    matchPolicy([['==', 'a', 1]], {})
    expectTypeOf(matchPolicy).returns.toEqualTypeOf<boolean>()
    expectTypeOf<Delegation['policy']>().toEqualTypeOf<Policy>()
    expectTypeOf<{ a: [1n, null, Uint8Array, CID] }>().toExtend<Data>()
  })
})
