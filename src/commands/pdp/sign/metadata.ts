import { list } from '../../../codec/kinds/list.js'
import { map } from '../../../codec/kinds/map.js'
import { string } from '../../../codec/kinds/string.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'

const fields = {
  /** The keys, in the order in which they are signed. */
  keys: /* @__PURE__ */ list(string),
  /** The values, by key. */
  values: /* @__PURE__ */ map(string, string),
}

/** The metadata of a data set or piece. */
export interface Metadata extends StructOf<typeof fields> {}

/** The metadata of a data set or piece. */
export const Metadata: CborType<Metadata> = /* @__PURE__ */ cborStruct('pdp.sign.Metadata', fields)
