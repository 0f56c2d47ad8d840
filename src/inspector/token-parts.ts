import { CborReader } from '../codec/cbor/reader.js'
import { limits } from '../codec/limits.js'
import type { CborType } from '../codec/type.js'
import { formatTime } from '../ucan/times.js'
import { decodeParts } from './fit.js'
import { headerLengthOf } from './header-length.js'
import type { Part, Path } from './part.js'
import { describeSkipped } from './skipped.js'
import { counted, toHex } from './words.js'

/** The kind of a token, as shown to people. An attestation is an invocation that serves as the signature of another token. */
export type TokenKind = 'invocation' | 'delegation' | 'receipt' | 'attestation'

/**
 * The limit on parts. A list or map becomes one part if the parts before it plus its
 * items or entries exceed the limit. A value of a known type is always divided.
 */
const MAX_PARTS = 20_000

const COMMON = {
  signature: 'The signature of the bytes after it.',
  h: 'The type of the signature and the encoding of what is signed: a varsig header.',
  nonce: 'Nonce: makes two otherwise equal tokens distinct.',
  meta: 'Additional data, which does not affect authorization.',
}

const INVOCATION = {
  ...COMMON,
  payload: 'The fields of the invocation.',
  iss: 'The issuer: the principal that invokes, and signs.',
  sub: 'The subject: the principal that the command acts on, and whose authority it needs.',
  aud: 'The audience: the service that executes the command. The subject if absent.',
  cmd: 'The command.',
  args: 'The arguments of the command.',
  prf: 'The proof chain: delegations from the subject to the issuer, root first.',
  exp: 'The expiration time, in Unix seconds. Null if it never expires.',
  iat: 'The time of issue, in Unix seconds. It is not checked.',
  cause: 'What caused the invocation, such as a receipt.',
}

/** The meaning of each field of a token, by the path of the field. */
const MEANINGS: Readonly<Record<TokenKind, Readonly<Record<string, string>>>> = {
  invocation: INVOCATION,
  attestation: {
    ...INVOCATION,
    payload: 'The fields of the attestation: the statement of an authority.',
    iss: 'The authority, which states that a principal issued a token.',
  },
  delegation: {
    ...COMMON,
    payload: 'The fields of the delegation.',
    iss: 'The issuer: the principal that delegates, and signs.',
    aud: 'The audience: the principal that may invoke the command.',
    sub: 'The subject: the principal that the command acts on. Null for any (a powerline).',
    cmd: 'The command. It includes the commands below it.',
    pol: 'The policy: conditions on the arguments, which must all be true.',
    nbf: 'The time after which the delegation is valid, in Unix seconds.',
    exp: 'The expiration time, in Unix seconds. Null if it never expires.',
  },
  receipt: {
    ...INVOCATION,
    payload: 'The fields of the receipt, which is an invocation of /ucan/assert/receipt.',
    iss: 'The executor: the principal that executed the task, and signs.',
    sub: 'The subject: the executor, as in iss.',
    args: 'The executed task and its result.',
    'args.ran': 'The CID of the executed task.',
    'args.out': 'The result: ok or error.',
    'args.out.ok': 'The result of the command.',
    'args.out.error': 'Why the command failed.',
  },
}

const TIMES = new Set(['exp', 'nbf', 'iat'])

export interface TypedValue {
  readonly path: Path
  readonly type: CborType<unknown>
}

/**
 * Returns the parts of a valid token, in the order of their bytes. Paths of fields start
 * at the payload: `['iss']`, `['args', 'customer']`. If the value at `typed.path` is not
 * of the type `typed.type`, the value is described as data of any kind.
 */
export function tokenParts(bytes: Uint8Array, kind: TokenKind, typed?: TypedValue): Part[] {
  const walker = new Walker(bytes, kind, typed)
  walker.envelope()
  return walker.parts
}

class Walker {
  readonly parts: Part[] = []
  readonly #bytes: Uint8Array
  readonly #reader: CborReader
  readonly #kind: TokenKind
  readonly #typed: TypedValue | undefined

  constructor(bytes: Uint8Array, kind: TokenKind, typed: TypedValue | undefined) {
    this.#bytes = bytes
    this.#reader = new CborReader(bytes)
    this.#kind = kind
    this.#typed = typed
  }

  envelope(): void {
    const reader = this.#reader
    reader.openList()
    this.#add([], `${this.#kind}: a signature and the signed bytes`, undefined)
    this.value(['signature'])
    const count = reader.openMap()
    const signed = 'What the signature covers: from this byte to the end.'
    this.#add([], `the signed bytes: a map of ${counted(count, 'entry', 'entries')}`, signed)
    this.#key([])
    this.value(['h'])
    this.#key([], 'payload')
    this.value([], 'payload')
  }

