import { describe, expect, it } from 'vitest'
import * as libforge from '../src/index.js'
import {
  access,
  blob,
  customer,
  Failure,
  index,
  metrics,
  provider,
  routing,
  s3,
  space,
  ucan,
} from '../src/index.js'

const MALFORMED = ['MalformedArguments']

describe('failures', () => {
  it.each([
    ['customer', customer.failures, ['CustomerExists', 'InvalidCustomerSubject']],
    ['provider', provider.failures, ['InvalidAccount', 'AccountPlanMissing']],
    [
      's3.request',
      s3.request.failures,
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
      s3.bucket.failures,
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
    [
      'access',
      access.failures,
      [
        'InvalidAccessConfirmSubject',
        'InvalidAccessConfirmIssuer',
        'DelegationNotFound',
        'InsufficientStorage',
        'UnknownAbility',
        'MissingCapability',
        'UnknownCause',
        'MissingCause',
        'InvalidCause',
        'UnauthorizedCause',
        'InvalidAuthorizationAccount',
        'InvalidAuthorizationAudience',
      ],
    ],
    [
      'blob',
      blob.failures,
      ['UnknownCause', 'InvalidCause', 'MissingCause', 'BlobAccepted', 'UnsupportedDigestCode'],
    ],
    ['index', index.failures, ['IndexNotFound']],
    [
      'metrics',
      metrics.failures,
      ['InvalidRange', 'InvalidWindow', 'TooManySamples', 'UsageUnstable', 'RangeTooBusy'],
    ],
    ['routing', routing.failures, ['InvalidCandidates', 'UnknownPolicy']],
    ['space', space.failures, ['UnknownSpace']],
    ['ucan', ucan.failures, ['ConclusionReceiptNotFound']],
    ['s3', s3, []],
    ['any command', libforge, MALFORMED],
  ])('of %s are the expected constants, equal to their names', (_name, namespace, names) => {
    const constants = Object.entries(namespace).filter(([, value]) => typeof value === 'string')
    expect(Object.fromEntries(constants)).toEqual(
      Object.fromEntries(names.map((name) => [name, name])),
    )
  })

  it('include the name of UnsupportedOperationError', () => {
    const error = new s3.UnsupportedOperationError('PATCH "/"')
    expect(error.name).toBe(s3.request.failures.UnsupportedOperation)
    expect(Failure.is({ name: error.name, message: error.message })).toBe(true)
  })
})
