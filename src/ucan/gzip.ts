import { Issue } from '../codec/error.js'

/** The limit of inflated bytes. */
const INFLATED = 64 * 1024 * 1024

export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Inflates gzip. Stops as soon as the result exceeds 64 MiB. Throws an `Issue`
 * for a longer result and for invalid gzip.
 *
 * @param offset the offset of the gzip in the input, for errors
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
      throw new Issue('syntax', `invalid gzip: ${error.message}`, offset)
    })
    if (done) return joined(chunks, size)
    size += value.length
    chunks.push(value)
    if (size > INFLATED) {
      await reader.cancel()
      throw new Issue('too-long', `inflates to more than ${INFLATED} bytes`, offset)
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
