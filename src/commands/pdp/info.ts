import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { cborStruct, type StructOf } from '../../codec/kinds/struct.js'
import type { CborType } from '../../codec/type.js'
import { ProofData } from './proof-data.js'

const argumentFields = {
  /** The multihash of the blob. */
  blob: bytes,
}

/** The blob that {@link info} describes. */
export interface InfoArguments extends StructOf<typeof argumentFields> {}

/** The blob that {@link info} describes. */
export const InfoArguments: CborType<InfoArguments> = /* @__PURE__ */ cborStruct(
  'pdp.InfoArguments',
  argumentFields,
)

const infoAcceptedAggregateFields = {
  /** The CID of the aggregate, a piece that contains the piece of the blob. */
  aggregate: link,
  /** The proof that the piece of the blob is part of the aggregate. */
  inclusionProof: ProofData,
}

/** An aggregate that contains the blob. */
export interface InfoAcceptedAggregate extends StructOf<typeof infoAcceptedAggregateFields> {}

/** An aggregate that contains the blob. */
export const InfoAcceptedAggregate: CborType<InfoAcceptedAggregate> = /* @__PURE__ */ cborStruct(
  'pdp.InfoAcceptedAggregate',
  infoAcceptedAggregateFields,
)

const okFields = {
  /** The CID of the piece of the blob, which commits to the bytes of the blob. */
  piece: link,
  /** The aggregates that contain the blob. Empty until the blob is part of an aggregate. */
  aggregates: /* @__PURE__ */ list(InfoAcceptedAggregate),
}

/** The piece of a blob and the aggregates that contain the piece, with proofs. */
export interface InfoOK extends StructOf<typeof okFields> {}

/** The piece of a blob and the aggregates that contain the piece, with proofs. */
export const InfoOK: CborType<InfoOK> = /* @__PURE__ */ cborStruct('pdp.InfoOK', okFields)

/**
 * `/pdp/info`: returns the piece of a blob and the aggregates that contain the
 * piece, with proofs. The subject is the storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/pdp.md#pdp-info
 *
 * @example
 * ```ts
 * import { pdp } from '@fil-forge/libforge'
 *
 * const bytes = pdp.info.arguments.cbor.encode({ blob: new Uint8Array(34) })
 * ```
 */
export const info = /* @__PURE__ */ command('/pdp/info', InfoArguments, InfoOK)
