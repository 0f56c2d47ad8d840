import { bytes, i64, link, list, struct, tuple, type StructOf } from '@fil-forge/libforge/codec'
import type { CID } from 'multiformats/cid'
import { archiveOf, blockOf, DAG_CBOR, decodeArchive, type Block } from './archive.js'

/** A range of bytes. Both offsets are inclusive. */
const Range = tuple('Range', { start: i64, end: i64 })
const sliceFields = { digest: bytes, range: Range }
const blobFields = { digest: bytes, slices: list(tuple('BlobSlice', sliceFields)) }
const BlobIndex = tuple('BlobIndex', blobFields)
const ShardedDagIndex = struct('ShardedDagIndex', { shards: list(link) })
const Index = struct('Index', { 'index/sharded/dag@0.1': ShardedDagIndex })

/** The multihash of a blob, and the multihash and range of each slice. A slice is usually a block. */
export type BlobIndex = StructOf<typeof blobFields>

/**
 * Returns the sharded DAG index of blobs: an archive that lists the slices of each blob.
 *
 * @throws {CodecError} `too-many` for more than 8,192 blobs, or more than 8,192 slices of
 *   a blob. `too-long` for a digest of more than 2 MiB. `wrong-type` or `out-of-range` for
 *   an offset that `i64` rejects
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/index.md#index-format
 */
export async function indexOf(blobs: readonly BlobIndex[]): Promise<Block> {
  const shards: Block[] = []
  for (const { digest, slices } of blobs.toSorted(byDigest)) {
    const blob = { digest, slices: slices.toSorted(byDigest) }
    shards.push(await blockOf(DAG_CBOR, BlobIndex.cbor.encode(blob)))
  }
  const links = shards.map(({ cid }) => cid)
  const index = { 'index/sharded/dag@0.1': { shards: links } }
  const root = await blockOf(DAG_CBOR, Index.cbor.encode(index))
  return await archiveOf(root.cid, [...shards, root])
}

/**
 * Returns the blobs of an index.
 *
 * @throws if {@link decodeArchive} rejects the archive, if the root or the block of a blob is
 *   missing or malformed, or if the root lists a blob twice
 */
export async function decodeIndex(archive: Uint8Array): Promise<BlobIndex[]> {
  const { root, blocks } = await decodeArchive(archive)
  const blockAt = (cid: CID) => {
    const block = blocks.get(cid.toString())
    if (block === undefined) throw new Error(`expected an archive with the block ${cid}`)
    return block
  }
  const { shards } = Index.cbor.decode(blockAt(root))['index/sharded/dag@0.1']
  // Duplicates are rejected, because a small index could list one blob thousands of times, and
  // the slices of the blob would be decoded each time.
  if (new Set(shards.map(String)).size !== shards.length)
    throw new Error('expected an index of distinct blobs')
  return shards.map((cid) => BlobIndex.cbor.decode(blockAt(cid)))
}

/**
 * Compares multihashes. The specification orders by digest. The order is the same, because
 * all multihashes here are sha2-256.
 */
function byDigest(a: { digest: Uint8Array }, b: { digest: Uint8Array }): number {
  return Buffer.compare(a.digest, b.digest)
}
