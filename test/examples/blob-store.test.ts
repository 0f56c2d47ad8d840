import { createHash } from 'node:crypto'
import { base58btc } from 'multiformats/bases/base58'
import { describe, expect, it } from 'vitest'
import { BlobStore } from '../../examples/upload/blob-store.js'

const inAnHour = Math.floor(Date.now() / 1000) + 3600

function nameOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update(bytes).digest()
  return base58btc.encode(Uint8Array.of(0x12, 32, ...digest))
}

/** Returns a body that emits `bytes` in chunks. Calls `onChunk` for each chunk, with its offset. */
function bodyOf(bytes: Uint8Array, chunk: number, onChunk: (offset: number) => void = () => {}) {
  let offset = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= bytes.length) {
        controller.close()
        return
      }
      onChunk(offset)
      controller.enqueue(bytes.slice(offset, offset + chunk))
      offset += chunk
    },
  })
}

describe('BlobStore', () => {
  it.each([
    [0, 1],
    [1, 1],
    [100_000, 1],
    [300_000, 65_536],
    [300_000, 300_000],
  ])('stores a body of %d bytes that arrives in chunks of %d bytes', async (size, chunk) => {
    const bytes = new Uint8Array(size).map((_, i) => i % 251)
    const name = nameOf(bytes)
    const blobs = new BlobStore()
    blobs.expect(name, { size, expires: inAnHour })
    expect(await blobs.receive(name, bodyOf(bytes, chunk))).toBe(true)
    expect(Buffer.compare(blobs.get(name)!, bytes)).toBe(0)
  })

  it('stops reading a body that exceeds the expected size', async () => {
    const bytes = new Uint8Array(1_000_000)
    const blobs = new BlobStore()
    blobs.expect(nameOf(bytes), { size: 100, expires: inAnHour })
    let last = 0
    const body = bodyOf(bytes, 10, (offset) => (last = offset))
    expect(await blobs.receive(nameOf(bytes), body)).toBe(false)
    expect(last).toBeLessThan(200)
  })
})
