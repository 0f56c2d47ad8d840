/**
 * All permissions that an access key of Forge can have, by their names in AWS
 * Identity and Access Management.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const permission: s3.Permission = 's3:GetObject'
 * s3.permissions.includes(permission) // true
 * ```
 */
export const permissions = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectRetention',
  's3:GetObjectLegalHold',
  's3:PutObject',
  's3:PutObjectRetention',
  's3:PutObjectLegalHold',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:CreateBucket',
  's3:ListAllMyBuckets',
  's3:DeleteBucket',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  's3:ListBucketMultipartUploads',
] as const

/**
 * A permission that an access key of Forge can have. On the wire a permission
 * is any string: see {@link PermissionSet}.
 */
export type Permission = (typeof permissions)[number]
