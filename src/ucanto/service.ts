import type { Failure, InferInvokedCapability, ServiceMethod } from '@ucanto/interface'
import type { AddOK as CustomerAddOK } from '../commands/customer/add.js'
import type { AddOK as ProviderAddOK } from '../commands/provider/add.js'
import type { CreateOK } from '../commands/s3/bucket/create.js'
import type { DeleteOK } from '../commands/s3/bucket/delete.js'
import type { InfoOK } from '../commands/s3/bucket/info.js'
import type { ListOK } from '../commands/s3/bucket/list.js'
import type { PolicyOK } from '../commands/s3/bucket/policy.js'
import type { AuthorizeOK } from '../commands/s3/request/authorize.js'
import type * as customer from './customer.js'
import type * as provider from './provider.js'
import type * as bucket from './s3/bucket.js'
import type * as request from './s3/request.js'

/** An invocation of `customer/add`: its `can`, `with` and `nb`. */
export type CustomerAdd = InferInvokedCapability<typeof customer.add>
/** What `customer/add` returns. */
export type CustomerAddSuccess = CustomerAddOK
/** Why `customer/add` failed: `name` is one word that a program can tell. */
export type CustomerAddFailure = Failure

/** An invocation of `provider/add`: its `can`, `with` and `nb`. */
export type ProviderAdd = InferInvokedCapability<typeof provider.add>
/** What `provider/add` returns. */
export type ProviderAddSuccess = ProviderAddOK
/** Why `provider/add` failed. */
export type ProviderAddFailure = Failure

/** An invocation of `s3/request/authorize`: its `can`, `with` and `nb`. */
export type S3RequestAuthorize = InferInvokedCapability<typeof request.authorize>
/** What `s3/request/authorize` returns. */
export type S3RequestAuthorizeSuccess = AuthorizeOK
/** Why `s3/request/authorize` failed. */
export type S3RequestAuthorizeFailure = Failure

/** An invocation of `s3/bucket/create`: its `can`, `with` and `nb`. */
export type S3BucketCreate = InferInvokedCapability<typeof bucket.create>
/** What `s3/bucket/create` returns. */
export type S3BucketCreateSuccess = CreateOK
/** Why `s3/bucket/create` failed. */
export type S3BucketCreateFailure = Failure

/** An invocation of `s3/bucket/delete`: its `can`, `with` and `nb`. */
export type S3BucketDelete = InferInvokedCapability<typeof bucket.delete>
/** What `s3/bucket/delete` returns. */
export type S3BucketDeleteSuccess = DeleteOK
/** Why `s3/bucket/delete` failed. */
export type S3BucketDeleteFailure = Failure

/** An invocation of `s3/bucket/info`: its `can`, `with` and `nb`. */
export type S3BucketInfo = InferInvokedCapability<typeof bucket.info>
/** What `s3/bucket/info` returns. */
export type S3BucketInfoSuccess = InfoOK
/** Why `s3/bucket/info` failed. */
export type S3BucketInfoFailure = Failure

/** An invocation of `s3/bucket/list`: its `can`, `with` and `nb`. */
export type S3BucketList = InferInvokedCapability<typeof bucket.list>
/** What `s3/bucket/list` returns. */
export type S3BucketListSuccess = ListOK
/** Why `s3/bucket/list` failed. */
export type S3BucketListFailure = Failure

/** An invocation of `s3/bucket/policy`: its `can`, `with` and `nb`. */
export type S3BucketPolicy = InferInvokedCapability<typeof bucket.policy>
/** What `s3/bucket/policy` returns. */
export type S3BucketPolicySuccess = PolicyOK
/** Why `s3/bucket/policy` failed. */
export type S3BucketPolicyFailure = Failure

/**
 * All commands as a service of ucanto's, which `Server.create` takes and
 * `Client.connect` is typed by. The upload service is the part `customer` and
 * `provider` of it, Hilt the part `s3`.
 *
 * @example
 * ```ts
 * import * as Server from '@ucanto/server'
 * import { customer, type Service } from '@fil-forge/libforge/ucanto'
 *
 * const service: Pick<Service, 'customer'> = {
 *   customer: {
 *     add: Server.provide(customer.add, ({ capability, context }) =>
 *       capability.with === context.id.did()
 *         ? { ok: {} }
 *         : { error: new Server.Failure(`${capability.with} is not this service`) },
 *     ),
 *   },
 * }
 * ```
 */
export interface Service {
  customer: {
    add: ServiceMethod<CustomerAdd, CustomerAddSuccess, CustomerAddFailure>
  }
  provider: {
    add: ServiceMethod<ProviderAdd, ProviderAddSuccess, ProviderAddFailure>
  }
  s3: {
    request: {
      authorize: ServiceMethod<
        S3RequestAuthorize,
        S3RequestAuthorizeSuccess,
        S3RequestAuthorizeFailure
      >
    }
    bucket: {
      create: ServiceMethod<S3BucketCreate, S3BucketCreateSuccess, S3BucketCreateFailure>
      delete: ServiceMethod<S3BucketDelete, S3BucketDeleteSuccess, S3BucketDeleteFailure>
      info: ServiceMethod<S3BucketInfo, S3BucketInfoSuccess, S3BucketInfoFailure>
      list: ServiceMethod<S3BucketList, S3BucketListSuccess, S3BucketListFailure>
      policy: ServiceMethod<S3BucketPolicy, S3BucketPolicySuccess, S3BucketPolicyFailure>
    }
  }
}
