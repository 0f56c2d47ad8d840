import {
  bigint,
  bytes,
  cborStruct,
  cborTuple,
  commandName,
  did,
  fixedBytes,
  i64,
  link,
  list,
  map,
  oneOf,
  optional,
  string,
  struct,
  tuple,
  u64,
  u8,
  url,
} from '../../src/codec/index.js'
import type { CborType } from '../../src/index.js'

const Pair = tuple('Pair', { first: string, second: i64 })
const All = struct('All', {
  string: optional(string),
  did: optional(did),
  data: bytes,
  link: optional(link),
  count: u8,
  wide: optional(u64),
  cmd: commandName,
  pair: Pair,
  pairs: optional(list(Pair)),
  nested: map(string, map(did, oneOf('x', 'y z'))),
  at: optional(url),
})
const BigPair = cborTuple('BigPair', { first: bigint, second: list(url) })
const Big = cborStruct('Big', { id: bigint, pair: optional(BigPair), digest: fixedBytes(4) })

/** Types by name: at least one of each public kind, and types that combine several kinds. */
export const publicKinds: ReadonlyMap<string, CborType<unknown>> = new Map(
  [
    string,
    did,
    link,
    bytes,
    u8,
    u64,
    i64,
    commandName,
    oneOf('a', 'b c', 'é'),
    list(i64),
    list(list(string)),
    map(string, u64),
    map(did, bytes),
    map(link, list(link)),
    url,
    bigint,
    fixedBytes(32),
    list(bigint),
    map(string, bigint),
    Pair,
    All,
    Big,
    BigPair,
  ].map((type) => [type.name, type as CborType<unknown>]),
)
