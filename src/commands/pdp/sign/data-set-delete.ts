import { command } from '../../../codec/command.js'
import { bigint } from '../../../codec/kinds/bigint.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'
import { AuthSignature } from './auth-signature.js'

const fields = {
  /** The client's identifier of the data set. */
  dataSet: bigint,
}

/** The data set whose deletion {@link dataSetDelete} authorizes. */
export interface DataSetDeleteArguments extends StructOf<typeof fields> {}

/** The data set whose deletion {@link dataSetDelete} authorizes. */
export const DataSetDeleteArguments: CborType<DataSetDeleteArguments> = /* @__PURE__ */ cborStruct(
  'pdp.sign.DataSetDeleteArguments',
  fields,
)

/** The result of {@link dataSetDelete}: the signature. */
export type DataSetDeleteOK = AuthSignature
/** The result of {@link dataSetDelete}: the signature. */
export const DataSetDeleteOK = AuthSignature

/**
 * `/pdp/sign/dataset/delete`: signs the deletion of a data set. A storage node
 * invokes it on the signing service.
 *
 * @example
 * ```ts
 * import { pdp } from '@fil-forge/libforge'
 *
 * const bytes = pdp.sign.dataSetDelete.arguments.cbor.encode({ dataSet: 1n })
 * ```
 */
export const dataSetDelete = /* @__PURE__ */ command(
  '/pdp/sign/dataset/delete',
  DataSetDeleteArguments,
  DataSetDeleteOK,
)
