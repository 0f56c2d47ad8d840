import { describe, expect, it } from 'vitest'
import { hasContainer, readBody } from '../../src/http/message.js'

/** Returns a response with a stream of chunks, and whether the stream was canceled. */
function streamed(chunks: readonly Uint8Array[], headers: Record<string, string> = {}) {
  const state = { isCanceled: false }
  const left = [...chunks]
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift()
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk)
    },
    cancel() {
      state.isCanceled = true
    },
  })
  return { message: new Response(stream, { headers }), state }
}

describe('readBody', () => {
  it.each([[[5]], [[0, 1, 2]], [[16_384, 1]], [[20_000, 20_000, 7]], [[1, 100_000]]])(
    'returns the bytes of all chunks, for chunks of the sizes %j',
    async (sizes) => {
      const chunks = sizes.map((size, index) => new Uint8Array(size).fill(index + 1))
      const expected = Buffer.concat(chunks)
      const { message } = streamed(chunks)
      const body = await readBody(message, expected.length)
      expect(Buffer.compare(body!, expected)).toBe(0)
    },
  )

  it('returns no bytes for a message without a body', async () => {
    expect(await readBody(new Response(null), 10)).toEqual(new Uint8Array(0))
    const request = new Request('https://up.example', { method: 'POST' })
    expect(await readBody(request, 10)).toEqual(new Uint8Array(0))
  })

  it('cancels a body that exceeds the limit, and returns undefined', async () => {
    const { message, state } = streamed([new Uint8Array(6), new Uint8Array(5), new Uint8Array(1)])
    expect(await readBody(message, 10)).toBeUndefined()
    expect(state.isCanceled).toBe(true)
  })

  it('cancels a body whose declared length exceeds the limit, and returns undefined', async () => {
    const { message, state } = streamed([new Uint8Array(1)], { 'content-length': '11' })
    expect(await readBody(message, 10)).toBeUndefined()
    expect(state.isCanceled).toBe(true)
    const without = new Response(null, { headers: { 'content-length': '11' } })
    expect(await readBody(without, 10)).toBeUndefined()
  })

  it('reads a body whose declared length is the limit', async () => {
    const { message } = streamed([new Uint8Array(10)], { 'content-length': '10' })
    expect(await readBody(message, 10)).toEqual(new Uint8Array(10))
  })
})

describe('hasContainer', () => {
  it.each([
    [true, 'application/vnd.ipld.dag-cbor'],
    [true, 'Application/VND.ipld.dag-cbor ; charset=binary'],
    [false, 'application/cbor'],
    [false, 'text/plain; application/vnd.ipld.dag-cbor'],
  ])('returns %s for the content type %s', (expected, type) => {
    expect(hasContainer(new Response(null, { headers: { 'content-type': type } }))).toBe(expected)
  })

  it('returns false without a content type', () => {
    expect(hasContainer(new Response(null))).toBe(false)
  })
})
