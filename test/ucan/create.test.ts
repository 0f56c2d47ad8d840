import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { CID as OtherCID } from 'multiformats-13'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { describe, expect, it } from 'vitest'
import { customer, provider, type Command, type DID } from '../../src/index.js'
import {
  delegate,
  fail,
  invoke,
  type Policy,
  resultOf,
  succeed,
  task,
  verify,
  type DelegateOptions,
  type InvokeOptions,
  type Invocation,
  type Delegation,
  type SignatureType,
  type Signer,
} from '../../src/ucan/index.js'

const issuer = await EdDSASigner.generate()
const did: DID = issuer.did
const LINK = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'

const args: provider.AddArguments = {
  provider: 'did:web:up.example',
  consumer: 'did:web:bucket.example',
}

function invokeWith(
  options: Partial<InvokeOptions<provider.AddArguments>> = {},
): Promise<Invocation> {
  return invoke(provider.add, { issuer, subject: did, arguments: args, ...options })
}

function delegateWith(options: Partial<DelegateOptions> = {}): Promise<Delegation> {
  const audience = 'did:web:hilt.example'
  return delegate(provider.add, { issuer, audience, subject: did, expiration: null, ...options })
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Returns the payload of a token, decoded independently of this library. */
function payloadOf({ bytes }: { bytes: Uint8Array }): Record<string, unknown> {
  const [, { h: _, ...tagged }] = dagCbor.decode<[Uint8Array, Record<string, object>]>(bytes)
  return { ...Object.values(tagged)[0] }
}

describe('invoke', () => {
  it('defaults to an expiration in 30 s, a random nonce and no optional fields', async () => {
    const before = seconds()
    const [one, two] = [await invokeWith(), await invokeWith()]
    expect(one.expiration).toBeGreaterThanOrEqual(before + 30)
    expect(one.expiration).toBeLessThanOrEqual(seconds() + 30)
    expect(one.nonce).toHaveLength(16)
    expect(one.nonce).not.toEqual(two.nonce)
    expect(one.task.equals(two.task)).toBe(false)
    expect(Object.keys(payloadOf(one))).toEqual([
      'cmd',
      'exp',
      'iss',
      'prf',
      'sub',
      'args',
      'nonce',
    ])
    expect(one.proofs).toEqual([])
  })
})

describe('delegate', () => {
  it('defaults to no policy, a random nonce and no optional fields', async () => {
    const [one, two] = [await delegateWith(), await delegateWith()]
    expect(one.policy).toEqual([])
    expect(one.nonce).toHaveLength(16)
    expect(one.nonce).not.toEqual(two.nonce)
    expect(Object.keys(payloadOf(one))).toEqual(['aud', 'cmd', 'exp', 'iss', 'pol', 'sub', 'nonce'])
  })
})

describe('fail', () => {
  it('defaults to no expiration, a random nonce and no optional fields', async () => {
    const ran = CID.parse(LINK)
    const error = { name: 'CustomerExists', message: 'it exists' }
    const [one, two] = [
      await fail({ executor: issuer, ran, error }),
      await fail({ executor: issuer, ran, error }),
    ]
    expect(payloadOf(one)['exp']).toBe(null)
    expect(one.expiration).toBe(undefined)
    expect(one.nonce).toHaveLength(16)
    expect(one.nonce).not.toEqual(two.nonce)
    expect(Object.keys(payloadOf(one))).toEqual([
      'cmd',
      'exp',
      'iss',
      'prf',
      'sub',
      'args',
      'nonce',
    ])
  })
})

describe('invoke', () => {
  it('accepts null for no expiration', async () => {
    expect(payloadOf(await invokeWith({ expiration: null }))['exp']).toBe(null)
    expect((await invokeWith({ expiration: null })).expiration).toBe(undefined)
  })

  it.each([
    0, 23, 24, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
    99_999_999_999, -1, -24, -25, -0x100000001,
  ])('encodes the expiration %d in its shortest form', async (expiration) => {
    const token = await invokeWith({ expiration })
    // @ipld/dag-cbor rejects an integer that is not in its shortest form.
    expect(payloadOf(token)['exp']).toBe(expiration)
    expect(token.expiration).toBe(expiration)
  })
})

describe('succeed', () => {
  it('encodes expiration, issuedAt and meta', async () => {
    const options = {
      executor: issuer,
      ran: CID.parse(LINK),
      expiration: 2_000_000_000,
      issuedAt: 1_900_000_000,
      meta: { took: 3 },
    }
    const receipt = await succeed(provider.add, { ...options, ok: { id: 'subscription-1' } })
    expect(receipt).toMatchObject({
      expiration: 2_000_000_000,
      issuedAt: 1_900_000_000,
      meta: { took: 3 },
    })
    expect(resultOf(provider.add, receipt)).toEqual({ ok: { id: 'subscription-1' } })
    expect(await verify(receipt)).toBe(true)
  })
})

describe('fail', () => {
  it('accepts an Error as the failure', async () => {
    const error = new TypeError('no such product')
    const receipt = await fail({ executor: issuer, ran: await invokeWith(), error })
    expect(resultOf(provider.add, receipt)).toEqual({
      error: { name: 'TypeError', message: 'no such product' },
    })
  })

  it('accepts an invocation or the CID of its task as `ran`', async () => {
    const invocation = await invokeWith()
    const nonce = new Uint8Array()
    const options = { executor: issuer, nonce, error: { name: 'A', message: 'b' } }
    const one = await fail({ ...options, ran: invocation })
    expect(one.ran.equals(invocation.task)).toBe(true)
    expect(await fail({ ...options, ran: invocation.task })).toEqual(one)
  })
})

describe('invoke', () => {
  it('accepts delegations, CIDs, and CIDs of another multiformats version as proofs', async () => {
    const subject = 'did:web:subject.example'
    const root = { did: subject, signatureType: 'Ed25519', sign: () => new Uint8Array(64) } as const
    const proof = await delegateWith({ issuer: root, subject, audience: did })
    const nonce = new Uint8Array()
    const one = await invokeWith({ nonce, subject, expiration: null, proofs: [proof] })
    expect(one.proofs.map(String)).toEqual([String(proof.cid)])
    const other = OtherCID.parse(proof.cid.toString()) as unknown as CID
    for (const cid of [proof.cid, other]) {
      expect(await invokeWith({ nonce, subject, expiration: null, proofs: [cid] })).toEqual(one)
    }
  })

  it('accepts a synchronous signer, which receives the signed bytes', async () => {
    const seen: Uint8Array[] = []
    const signer: Signer = {
      did: 'did:web:up.example',
      signatureType: 'Ed25519',
      sign(bytes) {
        seen.push(bytes)
        return new Uint8Array(64)
      },
    }
    const { signature, signedBytes, issuer: by } = await invokeWith({ issuer: signer })
    expect(seen).toEqual([signedBytes])
    expect(signature).toEqual(new Uint8Array(64))
    expect(by).toBe('did:web:up.example')
  })

  it('creates the same task as `task`', async () => {
    const nonce = Uint8Array.of(1)
    const one = await invokeWith({ nonce })
    const same = task(provider.add, { subject: did, arguments: args, nonce })
    expect(one.task.equals(same.cid)).toBe(true)
    expect(dagCbor.decode(same.bytes)).toEqual({
      sub: did,
      cmd: '/provider/add',
      args,
      nonce,
    })
  })
})

describe('invoke', () => {
  const cycle: Record<string, unknown> = {}
  cycle['cycle'] = cycle

  it.each<[string, string, string, unknown]>([
    [
      'expiration',
      '2^53',
      'exp: expected time in Unix seconds, received 9007199254740992',
      2 ** 53,
    ],
    ['expiration', 'a fraction', 'exp: expected time in Unix seconds, received 1.5', 1.5],
    ['expiration', 'NaN', 'exp: expected time in Unix seconds, received NaN', Number.NaN],
    ['expiration', 'a string', 'exp: expected time in Unix seconds, received string', '1'],
    [
      'expiration',
      '2^53 as a bigint',
      'exp: expected time in Unix seconds, received 9007199254740992n',
      2n ** 53n,
    ],
    [
      'issuedAt',
      '-2^53',
      'iat: expected time in Unix seconds, received -9007199254740992',
      -(2 ** 53),
    ],
    ['issuedAt', 'null', 'iat: expected time in Unix seconds, received null', null],
    ['nonce', 'a string', 'nonce: expected byte string, received string', 'abc'],
    ['subject', 'null', 'sub: expected DID, received null', null],
    ['subject', 'absent', 'sub: missing required field', undefined],
    ['audience', 'not a DID', 'aud: expected DID, received "up.example"', 'up.example'],
    ['cause', 'a string', 'cause: expected link, received string', LINK],
    ['proofs', 'a list of a string', 'prf[0]: expected link, received string', [LINK]],
    ['proofs', 'a list of null', 'prf[0]: expected link, received null', [null]],
    ['meta', 'a list', 'meta: expected map, received list', []],
    [
      'meta',
      'a map with a lone surrogate',
      'meta.a[0]: string with a lone surrogate',
      { a: ['\ud800'] },
    ],
    [
      'meta',
      'a map with a lone surrogate in a key',
      'meta["\\udc00"]: string with a lone surrogate',
      { '\udc00': 1 },
    ],
  ])('rejects the option %s if it is %s', async (option, _what, message, value) => {
    const invoking = invokeWith({ [option]: value })
    await expect(invoking).rejects.toMatchObject({
      name: 'CodecError',
      message: `Invocation: ${message}`,
    })
  })

  it.each<[string, unknown, string]>([
    ['undefined', { a: undefined }, 'meta.a: expected DAG-CBOR data, received undefined'],
    ['a function', { a: [() => 1] }, 'meta.a[0]: expected DAG-CBOR data, received function'],
    ['a Map', { a: new Map() }, 'meta.a: expected DAG-CBOR data, received Map'],
    ['NaN', { a: Number.NaN }, 'meta.a: expected DAG-CBOR data, received NaN'],
    ['-Infinity', { a: { b: -1 / 0 } }, 'meta.a.b: expected DAG-CBOR data, received -Infinity'],
  ])('rejects a meta with %s', async (_what, meta, message) => {
    await expect(invokeWith({ meta: meta as Record<string, unknown> })).rejects.toMatchObject({
      name: 'CodecError',
      code: 'wrong-type',
      message: `Invocation: ${message}`,
    })
  })

  it('rejects a meta with a cycle or more than 32 levels', async () => {
    let deep: unknown = 1
    for (let i = 0; i < 40; i++) deep = [deep]
    await expect(invokeWith({ meta: { deep } })).rejects.toMatchObject({ code: 'too-deep' })
    await expect(invokeWith({ meta: { cycle } })).rejects.toMatchObject({ code: 'too-deep' })
  })
})

describe('delegate', () => {
  it('rejects a malformed policy or notBefore, and an absent expiration', async () => {
    await expect(delegateWith({ policy: {} as Policy })).rejects.toThrow(
      'Delegation: pol: expected list, received map',
    )
    await expect(delegateWith({ notBefore: 2 ** 53 })).rejects.toThrow(
      'Delegation: nbf: expected time in Unix seconds, received 9007199254740992',
    )
    await expect(delegateWith({ expiration: undefined as unknown as null })).rejects.toThrow(
      'Delegation: exp: missing required field',
    )
  })
})

describe('invoke and task', () => {
  it('reject malformed arguments with the error of their type', async () => {
    const bad = { ...args, consumer: 'bucket' } as unknown as provider.AddArguments
    await expect(invokeWith({ arguments: bad })).rejects.toThrow(
      'provider.AddArguments: consumer: expected DID, received "bucket"',
    )
    expect(() =>
      task(provider.add, { subject: did, arguments: bad, nonce: new Uint8Array() }),
    ).toThrow('provider.AddArguments: consumer: expected DID, received "bucket"')
  })
})

describe('succeed and fail', () => {
  it('reject a malformed result', async () => {
    const ran = CID.parse(LINK)
    const ok = { id: 1 } as unknown as provider.AddOK
    await expect(succeed(provider.add, { executor: issuer, ran, ok })).rejects.toThrow(
      'provider.AddOK: id: expected string, received 1',
    )
    const error = { name: 'A' } as Error
    await expect(fail({ executor: issuer, ran, error })).rejects.toThrow(
      'Receipt: args.out.error.message: missing required field',
    )
  })
})

describe('invoke', () => {
  it('rejects a signer whose DID or signature is malformed', async () => {
    const signer: Signer = {
      did: 'hilt',
      signatureType: 'Ed25519',
      sign: async () => 'signature' as unknown as Uint8Array,
    }
    await expect(invokeWith({ issuer: signer })).rejects.toThrow(
      'Invocation: iss: expected DID, received "hilt"',
    )
    await expect(invokeWith({ issuer: { ...signer, did } })).rejects.toThrow(
      'Invocation: signature: expected byte string, received string',
    )
  })

  it('rejects a command whose name is malformed', async () => {
    const command: Command<provider.AddArguments, provider.AddOK> = {
      ...provider.add,
      name: 'provider/add' as '/provider/add',
    }
    const invoking = invoke(command, { issuer, subject: did, arguments: args })
    await expect(invoking).rejects.toMatchObject({
      code: 'invalid-command',
      message: 'Invocation: cmd: expected command, received "provider/add"',
    })
  })

  it('encodes details in the key order of the reference', async () => {
    const details = { region: 'eu-central-1', external_id: 'org-1' }
    const { argumentBytes } = await invoke(customer.add, {
      issuer,
      subject: did,
      arguments: { customer: 'did:plc:tenant', product: 'did:web:free.example', details },
    })
    const cbor = Buffer.from(argumentBytes)
    expect(cbor.indexOf('external_id')).toBeGreaterThan(0)
    expect(cbor.indexOf('external_id')).toBeLessThan(cbor.indexOf('region'))
  })
})

describe('invoke', () => {
  const nonce = Uint8Array.of(1)
  const headerOf = (token: Invocation) => {
    const [, signed] = dagCbor.decode<[Uint8Array, { h: Uint8Array }]>(token.bytes)
    return Buffer.from(signed.h).toString('hex')
  }

  // A header is 0x34, version 1, the algorithm, and DAG-CBOR (0x71): https://github.com/ChainAgnostic/varsig.
  it.each<[SignatureType, string]>([
    ['Ed25519', '3401ed01ed011371'],
    ['ES256', '3401ec0180241271'],
    ['ES384', '3401ec0181242071'],
    ['ES512', '3401ec0182241371'],
    ['ES256K', '3401ec01e7011271'],
    ['RS256', '3401852412800271'],
    ['EIP191', '3401ec01e7011b91c30371'],
    ['AuthorityAttestation', '34018180c00171'],
    ['NonStandard', '340180a00371'],
  ])('encodes and decodes the varsig header of %s', async (signatureType, header) => {
    const signer: Signer = { ...stubOf(), signatureType }
    const token = await invokeWith({ issuer: signer, nonce })
    expect(headerOf(token)).toBe(header)
    expect(token.signatureType).toBe(signatureType)
  })

  it.each<[unknown, string]>([
    ['ES999', '"ES999"'],
    [5, '5'],
    [undefined, 'undefined'],
  ])('rejects the signature type %j', async (signatureType, received) => {
    const signer = { ...stubOf(), signatureType: signatureType as SignatureType }
    await expect(invokeWith({ issuer: signer })).rejects.toMatchObject({
      code: 'not-in-enum',
      message: `Invocation: h: expected signature type such as "Ed25519", received ${received}`,
    })
  })

  it('rejects proofs that mix delegations and CIDs', async () => {
    const proofs = [await delegateWith(), CID.parse(LINK)] as unknown as CID[]
    await expect(invokeWith({ proofs })).rejects.toThrow(
      'Invocation: prf[0]: expected link, received map',
    )
  })

  it('rejects an expiration beyond ±99,999,999,999 as milliseconds', async () => {
    for (const expiration of [99_999_999_999, -99_999_999_999]) {
      expect((await invokeWith({ expiration })).expiration).toBe(expiration)
    }
    for (const expiration of [100_000_000_000, -100_000_000_000]) {
      await expect(invokeWith({ expiration })).rejects.toMatchObject({
        code: 'out-of-range',
        message: `Invocation: exp: expected time in Unix seconds, received milliseconds: ${expiration}`,
      })
    }
  })
})

describe('task', () => {
  it('rejects a malformed subject', () => {
    const subject = 'hilt' as DID
    expect(() => task(provider.add, { subject, arguments: args, nonce: new Uint8Array() })).toThrow(
      'Task: sub: expected DID, received "hilt"',
    )
  })
})

describe('succeed', () => {
  it('rejects an absent `ran`', async () => {
    const ran = undefined as unknown as CID
    const ok = { id: 'subscription-1' }
    await expect(succeed(provider.add, { executor: issuer, ran, ok })).rejects.toThrow(
      'Receipt: args.ran: missing required field',
    )
  })
})

function stubOf(): Signer {
  return { did, signatureType: 'Ed25519', sign: () => Uint8Array.of(7) }
}
