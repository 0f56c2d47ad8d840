import type { CID } from 'multiformats/cid'
import type { BlockCodec } from 'multiformats/codecs/interface'
import * as Block from 'multiformats/block'
import { sha256 } from 'multiformats/hashes/sha2'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expectTypeOf, it } from 'vitest'
import {
  bigint,
  cborStruct,
  list,
  map,
  oneOf,
  optional,
  string,
  struct,
  tuple,
  u64,
  u8,
  did,
  link,
} from '../src/codec/index.js'
import {
  customer,
  isDID,
  parseDID,
  pdp,
  provider,
  s3,
  Unit,
  type CborType,
  type Command,
  type JsonCommand,
  type CodecErrorOptions,
  type DID,
  type FailureName,
  type Type,
} from '../src/index.js'

describe('a wire type', () => {
  it('is an interface and a value of the same name', () => {
    expectTypeOf(customer.AddArguments).toEqualTypeOf<Type<customer.AddArguments>>()
    expectTypeOf(customer.AddArguments.cbor.decode).returns.toEqualTypeOf<customer.AddArguments>()
    expectTypeOf(customer.AddArguments.json.encode)
      .parameter(0)
      .toEqualTypeOf<customer.AddArguments>()
  })

  it('encodes to bytes that Fetch and Web Crypto accept', () => {
    expectTypeOf(customer.AddArguments.cbor.encode).returns.toExtend<Uint8Array<ArrayBuffer>>()
    expectTypeOf(customer.AddArguments.json.encode).returns.toExtend<BodyInit>()
    expectTypeOf(customer.AddArguments.cbor.encode).returns.toExtend<BufferSource>()
  })

  it('has required and optional fields', () => {
    expectTypeOf<customer.AddArguments['customer']>().toEqualTypeOf<DID>()
    expectTypeOf<customer.AddArguments['details']>().toEqualTypeOf<Record<string, string>>()
    expectTypeOf<customer.AddArguments['externalAccount']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<keyof customer.AddArguments>().toEqualTypeOf<
      'customer' | 'externalAccount' | 'product' | 'details'
    >()
    expectTypeOf<{ customer: DID; product: DID; details: {} }>().toExtend<customer.AddArguments>()
  })

  it('rejects invalid values at compile time', () => {
    const args = {
      customer: 'did:web:a.example',
      product: 'did:web:b.example',
      details: {},
    } as const
    expectTypeOf(customer.AddArguments.cbor.encode).toBeCallableWith(args)
    // @ts-expect-error -- a number is not a DID
    customer.AddArguments.cbor.encode({ ...args, customer: 3 })
    // @ts-expect-error -- a string without a method is not a DID
    customer.AddArguments.cbor.encode({ ...args, customer: 'alice' })
    // @ts-expect-error -- a detail is a string
    customer.AddArguments.cbor.encode({ ...args, details: { plan: 3 } })
    // @ts-expect-error -- the product is missing
    customer.AddArguments.cbor.encode({ customer: args.customer, details: {} })
    // @ts-expect-error -- unknown field
    customer.AddArguments.cbor.encode({ ...args, plan: 'pro' })
    // @ts-expect-error -- Unit has no fields
    Unit.cbor.encode({ a: 1 })
  })

  it('infers maps, lists, enums and byte strings', () => {
    expectTypeOf<s3.PermissionSet[DID]>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<s3.KeySet[DID]>().toEqualTypeOf<readonly s3.VerificationKey[]>()
    expectTypeOf<s3.ProofSet[string]>().toEqualTypeOf<readonly CID[]>()
    expectTypeOf<s3.request.AuthorizeOK['keys']>().toEqualTypeOf<s3.KeySet>()
    expectTypeOf<s3.request.AuthorizeOK['bucket']>().toEqualTypeOf<DID | undefined>()
    expectTypeOf<s3.VerificationKey['kind']>().toEqualTypeOf<'sigv4' | 'sigv4a'>()
    expectTypeOf<s3.VerificationKey['data']>().toEqualTypeOf<Uint8Array>()
    expectTypeOf<s3.bucket.ListOK['buckets']>().toEqualTypeOf<readonly s3.bucket.Bucket[]>()
  })

  it('narrows a value by `is`', () => {
    const value: unknown = {}
    if (provider.AddOK.is(value)) expectTypeOf(value).toEqualTypeOf<provider.AddOK>()
  })

  it('has two codecs for multiformats, and is a Standard Schema', () => {
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
      JsonCommand<customer.AddArguments, Unit, '/customer/add'>
    >()
    expectTypeOf(customer.add.arguments).toEqualTypeOf<Type<customer.AddArguments>>()
    expectTypeOf(provider.add.ok.cbor.decode).returns.toEqualTypeOf<provider.AddOK>()
    expectTypeOf(s3.bucket.delete.name).toEqualTypeOf<'/s3/bucket/delete'>()
    expectTypeOf(s3.bucket.create.ok).toEqualTypeOf<Type<s3.request.AuthorizeOK>>()
    expectTypeOf(s3.key.marker.arguments).toEqualTypeOf<Type<Unit>>()
  })

  it('with DAG-JSON is a Command', () => {
    expectTypeOf(customer.add).toExtend<Command<customer.AddArguments>>()
  })
})

describe('a command without DAG-JSON', () => {
  it('infers its name, arguments and result', () => {
    expectTypeOf(pdp.info).toEqualTypeOf<Command<pdp.InfoArguments, pdp.InfoOK, '/pdp/info'>>()
    expectTypeOf(pdp.info.arguments).toEqualTypeOf<CborType<pdp.InfoArguments>>()
    expectTypeOf(pdp.info.arguments).not.toHaveProperty('json')
  })

  it('is not a JsonCommand', () => {
    expectTypeOf(pdp.info).not.toExtend<JsonCommand>()
  })
})

