import type { Permission } from './permission.js'

/**
 * An operation of the S3 API. Three names differ from those of AWS: `ListBucket`
 * (ListObjects and ListObjectsV2), `ListBucketMultipartUploads`
 * (ListMultipartUploads) and `ListMultipartUploadParts` (ListParts). HeadBucket counts
 * as `ListBucket`, and HeadObject counts as `GetObject`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export type Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'ListBucket'
  | 'ListBucketMultipartUploads'
  | 'GetObject'
  | 'PutObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListMultipartUploadParts'

/** The permission that each operation needs. */
export const permissionFor: Readonly<Record<Operation, Permission>> = {
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
}
