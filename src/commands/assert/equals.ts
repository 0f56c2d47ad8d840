import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The multihash of the content. */
  content: bytes,
  /** The CID that refers to the same content, such as the CID of its piece. */
  equals: link,
}

/** The multihash and the CID that {@link equals} claims to be of the same content. */
export interface EqualsArguments extends StructOf<typeof fields> {}

/** The multihash and the CID that {@link equals} claims to be of the same content. */
export const EqualsArguments: Type<EqualsArguments> = /* @__PURE__ */ struct(
  'assert.EqualsArguments',
  fields,
)

/** The result of {@link equals}: an empty map. */
export type EqualsOK = Unit
/** The result of {@link equals}: an empty map. */
export const EqualsOK = Unit

/**
 * `/assert/equals`: claims that a CID, such as the CID of a piece, refers to the
 * same content as a multihash.
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { assert } from '@fil-forge/libforge'
 *
 * const piece = CID.parse('bafkzcibcd4bdomn3tgwgrh3g532zopskstnbrd2n3sxfqbze7rxt7vqn7veigmy')
 * const bytes = assert.equals.arguments.cbor.encode({ content: new Uint8Array(34), equals: piece })
 * ```
 */
export const equals = /* @__PURE__ */ command('/assert/equals', EqualsArguments, EqualsOK)