  /**
   * Describes the next item: by its type if the type is known, or else as data of any kind.
   * The part has the path `[name]` if a name is given.
   */
  value(path: Path, name?: string): void {
    const { next } = this.#reader
    const { parts } = this
    if (this.#typed !== undefined && isEqualPath(path, this.#typed.path) && name === undefined) {
      const item = this.#reader.raw(limits.depth)
      const inner = typedParts(item, this.#typed.type)
      if (inner !== undefined) {
        for (const part of inner)
          parts.push({ ...part, offset: part.offset + next, path: [...path, ...part.path] })
        return
      }
      const walker = new Walker(item, this.#kind, undefined)
      walker.value(path)
      for (const part of walker.parts) parts.push({ ...part, offset: part.offset + next })
      return
    }
    const meaning = this.#meaning(name === undefined ? path : [name])
    const shown = name === undefined ? path : [name]
    switch (this.#reader.peek() >> 5) {
      case 4:
      case 5:
        return this.#collection(path, shown, meaning)
      default:
        return this.#scalar(shown, meaning)
    }
  }

  #collection(path: Path, shown: Path, meaning: string | undefined): void {
    const reader = this.#reader
    const { next } = reader
    const isMap = reader.peek() >> 5 === 5
    const count = isMap ? reader.openMap() : reader.openList()
    const words = isMap
      ? `a map of ${counted(count, 'entry', 'entries')}`
      : `a list of ${counted(count, 'item', 'items')}`
    if (this.parts.length + count > MAX_PARTS) {
      const rest = new CborReader(this.#bytes.subarray(next))
      rest.skip(limits.depth)
      const length = rest.next
      // The reader has already decoded the header and can't go back, so it skips each item.
      for (let i = isMap ? 2 * count : count; i > 0; i--) reader.skip(limits.depth)
      this.#push(next, length, length, shown, `${words}, not shown`, meaning)
      return
    }
    this.#add(shown, words, meaning)
    for (let i = 0; i < count; i++) {
      if (isMap) this.value([...path, this.#key(path)])
      else this.value([...path, i])
    }
  }

  #scalar(path: Path, meaning: string | undefined): void {
    const item = this.#reader.raw(limits.depth)
    const { at } = this.#reader
    const scalar = scalarWords(item)
    const isTime = path.length === 1 && TIMES.has(String(path[0])) && /^-?\d+$/.test(scalar)
    const words = isTime ? `${scalar}: ${formatTime(Number(scalar))}` : scalar
    this.#push(at, item.length, headerLengthOf(item), path, words, meaning)
  }

  /**
   * Describes the next key, and returns the key. Arguments may have keys that are not
   * strings, or not UTF-8. The path of the part ends in `shown` if given, or else in the
   * key.
   */
  #key(path: Path, shown?: string): string {
    const item = this.#reader.raw(limits.depth)
    const headerLength = headerLengthOf(item)
    const isString = item[0]! >> 5 === 3
    const key = isString
      ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(item.subarray(headerLength))
      : scalarWords(item)
    this.parts.push({
      offset: this.#reader.at,
      length: item.length,
      headerLength,
      role: 'field',
      path: [...path, shown ?? key],
      kind: 'string',
      words: /^[\w.:/@-]+$/.test(key) ? key : JSON.stringify(key),
      meaning: undefined,
    })
    return key
  }

  /** Adds the header that was just decoded. */
  #add(path: Path, words: string, meaning: string | undefined): void {
    const { at, next } = this.#reader
    this.#push(at, next - at, next - at, path, words, meaning)
  }

  #push(
    offset: number,
    length: number,
    headerLength: number,
    path: Path,
    words: string,
    meaning: string | undefined,
  ): void {
    const role = 'value' as const
    this.parts.push({ offset, length, headerLength, role, path, kind: 'data', words, meaning })
  }

  #meaning(path: Path): string | undefined {
    return MEANINGS[this.#kind][path.join('.')]
  }
}

function typedParts(item: Uint8Array, type: CborType<unknown>): Part[] | undefined {
  try {
    return decodeParts(type, 'cbor', item)
  } catch {
    return undefined
  }
}

function isEqualPath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}

/** Formats a scalar of a token, such as `true`, `0.5`, `"us-east-1"` or `2 bytes`. */
function scalarWords(item: Uint8Array): string {
  switch (item[0]) {
    case 0xf4:
      return 'false'
    case 0xf5:
      return 'true'
    case 0xf6:
      return 'null'
    case 0xfb:
      return String(new DataView(item.buffer, item.byteOffset).getFloat64(1))
    default:
      return isBignum(item) ? bignumWords(item) : describeSkipped(item, () => new CborReader(item))
  }
}

/** Returns whether an item has tag 2 or 3 on a byte string (RFC 8949, section 3.4.3). */
function isBignum(item: Uint8Array): boolean {
  return (item[0] === 0xc2 || item[0] === 0xc3) && item[1]! >> 5 === 2
}

function bignumWords(item: Uint8Array): string {
  const headerLength = headerLengthOf(item)
  const magnitude = item.subarray(headerLength)
  if (magnitude.length === 0 || magnitude.length > limits.bigint) {
    return `a bignum of ${counted(magnitude.length, 'byte', 'bytes')}`
  }
  const value = BigInt(`0x${toHex(magnitude)}`)
  return String(item[0] === 0xc3 ? -1n - value : value)
}
