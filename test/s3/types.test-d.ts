import { describe, expectTypeOf, it } from 'vitest'
import { customer, MalformedArguments, provider, s3 } from '../../src/index.js'

describe('a permission', () => {
  it('is one of a list', () => {
    expectTypeOf<s3.Permission>().toEqualTypeOf<(typeof s3.Permission)[number]>()
    expectTypeOf<'s3:GetObject'>().toExtend<s3.Permission>()
    expectTypeOf<'s3:Anything'>().not.toExtend<s3.Permission>()
    expectTypeOf<s3.Permission[]>().toExtend<s3.PermissionSet[`did:${string}:${string}`]>()
  })

  it('asks for commands that are known', () => {
    expectTypeOf(s3.commandsFor).returns.toEqualTypeOf<
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

describe('a request that was classified', () => {
  const request = s3.classify({ method: 'GET', url: '/b/k' })

  it('has a bucket and a key where its operation is about them', () => {
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

  it('needs a permission, one of those that an operation asks for', () => {
    expectTypeOf(request.permission).toEqualTypeOf<s3.Permission>()
    expectTypeOf(request.operation).toEqualTypeOf<s3.Operation>()
  })

  it('needs no headers', () => {
    expectTypeOf(s3.classify).toBeCallableWith({
      method: 'GET',
      url: '/',
      headers: {},
    } as s3.Request)
  })
})

describe('the names of failures', () => {
  it('are a union for each namespace', () => {
    expectTypeOf<customer.FailureName>().toEqualTypeOf<
      'CustomerExists' | 'InvalidCustomerSubject' | 'MalformedArguments'
    >()
    expectTypeOf<provider.FailureName>().toEqualTypeOf<
      'InvalidAccount' | 'AccountPlanMissing' | 'MalformedArguments'
    >()
    expectTypeOf<Exclude<s3.request.FailureName, typeof MalformedArguments>>().toEqualTypeOf<
      Extract<(typeof s3.request)[keyof typeof s3.request], string>
    >()
    expectTypeOf<Exclude<s3.bucket.FailureName, typeof MalformedArguments>>().toEqualTypeOf<
      Extract<(typeof s3.bucket)[keyof typeof s3.bucket], string>
    >()
  })
})
