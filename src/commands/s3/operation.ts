import type { Permission } from './permission.js'

/** Each operation, and the permission that it needs. */
export const permissionFor = {
  ListBuckets: 's3:ListAllMyBuckets',
  CreateBucket: 's3:CreateBucket',
  DeleteBucket: 's3:DeleteBucket',
  ListBucket: 's3:ListBucket',
  ListBucketMultipartUploads: 's3:ListBucketMultipartUploads',
  GetObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  ListMultipartUploadParts: 's3:ListMultipartUploadParts',
} as const satisfies Record<string, Permission>

/**
 * What a request of the S3 API asks for.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export type Operation = keyof typeof permissionFor
