import { describe, expect, it } from 'vitest'
import { s3 } from '../../src/index.js'
import { fc, holds, PROPERTY_TIMEOUT } from '../fast-check.js'

/** The permission of each operation, and requests that are classified as the operation. */
const table: Record<s3.Operation, { permission: string; requests: readonly string[] }> = {
  ListBuckets: {
    permission: 's3:ListAllMyBuckets',
    requests: ['GET /', 'HEAD /', 'GET /?uploads', 'GET /?uploadId=u', 'GET /?x-id=ListBuckets'],
  },
  ListBucket: {
    permission: 's3:ListBucket',
    requests: [
      'GET /b',
      'HEAD /b',
      'GET /b/',
      'HEAD /b/',
      'GET /b?list-type=2&prefix=uploads',
      'GET /b?Uploads',
      'GET /b?UPLOADS=',
      'GET /b?uploadId=u',
      'GET /b?uploads2',
      'GET /b?x=uploads',
    ],
  },
  ListBucketMultipartUploads: {
    permission: 's3:ListBucketMultipartUploads',
    requests: [
      'GET /b?uploads',
      'HEAD /b?uploads',
      'GET /b/?uploads=',
      'GET /b?uploads=1',
      'GET /b?prefix=a&uploads',
      'GET /b?uploads&uploadId=u',
      'GET /b?%75pload%73',
    ],
  },
  GetObject: {
    permission: 's3:GetObject',
    requests: [
      'GET /b/k',
      'HEAD /b/k',
      'GET /b/k?uploads',
      'GET /b/k?uploadId',
      'GET /b/k?uploadId=',
      'GET /b/k?uploadID=u',
      'GET /b/k?uploadid=u',
      'GET /b/k?partNumber=1',
      'GET /b/k?versionId=uploadId=u',
      'GET /b/k?uploadId=&uploadId=u',
    ],
  },
  ListMultipartUploadParts: {
    permission: 's3:ListMultipartUploadParts',
    requests: [
      'GET /b/k?uploadId=u',
      'HEAD /b/k?uploadId=u',
      'GET /b/k?uploadId==',
      'GET /b/k?uploads&uploadId=u',
      'GET /b/k?upload%49d=u',
      'GET /b/k?upload%49%64=%20',
      'GET /b/k?uploadId=u&uploadId=',
    ],
  },
  CreateBucket: {
    permission: 's3:CreateBucket',
    requests: ['PUT /b', 'POST /b', 'PUT /b/', 'POST /b?uploads', 'PUT /b?uploadId=u&partNumber=1'],
  },
  CreateMultipartUpload: {
    permission: 's3:PutObject',
    requests: [
      'POST /b/k?uploads',
      'POST /b/k?uploads=',
      'POST /b/k?x-id=a&uploads',
      'POST /b/k?uploads&uploadId=u',
    ],
  },
  UploadPart: {
    permission: 's3:PutObject',
    requests: [
      'PUT /b/k?uploadId=u&partNumber=1',
      'PUT /b/k?partNumber&uploadId=u',
      'PUT /b/k?partNumber=&uploadId=u&uploads',
    ],
  },
  CompleteMultipartUpload: {
    permission: 's3:PutObject',
    requests: ['POST /b/k?uploadId=u', 'POST /b/k?uploadId=u&PartNumber=1'],
  },
  PutObject: {
    permission: 's3:PutObject',
    requests: [
      'PUT /b/k',
      'POST /b/k',
      'PUT /b/k?uploads',
      'PUT /b/k?uploadId=u',
      'PUT /b/k?partNumber=1',
      'PUT /b/k?uploadId=&partNumber=1',
      'PUT /b/k?uploadId=u&partnumber=1',
      'POST /b/k?uploadId=',
      'POST /b/k?uploadId=u&partNumber=1',
      'POST /b/k?uploadId=u&partNumber',
      'POST /b/k?partNumber=1',
      'POST /b/k?Uploads',
    ],
  },
  DeleteBucket: {
    permission: 's3:DeleteBucket',
    requests: ['DELETE /b', 'DELETE /b/', 'DELETE /b?uploadId=u'],
  },
  AbortMultipartUpload: {
    permission: 's3:AbortMultipartUpload',
    requests: ['DELETE /b/k?uploadId=u', 'DELETE /b/k?uploadId=u&partNumber=1'],
  },
  DeleteObject: {
    permission: 's3:DeleteObject',
    requests: [
      'DELETE /b/k',
      'DELETE /b/k?uploadId=',
      'DELETE /b/k?uploads',
      'DELETE /b/k?uploadid=u',
    ],
  },
}

