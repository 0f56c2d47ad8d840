import { constantFrom, oneof, tuple, uint8Array, type Arbitrary } from 'fast-check'
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'

/** Codecs of the multicodec table: raw, dag-pb, dag-cbor, libp2p-key, dag-json and car. */
const CODECS = [0x55, 0x70, 0x71, 0x72, 0x0129, 0x0202]
const SHA2_256 = 0x12
/** Hash functions of the multicodec table: sha2-256, sha2-512, sha3-256 and blake2b-256. The size of a digest is in bytes. */
const HASHES = [
  { code: SHA2_256, size: 32 },
  { code: 0x13, size: 64 },
  { code: 0x16, size: 32 },
  { code: 0xb220, size: 32 },
]
const IDENTITY = 0x00

const version0 = /* @__PURE__ */ digest(SHA2_256, 32).map((hash) => CID.createV0(hash))

const version1 = /* @__PURE__ */ tuple(
  /* @__PURE__ */ constantFrom(...CODECS),
  /* @__PURE__ */ oneof(
    ...HASHES.map(({ code, size }) => digest(code, size)),
    // The digest of the identity hash is the block itself, which may be empty.
    /* @__PURE__ */ digest(IDENTITY, 0, 128),
  ),
).map(([codec, hash]) => CID.createV1(codec, hash))

function digest<Code extends number>(code: Code, minLength: number, maxLength = minLength) {
  return uint8Array({ minLength, maxLength, size: '=' }).map((bytes) => create(code, bytes))
}

/** A CID of version 0, or of version 1 with any of several codecs and hashes. */
export const link: Arbitrary<CID> = /* @__PURE__ */ oneof(
  { weight: 1, arbitrary: version0 },
  { weight: 3, arbitrary: version1 },
)
