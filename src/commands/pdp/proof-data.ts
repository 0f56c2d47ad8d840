import { fixedBytes } from '../../codec/kinds/bytes.js'
import { u64 } from '../../codec/kinds/integer.js'
import { list } from '../../codec/kinds/list.js'
import type { StructOf } from '../../codec/kinds/struct.js'
import { cborTuple } from '../../codec/kinds/tuple.js'
import type { CborType } from '../../codec/type.js'

const fields = {
  /** The position of the proven node in its level of the tree. The leftmost node has position 0. */
  index: u64,
  /** The digests of the sibling nodes, 32 bytes each, in the order from the proven node to the root. */
  path: /* @__PURE__ */ list(/* @__PURE__ */ fixedBytes(32)),
}

/**
 * A Merkle proof that a piece is part of an aggregate. It is encoded as a tuple:
 * `[index,path]`. Its name in Go is `merkletree.ProofData`.
 */
export interface ProofData extends StructOf<typeof fields> {}

/**
 * A Merkle proof that a piece is part of an aggregate. It is encoded as a tuple:
 * `[index,path]`. Its name in Go is `merkletree.ProofData`.
 *
 * @see https://github.com/filecoin-project/FIPs/blob/master/FRCs/frc-0058.md
 */
export const ProofData: CborType<ProofData> = /* @__PURE__ */ cborTuple('pdp.ProofData', fields)
