import { base58btc } from 'multiformats/bases/base58'
import { sha256 } from 'multiformats/hashes/sha2'

interface Upload {
  /** The limit of the body, in bytes. */
  readonly size: number
  /** The time after which the blob may not be uploaded, in Unix seconds. */
  readonly expires: number
}

/** Blobs in memory, by name: the multihash in base58btc. */
export class BlobStore {
  readonly #blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly #expected = new Map<string, Upload>()

  get(name: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#blobs.get(name)
  }

  /** Lets everyone with the blob upload it. The largest size is the limit: spaces may differ. */
  expect(name: string, { size, expires }: Upload): void {
    const earlier = this.#expected.get(name)?.size ?? 0
    this.#expected.set(name, { size: Math.max(size, earlier), expires })
  }

  /** Stores the body of an upload, unless it is not the expected blob. Returns whether it is. */
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

/** Reads a body. Returns `undefined` for a larger one, without reading the rest. */
async function readAtMost(limit: number, body: ReadableStream<Uint8Array> | null) {
  const reader = body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (value === undefined) return new Uint8Array(Buffer.concat(chunks))
    length += value.length
    if (length > limit) {
      await reader?.cancel()
      return undefined
    }
    chunks.push(value)
  }
}
