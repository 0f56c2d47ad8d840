/**
 * Commands on proofs of data possession (PDP), with which storage nodes prove that they
 * store blobs. The piece of a blob is the blob in the form that these proofs are about: its
 * CID commits to the bytes. The types of these commands have no DAG-JSON.
 *
 * @module @fil-forge/libforge/commands/pdp
 */
export * from './accept.js'
export * from './info.js'
export * from './proof-data.js'
export * as sign from './sign/index.js'
