import { Container } from '../ucan/container.js'
import { cancelBody, readStream } from '../ucan/read-stream.js'

/** The header that contains the container if the body does not. Header names are case-insensitive. */
export const HEADER = 'x-ucan-container'

/** Returns whether a message declares a container as its body. */
export function hasContainer({ headers }: Request | Response): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase() === Container.contentType
}

/**
 * Returns the body of a message. Cancels the body and returns `undefined` if the body or
 * its `content-length` exceeds the limit.
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
  if (message.body === null) return new Uint8Array(0)
  return await readStream(message.body, limit)
}
