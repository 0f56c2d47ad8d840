import { command } from '../../codec/command.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { AwaitOK } from '../await-ok.js'
import { BlobSpec } from './blob-spec.js'

const argumentFields = {
  /** The blob to store. */
  blob: BlobSpec,
}

/** The blob that {@link add} stores. */
export interface AddArguments extends StructOf<typeof argumentFields> {}

/** The blob that {@link add} stores. */
export const AddArguments: Type<AddArguments> = /* @__PURE__ */ struct(
  'blob.AddArguments',
  argumentFields,
)

const okFields = {
  /**
   * The promise of the result of the task `/blob/accept`. The result has the CID of the
   * invocation of `/assert/location` that commits to the location of the blob.
   */
  site: AwaitOK,
}

/** The promise of the location of a blob. */
export interface AddOK extends StructOf<typeof okFields> {}

/** The promise of the location of a blob. */
export const AddOK: Type<AddOK> = /* @__PURE__ */ struct('blob.AddOK', okFields)

/**
 * `/blob/add`: stores a blob in a space, which is the subject. The upload
 * service executes the command. The container with the receipt also has the
 * invocations of `/blob/allocate`, `/http/put` and `/blob/accept`.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#add-blob
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * const bytes = blob.add.arguments.cbor.encode({
 *   blob: { digest: new Uint8Array(34), size: 2097152 },
 * })
 * ```
 */
export const add = /* @__PURE__ */ command('/blob/add', AddArguments, AddOK)
