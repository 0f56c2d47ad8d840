import { describe, expect, it } from 'vitest'
import { Output } from '../../src/codec/output.js'
import { difference } from '../bytes.js'

/** Bytes of the stretches of Buffer's pool that values are written in. */
const PIECE = 4095
const { poolSize } = Buffer

/** Opens up what the writers see of an output. */
class Probe extends Output {
  get place(): ArrayBuffer {
    return this.out.buffer
  }

  get room(): number {
    return this.out.length
  }

  /** Writes a value of so many parts, each of so many bytes, and takes it. */
  value(...sizes: number[]): Uint8Array<ArrayBuffer> {
    for (const size of sizes) this.write(size)
    const taken = this.take()
    this.clear()
    const wrong = difference(taken, numbered(sizes))
    if (wrong !== undefined) throw new Error(wrong)
    return taken
  }

  write(size: number): void {
    this.reserve(size)
    this.append(numbered([size]))
  }
}

/** Parts of so many bytes, each numbered from its start. */
function numbered(sizes: number[]): Uint8Array {
  return Uint8Array.from(sizes.flatMap((size) => Array.from({ length: size }, (_, i) => i + size)))
}

/** Whether the values stand one right behind the other. */
function areNeighbours(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && a.byteOffset + a.length === b.byteOffset
}

/** Runs a test where the pool has no bytes. */
function withoutPool(test: () => void): () => void {
  return () => {
    Buffer.poolSize = 0
    try {
      test()
    } finally {
      Buffer.poolSize = poolSize
    }
  }
}

describe('where there is a pool', () => {
  it('values stand one right behind the other in a piece of it', () => {
    const output = new Probe()
    const values = Array.from({ length: 39 }, () => output.value(40, 65))
    expect(values[0]!.buffer.byteLength).toBe(poolSize)
    for (let i = 1; i < values.length; i++) {
      expect(areNeighbours(values[i - 1]!, values[i]!)).toBe(true)
    }
  })

  it('a piece is filled to its last byte', () => {
    const output = new Probe()
    const most = output.value(PIECE - 100)
    const last = output.value(60, 40)
    const next = output.value(1)
    expect([areNeighbours(most, last), areNeighbours(last, next)]).toEqual([true, false])
    expect(next.buffer.byteLength).toBe(poolSize)
  })

  it('a value that a piece has no room left for is moved to another', () => {
    const output = new Probe()
    output.value(3000)
    const moved = output.value(500, 500, 500)
    const next = output.value(10)
    expect(moved.buffer.byteLength).toBe(poolSize)
    expect(areNeighbours(moved, next)).toBe(true)
  })

  it('a value that fills a piece has one', () => {
    const output = new Probe()
    const before = output.value(1)
    output.value(2000, PIECE - 2000)
    expect(areNeighbours(before, output.value(1))).toBe(false)
  })

  it('a larger one has bytes of its own, and the next goes on in the piece', () => {
    const output = new Probe()
    const before = output.value(100)
    const large = output.value(50, PIECE)
    const after = output.value(100)
    expect(large.buffer.byteLength).toBe(large.length)
    expect(areNeighbours(before, after)).toBe(true)
  })

  it('a value that was given up leaves no trace', () => {
    const output = new Probe()
    const before = output.value(100)
    output.write(100)
    output.clear()
    output.write(5000)
    output.clear()
    const after = output.value(100)
    expect(areNeighbours(before, after)).toBe(true)
  })
})

describe('where there is no pool', () => {
  it(
    'each value has bytes of its own, however many come',
    withoutPool(() => {
      const output = new Probe()
      const values = [1, 64, 65, 1000, 5000].map((size) => output.value(size, size))
      expect(values.map((value) => value.buffer.byteLength)).toEqual([2, 128, 130, 2000, 10_000])
    }),
  )
})

it('values are whole where the pool goes away meanwhile', () => {
  const output = new Probe()
  const pooled = output.value(3000)
  withoutPool(() => {
    const values = [output.value(500, 1000), output.value(10)]
    expect(values.map((value) => value.buffer.byteLength)).toEqual([1500, 10])
  })()
  expect(pooled.buffer.byteLength).toBe(poolSize)
})

describe('scratch bytes', () => {
  it(
    'are no fewer than 1,024, and then twice what is needed',
    withoutPool(() => {
      const output = new Probe()
      const rooms = [10, 1014, 1, 2000].map((size) => {
        output.write(size)
        return output.room
      })
      expect(rooms).toEqual([1024, 1024, 2050, 6050])
    }),
  )

  it(
    'are kept for the next value, up to 64 KiB',
    withoutPool(() => {
      const output = new Probe()
      output.value(32 * 1024)
      const { place, room } = output
      output.value(32 * 1024)
      expect([output.place === place, room]).toEqual([true, 64 * 1024])
      output.value(64 * 1024 + 1)
      expect(output.room).toBe(0)
    }),
  )

  it('are kept beside a piece, too', () => {
    const output = new Probe()
    output.write(5000)
    const { place } = output
    output.clear()
    expect(output.place).not.toBe(place)
    output.write(10_000)
    expect(output.place).toBe(place)
  })
})
