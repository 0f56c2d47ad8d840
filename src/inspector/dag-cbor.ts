/** The generic encoder to compare with. Programs bundle it, so that it is no dependency of the package. */
export { encode as encodeGeneric } from '@ipld/dag-cbor'
