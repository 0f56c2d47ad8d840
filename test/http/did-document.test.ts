import { describe, expect, it } from 'vitest'
import { withOwnDocument } from '../../src/http/did-document.js'
import type { DIDResolver } from '../../src/ucan/index.js'

const OWN = 'did:web:up.example'
const OTHER = 'did:web:hilt.example'
const document = { id: OWN }
const resolver: DIDResolver = { resolve: async (did) => ({ didDocument: { id: did } }) }

describe('withOwnDocument', () => {
  it('resolves the DID of the service to its document, other DIDs with the resolver', async () => {
    const own = withOwnDocument(OWN, document, resolver)!
    expect(await own.resolve(OWN)).toEqual({ didDocument: document })
    expect((await own.resolve(OWN)).didDocument).toBe(document)
    expect(await own.resolve(OTHER)).toEqual({ didDocument: { id: OTHER } })
  })

  it('returns the resolver if there is no document', () => {
    expect(withOwnDocument(OWN, undefined, resolver)).toBe(resolver)
    expect(withOwnDocument(OWN, undefined, undefined)).toBeUndefined()
  })

  it('throws for other DIDs if there is no resolver', async () => {
    const own = withOwnDocument(OWN, document, undefined)!
    await expect(own.resolve(OTHER)).rejects.toThrow('the option didResolver is required')
  })
})
