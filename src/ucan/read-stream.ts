/**
 * Returns the bytes of a stream. Cancels the stream and returns `undefined` as
 * soon as it exceeds the limit.
 *
 * @param limit the maximum number of bytes
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream.getReader()
  const chunks: Array<Uint8Array<ArrayBuffer>> = []
  let size = 0
  for (;;) {
    const { value } = await reader.read()
    if (value === undefined) return new Uint8Array(await new Blob(chunks).arrayBuffer())
    size += value.length
    if (size > limit) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value as Uint8Array<ArrayBuffer>)
  }
}
