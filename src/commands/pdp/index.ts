/**
 * Commands on proofs of data possession (PDP), with which storage nodes prove that they
 * store blobs. The proofs are about pieces. The CID of the piece of a blob commits to the
 * bytes of the blob. The types of these commands have no DAG-JSON.
 *
 * @module @fil-forge/libforge/commands/pdp
 */
export * from './accept.js'
export * from './info.js'
export * from './proof-data.js'
export * as sign from './sign/index.js'
