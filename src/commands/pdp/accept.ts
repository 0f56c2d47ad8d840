import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { link } from '../../codec/kinds/link.js'
import { cborStruct, type StructOf } from '../../codec/kinds/struct.js'
import type { CborType } from '../../codec/type.js'
import { ProofData } from './proof-data.js'

const argumentFields = {
  /** The multihash of the accepted blob. */
  blob: bytes,
}

/** The blob that {@link accept} adds to an aggregate. */
export interface AcceptArguments extends StructOf<typeof argumentFields> {}

/** The blob that {@link accept} adds to an aggregate. */
export const AcceptArguments: CborType<AcceptArguments> = /* @__PURE__ */ cborStruct(
  'pdp.AcceptArguments',
  argumentFields,
)

const okFields = {
  /** The CID of the aggregate, a piece that contains the piece of the blob. */
  aggregate: link,
  /** The proof that the piece of the blob is part of the aggregate. */
  inclusionProof: ProofData,
  /** The CID of the piece of the blob, which commits to the bytes of the blob. */
  piece: link,
}

/** The piece of the blob and the aggregate that contains the piece, with a proof. */
export interface AcceptOK extends StructOf<typeof okFields> {}

/** The piece of the blob and the aggregate that contains the piece, with a proof. */
export const AcceptOK: CborType<AcceptOK> = /* @__PURE__ */ cborStruct('pdp.AcceptOK', okFields)

/**
 * `/pdp/accept`: adds an accepted blob to an aggregate. The storage node, which
 * is the subject, issues the invocation without a nonce. The node issues the
 * receipt once the blob is part of an aggregate.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/pdp.md#pdp-accept
 *
 * @example
 * ```ts
 * import { pdp } from '@fil-forge/libforge'
 *
 * const bytes = pdp.accept.arguments.cbor.encode({ blob: new Uint8Array(34) })
 * ```
 */
export const accept = /* @__PURE__ */ command('/pdp/accept', AcceptArguments, AcceptOK)
