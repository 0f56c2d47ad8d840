import * as fc from 'fast-check'
import { arbitrary, encode, types, type Type } from './library.js'
import type { Format } from './protocol.js'
import { decode, LINK, NULL, toCbor, toJson, type Node } from './tree.js'

/** Returns an arbitrary of damaged inputs of a type: with changed items of a value, with changed bytes, or with both. */
export function damaged(type: Type<unknown>, format: Format): fc.Arbitrary<Uint8Array> {
  const value = arbitrary(type)
  const items = fc
    .tuple(value, fc.array(CHANGE, { minLength: 1, maxLength: 2 }))
    .map(([original, changes]) => {
      const root: Node = { type: 'list', items: [decode(encode(type, 'cbor', original))] }
      for (const change of changes) apply(change, root)
      const [changed] = root.items
      return format === 'cbor' ? toCbor(changed!) : toJson(changed!)
    })
  const valid = value.map((original) => encode(type, format, original))
  return fc.oneof(
    { weight: 4, arbitrary: items },
    { weight: 2, arbitrary: spliced(valid, format) },
    { weight: 1, arbitrary: spliced(items, format) },
  )
}

// Changes of items

interface Change {
  readonly name: keyof typeof CHANGES
  /** Selects the item to change. */
  readonly place: number
  /** Selects a variant of the change, such as an index. */
  readonly number: number
  /** An item that replaces another, or that is added to a map. */
  readonly junk: Node
  /** The new content of a string, the key of a new entry, or bytes to insert into a string. */
  readonly content: Uint8Array
}

interface Place {
  readonly node: Node
  set(node: Node): void
}

function collect(node: Node, places: Place[]): void {
  const add = (item: Node, set: Place['set']): void => {
    places.push({ node: item, set })
    collect(item, places)
  }
  if (node.type === 'list') {
    for (const [i, item] of node.items.entries()) add(item, (other) => void (node.items[i] = other))
  } else if (node.type === 'map') {
    for (const entry of node.entries) {
      add(entry[0], (other) => void (entry[0] = other))
      add(entry[1], (other) => void (entry[1] = other))
    }
  } else if (node.type === 'tag' || node.type === 'nested') {
    add(node.item, (other) => void (node.item = other))
  }
}

function apply({ name, place, junk, ...options }: Change, root: Node): void {
  const { needs, change } = CHANGES[name]
  const all: Place[] = []
  collect(root, all)
  const places = all.filter(({ node }) => needs === undefined || needs(node))
  const found = places[place % places.length]
  // Inserts a copy: later changes may mutate it, and fast-check may return the same junk again.
  if (found !== undefined) change(found, { ...options, junk: structuredClone(junk) })
}

const isMap = (node: Node) => node.type === 'map'
const hasEntries = (node: Node) => node.type === 'map' && node.entries.length > 0
const isString = (node: Node) => node.type === 'string' || node.type === 'bytes'
const hasLength = (node: Node) => isString(node) || node.type === 'list' || node.type === 'map'

const CHANGES = {
  replaced: { needs: undefined, change: (place, { junk }) => place.set(junk) },
  null: { needs: undefined, change: (place) => place.set({ type: 'simple', value: NULL }) },
  nested: {
    needs: undefined,
    change: (place, { number }) => place.set(nested(place.node, number)),
  },
  rewritten: {
    needs: isString,
    change: ({ node }, { content }) => {
      if (node.type === 'string' || node.type === 'bytes') node.value = content
    },
  },
  edited: {
    needs: isString,
    change: ({ node }, { number, content }) => {
      if (node.type !== 'string' && node.type !== 'bytes') return
      const at = number % (node.value.length + 1)
      node.value = Buffer.concat([
        node.value.subarray(0, at),
        content.subarray(0, number % 3),
        node.value.subarray(at + (number % 2)),
      ])
    },
  },
  widened: {
    needs: undefined,
    change: ({ node }, { number }) => void (node.width = ([1, 2, 4, 8] as const)[number % 4]!),
  },
  indefinite: { needs: hasLength, change: ({ node }) => void (node.indefinite = true) },
  loose: { needs: hasLength, change: ({ node }) => void (node.loose = true) },
  reordered: {
    needs: hasEntries,
    change: ({ node }, { number }) => {
      if (node.type !== 'map') return
      const by = number % node.entries.length
      node.entries = [...node.entries.slice(by), ...node.entries.slice(0, by)]
      if (number % 2 === 0) node.entries.reverse()
    },
  },
  doubled: {
    needs: hasEntries,
    change: ({ node }, { number, junk }) => {
      if (node.type !== 'map') return
      const [key, value] = node.entries[number % node.entries.length]!
      node.entries.push(structuredClone([key, number % 2 === 0 ? value : junk]))
    },
  },
  removed: {
    needs: hasEntries,
    change: ({ node }, { number }) => {
      if (node.type === 'map') node.entries.splice(number % node.entries.length, 1)
    },
  },
  extended: {
    needs: isMap,
    change: ({ node }, { number, junk, content }) => {
      if (node.type !== 'map') return
      const key: Node = { type: 'string', value: content }
      node.entries.splice(number % (node.entries.length + 1), 0, [key, junk])
    },
  },
} satisfies Record<
  string,
  {
    /** Returns whether an item can be changed in this way. `undefined` if every item can. */
    readonly needs: ((node: Node) => boolean) | undefined
    readonly change: (place: Place, options: Omit<Change, 'name' | 'place'>) => void
  }
