/** The maximum number of bytes between two calls of `onProgress`. */
const CHUNK = 64 * 1024

/**
 * Returns a request body that calls `onProgress` for each chunk, with the number of bytes
 * that are sent or buffered so far.
 */
export function withProgress(
  bytes: Uint8Array,
  onProgress: (sent: number) => void,
): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent === bytes.length) {
        controller.close()
        return
      }
      const chunk = bytes.slice(sent, sent + CHUNK)
      controller.enqueue(chunk)
      sent += chunk.length
      onProgress(sent)
    },
  })
}
