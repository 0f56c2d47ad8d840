import { Container } from '../ucan/container.js'
import { cancelBody } from '../ucan/read-stream.js'

/** The header that contains the container if the body does not. Header names are case-insensitive. */
export const HEADER = 'x-ucan-container'

/** Returns whether a message declares a container as its body. */
export function hasContainer({ headers }: Request | Response): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase() === Container.contentType
}

/** The null body statuses of the Fetch standard, from 200 on. */
export const NULL_BODY_STATUSES = [204, 205, 304]

/** The initial size of a body's buffer, in bytes. */
const BUFFER = 16 * 1024

/**
 * Reads the body of a message. Stops and returns `undefined` if the body or its
 * `content-length` exceeds the limit.
 *
 * The bytes are copied to one growing buffer. A list of chunks would take hundreds of
 * bytes of memory for each byte, if the sender makes each byte a chunk.
 *
 * @param limit the maximum number of bytes
 */
export async function readBody(
  message: Request | Response,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(message.headers.get('content-length')) > limit) {
    await cancelBody(message)
    return undefined
  }
  let buffer = new Uint8Array(BUFFER)
  let length = 0
  const reader = message.body?.getReader()
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (value === undefined) return buffer.slice(0, length)
    const end = length + value.length
    if (end > limit) {
      await reader!.cancel()
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
