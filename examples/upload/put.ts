/**
 * The task `/http/put`, in which a client uploads a blob. One principal is the issuer, the
 * audience and the subject. Its private key is derived from the digest of the blob, so that
 * everyone with the blob can sign the receipt.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#put-blob
 */
import { http, type blob } from '@fil-forge/libforge'
import { bytes, did, map, struct } from '@fil-forge/libforge/codec'
import { Ed25519, invoke, succeed, type Invocation, type Receipt } from '@fil-forge/libforge/ucan'
import type { CID } from 'multiformats/cid'

/** The prefix of an Ed25519 private key: the multicodec 0x1300, as a varint. */
const PREFIX = [0x80, 0x26]

/** The private keys of a principal, by DID, in the `meta` of the invocation. They are not secret. */
const KeyArchive = struct('KeyArchive', { id: did, keys: map(did, bytes) })

/**
 * Returns an invocation of the task. The `meta` of the invocation contains the private key of
 * the principal: {@link PREFIX}, then the last 32 bytes of the blob's multihash.
 *
 * @param allocation the CID of the task `/blob/allocate`
 */
export async function invokePut(body: blob.Blob, allocation: CID): Promise<Invocation> {
  const seed = body.digest.subarray(-32)
  const issuer = await Ed25519.fromSeed(seed)
  const keys = { [issuer.did]: Uint8Array.of(...PREFIX, ...seed) }
  return await invoke(http.put, {
    issuer,
    audience: issuer.did,
    subject: issuer.did,
    arguments: { body, destination: { 'await/ok': allocation } },
    meta: { keys: { id: issuer.did, keys } },
  })
}

/**
 * Returns a receipt of success, signed with the key in the invocation.
 *
 * @throws if the `meta` of the invocation does not have the key of the subject
 */
export async function signPut(put: Invocation): Promise<Receipt> {
  const archive = put.meta?.['keys']
  const key = KeyArchive.is(archive) ? archive.keys[put.subject] : undefined
  if (key === undefined)
    throw new Error(`expected the key of ${put.subject} in the meta of /http/put`)
  const executor = await Ed25519.fromSeed(key.subarray(PREFIX.length))
  if (executor.did !== put.subject)
    throw new Error(`expected the key of ${put.subject}, received the key of ${executor.did}`)
  return await succeed(http.put, { executor, ran: put, ok: {} })
}
