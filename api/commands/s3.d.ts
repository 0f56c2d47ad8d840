export interface BucketRequest {
    readonly bucket: string
    readonly key: undefined
    readonly operation: "CreateBucket" | "DeleteBucket" | "ListBucket" | "ListBucketMultipartUploads"
    readonly permission: "s3:GetObject" | "s3:GetObjectVersion" | "s3:GetObjectRetention" | "s3:GetObjectLegalHold" | "s3:PutObject" | "s3:PutObjectRetention" | "s3:PutObjectLegalHold" | "s3:DeleteObject" | "s3:DeleteObjectVersion" | "s3:ListBucket" | "s3:ListBucketVersions" | "s3:CreateBucket" | "s3:ListAllMyBuckets" | "s3:DeleteBucket" | "s3:AbortMultipartUpload" | "s3:ListMultipartUploadParts" | "s3:ListBucketMultipartUploads"
}
export type ClassifiedRequest = ServiceRequest | BucketRequest | ObjectRequest
export type DelegatedCommand = '/content/retrieve' | '/blob/add' | '/blob/abort' | '/blob/remove' | '/index/add' | '/upload/add' | '/upload/remove'
export interface KeySet {
    [key: `did:key:${string}`]: readonly VerificationKey[]
    [key: `did:${string}:${string}`]: readonly VerificationKey[]
}
export const KeySet: Type<KeySet>
export interface ObjectRequest {
    readonly bucket: string
    readonly key: string
    readonly operation: "GetObject" | "PutObject" | "DeleteObject" | "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload" | "AbortMultipartUpload" | "ListMultipartUploadParts"
    readonly permission: "s3:GetObject" | "s3:GetObjectVersion" | "s3:GetObjectRetention" | "s3:GetObjectLegalHold" | "s3:PutObject" | "s3:PutObjectRetention" | "s3:PutObjectLegalHold" | "s3:DeleteObject" | "s3:DeleteObjectVersion" | "s3:ListBucket" | "s3:ListBucketVersions" | "s3:CreateBucket" | "s3:ListAllMyBuckets" | "s3:DeleteBucket" | "s3:AbortMultipartUpload" | "s3:ListMultipartUploadParts" | "s3:ListBucketMultipartUploads"
}
export type Operation = 'ListBuckets' | 'CreateBucket' | 'DeleteBucket' | 'ListBucket' | 'ListBucketMultipartUploads' | 'GetObject' | 'PutObject' | 'DeleteObject' | 'CreateMultipartUpload' | 'UploadPart' | 'CompleteMultipartUpload' | 'AbortMultipartUpload' | 'ListMultipartUploadParts'
export type Permission = "s3:GetObject" | "s3:GetObjectVersion" | "s3:GetObjectRetention" | "s3:GetObjectLegalHold" | "s3:PutObject" | "s3:PutObjectRetention" | "s3:PutObjectLegalHold" | "s3:DeleteObject" | "s3:DeleteObjectVersion" | "s3:ListBucket" | "s3:ListBucketVersions" | "s3:CreateBucket" | "s3:ListAllMyBuckets" | "s3:DeleteBucket" | "s3:AbortMultipartUpload" | "s3:ListMultipartUploadParts" | "s3:ListBucketMultipartUploads"
export interface PermissionSet {
    [key: `did:key:${string}`]: readonly string[]
    [key: `did:${string}:${string}`]: readonly string[]
}
export const PermissionSet: Type<PermissionSet>
export interface ProofSet {
    [key: string]: readonly CID<unknown, number, number, Version>[]
}
export const ProofSet: Type<ProofSet>
export interface Request {
    method: string
    headers: Record<string, string>
    url: string
}
export const Request: Type<Request>
export interface ServiceRequest {
    readonly bucket: undefined
    readonly key: undefined
    readonly operation: "ListBuckets"
    readonly permission: "s3:GetObject" | "s3:GetObjectVersion" | "s3:GetObjectRetention" | "s3:GetObjectLegalHold" | "s3:PutObject" | "s3:PutObjectRetention" | "s3:PutObjectLegalHold" | "s3:DeleteObject" | "s3:DeleteObjectVersion" | "s3:ListBucket" | "s3:ListBucketVersions" | "s3:CreateBucket" | "s3:ListAllMyBuckets" | "s3:DeleteBucket" | "s3:AbortMultipartUpload" | "s3:ListMultipartUploadParts" | "s3:ListBucketMultipartUploads"
}
export class UnsupportedOperationError extends Error {
    readonly name = "UnsupportedOperation"
}
export interface VerificationKey {
    kind: "sigv4" | "sigv4a"
    data: Uint8Array<ArrayBufferLike>
}
export const VerificationKey: Type<VerificationKey>
export namespace bucket {
    export interface Bucket {
        arn: string
        region: string
        creationDate: string
        name: string
    }
    export const Bucket: Type<Bucket>
    export interface CreateArguments {
        request: Request
    }
    export const CreateArguments: Type<CreateArguments>
    export type CreateOK = AuthorizeOK
    export const CreateOK: Type<AuthorizeOK>
    export interface DeleteArguments {
        request: Request
    }
    export const DeleteArguments: Type<DeleteArguments>
    export type DeleteOK = Unit
    export const DeleteOK: Type<Unit>
    export interface InfoArguments {
        name: string
        accessKey: DID
    }
    export const InfoArguments: Type<InfoArguments>
    export interface InfoOK {
        id: DID
        permissions: PermissionSet
        delegations: ProofSet
    }
    export const InfoOK: Type<InfoOK>
    export interface ListArguments {
        request: Request
    }
    export const ListArguments: Type<ListArguments>
    export interface ListOK {
        buckets: readonly Bucket[]
        continuationToken: string
        owner: Owner
        prefix: string
    }
    export const ListOK: Type<ListOK>
    export interface Owner {
        displayName: string
        id: string
    }
    export const Owner: Type<Owner>
    export interface PolicyArguments {
        request: Request
        body: Uint8Array<ArrayBufferLike>
    }
    export const PolicyArguments: Type<PolicyArguments>
    export interface PolicyOK {
        etag: string
        policy: Uint8Array<ArrayBufferLike>
    }
    export const PolicyOK: Type<PolicyOK>
    export const create: JsonCommand<CreateArguments, AuthorizeOK, "/s3/bucket/create">
    export const delete: JsonCommand<DeleteArguments, Unit, "/s3/bucket/delete">
    export namespace failures {
        export const BucketExists: "BucketExists"
        export const BucketNotEmpty: "BucketNotEmpty"
        export const InvalidArgument: "InvalidArgument"
        export const InvalidBucketPolicy: "InvalidBucketPolicy"
        export const OperationMismatch: "OperationMismatch"
        export const PolicyNotFound: "PolicyNotFound"
        export const UnknownAccessKey: "UnknownAccessKey"
        export const UnknownBucket: "UnknownBucket"
    }
    export const info: JsonCommand<InfoArguments, InfoOK, "/s3/bucket/info">
    export const list: JsonCommand<ListArguments, ListOK, "/s3/bucket/list">
    export const policy: JsonCommand<PolicyArguments, PolicyOK, "/s3/bucket/policy">
}
export function classifyRequest(request: Pick<Request, 'method' | 'url'>): ClassifiedRequest
export function commandsForPermissions(permissions: readonly string[]): DelegatedCommand[]
export namespace key {
    export type MarkerArguments = Unit
    export const MarkerArguments: Type<Unit>
    export type MarkerOK = Unit
    export const MarkerOK: Type<Unit>
    export const marker: JsonCommand<Unit, Unit, "/s3/key/marker">
}
export const permissions: readonly ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:GetObjectLegalHold", "s3:PutObject", "s3:PutObjectRetention", "s3:PutObjectLegalHold", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucket", "s3:ListBucketVersions", "s3:CreateBucket", "s3:ListAllMyBuckets", "s3:DeleteBucket", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:ListBucketMultipartUploads"]
export namespace request {
    export interface AuthorizeArguments {
        request: Request
    }
    export const AuthorizeArguments: Type<AuthorizeArguments>
    export interface AuthorizeOK {
        permissions: PermissionSet
        keys: KeySet
        delegations: ProofSet
        bucket?: DID | undefined
        tenant?: DID | undefined
    }
    export const AuthorizeOK: Type<AuthorizeOK>
    export const authorize: JsonCommand<AuthorizeArguments, AuthorizeOK, "/s3/request/authorize">
    export namespace failures {
        export const AccessKeyExpired: "AccessKeyExpired"
        export const BucketNotPermitted: "BucketNotPermitted"
        export const InvalidAccessKeyID: "InvalidAccessKeyID"
        export const IssuerForbidden: "IssuerForbidden"
        export const MalformedSignature: "MalformedSignature"
        export const OperationNotPermitted: "OperationNotPermitted"
        export const RegionNotServed: "RegionNotServed"
        export const SignatureExpired: "SignatureExpired"
        export const SignatureMismatch: "SignatureMismatch"
        export const TenantDisabled: "TenantDisabled"
        export const UnknownAccessKey: "UnknownAccessKey"
        export const UnknownBucket: "UnknownBucket"
        export const UnsupportedOperation: "UnsupportedOperation"
    }
}
