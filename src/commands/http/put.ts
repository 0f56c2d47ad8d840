import { command } from '../../codec/command.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { AwaitOK } from '../await-ok.js'
import { BlobSpec } from '../blob/blob-spec.js'
import { Unit } from '../unit.js'

const fields = {
  /** The body of the request. */
  body: BlobSpec,
  /**
   * The promise of the result of the task `/blob/allocate`. The result has the
   * address to send the body to, unless the storage node already has the blob.
   */
  destination: AwaitOK,
}

/** The request that {@link put} makes. */
export interface PutArguments extends StructOf<typeof fields> {}

/** The request that {@link put} makes. */
export const PutArguments: Type<PutArguments> = /* @__PURE__ */ struct('http.PutArguments', fields)

/** The result of {@link put}: an empty map. */
export type PutOK = Unit
/** The result of {@link put}: an empty map. */
export const PutOK = Unit

/**
 * `/http/put`: uploads a blob with HTTP `PUT` to the address that `/blob/allocate`
 * returned. The agent that has the blob executes the task, and delivers
 * the receipt with `/ucan/conclude`. If `body` has a digest, the subject is the
 * `did:key` of the Ed25519 key whose seed is the last 32 bytes of the digest.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#put-blob
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { http } from '@fil-forge/libforge'
 *
 * const allocate = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = http.put.arguments.cbor.encode({
 *   body: { digest: new Uint8Array(34), size: 2097152 },
 *   destination: { 'await/ok': allocate },
 * })
 * ```
 */
export const put = /* @__PURE__ */ command('/http/put', PutArguments, PutOK)
