import {
  bytes,
  commandName,
  did,
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
} from '../../src/codec/index.js'
import type { Type } from '../../src/index.js'

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
})

/** A type of each public kind, and combinations of them. */
export const publicKinds: ReadonlyMap<string, Type<unknown>> = new Map(
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
    Pair,
    All,
  ].map((type) => [type.name, type as Type<unknown>]),
)