>

/** Returns an item in 1 to 3,000 nested lists or maps. The depth limit is 1,024. */
function nested(item: Node, number: number): Node {
  const depth = [1, 2, 24, 1022, 1023, 1024, 1025, 3000][number % 8]!
  return { type: 'nested', within: number % 3 === 0 ? 'map' : 'list', depth, item }
}

const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex')

const DIDS =
  'did: did::x did:x did:x: did:x:y did:X:y DID:x:y did:key: did:key:z did:key:z0 did:key:m'
const CIDS =
  'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPW5n bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm BAFYREIENOS3CW7HCGA5VWANI3PBERIOE2QSCNZ5JK2UM5JAJO4V7BWMVVM zdpuAwZ7BPCDSSiHkZn5ts8jHdkrbAZEHXk8HDtsKBWGX9kJQ'
const WORDS =
  ' / x __proto__ name customer s3:GetObject sigv4 sigv4A sigv4a \ufeff \ufeffx \0 \u2028 \u{1f600}'
const LONG = [
  `did:x:${'y'.repeat(2042)}`,
  `did:x:${'y'.repeat(2043)}`,
  'x'.repeat(8192),
  'x'.repeat(8193),
]

/** Strings that are valid, almost valid, or near a limit of length. The strings in hex are invalid UTF-8, except `ed9fbf`. */
const STRINGS: readonly Uint8Array[] = [DIDS, CIDS, WORDS]
  .flatMap((line) => line.split(' '))
  .concat(LONG)
  .map((string): Uint8Array => Buffer.from(string))
  .concat(['80', 'c0af', 'eda080', 'f4908080', 'f8', 'ed9fbf', 'c3'].map(hex))

const SHA256 = '1220'.concat('5f'.repeat(32))

/** Valid and invalid links. */
const LINKS = [
  `00${SHA256}`,
  `000155${SHA256}`,
  `000171${SHA256}`,
  `0001710000`,
  `00017112`,
  `0001711210${'5f'.repeat(16)}`,
  `0101${SHA256}`,
  `0002${SHA256}`,
  `000171${SHA256}00`,
  `00017112205f`,
  `0001f10112205f`,
  `00018080808010${SHA256}`,
  `000171${SHA256.replace('1220', '922020')}`,
  '00',
  '',
].map((bytes): Node => ({ type: 'tag', tag: LINK, item: { type: 'bytes', value: hex(bytes) } }))

const RAW =
  'f7 f4 f5 f0 f800 f814 f818 f820 f90000 f900ff f97e00 fa00000000 fa0000ffff fa7fc00000 fb0000000000000000 fb00000000ffffffff fb3ff8000000000000 1c 1f 3f 5f 7f 9f bf df ff c0 d82a40 d82a4100 c2420100'
    .split(' ')
    .map((bytes): Node => ({ type: 'raw', value: hex(bytes) }))

const JSON_NUMBERS = `1.5 1e3 -0 01 - +1 1. .5 1e999 NaN 18446744073709551616 ${'1'.repeat(8193)}`
const JSON_STRINGS = `" "\\x" "\\ud800" "\\ud83d\\ude00" "\\u00e9" "${'\\n'.repeat(4097)}"`
const JSON_OTHERS = 'True nul [1,] {"a":1,} {"a"} [ { {"/":"x"} {"/":"bafy"} {"/":1} {"/":{}}'
const JSON_BYTES =
  '{"/":{"bytes":"AA"}} {"/":{"bytes":"AB"}} {"/":{"bytes":"AA=="}} {"/":{"bytes":"A"}} {"/":{"bytes":1}} {"/":{"bytes":"AA","x":1}}'

