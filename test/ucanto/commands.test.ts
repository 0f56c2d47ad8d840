import * as dagCbor from '@ipld/dag-cbor'
import * as Client from '@ucanto/client'
import type { ConnectionView, Signer } from '@ucanto/interface'
import * as ed25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CAR } from '@ucanto/transport'
import { CID } from 'multiformats/cid'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CborType } from '../../src/index.js'
import { arbitrary } from '../../src/testing/index.js'
import * as ucanto from '../../src/ucanto/index.js'
import { fc } from '../fast-check.js'
import { commands, toHex } from '../fixtures.js'

/** A capability of any command. */
interface Capability {
  readonly can: string
  delegate(options: object): Promise<unknown>
  invoke(options: object): {
    execute(connection: unknown): Promise<{ out: { ok?: unknown; error?: Error } }>
  }
}

/** The number of invocations of each command. */
const RUNS = 5

let service: Signer
let agent: Signer
let connection: ConnectionView<Record<string, unknown>>
let received: unknown
let answer: unknown

function capabilitiesIn(namespace: object): Capability[] {
  return Object.values(namespace).flatMap((member: object) => {
    if (typeof member !== 'object') return []
    return 'invoke' in member ? [member as Capability] : capabilitiesIn(member)
  })
}

const capabilities = new Map(capabilitiesIn(ucanto).map((each) => [`/${each.can}`, each]))

/** Returns a service whose methods are at the paths of the commands. */
function serviceOf(all: Iterable<Capability>): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const capability of all) {
    const path = capability.can.split('/')
    const last = path.pop()!
    let folder = root
    for (const name of path) folder = (folder[name] ??= {}) as Record<string, unknown>
    folder[last] = Server.provide(capability as never, (input: { capability: { nb: unknown } }) => {
      received = input.capability.nb
      return { ok: answer as object }
    })
  }
  return root
}

beforeAll(async () => {
  ;[service, agent] = await Promise.all([ed25519.generate(), ed25519.generate()])
  const server = Server.create<Record<string, unknown>>({
    id: service,
    service: serviceOf(capabilities.values()),
    codec: CAR.inbound,
    validateAuthorization: () => ({ ok: {} }),
  })
  connection = Client.connect({ id: service, codec: CAR.outbound, channel: server })
})

/** Returns random values of a type. Excludes values that ucanto does not carry without loss. */
function valuesOf<T>(type: CborType<T>): T[] {
  return fc.sample(arbitrary(type).filter(isCarried), RUNS)
}

/**
 * Returns whether ucanto carries a value without loss. ucanto loses a BOM at the start of a
 * string, and keys named `__proto__`. UCAN 0.9 has no integers of more than 64 bits.
 */
function isCarried(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith('\ufeff') && value !== '__proto__'
  if (typeof value === 'bigint') return value < 2n ** 64n
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  return CID.asCID(value) !== null || Object.entries(value).flat().every(isCarried)
}

/** Returns a result as ucanto decodes it: bigints that are safe integers become numbers. */
function decoded(value: unknown): unknown {
  return dagCbor.decode(dagCbor.encode(value))
}

async function call(capability: Capability, nb: unknown) {
  const proof = await capability.delegate({
    issuer: service,
    audience: agent,
    with: service.did(),
    nb: {},
  })
  const invocation = capability.invoke({
    issuer: agent,
    audience: service,
    with: service.did(),
    nb,
    proofs: [proof],
  })
  return (await invocation.execute(connection)).out
}

describe('the capabilities of /ucanto', () => {
  it('are those of all commands', () => {
    expect([...capabilities.keys()].toSorted()).toEqual([...commands.keys()].toSorted())
  })
})

describe.each([...capabilities])('the capability of %s', (name, capability) => {
  const command = commands.get(name)!

  it('carries random arguments and results', async () => {
    const results = valuesOf(command.ok)
    for (const [i, args] of valuesOf(command.arguments).entries()) {
      answer = results[i]
      received = undefined
      const { ok, error } = await call(capability, args)
      expect(error?.message).toBe(undefined)
      expect(toHex(command.arguments.cbor.encode(received))).toBe(
        toHex(command.arguments.cbor.encode(args)),
      )
      expect(ok).toEqual(decoded(answer))
    }
  })
})

describe('the capability of /pdp/sign/pieces/add', () => {
  it('rejects an integer of more than 64 bits, and reports its path', async () => {
    const [args] = valuesOf(commands.get('/pdp/sign/pieces/add')!.arguments)
    const nb = { ...(args as object), dataSet: 2n ** 64n }
    await expect(call(capabilities.get('/pdp/sign/pieces/add')!, nb)).rejects.toThrow(
      'pdp.sign.PiecesAddArguments: dataSet: expected 64-bit integer in UCAN 0.9, received 18446744073709551616',
    )
  })
})
