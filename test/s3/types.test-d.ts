import { describe, expectTypeOf, it } from 'vitest'
import {
  type MalformedArguments,
  type customer,
  type FailureName,
  type provider,
  s3,
} from '../../src/index.js'

describe('Permission', () => {
  it('is an item of permissions', () => {
    expectTypeOf<s3.Permission>().toEqualTypeOf<(typeof s3.permissions)[number]>()
    expectTypeOf<'s3:GetObject'>().toExtend<s3.Permission>()
    expectTypeOf<'s3:Anything'>().not.toExtend<s3.Permission>()
    expectTypeOf<s3.Permission[]>().toExtend<s3.PermissionSet[`did:${string}:${string}`]>()
  })
})

describe('commandsForPermissions', () => {
  it('returns an array of command names', () => {
    expectTypeOf(s3.commandsForPermissions).returns.toEqualTypeOf<
      Array<
        | '/content/retrieve'
        | '/blob/add'
        | '/blob/abort'
        | '/blob/remove'
        | '/index/add'
        | '/upload/add'
        | '/upload/remove'
      >
    >()
  })
})

describe('classifyRequest', () => {
  const request = s3.classifyRequest({ method: 'GET', url: '/b/k' })

  it('returns a bucket and a key if the operation has them', () => {
    if (request.operation === 'ListBuckets') {
      expectTypeOf(request.bucket).toEqualTypeOf<undefined>()
    }
    if (request.operation === 'ListBucket') {
      expectTypeOf(request.bucket).toEqualTypeOf<string>()
      expectTypeOf(request.key).toEqualTypeOf<undefined>()
    }
    if (request.operation === 'UploadPart') {
      expectTypeOf(request.bucket).toEqualTypeOf<string>()
      expectTypeOf(request.key).toEqualTypeOf<string>()
    }
    if (request.key !== undefined) expectTypeOf(request.bucket).toEqualTypeOf<string>()
  })

  it('returns a permission and an operation', () => {
    expectTypeOf(request.permission).toEqualTypeOf<s3.Permission>()
    expectTypeOf(request.operation).toEqualTypeOf<s3.Operation>()
  })

  it('accepts an s3.Request', () => {
    expectTypeOf(s3.classifyRequest).toBeCallableWith({
      method: 'GET',
      url: '/',
      headers: {},
    } as s3.Request)
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
    expectTypeOf<
      Exclude<FailureName<typeof s3.request.failures>, typeof MalformedArguments>
    >().toEqualTypeOf<(typeof s3.request.failures)[keyof typeof s3.request.failures]>()
    expectTypeOf<
      Exclude<FailureName<typeof s3.bucket.failures>, typeof MalformedArguments>
    >().toEqualTypeOf<(typeof s3.bucket.failures)[keyof typeof s3.bucket.failures]>()
    expectTypeOf<'UnknownBucket'>().toExtend<FailureName<typeof s3.request.failures>>()
    expectTypeOf<'BucketExists'>().toExtend<FailureName<typeof s3.bucket.failures>>()
    expectTypeOf<string>().not.toExtend<FailureName<typeof s3.bucket.failures>>()
  })
})