const JSON_RAW = [JSON_NUMBERS, JSON_STRINGS, JSON_OTHERS, JSON_BYTES]
  .flatMap((line) => line.split(' '))
  .map((json): Node => ({ type: 'raw', value: Buffer.from(json) }))

const STRING = fc.oneof(fc.constantFrom(...STRINGS), fc.uint8Array({ maxLength: 6 }))

const SCALAR: fc.Arbitrary<Node> = fc.oneof(
  fc
    .bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n })
    .map((value): Node => ({ type: 'integer', value })),
  fc
    .constantFrom(0n, 23n, 24n, 255n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n)
    .map((value): Node => ({ type: 'integer', value })),
  fc.constantFrom(20, 21, NULL, 23).map((value): Node => ({ type: 'simple', value })),
  STRING.map((value): Node => ({ type: 'string', value })),
  STRING.map((value): Node => ({ type: 'bytes', value })),
  fc.constantFrom(...LINKS, ...RAW, ...JSON_RAW),
)

const JUNK: fc.Arbitrary<Node> = fc.oneof(
  { weight: 4, arbitrary: SCALAR },
  {
    weight: 1,
    arbitrary: fc.array(SCALAR, { maxLength: 3 }).map((items): Node => ({ type: 'list', items })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.tuple(
          STRING.map((value): Node => ({ type: 'string', value })),
          SCALAR,
        ),
        {
          maxLength: 3,
        },
      )
      .map((entries): Node => ({ type: 'map', entries })),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      ...Array.from(types.values(), (type) =>
        arbitrary(type).map((value) => decode(encode(type, 'cbor', value))),
      ),
    ),
  },
)

const CHANGE: fc.Arbitrary<Change> = fc.record({
  name: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])),
  place: fc.nat(),
  number: fc.nat(),
  junk: JUNK,
  content: STRING,
})

// Changes of bytes

const CBOR_TOKENS =
  '00 01 17 18 1818 20 40 4100 60 6161 80 81 a0 a16161 c2 d82a f6 f7 ff 5f 7f 9f bf'
const JSON_TOKENS = '" \\ \\u \\ud800 { } [ ] , : {"/": null true -0 1e9 " \ufeff \u2028'

const TOKENS: Readonly<Record<Format, readonly Uint8Array[]>> = {
  cbor: CBOR_TOKENS.split(' ').map(hex),
  json: JSON_TOKENS.split(' ').map((token): Uint8Array => Buffer.from(token)),
}

type ByteChange = (bytes: Uint8Array) => Uint8Array

/** Returns an arbitrary of inputs after one or two changes, such as a flipped bit or inserted bytes. */
function spliced(inputs: fc.Arbitrary<Uint8Array>, format: Format): fc.Arbitrary<Uint8Array> {
  const tokens = fc.constantFrom(...TOKENS[format])
  const change: fc.Arbitrary<ByteChange> = fc.oneof(
    fc.tuple(fc.nat(), fc.nat(7)).map(flip),
    fc.nat().map(cut),
    fc.tuple(fc.nat(), fc.nat(4), fc.oneof(tokens, fc.uint8Array({ maxLength: 3 }))).map(splice),
    fc.tuple(fc.nat(), fc.nat(), fc.nat(32)).map(repeat),
  )
  return fc
    .tuple(inputs, fc.array(change, { minLength: 1, maxLength: 2 }))
    .map(([bytes, changes]) => changes.reduce((input, one) => one(input), bytes))
}

function flip([at, bit]: readonly [at: number, bit: number]): ByteChange {
  return (bytes) => {
    const copy = Uint8Array.from(bytes)
    if (copy.length > 0) copy[at % copy.length]! ^= 1 << bit
    return copy
  }
}

function cut(at: number): ByteChange {
  return (bytes) => bytes.slice(0, at % (bytes.length + 1))
}

function splice([at, size, put]: readonly [number, number, Uint8Array]): ByteChange {
  return (bytes) => {
    const start = at % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + size)])
  }
}

function repeat([at, from, size]: readonly [number, number, number]): ByteChange {
  return (bytes) => {
    const start = from % (bytes.length + 1)
    return splice([at, 0, bytes.slice(start, start + size)])(bytes)
  }
}
