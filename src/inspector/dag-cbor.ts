/** What generic code writes. It is bundled, so that only who builds this library installs it. */
export { encode as encodeGeneric } from '@ipld/dag-cbor'