const rows = Object.entries(table).flatMap(([operation, { permission, requests }]) =>
  requests.map((request) => {
    const [method = '', url = ''] = request.split(' ')
    return { request, method, url, operation, permission }
  }),
)

/** Returns the expected bucket and key of a URL in the table: `b` and `k`, or `undefined` if absent. */
function resourceOf(url: string): { bucket: string | undefined; key: string | undefined } {
  return {
    bucket: url.startsWith('/b') ? 'b' : undefined,
    key: url.startsWith('/b/k') ? 'k' : undefined,
  }
}

function classifyGet(url: string): s3.ClassifiedRequest {
  return s3.classifyRequest({ method: 'GET', url })
}

describe('classifyRequest', () => {
  it.each(rows)('classifies $request as $operation', (row) => {
    const { method, url, operation, permission } = row
    const expected = { operation, permission, ...resourceOf(url) }
    expect(s3.classifyRequest({ method, url })).toStrictEqual(expected)
    expect(s3.classifyRequest({ method: method.toLowerCase(), url })).toStrictEqual(expected)
    expect(s3.classifyRequest({ method, url: `https://s3.example${url}` })).toStrictEqual(expected)
  })

  it('accepts a method in upper, lower or mixed case', () => {
    expect(s3.classifyRequest({ method: 'dElEtE', url: '/b/k' }).operation).toBe('DeleteObject')
  })

  it.each([
    'https://s3.example',
    'https://s3.example?list',
    'HTTP://s3.example:9000/',
    'http://user:password@s3.example/',
  ])('returns no bucket for %s', (url) => {
    expect(classifyGet(url)).toMatchObject({ operation: 'ListBuckets', bucket: undefined })
  })

  it.each([
    ['/b/a/b/c', 'b', 'a/b/c'],
    ['/b/a/', 'b', 'a/'],
    ['/b//a', 'b', '/a'],
    ['/b//', 'b', '/'],
    ['/b/../c/./d', 'b', '../c/./d'],
    ['/b/%2e%2E/a', 'b', '%2e%2E/a'],
    ['/../a', '..', 'a'],
    ['/b/a%20b%2Fc+d', 'b', 'a%20b%2Fc+d'],
    ['/b%2Fa', 'b%2Fa', undefined],
    ['/b\\a', 'b\\a', undefined],
    ['/b/a\\b c\tä\u{1f600}', 'b', 'a\\b c\tä\u{1f600}'],
    ['/b/a?b/c', 'b', 'a'],
    ['/b?a/b', 'b', undefined],
    ['/b/a#?uploadId=u', 'b', 'a'],
    ['/b#/a', 'b', undefined],
    ['/b/a%23', 'b', 'a%23'],
    ['/b/a;b?prefix=c%3Bd#;', 'b', 'a;b'],
    ['/b/a:b@c', 'b', 'a:b@c'],
    ['/b/http://c/d', 'b', 'http://c/d'],
    ['https://s3.example/b/a/b?c', 'b', 'a/b'],
    ['https://s3.example\\c/b/a', 'b', 'a'],
    ['/B/A', 'B', 'A'],
    ['/constructor/__proto__', 'constructor', '__proto__'],
  ])('splits the path of %j into bucket %j and key %j', (url, bucket, key) => {
    expect(classifyGet(url)).toMatchObject({ bucket, key })
  })

  it('ignores the fragment', () => {
    expect(classifyGet('/b/k?uploadId=u#x').operation).toBe('ListMultipartUploadParts')
    expect(classifyGet('/b/k?x#&uploadId=u').operation).toBe('GetObject')
  })
})

