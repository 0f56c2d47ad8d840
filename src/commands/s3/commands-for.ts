import type { Permission } from './permission.js'

/** A command that an access key is delegated on the spaces of its buckets. */
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
 * The Forge commands that an access key with these permissions is delegated:
 * each once, in the order in which the permissions first ask for it. What needs
 * no delegation, such as creating a bucket, which Hilt does itself, adds none;
 * nor does a text that is no {@link Permission}.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.commandsFor(['s3:DeleteObject', 's3:ListBucket', 's3:GetObject'])
 * // ['/blob/remove', '/upload/remove', '/content/retrieve']
 * ```
 */
export function commandsFor(permissions: readonly string[]): DelegatedCommand[] {
  return [...new Set(permissions.filter(isPermission).flatMap((known) => commandsOf[known]))]
}

function isPermission(text: string): text is Permission {
  return Object.hasOwn(commandsOf, text)
}
