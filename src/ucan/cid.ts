import { CID } from 'multiformats/cid'
import { create as digestOf } from 'multiformats/hashes/digest'
import { sha256 } from './cryptography/sha256.js'

const DAG_CBOR = 0x71
const RAW = 0x55
const SHA2_256 = 0x12

/** Returns the CID of DAG-CBOR: version 1, sha2-256. */
export function cidOfCbor(cbor: Uint8Array): CID {
  return CID.createV1(DAG_CBOR, digestOf(SHA2_256, sha256(cbor)))
}

/** Returns the CID of bytes of any kind: version 1, raw, sha2-256. */
export function cidOfBytes(bytes: Uint8Array): CID {
  return CID.createV1(RAW, digestOf(SHA2_256, sha256(bytes)))
}

/**
 * Returns a string that identifies a CID in a `Map`: one character per byte. This is
 * several times faster than the first call of `toString` on a CID.
 */
export function keyOfCID({ bytes }: CID): string {
  let key = ''
  for (const byte of bytes) key += String.fromCharCode(byte)
  return key
}