describe('a type without DAG-JSON', () => {
  it('is allowed in cborStructs, and in lists and maps, which then have no DAG-JSON', () => {
    expectTypeOf(list(bigint)).toEqualTypeOf<CborType<readonly bigint[]>>()
    expectTypeOf(map(string, bigint)).toEqualTypeOf<CborType<Record<string, bigint>>>()
    const Piece = cborStruct('Piece', { id: bigint, size: optional(bigint), name: string })
    expectTypeOf(Piece).toEqualTypeOf<
      CborType<{ id: bigint; size?: bigint | undefined; name: string }>
    >()
  })

  it('is rejected as a field of a struct or tuple with DAG-JSON', () => {
    // @ts-expect-error -- a bigint has no DAG-JSON
    struct('Piece', { id: bigint })
    // @ts-expect-error -- a bigint has no DAG-JSON
    struct('Piece', { id: optional(bigint) })
    // @ts-expect-error -- a bigint has no DAG-JSON
    tuple('Piece', { id: bigint })
  })
})

describe('json', () => {
  it('stringifies a value to a string, and parses a string to a value', () => {
    expectTypeOf(customer.AddArguments.json.stringify)
      .parameter(0)
      .toEqualTypeOf<customer.AddArguments>()
    expectTypeOf(customer.AddArguments.json.stringify).returns.toEqualTypeOf<string>()
    expectTypeOf(customer.AddArguments.json.parse).parameter(0).toEqualTypeOf<string>()
    expectTypeOf(customer.AddArguments.json.parse).returns.toEqualTypeOf<customer.AddArguments>()
  })
})

describe('~standard.validate', () => {
  it('returns a result, not a promise', () => {
    const { validate } = customer.AddArguments['~standard']
    expectTypeOf(validate).returns.toEqualTypeOf<StandardSchemaV1.Result<customer.AddArguments>>()
    expectTypeOf(validate).returns.not.toExtend<Promise<unknown>>()
    expectTypeOf(customer.AddArguments).toExtend<StandardSchemaV1<unknown, unknown>>()
  })
})

describe('isDID and parseDID', () => {
  it('narrow a string', () => {
    const value = 'did:web:a' as string
    // @ts-expect-error -- a string is not a DID
    expectTypeOf(value).toEqualTypeOf<DID>()
    if (isDID(value)) expectTypeOf(value).toEqualTypeOf<DID>()
    expectTypeOf(isDID).parameter(0).toEqualTypeOf<unknown>()
    expectTypeOf(parseDID).parameter(0).toEqualTypeOf<string>()
    expectTypeOf(parseDID).returns.toEqualTypeOf<DID>()
  })
})

describe('DID', () => {
  it('includes constants and template literals of the form did:<method>:<identifier>', () => {
    const name = 'a' as string
    expectTypeOf<`did:web:${string}`>().toExtend<DID>()
    expectTypeOf<'did:key:z6Mk'>().toExtend<DID>()
    expectTypeOf(`did:web:${name}` as const).toExtend<DID>()
    expectTypeOf<'web:a'>().not.toExtend<DID>()
    expectTypeOf<'did:web'>().not.toExtend<DID>()
  })
})

describe('FailureName', () => {
  it('is the union of the failure names of a namespace and MalformedArguments', () => {
    expectTypeOf<FailureName<typeof customer.failures>>().toEqualTypeOf<
      'CustomerExists' | 'InvalidCustomerSubject' | 'MalformedArguments'
    >()
    expectTypeOf<FailureName<typeof provider.failures>>().toEqualTypeOf<
      'InvalidAccount' | 'AccountPlanMissing' | 'MalformedArguments'
    >()
    expectTypeOf<typeof customer.failures.CustomerExists>().toEqualTypeOf<'CustomerExists'>()
  })
})

describe('CodecErrorOptions', () => {
  it('requires a known code and a reason', () => {
    expectTypeOf<{ code: 'syntax'; type: string; reason: string }>().toExtend<CodecErrorOptions>()
    expectTypeOf<{ code: 'syntax'; type: string }>().not.toExtend<CodecErrorOptions>()
    expectTypeOf<{ code: 'x'; type: string; reason: string }>().not.toExtend<CodecErrorOptions>()
  })
})

describe('the kinds', () => {
  it('infer the types of the fields', () => {
    const type = struct('Type', {
      name: string,
      owner: optional(did),
      pair: tuple('Pair', { first: u8, second: u64 }),
      kind: oneOf('a', 'b'),
      links: list(link),
      byOwner: map(did, string),
      byLink: map(link, string),
    })
    type Value = typeof type extends Type<infer T> ? T : never
    expectTypeOf<Value['name']>().toEqualTypeOf<string>()
    expectTypeOf<Value['owner']>().toEqualTypeOf<DID | undefined>()
    expectTypeOf<Value['pair']['first']>().toEqualTypeOf<number>()
    expectTypeOf<Value['pair']['second']>().toEqualTypeOf<number | bigint>()
    expectTypeOf<Value['kind']>().toEqualTypeOf<'a' | 'b'>()
    expectTypeOf<Value['links']>().toEqualTypeOf<readonly CID[]>()
    expectTypeOf<Value['byOwner']>().toEqualTypeOf<Record<DID, string>>()
    expectTypeOf<Value['byLink']>().toEqualTypeOf<Record<string, string>>()
    expectTypeOf<Omit<Value, 'owner'>>().toExtend<Value>()
    expectTypeOf<Omit<Value, 'name'>>().not.toExtend<Value>()
  })
})
