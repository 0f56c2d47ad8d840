import { command } from '../../../codec/command.js'
import { bigint } from '../../../codec/kinds/bigint.js'
import { list } from '../../../codec/kinds/list.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'
import { AuthSignature } from './auth-signature.js'

const fields = {
  /** The client's identifier of the data set. */
  dataSet: bigint,
  /** The identifiers of the pieces. */
  pieces: /* @__PURE__ */ list(bigint),
}

/** The pieces whose removal {@link piecesRemoveSchedule} authorizes. */
export interface PiecesRemoveScheduleArguments extends StructOf<typeof fields> {}

/** The pieces whose removal {@link piecesRemoveSchedule} authorizes. */
export const PiecesRemoveScheduleArguments: CborType<PiecesRemoveScheduleArguments> =
  /* @__PURE__ */ cborStruct('pdp.sign.PiecesRemoveScheduleArguments', fields)

/** The result of {@link piecesRemoveSchedule}: the signature. */
export type PiecesRemoveScheduleOK = AuthSignature
/** The result of {@link piecesRemoveSchedule}: the signature. */
export const PiecesRemoveScheduleOK = AuthSignature

/**
 * `/pdp/sign/pieces/remove/schedule`: signs the scheduled removal of pieces
 * from a data set. A storage node invokes it on the signing service.
 *
 * @example
 * ```ts
 * import { pdp } from '@fil-forge/libforge'
 *
 * const bytes = pdp.sign.piecesRemoveSchedule.arguments.cbor.encode({ dataSet: 1n, pieces: [3n] })
 * ```
 */
export const piecesRemoveSchedule = /* @__PURE__ */ command(
  '/pdp/sign/pieces/remove/schedule',
  PiecesRemoveScheduleArguments,
  PiecesRemoveScheduleOK,
)
