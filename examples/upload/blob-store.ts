import { base58btc } from 'multiformats/bases/base58'
import { sha256 } from 'multiformats/hashes/sha2'
import { readAtMost } from './body.js'

interface ExpectedUpload {
  /** The limit of the body, in bytes. */
  readonly size: number
  /** The time until which the blob may be uploaded, in Unix seconds. */
  readonly expires: number
}

/** Blobs in memory. The name of a blob is its multihash in base58btc. */
export class BlobStore {
  readonly #blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly #expected = new Map<string, ExpectedUpload>()

  get(name: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#blobs.get(name)
  }

  /**
   * Lets anyone upload a blob, within the limits of size and time. Two spaces may expect the
   * same blob: the larger size and the later call's `expires` apply.
   */
  expect(name: string, { size, expires }: ExpectedUpload): void {
    const earlier = this.#expected.get(name)?.size ?? 0
    this.#expected.set(name, { size: Math.max(size, earlier), expires })
  }

  /**
   * Stores a body if it is the expected blob, within the limits of size and time. Returns
   * whether the body was stored.
   */
  async receive(name: string, body: ReadableStream<Uint8Array> | null): Promise<boolean> {
    const upload = this.#expected.get(name)
    if (upload === undefined || upload.expires < Date.now() / 1000) return false
    const bytes = await readAtMost(upload.size, body)
    if (bytes === undefined) return false
    const { bytes: digest } = await sha256.digest(bytes)
    if (base58btc.encode(digest) !== name) return false
    this.#blobs.set(name, bytes)
    this.#expected.delete(name)
    return true
  }
}
