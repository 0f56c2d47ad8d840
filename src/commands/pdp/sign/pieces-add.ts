import { command } from '../../../codec/command.js'
import { bigint } from '../../../codec/kinds/bigint.js'
import { bytes } from '../../../codec/kinds/bytes.js'
import { link } from '../../../codec/kinds/link.js'
import { list } from '../../../codec/kinds/list.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'
import { AuthSignature } from './auth-signature.js'
import { Metadata } from './metadata.js'

const pieceProofsFields = {
  /**
   * The CIDs of invocations of `/blob/accept`, one for each part of the piece.
   * The container of the invocation of `/pdp/sign/pieces/add` has the receipts of
   * these invocations and of their `/pdp/accept` tasks.
   */
  proofs: /* @__PURE__ */ list(link),
}

/** The proofs that the parts of a piece were accepted. */
export interface PieceProofs extends StructOf<typeof pieceProofsFields> {}

/** The proofs that the parts of a piece were accepted. */
export const PieceProofs: CborType<PieceProofs> = /* @__PURE__ */ cborStruct(
  'pdp.sign.PieceProofs',
  pieceProofsFields,
)

const argumentFields = {
  /** The client's identifier of the data set. */
  dataSet: bigint,
  /** A number that is used only once, to prevent replay. */
  nonce: bigint,
  /** The CIDs of the pieces in binary form. */
  pieceData: /* @__PURE__ */ list(bytes),
  /** The metadata of each piece, in the order of `pieceData`. */
  metadata: /* @__PURE__ */ list(Metadata),
  /** The proofs of each piece, in the order of `pieceData`. */
  proofs: /* @__PURE__ */ list(PieceProofs),
}

/** The pieces whose addition {@link piecesAdd} authorizes. */
export interface PiecesAddArguments extends StructOf<typeof argumentFields> {}

/** The pieces whose addition {@link piecesAdd} authorizes. */
export const PiecesAddArguments: CborType<PiecesAddArguments> = /* @__PURE__ */ cborStruct(
  'pdp.sign.PiecesAddArguments',
  argumentFields,
)

/** The result of {@link piecesAdd}: the signature. */
export type PiecesAddOK = AuthSignature
/** The result of {@link piecesAdd}: the signature. */
export const PiecesAddOK = AuthSignature

/**
 * `/pdp/sign/pieces/add`: signs the addition of pieces to a data set. A storage
 * node invokes it on the signing service.
 *
 * @example
 * ```ts
 * import { pdp } from '@fil-forge/libforge'
 *
 * const bytes = pdp.sign.piecesAdd.arguments.cbor.encode({
 *   dataSet: 1n,
 *   nonce: 7n,
 *   pieceData: [],
 *   metadata: [],
 *   proofs: [],
 * })
 * ```
 */
export const piecesAdd = /* @__PURE__ */ command(
  '/pdp/sign/pieces/add',
  PiecesAddArguments,
  PiecesAddOK,
)
