import { describe, expect, it } from 'vitest'
import { s3 } from '../../src/index.js'

const READING = ['/content/retrieve']
const WRITING = [
  '/blob/add',
  '/index/add',
  '/upload/add',
  '/content/retrieve',
  '/blob/abort',
  '/blob/remove',
]
const REMOVING = ['/blob/remove', '/upload/remove']

const table: ReadonlyArray<readonly [permission: string, commands: readonly string[]]> = [
  ['s3:GetObject', READING],
  ['s3:GetObjectVersion', READING],
  ['s3:GetObjectRetention', READING],
  ['s3:GetObjectLegalHold', READING],
  ['s3:PutObject', WRITING],
  ['s3:PutObjectRetention', WRITING],
  ['s3:PutObjectLegalHold', WRITING],
  ['s3:DeleteObject', REMOVING],
  ['s3:DeleteObjectVersion', REMOVING],
  ['s3:ListBucket', READING],
  ['s3:ListBucketVersions', READING],
  ['s3:CreateBucket', []],
  ['s3:ListAllMyBuckets', []],
  ['s3:DeleteBucket', []],
  ['s3:AbortMultipartUpload', ['/blob/abort', '/blob/remove']],
  ['s3:ListMultipartUploadParts', READING],
  ['s3:ListBucketMultipartUploads', READING],
]

describe('permissions', () => {
  it('are the 17 permissions of Forge', () => {
    expect(s3.permissions).toEqual(table.map(([permission]) => permission))
    expect(table).toHaveLength(17)
  })
})

describe('PermissionSet', () => {
  it('accepts any string as a permission', () => {
    const permissions = { 'did:key:z6Mk': ['s3:GetObject', 's3:Any', ''] } as const
    expect(s3.PermissionSet.is(permissions)).toBe(true)
  })
})

describe('commandsForPermissions', () => {
  it.each(table)('returns the commands for %s', (permission, commands) => {
    expect(s3.commandsForPermissions([permission])).toEqual(commands)
  })

  it('returns each command once, in the order of the given permissions', () => {
    expect(
      s3.commandsForPermissions(['s3:DeleteObject', 's3:PutObject', 's3:DeleteObjectVersion']),
    ).toEqual([
      '/blob/remove',
      '/upload/remove',
      '/blob/add',
      '/index/add',
      '/upload/add',
      '/content/retrieve',
      '/blob/abort',
    ])
    expect(
      s3.commandsForPermissions(['s3:AbortMultipartUpload', 's3:GetObject', 's3:GetObject']),
    ).toEqual(['/blob/abort', '/blob/remove', '/content/retrieve'])
  })

  it('returns 7 commands for all permissions', () => {
    expect(s3.commandsForPermissions(s3.permissions)).toHaveLength(7)
  })

  it.each(['', 'GetObject', 's3:getobject', 's3:*', 'constructor', '__proto__', 'toString'])(
    'ignores the unknown permission %j',
    (name) => expect(s3.commandsForPermissions([name])).toEqual([]),
  )

  it('returns a new array', () => {
    s3.commandsForPermissions(['s3:GetObject']).pop()
    expect(s3.commandsForPermissions(['s3:GetObject'])).toEqual(READING)
  })
})
