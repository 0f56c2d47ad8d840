/**
 * The generic DAG-CBOR encoder. The inspector compares its bytes with those of this
 * library, and uses it to encode tokens that are given in DAG-JSON. The CLI and the site
 * bundle it, so the package does not depend on it.
 */
export { encode as encodeGeneric } from '@ipld/dag-cbor'
