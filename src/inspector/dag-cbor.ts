/** The generic DAG-CBOR encoder, for comparison and for tokens in DAG-JSON. The CLI and the site bundle it, so the package does not depend on it. */
export { encode as encodeGeneric } from '@ipld/dag-cbor'
