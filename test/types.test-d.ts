import type { CID } from 'multiformats/cid'
import type { BlockCodec } from 'multiformats/codecs/interface'
import * as Block from 'multiformats/block'
import { sha256 } from 'multiformats/hashes/sha2'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expectTypeOf, it } from 'vitest'
import { customer, provider, s3, Unit, type Command, type DID, type Type } from '../src/index.js'

describe('a wire type', () => {
  it('is an interface and a value of one name', () => {
    expectTypeOf(customer.AddArguments).toEqualTypeOf<Type<customer.AddArguments>>()
    expectTypeOf(customer.AddArguments.cbor.decode).returns.toEqualTypeOf<customer.AddArguments>()
    expectTypeOf(customer.AddArguments.json.encode)
      .parameter(0)
      .toEqualTypeOf<customer.AddArguments>()
  })

  it('gives bytes as platforms take them', () => {
    expectTypeOf(customer.AddArguments.cbor.encode).returns.toExtend<Uint8Array<ArrayBuffer>>()
    expectTypeOf(customer.AddArguments.json.encode).returns.toExtend<BodyInit>()
    expectTypeOf(customer.AddArguments.cbor.encode).returns.toExtend<BufferSource>()
  })

  it('says which fields there are, and which may be absent', () => {
    expectTypeOf<customer.AddArguments['customer']>().toEqualTypeOf<DID>()
    expectTypeOf<customer.AddArguments['details']>().toEqualTypeOf<Record<string, string>>()
    expectTypeOf<customer.AddArguments['externalAccount']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<keyof customer.AddArguments>().toEqualTypeOf<
      'customer' | 'externalAccount' | 'product' | 'details'
    >()
    expectTypeOf<{ customer: DID; product: DID; details: {} }>().toExtend<customer.AddArguments>()
  })

  it('refuses at compile time what it refuses at run time', () => {
    const args = {
      customer: 'did:web:a.example',
      product: 'did:web:b.example',
      details: {},
    } as const
    expectTypeOf(customer.AddArguments.cbor.encode).toBeCallableWith(args)
    // @ts-expect-error -- a number is no DID
    customer.AddArguments.cbor.encode({ ...args, customer: 3 })
    // @ts-expect-error -- a text without a method is none
    customer.AddArguments.cbor.encode({ ...args, customer: 'alice' })
    // @ts-expect-error -- a detail is a text
    customer.AddArguments.cbor.encode({ ...args, details: { plan: 3 } })
    // @ts-expect-error -- the product is missing
    customer.AddArguments.cbor.encode({ customer: args.customer, details: {} })
    // @ts-expect-error -- there is no such field
    customer.AddArguments.cbor.encode({ ...args, plan: 'pro' })
    // @ts-expect-error -- nothing is in a unit
    Unit.cbor.encode({ a: 1 })
  })

  it('gives maps of lists', () => {
    expectTypeOf<s3.PermissionSet[DID]>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<s3.KeySet[DID]>().toEqualTypeOf<readonly s3.VerificationKey[]>()
    expectTypeOf<s3.ProofSet[string]>().toEqualTypeOf<readonly CID[]>()
    expectTypeOf<s3.request.AuthorizeOK['keys']>().toEqualTypeOf<s3.KeySet>()
    expectTypeOf<s3.request.AuthorizeOK['bucket']>().toEqualTypeOf<DID | undefined>()
    expectTypeOf<s3.VerificationKey['kind']>().toEqualTypeOf<'sigv4' | 'sigv4a'>()
    expectTypeOf<s3.VerificationKey['data']>().toEqualTypeOf<Uint8Array>()
    expectTypeOf<s3.bucket.ListOK['buckets']>().toEqualTypeOf<readonly s3.bucket.Bucket[]>()
  })

  it('narrows what `is` finds true', () => {
    const value: unknown = {}
    if (provider.AddOK.is(value)) expectTypeOf(value).toEqualTypeOf<provider.AddOK>()
  })

  it('has codecs that multiformats takes, and is a Standard Schema', () => {
    expectTypeOf(customer.AddArguments.cbor).toExtend<BlockCodec<0x71, customer.AddArguments>>()
    expectTypeOf(customer.AddArguments.json).toExtend<BlockCodec<0x0129, customer.AddArguments>>()
    expectTypeOf(Block.encode<customer.AddArguments, 0x71, 0x12>).toBeCallableWith({
      value: { customer: 'did:web:a.example', product: 'did:web:b.example', details: {} },
      codec: customer.AddArguments.cbor,
      hasher: sha256,
    })
    expectTypeOf<
      StandardSchemaV1.InferOutput<typeof customer.AddArguments>
    >().toEqualTypeOf<customer.AddArguments>()
  })
})

describe('a command', () => {
  it('infers its name, arguments and result', () => {
    expectTypeOf(customer.add).toEqualTypeOf<
      Command<customer.AddArguments, Unit, '/customer/add'>
    >()
    expectTypeOf(customer.add.arguments).toEqualTypeOf<Type<customer.AddArguments>>()
    expectTypeOf(provider.add.ok.cbor.decode).returns.toEqualTypeOf<provider.AddOK>()
    expectTypeOf(s3.bucket.delete.command).toEqualTypeOf<'/s3/bucket/delete'>()
    expectTypeOf(s3.bucket.create.ok).toEqualTypeOf<Type<s3.request.AuthorizeOK>>()
    expectTypeOf(s3.key.marker.arguments).toEqualTypeOf<Type<Unit>>()
  })
})
