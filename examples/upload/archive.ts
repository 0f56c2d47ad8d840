import { CarBufferWriter, CarReader } from '@ipld/car'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'

/** The codes of the codecs `raw`, `dag-cbor` and `car`. */
export const RAW = 0x55
export const DAG_CBOR = 0x71
export const CAR = 0x0202

export interface Block {
  readonly cid: CID
  readonly bytes: Uint8Array
}

/** Returns the block with these bytes. The CID has version 1, the codec `code`, and a sha2-256 digest. */
export async function blockOf(code: number, bytes: Uint8Array): Promise<Block> {
  return { cid: CID.createV1(code, await sha256.digest(bytes)), bytes }
}

/** Returns the archive (CAR) of these blocks, as a block. */
export async function archiveOf(root: CID, blocks: readonly Block[]): Promise<Block> {
  const roots = [root]
  const lengths = blocks.map((block) => CarBufferWriter.blockLength(block))
  const length = lengths.reduce((sum, n) => sum + n, CarBufferWriter.headerLength({ roots }))
  const writer = CarBufferWriter.createWriter(new ArrayBuffer(length), { roots })
  for (const block of blocks) writer.write(block)
  return await blockOf(CAR, writer.close())
}

/**
 * Returns the first root of an archive (CAR), and the bytes of its blocks by CID.
 *
 * @throws for a malformed archive, an archive whose root is missing or not a CIDv1, and a block
 *   whose CID is not the one that {@link blockOf} computes
 */
export async function decodeArchive(bytes: Uint8Array) {
  const reader = await CarReader.fromBytes(bytes)
  const blocks = new Map<string, Uint8Array>()
  for await (const block of reader.blocks()) {
    const { cid } = await blockOf(block.cid.code, block.bytes)
    if (!cid.equals(block.cid))
      throw new Error(`expected a block with the CID ${block.cid}, received ${cid}`)
    blocks.set(cid.toString(), block.bytes)
  }
  const [root] = await reader.getRoots()
  if (root === undefined) throw new Error('expected an archive with a root, received none')
  // `CarReader` accepts a CIDv0 of any length as a root. `toString` of a CIDv0 encodes it in base58,
  // which takes quadratic time.
  if (root.version !== 1)
    throw new Error('expected an archive whose root is a CIDv1, received a CIDv0')
  return { root, blocks }
}
