import { Refusal } from '../codec/error.js'

/** The longest that gzipped bytes may come out. */
const INFLATED = 64 * 1024 * 1024

export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Throws a `Refusal` for what is no gzip, and stops as soon as it comes out too
 * long; `offset` is where it was read.
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch((error: Error) => {
      throw new Refusal('syntax', `no gzip: ${error.message}`, offset)
    })
    if (done) return joined(chunks, size)
    size += value.length
    chunks.push(value)
    if (size > INFLATED) {
      await reader.cancel()
      throw new Refusal('too-long', `inflates to more than ${INFLATED} bytes`, offset)
    }
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let length = 0
  for (const chunk of chunks) {
    whole.set(chunk, length)
    length += chunk.length
  }
  return whole
}
