import type { Failure, InferInvokedCapability, ServiceMethod, Signer } from '@ucanto/interface'
import * as ed25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CID } from 'multiformats/cid'
import { CID as CID13 } from 'multiformats-13/cid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as libforge from '../../src/index.js'
import { bytes } from '../../src/codec/kinds/bytes.js'
import { did } from '../../src/codec/kinds/did.js'
import { oneOf } from '../../src/codec/kinds/enum.js'
import { link } from '../../src/codec/kinds/link.js'
import { list } from '../../src/codec/kinds/list.js'
import { map } from '../../src/codec/kinds/map.js'
import { optional, struct, type StructOf } from '../../src/codec/kinds/struct.js'
import { string } from '../../src/codec/kinds/string.js'
import { command } from '../../src/codec/command.js'
import { Unit } from '../../src/commands/unit.js'
import { capabilities, capability } from '../../src/ucanto/capability.js'
import * as ucanto from '../../src/ucanto/index.js'
import { commands } from '../fixtures.js'
import { serve, type Running } from './http.js'

const fields = {
  string,
  did,
  bytes,
  link,
  kind: oneOf('sigv4', 'sigv4a'),
  list: list(link),
  map: map(link, list(bytes)),
  struct: struct('test.Inner', { a: string, b: optional(bytes) }),
  optional: optional(list(string)),
}
interface Arguments extends StructOf<typeof fields> {}

const mixed = capability(command('/test/mixed/kinds', struct('test.Arguments', fields), Unit))

interface TestService {
  test: { mixed: { kinds: ServiceMethod<InferInvokedCapability<typeof mixed>, Unit, Failure> } }
}

const A = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
const B = 'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom'

/** Returns new arguments on each call. `cid` parses the CIDs, with multiformats 13 or 14. */
function value(cid: (encoded: string) => CID): Arguments {
  return {
    string: 'text',
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

const parse = (encoded: string) => CID.parse(encoded)
const parse13 = (encoded: string) => CID13.parse(encoded) as unknown as CID

let service: Signer
let invoker: Signer
let received: Arguments[]
let running: Running<TestService>

beforeAll(async () => {
  ;[service, invoker] = await Promise.all([ed25519.generate(), ed25519.generate()])
  received = []
  const kinds = Server.provide(mixed, (input) => {
    received.push(input.capability.nb)
    return { ok: {} }
  })
  running = await serve<TestService>(service, { test: { mixed: { kinds } } })
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
})

async function invoke(nb: Arguments, fixed: Partial<Arguments>) {
  received.length = 0
  const subject = { audience: invoker, with: service.did() }
  const proof = await mixed.delegate({ issuer: service, ...subject, nb: fixed })
  const invocation = mixed.invoke({
    issuer: invoker,
    audience: service,
    with: service.did(),
    nb,
    proofs: [proof],
  })
  return (await invocation.execute(running.connection)).out
}

describe('capability', () => {
  test('has the name of the command without its leading slash', () => {
    expect(mixed.can).toBe('test/mixed/kinds')
  })

  test('throws for arguments that are not a struct', () => {
    expect(() => capability(command('/test/list', list(string), Unit))).toThrow(
      new TypeError('[string]: expected a struct as arguments'),
    )
  })

  test('passes the arguments to the handler unchanged', async () => {
    expect(await invoke(value(parse), {})).toEqual({ ok: {} })
    expect(received).toEqual([value(parse)])
  })

  test('passes CIDs of multiformats 13 and 14 to the handler as CIDs of 14', async () => {
    for (const sent of [value(parse), value(parse13)]) {
      await invoke(sent, {})
      expect(received[0]!.link).toBeInstanceOf(CID)
      expect(received[0]!.list[1]).toBeInstanceOf(CID)
      expect(received[0]!.link.toString()).toBe(A)
    }
  })
})

describe('a delegation that fixes a field', () => {
  const others: { [F in keyof Arguments]-?: NonNullable<Arguments[F]>[] } = {
    string: ['', 'Text', 'text '],
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

  test.for(names)('allows the same value of %s', async (name) => {
    const { map: entries, ...rest } = value(parse13)
    const reordered = { map: { [B]: entries[B]!, [A]: entries[A]! }, ...rest }
    const fixed = { [name]: value(parse)[name] }
    for (const same of [value(parse), value(parse13), reordered]) {
      expect(await invoke(same, fixed)).toEqual({ ok: {} })
    }
  })

  test.for(names)('rejects other values of %s', async (name) => {
    const fixed = { [name]: value(parse)[name] }
    for (const other of others[name]) {
      const { error } = await invoke({ ...value(parse), [name]: other }, fixed)
      expect(error?.message).toContain(
        `test.Arguments: ${name}: expected the value that the delegation fixes`,
      )
      expect(received).toEqual([])
    }
  })

  test.for(names)('allows other values of all fields except %s', async (name) => {
    const nb = { ...value(parse) }
    for (const other of names) if (other !== name) Object.assign(nb, { [other]: others[other][0] })
    expect(await invoke(nb, { [name]: value(parse)[name] })).toEqual({ ok: {} })
    expect(received).toEqual([nb])
  })
})

/** Returns the path of each capability in a namespace, and its `can`. */
function capabilitiesIn(namespace: object, path = ''): [string, string][] {
  return Object.entries(namespace).flatMap(([name, member]): [string, string][] =>
    'can' in member ? [[`${path}/${name}`, member.can]] : capabilitiesIn(member, `${path}/${name}`),
  )
}

/** The paths of capabilities that differ from the names of their commands, by command name. */
const PATHS: Readonly<Record<string, string>> = {
  '/pdp/sign/dataset/create': '/pdp/sign/dataSetCreate',
  '/pdp/sign/dataset/delete': '/pdp/sign/dataSetDelete',
  '/pdp/sign/pieces/add': '/pdp/sign/piecesAdd',
  '/pdp/sign/pieces/remove/schedule': '/pdp/sign/piecesRemoveSchedule',
}

describe('the namespaces', () => {
  test('have a capability for each command of the library and no other members', () => {
    const names = [...commands.keys()].sort()
    expect(names.length).toBeGreaterThan(8)
    const expected = names.map((name) => [PATHS[name] ?? name, name.slice(1)]).sort()
    expect(capabilitiesIn(ucanto).sort()).toEqual(expected)
  })

  test('are the only exported values', () => {
    expect(Object.keys(ucanto).sort()).toEqual(Object.keys(capabilities(libforge)).sort())
  })
})

describe('capabilities', () => {
  test('finds the commands of nested namespaces and skips all other members', () => {
    const other = command('/test/other', struct('test.OtherArguments', { a: string }), Unit)
    const found = capabilities({
      inner: { other, inmost: { other } },
      failures: { SomeFailure: 'SomeFailure' },
      permissions: ['a'],
      type: Unit,
      constant: 1,
      nothing: null,
      classify() {},
    })
    expect(capabilitiesIn(found)).toEqual([
      ['/inner/other', 'test/other'],
      ['/inner/inmost/other', 'test/other'],
    ])
    expect(Object.keys(found)).toEqual(['inner'])
  })

  test('finds every command of the root entry point', () => {
    expect(capabilitiesIn(capabilities(libforge)).sort()).toEqual(capabilitiesIn(ucanto).sort())
  })
})
