import { blob, type DID } from '@fil-forge/libforge'
import { execute, type Execution } from '@fil-forge/libforge/http'
import { invoke, type Invocation, type Signer } from '@fil-forge/libforge/ucan'
import type { CID } from 'multiformats/cid'
import type { Granted } from '../granted.js'

/** A blob that a client uploads to a space. */
export interface Upload {
  readonly space: DID
  readonly blob: blob.Blob
  /** The invocation of `/http/put`. */
  readonly put: Invocation
}

/** The upload service's client of a storage node. */
export class StorageNodeClient {
  readonly did: DID
  readonly #issuer: Signer
  readonly #granted: Granted

  constructor(issuer: Signer, granted: Granted) {
    this.did = granted.service
    this.#issuer = issuer
    this.#granted = granted
  }

  /** Invokes `/blob/allocate`, and returns the invocation and its result. `cause` is the CID of the task `/blob/add`. */
  async allocate(args: { readonly space: DID; readonly blob: blob.Blob; readonly cause: CID }) {
    const { service, proofs, url } = this.#granted
    const invocation = await invoke(blob.allocate, {
      issuer: this.#issuer,
      subject: service,
      arguments: args,
      proofs,
    })
    const signal = AbortSignal.timeout(10_000)
    const allocated = await execute(blob.allocate, invocation, { url, proofs, signal })
    return { invocation, allocated }
  }

  /** Returns an invocation of `/blob/accept`. Its nonce is empty, so all invocations for an upload have the same task. */
  async invokeAccept({ space, blob: body, put }: Upload): Promise<Invocation> {
    const { service, proofs } = this.#granted
    return await invoke(blob.accept, {
      issuer: this.#issuer,
      subject: service,
      arguments: { space, blob: body, _put: { 'await/ok': put.task } },
      nonce: new Uint8Array(),
      proofs,
    })
  }

  async accept(upload: Upload): Promise<Execution<blob.AcceptOK>> {
    const { proofs, url } = this.#granted
    const signal = AbortSignal.timeout(10_000)
    return await execute(blob.accept, await this.invokeAccept(upload), { url, proofs, signal })
  }
}
