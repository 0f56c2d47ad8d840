/**
 * A resolver, which returns the DID document of a DID. The resolvers of `did-resolver`
 * and `iso-did` implement this interface.
 *
 * @see https://www.w3.org/TR/did-resolution/
 */
export interface DIDResolver {
  /**
   * Returns the DID document, or the reason why the DID can't be resolved. It may also
   * throw an error: the message is then the reason.
   */
  resolve(did: string): Promise<DIDResolution>
}

/** The result of a resolution. */
export interface DIDResolution {
  /** The DID document as parsed from JSON. `null` if the DID can't be resolved. */
  readonly didDocument: object | null
  readonly didResolutionMetadata?: {
    /** The reason why the DID can't be resolved, such as `notFound`. */
    readonly error?: unknown
  }
  readonly didDocumentMetadata?: {
    /** `true` if the DID was deactivated: none of its keys is valid. */
    readonly deactivated?: boolean | undefined
  }
}
