/** Cancels the body of a message, which frees its connection. Ignores errors of the body. */
export async function cancelBody({ body }: Request | Response): Promise<void> {
  await body?.cancel().catch(() => {})
}

/**
 * Returns the bytes of a stream. Cancels the stream and returns `undefined` as
 * soon as it exceeds the limit.
 *
 * @param limit the maximum number of bytes
 * @param signal cancels the stream if it aborts
 * @throws the error of the stream, or the reason of `signal` if it aborts
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream.getReader()
  // A canceled reader returns no more chunks.
  const cancel = () => void reader.cancel().catch(() => {})
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel)
  const chunks: Array<Uint8Array<ArrayBuffer>> = []
  let size = 0
  for (;;) {
    const { value } = await reader.read()
    signal?.throwIfAborted()
    if (value === undefined) return new Uint8Array(await new Blob(chunks).arrayBuffer())
    size += value.length
    if (size > limit) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value as Uint8Array<ArrayBuffer>)
  }
}
