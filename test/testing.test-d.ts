import type { Arbitrary } from 'fast-check'
import { describe, expectTypeOf, it } from 'vitest'
import { customer, Failure, provider, s3, Unit, type DID, type Type } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'

describe('arbitrary', () => {
  it('generates values of the type', () => {
    expectTypeOf(arbitrary(Unit)).toEqualTypeOf<Arbitrary<Unit>>()
    expectTypeOf(arbitrary(Failure)).toEqualTypeOf<Arbitrary<Failure>>()
    expectTypeOf(arbitrary(customer.AddArguments)).toEqualTypeOf<Arbitrary<customer.AddArguments>>()
    expectTypeOf(arbitrary(customer.AddOK)).toEqualTypeOf<Arbitrary<customer.AddOK>>()
    expectTypeOf(arbitrary(provider.AddArguments)).toEqualTypeOf<Arbitrary<provider.AddArguments>>()
    expectTypeOf(arbitrary(provider.AddOK)).toEqualTypeOf<Arbitrary<provider.AddOK>>()
    expectTypeOf(arbitrary(s3.Request)).toEqualTypeOf<Arbitrary<s3.Request>>()
    expectTypeOf(arbitrary(s3.VerificationKey)).toEqualTypeOf<Arbitrary<s3.VerificationKey>>()
    expectTypeOf(arbitrary(s3.PermissionSet)).toEqualTypeOf<Arbitrary<s3.PermissionSet>>()
    expectTypeOf(arbitrary(s3.KeySet)).toEqualTypeOf<Arbitrary<s3.KeySet>>()
    expectTypeOf(arbitrary(s3.ProofSet)).toEqualTypeOf<Arbitrary<s3.ProofSet>>()
    expectTypeOf(arbitrary(s3.request.AuthorizeArguments)).toEqualTypeOf<
      Arbitrary<s3.request.AuthorizeArguments>
    >()
    expectTypeOf(arbitrary(s3.request.AuthorizeOK)).toEqualTypeOf<
      Arbitrary<s3.request.AuthorizeOK>
    >()
    expectTypeOf(arbitrary(s3.bucket.CreateArguments)).toEqualTypeOf<
      Arbitrary<s3.bucket.CreateArguments>
    >()
    expectTypeOf(arbitrary(s3.bucket.CreateOK)).toEqualTypeOf<Arbitrary<s3.bucket.CreateOK>>()
    expectTypeOf(arbitrary(s3.bucket.DeleteArguments)).toEqualTypeOf<
      Arbitrary<s3.bucket.DeleteArguments>
    >()
    expectTypeOf(arbitrary(s3.bucket.DeleteOK)).toEqualTypeOf<Arbitrary<s3.bucket.DeleteOK>>()
    expectTypeOf(arbitrary(s3.bucket.InfoArguments)).toEqualTypeOf<
      Arbitrary<s3.bucket.InfoArguments>
    >()
    expectTypeOf(arbitrary(s3.bucket.InfoOK)).toEqualTypeOf<Arbitrary<s3.bucket.InfoOK>>()
    expectTypeOf(arbitrary(s3.bucket.ListArguments)).toEqualTypeOf<
      Arbitrary<s3.bucket.ListArguments>
    >()
    expectTypeOf(arbitrary(s3.bucket.ListOK)).toEqualTypeOf<Arbitrary<s3.bucket.ListOK>>()
    expectTypeOf(arbitrary(s3.bucket.Bucket)).toEqualTypeOf<Arbitrary<s3.bucket.Bucket>>()
    expectTypeOf(arbitrary(s3.bucket.Owner)).toEqualTypeOf<Arbitrary<s3.bucket.Owner>>()
    expectTypeOf(arbitrary(s3.bucket.PolicyArguments)).toEqualTypeOf<
      Arbitrary<s3.bucket.PolicyArguments>
    >()
    expectTypeOf(arbitrary(s3.bucket.PolicyOK)).toEqualTypeOf<Arbitrary<s3.bucket.PolicyOK>>()
    expectTypeOf(arbitrary(s3.key.MarkerArguments)).toEqualTypeOf<
      Arbitrary<s3.key.MarkerArguments>
    >()
    expectTypeOf(arbitrary(s3.key.MarkerOK)).toEqualTypeOf<Arbitrary<s3.key.MarkerOK>>()
  })

  it('generates the fields of the type', () => {
    type Values = typeof values extends Arbitrary<infer T> ? T : never
    const values = arbitrary(customer.add.arguments)
    expectTypeOf<Values['customer']>().toEqualTypeOf<DID>()
    expectTypeOf<Values['externalAccount']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Values['details']>().toEqualTypeOf<Record<string, string>>()
  })

  it('keeps the type of the values in a generic function', () => {
    expectTypeOf(arbitraryOf(s3.Request)).toEqualTypeOf<Arbitrary<s3.Request>>()
  })
})

function arbitraryOf<T>(type: Type<T>) {
  return arbitrary(type)
}
