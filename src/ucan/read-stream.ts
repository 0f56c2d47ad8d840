/** Cancels the body of a message, which frees its connection. Ignores errors of the body. */
export async function cancelBody({ body }: Request | Response): Promise<void> {
  await body?.cancel().catch(() => {})
}

/** The initial size of the buffer, in bytes. */
const BUFFER = 16 * 1024

/**
 * Returns the bytes of a stream. Cancels the stream and returns `undefined` as
 * soon as it exceeds the limit.
 *
 * The bytes are copied to one growing buffer. A list of chunks would take hundreds of
 * bytes of memory for each byte, if the sender makes each byte a chunk.
 *
 * @param limit the maximum number of bytes
 * @param signal the signal that cancels the stream
 * @throws the error of the stream, or the abort reason of `signal`
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
  let buffer = new Uint8Array(BUFFER)
  let length = 0
  for (;;) {
    const { value } = await reader.read()
    signal?.throwIfAborted()
    if (value === undefined) return buffer.slice(0, length)
    const end = length + value.length
    // Written so that a limit of `NaN` rejects everything.
    if (!(end <= limit)) {
      cancel()
      return undefined
    }
    if (end > buffer.length) {
      const larger = new Uint8Array(Math.max(end, 2 * buffer.length))
      larger.set(buffer)
      buffer = larger
    }
    buffer.set(value, length)
    length = end
  }
}
