import type { DIDResolver } from '../ucan/did-resolver.js'

/**
 * Returns a resolver that finds the given DID documents, and no others.
 *
 * @param documents the DID documents, as `JSON.parse` returns them
 * @throws {TypeError} for a document without a string as its `id`
 */
export function resolverOf(documents: readonly unknown[]): DIDResolver {
  const byDID = new Map<string, object>()
  for (const [index, document] of documents.entries()) {
    const id: unknown = document instanceof Object && 'id' in document ? document.id : undefined
    if (typeof id !== 'string') {
      throw new TypeError(`DID document ${index + 1}: expected a string as its id`)
    }
    byDID.set(id, document as object)
  }
  return {
    resolve: (did) => {
      const didDocument = byDID.get(did) ?? null
      return Promise.resolve({
        didDocument,
        ...(didDocument === null ? { didResolutionMetadata: { error: 'notFound' } } : {}),
      })
    },
  }
}
