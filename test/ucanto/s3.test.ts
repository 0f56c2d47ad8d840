import type { Signer } from '@ucanto/interface'
import * as ed25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as commands from '../../src/index.js'
import type { Type } from '../../src/index.js'
import { s3, type Service } from '../../src/ucanto/index.js'
import { serve, type Running } from './http.js'

const request = {
  method: 'PUT',
  headers: { host: 's3.example', 'x-amz-date': '20260102T030405Z' },
  url: '/photos?policy&a=%26',
}
const key = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
const proof = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')

const authorized: commands.s3.request.AuthorizeOK = {
  bucket: 'did:web:bucket.example',
  permissions: { [key]: ['s3:GetObject'] },
  keys: { [key]: [{ kind: 'sigv4', data: Uint8Array.of(1, 2, 3) }] },
  delegations: { [proof.toString()]: [proof] },
}

const info: commands.s3.bucket.InfoOK = {
  id: 'did:web:bucket.example',
  permissions: authorized.permissions,
  delegations: authorized.delegations,
}
const listed: commands.s3.bucket.ListOK = {
  buckets: [
    {
      arn: 'arn:aws:s3:::photos',
      region: 'eu-central-1',
      creationDate: '2026-01-02T03:04:05Z',
      name: 'photos',
    },
  ],
  continuationToken: '',
  owner: { displayName: 'Alice', id: 'alice' },
  prefix: '',
}

let hilt: Signer
let ingot: Signer
let received: unknown[]
/** The methods of Hilt that the tests invoke. */
interface HiltMethods {
  request: Pick<Service['s3']['request'], 'authorize'>
  bucket: Pick<Service['s3']['bucket'], 'create' | 'delete' | 'info' | 'list' | 'policy'>
}

let running: Running<{ s3: HiltMethods }>

beforeAll(async () => {
  ;[hilt, ingot] = await Promise.all([ed25519.generate(), ed25519.generate()])
  received = []
  const service: HiltMethods = {
    request: {
      authorize: Server.provide(s3.request.authorize, ({ capability }) => {
        received.push(capability.nb)
        return { ok: authorized }
      }),
    },
    bucket: {
      create: Server.provide(s3.bucket.create, ({ capability }) => {
        received.push(capability.nb)
        return { ok: authorized }
      }),
      delete: Server.provide(s3.bucket.delete, ({ capability }) => {
        received.push(capability.nb)
        return { ok: {} }
      }),
      info: Server.provide(s3.bucket.info, ({ capability }) => {
        received.push(capability.nb)
        return { ok: info }
      }),
      list: Server.provide(s3.bucket.list, ({ capability }) => {
        received.push(capability.nb)
        return { ok: listed }
      }),
      policy: Server.provide(s3.bucket.policy, ({ capability }) => {
        received.push(capability.nb)
        return { ok: { etag: '"1"', policy: capability.nb.body } }
      }),
    },
  }
  running = await serve<{ s3: HiltMethods }>(hilt, { s3: service })
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
})

describe('s3', () => {
  test('passes arguments and results of every invoked command between Ingot and Hilt', async () => {
    const subject = hilt.did()
    const toIngot = { issuer: hilt, audience: ingot, with: subject }
    const toHilt = { issuer: ingot, audience: hilt, with: subject }
    const nb = { request }
    const infoArguments = { name: 'photos', accessKey: key } as const
    const body = new TextEncoder().encode('{"Version":"2012-10-17"}')
    const policy = { request, body }
    const proofs = await Promise.all([
      s3.request.authorize.delegate({ ...toIngot, nb }),
      s3.bucket.create.delegate({ ...toIngot, nb }),
      s3.bucket.delete.delegate({ ...toIngot, nb }),
      s3.bucket.info.delegate({ ...toIngot, nb: infoArguments }),
      s3.bucket.list.delegate({ ...toIngot, nb }),
      s3.bucket.policy.delegate({ ...toIngot, nb: policy }),
    ])
    const { connection } = running
    const outs = [
      await s3.request.authorize.invoke({ ...toHilt, nb, proofs }).execute(connection),
      await s3.bucket.create.invoke({ ...toHilt, nb, proofs }).execute(connection),
      await s3.bucket.delete.invoke({ ...toHilt, nb, proofs }).execute(connection),
      await s3.bucket.info.invoke({ ...toHilt, nb: infoArguments, proofs }).execute(connection),
      await s3.bucket.list.invoke({ ...toHilt, nb, proofs }).execute(connection),
      await s3.bucket.policy.invoke({ ...toHilt, nb: policy, proofs }).execute(connection),
    ].map(({ out }) => out)

    expect(outs.map(({ error }) => error?.message)).toEqual(Array(6).fill(undefined))
    expect(received).toEqual([nb, nb, nb, infoArguments, nb, policy])

    // ucanto returns CIDs of multiformats 13. Re-encoding converts them to multiformats 14.
    const { request: requestCommands, bucket } = commands.s3
    const types: Type<unknown>[] = [
      requestCommands.AuthorizeOK,
      bucket.CreateOK,
      bucket.DeleteOK,
      bucket.InfoOK,
      bucket.ListOK,
      bucket.PolicyOK,
    ]
    const decoded = types.map((type, i) => type.cbor.decode(type.cbor.encode(outs[i]!.ok)))
    expect(decoded).toEqual([
      authorized,
      authorized,
      {},
      info,
      listed,
      { etag: '"1"', policy: body },
    ])
  })

  test('rejects a request other than the one that the delegation fixes', async () => {
    const nb = { request }
    const delegation = await s3.bucket.create.delegate({
      issuer: hilt,
      audience: ingot,
      with: hilt.did(),
      nb,
    })
    const headers = { ...request.headers, 'x-amz-date': '20260102T030406Z' }
    const invocation = s3.bucket.create.invoke({
      issuer: ingot,
      audience: hilt,
      with: hilt.did(),
      nb: { request: { ...request, headers } },
      proofs: [delegation],
    })
    const { out } = await invocation.execute(running.connection)
    expect(out.error?.message).toContain(
      's3.bucket.CreateArguments: request: expected the value that the delegation fixes',
    )
  })

  test('delegates s3/key/marker without arguments', async () => {
    const marker = await s3.key.marker.delegate({ issuer: hilt, audience: ingot, with: hilt.did() })
    expect(marker.capabilities).toEqual([{ can: 's3/key/marker', with: hilt.did() }])
  })
})
