import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'

const DAG_CBOR = 0x71

/** Returns the CID of DAG-CBOR: version 1, sha2-256. */
export async function cidOfCbor(cbor: Uint8Array): Promise<CID> {
  return CID.createV1(DAG_CBOR, await sha256.digest(cbor))
}
