import { describe, expect, it } from 'vitest'
import * as libforge from '../src/index.js'
import { customer, Failure, provider, s3 } from '../src/index.js'

const MALFORMED = ['MalformedArguments']

describe('the names of failures', () => {
  it.each([
    ['customer', customer, ['CustomerExists', 'InvalidCustomerSubject']],
    ['provider', provider, ['InvalidAccount', 'AccountPlanMissing']],
    [
      's3.request',
      s3.request,
      [
        'MalformedSignature',
        'InvalidAccessKeyID',
        'UnknownAccessKey',
        'SignatureMismatch',
        'SignatureExpired',
        'AccessKeyExpired',
        'TenantDisabled',
        'IssuerForbidden',
        'RegionNotServed',
        'UnsupportedOperation',
        'OperationNotPermitted',
        'UnknownBucket',
        'BucketNotPermitted',
      ],
    ],
    [
      's3.bucket',
      s3.bucket,
      [
        'OperationMismatch',
        'BucketExists',
        'BucketNotEmpty',
        'UnknownBucket',
        'UnknownAccessKey',
        'InvalidArgument',
        'InvalidBucketPolicy',
        'PolicyNotFound',
      ],
    ],
    ['s3.key', s3.key, []],
    ['s3', s3, []],
    ['any command', libforge, MALFORMED],
  ])('of %s are constants that say themselves', (_name, namespace, names) => {
    const constants = Object.entries(namespace).filter(([, value]) => typeof value === 'string')
    expect(Object.fromEntries(constants)).toEqual(
      Object.fromEntries(names.map((name) => [name, name])),
    )
  })

  it('are what the error of a request that is not supported is called', () => {
    const error = new s3.UnsupportedOperation('PATCH "/"')
    expect(error.name).toBe(s3.request.UnsupportedOperation)
    expect(Failure.is({ name: error.name, message: error.message })).toBe(true)
  })
})
