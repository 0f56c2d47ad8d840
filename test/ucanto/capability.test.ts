import type { Failure, InferInvokedCapability, ServiceMethod, Signer } from '@ucanto/interface'
import * as ed25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CID } from 'multiformats/cid'
import { CID as CID13 } from 'multiformats-13/cid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytes } from '../../src/codec/bytes.js'
import { did } from '../../src/codec/did.js'
import { oneOf } from '../../src/codec/enum.js'
import { link } from '../../src/codec/link.js'
import { list } from '../../src/codec/list.js'
import { map } from '../../src/codec/map.js'
import { optional, struct, type StructOf } from '../../src/codec/struct.js'
import { text } from '../../src/codec/text.js'
import { command } from '../../src/commands/command.js'
import { Unit } from '../../src/commands/unit.js'
import { capability } from '../../src/ucanto/capability.js'
import { serve, type Running } from './http.js'

/** A field of each kind. */
const fields = {
  text,
  did,
  bytes,
  link,
  kind: oneOf('sigv4', 'sigv4a'),
  list: list(link),
  map: map(link, list(bytes)),
  struct: struct('test.Inner', { a: text, b: optional(bytes) }),
  optional: optional(list(text)),
}
interface Arguments extends StructOf<typeof fields> {}

const everything = capability(command('/test/every/kind', struct('test.Arguments', fields), Unit))

interface TestService {
  test: { every: { kind: ServiceMethod<InferInvokedCapability<typeof everything>, Unit, Failure> } }
}

const A = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
const B = 'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom'

/** A value each time anew, its CIDs of the one multiformats or the other. */
function value(cid: (spelling: string) => CID): Arguments {
  return {
    text: 'text',
    did: 'did:web:a.example',
    bytes: Uint8Array.of(1, 2, 3),
    link: cid(A),
    kind: 'sigv4',
    list: [cid(A), cid(B)],
    map: { [A]: [Uint8Array.of(1), new Uint8Array()], [B]: [] },
    struct: { a: 'a', b: Uint8Array.of(9) },
    optional: ['x', 'y'],
  }
}

const parse = (spelling: string) => CID.parse(spelling)
const parse13 = (spelling: string) => CID13.parse(spelling) as unknown as CID

let service: Signer
let invoker: Signer
let got: Arguments[]
let running: Running<TestService>

beforeAll(async () => {
  ;[service, invoker] = await Promise.all([ed25519.generate(), ed25519.generate()])
  got = []
  const kind = Server.provide(everything, (input) => {
    got.push(input.capability.nb)
    return { ok: {} }
  })
  running = await serve<TestService>(service, { test: { every: { kind } } })
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
})

async function invoke(nb: Arguments, fixed: Partial<Arguments>) {
  got.length = 0
  const subject = { audience: invoker, with: service.did() }
  const proof = await everything.delegate({ issuer: service, ...subject, nb: fixed })
  const invocation = everything.invoke({
    issuer: invoker,
    audience: service,
    with: service.did(),
    nb,
    proofs: [proof],
  })
  return (await invocation.execute(running.connection)).out
}

test('is named as the command without its slash', () => {
  expect(everything.can).toBe('test/every/kind')
})

test('cannot be made of arguments that are no struct', () => {
  expect(() => capability(command('/test/list', list(text), Unit))).toThrow(
    new TypeError('[text] is no struct'),
  )
})

test('gives the handler values of every kind as they were sent', async () => {
  expect(await invoke(value(parse), {})).toEqual({ ok: {} })
  expect(got).toEqual([value(parse)])
})

test('gives the handler CIDs of this library, whichever was sent', async () => {
  for (const sent of [value(parse), value(parse13)]) {
    await invoke(sent, {})
    expect(got[0]!.link).toBeInstanceOf(CID)
    expect(got[0]!.list[1]).toBeInstanceOf(CID)
    expect(got[0]!.link.toString()).toBe(A)
  }
})

describe('a delegation that fixes a field', () => {
  const others: { [F in keyof Arguments]-?: NonNullable<Arguments[F]>[] } = {
    text: ['', 'Text', 'text '],
    did: ['did:web:b.example', 'did:web:A.example'],
    bytes: [
      Uint8Array.of(),
      Uint8Array.of(1, 2),
      Uint8Array.of(1, 2, 3, 0),
      Uint8Array.of(1, 2, 4),
    ],
    link: [parse(B)],
    kind: ['sigv4a'],
    list: [[], [parse(A)], [parse(B), parse(A)], [parse(A), parse(B), parse(B)]],
    map: [
      {},
      { [A]: [Uint8Array.of(1), new Uint8Array()] },
      { [B]: [Uint8Array.of(1), new Uint8Array()], [A]: [] },
      { [A]: [new Uint8Array(), Uint8Array.of(1)], [B]: [] },
      { [A]: [Uint8Array.of(1, 0)], [B]: [] },
    ],
    struct: [{ a: 'b', b: Uint8Array.of(9) }, { a: 'a' }, { a: 'a', b: Uint8Array.of(8) }],
    optional: [[], ['x'], ['y', 'x'], ['x,y']],
  }
  const names = Object.keys(fields) as (keyof Arguments)[]

  test.for(names)('lets the same through: %s', async (name) => {
    const { map: entries, ...rest } = value(parse13)
    const reordered = { map: { [B]: entries[B]!, [A]: entries[A]! }, ...rest }
    const fixed = { [name]: value(parse)[name] }
    for (const same of [value(parse), value(parse13), reordered]) {
      expect(await invoke(same, fixed)).toEqual({ ok: {} })
    }
  })

  test.for(names)('refuses anything else: %s', async (name) => {
    const fixed = { [name]: value(parse)[name] }
    for (const other of others[name]) {
      const { error } = await invoke({ ...value(parse), [name]: other }, fixed)
      expect(error?.message).toContain(`test.Arguments: ${name}: is not what the delegation fixes`)
      expect(got).toEqual([])
    }
  })

  test.for(names)('leaves the others open: %s', async (name) => {
    const nb = { ...value(parse) }
    for (const other of names) if (other !== name) Object.assign(nb, { [other]: others[other][0] })
    expect(await invoke(nb, { [name]: value(parse)[name] })).toEqual({ ok: {} })
    expect(got).toEqual([nb])
  })
})
