import type { Permission } from './permission.js'

/** A command that can be delegated to an access key. Its subject is the space of a bucket. */
export type DelegatedCommand =
  | '/content/retrieve'
  | '/blob/add'
  | '/blob/abort'
  | '/blob/remove'
  | '/index/add'
  | '/upload/add'
  | '/upload/remove'

const reading: readonly DelegatedCommand[] = ['/content/retrieve']
const writing: readonly DelegatedCommand[] = [
  '/blob/add',
  '/index/add',
  '/upload/add',
  '/content/retrieve',
  '/blob/abort',
  '/blob/remove',
]
const removing: readonly DelegatedCommand[] = ['/blob/remove', '/upload/remove']

const commandsOf: Readonly<Record<Permission, readonly DelegatedCommand[]>> = {
  's3:GetObject': reading,
  's3:GetObjectVersion': reading,
  's3:GetObjectRetention': reading,
  's3:GetObjectLegalHold': reading,
  's3:PutObject': writing,
  's3:PutObjectRetention': writing,
  's3:PutObjectLegalHold': writing,
  's3:DeleteObject': removing,
  's3:DeleteObjectVersion': removing,
  's3:ListBucket': reading,
  's3:ListBucketVersions': reading,
  's3:CreateBucket': [],
  's3:ListAllMyBuckets': [],
  's3:DeleteBucket': [],
  's3:AbortMultipartUpload': ['/blob/abort', '/blob/remove'],
  's3:ListMultipartUploadParts': reading,
  's3:ListBucketMultipartUploads': reading,
}

/**
 * Returns the Forge commands that are delegated to an access key with these
 * permissions, without duplicates. Some permissions need no command, because Hilt
 * itself creates, lists and deletes buckets. Unknown permissions are ignored.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.commandsForPermissions(['s3:DeleteObject', 's3:ListBucket', 's3:GetObject'])
 * // ['/blob/remove', '/upload/remove', '/content/retrieve']
 * ```
 */
export function commandsForPermissions(permissions: readonly string[]): DelegatedCommand[] {
  return [...new Set(permissions.filter(isPermission).flatMap((name) => commandsOf[name]))]
}

function isPermission(name: string): name is Permission {
  return Object.hasOwn(commandsOf, name)
}
