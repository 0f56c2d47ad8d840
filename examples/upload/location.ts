import { assert, content, type blob, type DID } from '@fil-forge/libforge'
import { retrieve, type Execution } from '@fil-forge/libforge/http'
import { argumentsOf, invoke, verify, type Delegation, type Signer } from '@fil-forge/libforge/ucan'
import { readAtMost } from './body.js'

/** The location of a blob of a space: a storage node, and a URL. */
export interface Location {
  readonly node: DID
  readonly space: DID
  readonly digest: Uint8Array
  readonly url: string
}

/**
 * Returns the location that a storage node committed to when it accepted a blob.
 *
 * @param expected the space, the digest of the blob, and the storage node that was asked to
 *   accept the blob
 * @throws if the result is a failure, if the response has no commitment with a valid signature
 *   of the storage node, or if the commitment is malformed, is for another space or blob, or
 *   has no URL
 */
export async function locationOf(
  accepted: Execution<blob.AcceptOK>,
  expected: Omit<Location, 'url'>,
): Promise<Location> {
  if ('error' in accepted) throw new Error(`${accepted.error.name}: ${accepted.error.message}`)
  const { ok, tokens } = accepted
  const { node, space, digest } = expected
  const commitment = tokens.invocations.find(({ cid }) => cid.equals(ok.site))
  if (commitment?.issuer !== node || commitment.subject !== node || !(await verify(commitment))) {
    throw new Error(`expected a location commitment with a valid signature of ${node}`)
  }
  const { space: owner, content: multihash, location } = argumentsOf(assert.location, commitment)
  if (owner !== space)
    throw new Error(`expected a location commitment for ${space}, received one for ${owner}`)
  if (Buffer.compare(multihash, digest) !== 0)
    throw new Error('expected a location commitment for the blob, received one for another blob')
  const [url] = location
  if (url === undefined)
    throw new Error('expected a location commitment with a URL, received no URL')
  return { ...expected, url }
}

/**
 * Retrieves a range of bytes of a blob, from `start` to `end` inclusive.
 *
 * @throws if the retrieval fails or takes longer than 60 seconds, or if the response has
 *   another length than the range
 */
export async function retrieveRange(
  { node, space, digest, url }: Location,
  range: content.Range,
  options: { readonly issuer: Signer; readonly proofs: readonly Delegation[] },
): Promise<Uint8Array<ArrayBuffer>> {
  const invocation = await invoke(content.retrieve, {
    issuer: options.issuer,
    audience: node,
    subject: space,
    arguments: { blob: { digest }, range },
    proofs: options.proofs,
  })
  // The size of a header is limited, so only the proofs of this invocation are sent.
  const proofs = options.proofs.filter(({ cid }) => invocation.proofs.some((p) => p.equals(cid)))
  const signal = AbortSignal.timeout(60_000)
  const result = await retrieve(content.retrieve, invocation, { url, proofs, signal })
  if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
  const length = Number(range.end) - Number(range.start) + 1
  const bytes = await readAtMost(length, result.response.body)
  if (bytes?.length !== length)
    throw new Error(`expected ${length} bytes, received ${bytes?.length ?? 'more'}`)
  return bytes
}
