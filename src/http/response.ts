import type { Receipt } from '../ucan/receipt.js'
import type { ResponseParts } from './handle.js'

/** The null body statuses of the Fetch standard, from 200 on. */
const NULL_BODY_STATUSES = [204, 205, 304]

/**
 * Creates the response to an invocation in a header, without the header that contains
 * the receipt. Throws for parts that no response can have.
 *
 * The constructor of `Response` is not relied on: Bun allows a body for each status, and
 * adapters for Node may replace `Response` with a class that checks nothing.
 */
export function responseTo(
  { out }: Receipt,
  { status = 'ok' in out ? 200 : 400, headers, body }: ResponseParts,
): Response {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`expected a status from 200 to 599, received ${status}`)
  }
  const allowsBody = !NULL_BODY_STATUSES.includes(status)
  if (!allowsBody && body !== undefined && body !== null) {
    throw new TypeError(`the status ${status} allows no body`)
  }
  if (body instanceof ReadableStream && body.locked) {
    throw new TypeError('expected a body that is not locked, received a locked stream')
  }
  const defaultBody = 'ok' in out || !allowsBody ? null : `${out.error.name}: ${out.error.message}`
  return new Response(body ?? defaultBody, { status, headers: new Headers(headers) })
}