describe('classifyRequest', () => {
  it.each([
    'OPTIONS /b',
    'PATCH /b/k',
    'TRACE /b/k',
    'CONNECT /b',
    ' /b',
    'GETS /b',
    'POſT /b',
    'PUT /',
    'POST /',
    'PUT /?uploads',
    'DELETE /',
    'DELETE /?uploadId=u',
  ])('throws an UnsupportedOperationError for the method and URL %s', (request) => {
    const [method = '', url = ''] = request.split(' ')
    expect(() => s3.classifyRequest({ method, url })).toThrow(s3.UnsupportedOperationError)
    expect(() => s3.classifyRequest({ method, url })).toThrow(
      expect.objectContaining({
        name: 'UnsupportedOperation',
        message: `unsupported S3 operation: "${method}" "${url}"`,
      }),
    )
  })

  it.each([
    'GET ',
    'GET *',
    'GET b/k',
    'GET ?uploads',
    'GET #/b',
    'GET //',
    'GET //k',
    'GET //s3.example/b/k',
    'GET https://s3.example//k',
    'GET https:/b/k',
    'GET s3://b/k',
    'GET ftp://s3.example/b/k',
    'GET \\b\\k',
    'GET /b/100%',
    'GET /b/%zz',
    'GET /b/%4',
    'GET /b/k?uploadId=%u',
    'GET /b/k?a%',
    // Go ignores a parameter with `;`, and some implementations treat `;` as `&`.
    'GET /b/k?uploadId=a;b',
    'GET /b?prefix=a;uploads',
    'GET /b/k?\nx;uploadId=u',
  ])('throws an UnsupportedOperationError for the unsupported URL in %s', (request) => {
    const [method = '', url = ''] = request.split(' ')
    expect(() => s3.classifyRequest({ method, url })).toThrow(s3.UnsupportedOperationError)
    expect(() => s3.classifyRequest({ method, url })).toThrow(
      expect.objectContaining({
        name: 'UnsupportedOperation',
        message: `expected path-style URL without stray % or ;, received ${JSON.stringify(url)}`,
      }),
    )
  })

  it('truncates a long method and URL in its error messages', () => {
    const long = 'a'.repeat(100_000)
    const url = `/${long}`
    expect(() => classifyGet(long)).toThrow(/^expected .{1,120}$/)
    expect(() => s3.classifyRequest({ method: long, url })).toThrow(/^unsupported .{1,200}$/)
  })
})

/** Returns the classified request, or undefined for an UnsupportedOperationError. */
function outcomeOf(request: { method: string; url: string }): s3.ClassifiedRequest | undefined {
  try {
    return s3.classifyRequest(request)
  } catch (error) {
    if (error instanceof s3.UnsupportedOperationError) return undefined
    throw error
  }
}

describe('classifyRequest', { timeout: PROPERTY_TIMEOUT }, () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom('/', '//', '?', '&', '=', '#', '%', '%2F', '%75', ';', '+', ' ', '.', '..'),
      fc.constantFrom('uploads', 'uploadId', 'partNumber', 'http://', 'https:', ':', '@', 'b'),
      fc.constantFrom('\\', '\0', '\ud800', '\u{1f600}'),
    ),
  )
  const paths = pieces.map((path) => `/b${path.join('')}`)
  const urls = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ max: 0xffff, min: 0 })).map((units) => String.fromCharCode(...units)),
    pieces.map((url) => url.join('')),
    paths,
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
  )
  const methods = fc.oneof(
    fc.constantFrom('GET', 'head', 'Put', 'POST', 'DELETE'),
    fc.string({ unit: 'binary' }),
  )

  it('returns an operation and its permission, or throws UnsupportedOperationError', () => {
    holds(fc.record({ method: methods, url: urls }), (request) => {
      const outcome = outcomeOf(request)
      const known = outcome && table[outcome.operation].permission
      expect(known).toBe(outcome?.permission)
    })
  })

  it('returns a bucket and key that the URL contains unchanged', () => {
    holds(fc.record({ method: methods, url: urls }), (request) => {
      const { bucket = '', key = '' } = outcomeOf(request) ?? {}
      const path = key === '' ? bucket : `${bucket}/${key}`
      expect(request.url).toContain(path)
    })
  })

  it('classifies an absolute URL like its path and query', () => {
    holds(fc.record({ method: methods, url: paths }), ({ method, url }) => {
      const absolute = outcomeOf({ method, url: `https://s3.example${url}` })
      expect(absolute).toStrictEqual(outcomeOf({ method, url }))
    })
  })
})
