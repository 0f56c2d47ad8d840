import { did } from '../../../codec/did.js'
import { struct, type StructOf } from '../../../codec/struct.js'
import { text } from '../../../codec/text.js'
import type { Type } from '../../../codec/type.js'
import { command } from '../../command.js'
import { PermissionSet } from '../permission-set.js'
import { ProofSet } from '../proof-set.js'

const argumentFields = {
  /** The bucket's name in S3. */
  name: text,
  /** The access key that asks. */
  accessKey: did,
}

/** The arguments of {@link info}. */
export interface InfoArguments extends StructOf<typeof argumentFields> {}

/** The arguments of {@link info}. */
export const InfoArguments: Type<InfoArguments> = /* @__PURE__ */ struct(
  's3.bucket.InfoArguments',
  argumentFields,
)

const okFields = {
  /** The bucket: a space. */
  id: did,
  /** What each access key may do. */
  permissions: PermissionSet,
  /** The delegations that Ingot acts on, each with those that prove it. */
  delegations: ProofSet,
}

/** What {@link info} returns. */
export interface InfoOK extends StructOf<typeof okFields> {}

/** What {@link info} returns. */
export const InfoOK: Type<InfoOK> = /* @__PURE__ */ struct('s3.bucket.InfoOK', okFields)

/**
 * `/s3/bucket/info`: which space a bucket is, and what may be done with it.
 * Ingot invokes it on Hilt, which is its subject.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.bucket.info.arguments.cbor.encode({
 *   name: 'photos',
 *   accessKey: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 * })
 * ```
 */
export const info = /* @__PURE__ */ command('/s3/bucket/info', InfoArguments, InfoOK)
