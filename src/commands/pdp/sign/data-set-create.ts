import { command } from '../../../codec/command.js'
import { bigint } from '../../../codec/kinds/bigint.js'
import { bytes } from '../../../codec/kinds/bytes.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'
import { AuthSignature } from './auth-signature.js'
import { Metadata } from './metadata.js'

const fields = {
  /** The client's identifier of the data set. */
  dataSet: bigint,
  /** The address that is paid, 20 bytes. */
  payee: bytes,
  /** The metadata of the data set. */
  metadata: Metadata,
}

/** The data set whose creation {@link dataSetCreate} authorizes. */
export interface DataSetCreateArguments extends StructOf<typeof fields> {}

/** The data set whose creation {@link dataSetCreate} authorizes. */
export const DataSetCreateArguments: CborType<DataSetCreateArguments> = /* @__PURE__ */ cborStruct(
  'pdp.sign.DataSetCreateArguments',
  fields,
)

/** The result of {@link dataSetCreate}: the signature. */
export type DataSetCreateOK = AuthSignature
/** The result of {@link dataSetCreate}: the signature. */
export const DataSetCreateOK = AuthSignature

/**
 * `/pdp/sign/dataset/create`: signs the creation of a data set, a set of pieces that a
 * storage node proves to store. The node invokes the command on the signing service.
 *
 * @example
 * ```ts
 * import { pdp } from '@fil-forge/libforge'
 *
 * const bytes = pdp.sign.dataSetCreate.arguments.cbor.encode({
 *   dataSet: 1n,
 *   payee: new Uint8Array(20),
 *   metadata: { keys: ['source'], values: { source: 'forge' } },
 * })
 * ```
 */
export const dataSetCreate = /* @__PURE__ */ command(
  '/pdp/sign/dataset/create',
  DataSetCreateArguments,
  DataSetCreateOK,
)
