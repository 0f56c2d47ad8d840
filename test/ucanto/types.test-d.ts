import type {
  Failure,
  InferInvokedCapability,
  Invocation,
  ServiceMethod,
  Signer,
} from '@ucanto/interface'
import * as Server from '@ucanto/server'
import { CAR } from '@ucanto/transport'
import { describe, expectTypeOf, test } from 'vitest'
import type * as commands from '../../src/index.js'
import type { DID } from '../../src/index.js'
import { customer, provider, s3, type Service, type ServiceOf } from '../../src/ucanto/index.js'

type CustomerAdd = InferInvokedCapability<typeof customer.add>
type ProviderAdd = InferInvokedCapability<typeof provider.add>
type S3BucketPolicy = InferInvokedCapability<typeof s3.bucket.policy>
type S3RequestAuthorize = InferInvokedCapability<typeof s3.request.authorize>
type S3KeyMarker = InferInvokedCapability<typeof s3.key.marker>

declare const signer: Signer
declare const args: commands.customer.AddArguments

/** The names of the commands in a namespace, without those in nested namespaces. */
type CommandsOf<N> = {
  [K in keyof N]: N[K] extends { readonly arguments: unknown; readonly ok: unknown } ? K : never
}[keyof N]

type ResultOf<M> = M extends ServiceMethod<infer _C, infer O, infer _F> ? O : never

type FailureOf<M> = M extends ServiceMethod<infer _C, infer _O, infer F> ? F : never

describe('customer, provider, s3', () => {
  test('have the `can`, `with` and `nb` of their commands', () => {
    expectTypeOf<CustomerAdd['can']>().toEqualTypeOf<'customer/add'>()
    expectTypeOf<CustomerAdd['with']>().toExtend<DID>()
    expectTypeOf<DID>().toExtend<CustomerAdd['with']>()
    expectTypeOf<CustomerAdd['nb']>().branded.toEqualTypeOf<commands.customer.AddArguments>()
    expectTypeOf<ProviderAdd['can']>().toEqualTypeOf<'provider/add'>()
    expectTypeOf<ProviderAdd['with']>().toExtend<DID>()
    expectTypeOf<ProviderAdd['nb']>().branded.toEqualTypeOf<commands.provider.AddArguments>()
    expectTypeOf<S3RequestAuthorize['can']>().toEqualTypeOf<'s3/request/authorize'>()
    expectTypeOf<
      S3RequestAuthorize['nb']
    >().branded.toEqualTypeOf<commands.s3.request.AuthorizeArguments>()
    expectTypeOf<S3BucketPolicy['can']>().toEqualTypeOf<'s3/bucket/policy'>()
    expectTypeOf<S3BucketPolicy['nb']['body']>().toEqualTypeOf<Uint8Array>()
    expectTypeOf<S3KeyMarker['can']>().toEqualTypeOf<'s3/key/marker'>()
  })

  test('have the commands of their namespace and no other members', () => {
    expectTypeOf<'add'>().toExtend<keyof typeof customer>()
    expectTypeOf<keyof typeof customer>().toEqualTypeOf<CommandsOf<typeof commands.customer>>()
    expectTypeOf<'add'>().toExtend<keyof typeof provider>()
    expectTypeOf<keyof typeof provider>().toEqualTypeOf<CommandsOf<typeof commands.provider>>()
    expectTypeOf<'create' | 'delete'>().toExtend<keyof typeof s3.bucket>()
    expectTypeOf<keyof typeof s3.bucket>().toEqualTypeOf<CommandsOf<typeof commands.s3.bucket>>()
    expectTypeOf<keyof typeof s3.key>().toEqualTypeOf<CommandsOf<typeof commands.s3.key>>()
    expectTypeOf<keyof typeof s3.request>().toEqualTypeOf<CommandsOf<typeof commands.s3.request>>()
    expectTypeOf<keyof typeof s3>().toEqualTypeOf<'bucket' | 'key' | 'request'>()
  })

  test('accept the arguments of their commands and no others', () => {
    const issued = { issuer: signer, audience: signer, with: signer.did() }
    const { capabilities } = customer.add.invoke({ ...issued, nb: args })
    expectTypeOf(capabilities[0].nb.customer).toEqualTypeOf<DID>()
    // @ts-expect-error: a number is not a DID
    customer.add.invoke({ ...issued, nb: { ...args, customer: 3 } })
    // @ts-expect-error: a string is not a DID
    customer.add.invoke({ ...issued, nb: { ...args, customer: 'alice' } })
    // @ts-expect-error: details are missing
    customer.add.invoke({ ...issued, nb: { customer: args.customer, product: args.product } })
    // @ts-expect-error: the subject is not a DID
    customer.add.invoke({ ...issued, with: 'mailto:alice@example.com', nb: args })
    // A delegation may fix any fields, or none.
    void customer.add.delegate({ ...issued, nb: { details: args.details } })
    void customer.add.delegate(issued)
    void s3.key.marker.delegate(issued)
    // @ts-expect-error: a product is a DID
    void customer.add.delegate({ ...issued, nb: { product: 'free' } })
  })

  test('pass typed arguments to a handler', () => {
    Server.provide(customer.add, ({ capability }) => {
      expectTypeOf(capability.with).toEqualTypeOf<DID>()
      expectTypeOf(capability.nb.customer).toEqualTypeOf<DID>()
      expectTypeOf(capability.nb.externalAccount).toEqualTypeOf<string | undefined>()
      expectTypeOf(capability.nb.details).toEqualTypeOf<Record<string, string>>()
      return { ok: {} }
    })
  })
})

describe('Service', () => {
  test('has the results and failures of the commands', () => {
    type CustomerAddMethod = Service['customer']['add']
    expectTypeOf<ResultOf<CustomerAddMethod>>().toEqualTypeOf<commands.customer.AddOK>()
    expectTypeOf<FailureOf<CustomerAddMethod>>().toEqualTypeOf<Failure>()
    type ProviderAddMethod = Service['provider']['add']
    expectTypeOf<ResultOf<ProviderAddMethod>>().toEqualTypeOf<commands.provider.AddOK>()
    type AuthorizeMethod = Service['s3']['request']['authorize']
    expectTypeOf<ResultOf<AuthorizeMethod>>().toEqualTypeOf<commands.s3.request.AuthorizeOK>()
  })

  test('has all commands that are invoked, and omits `s3.key`', () => {
    expectTypeOf<'customer' | 'provider' | 's3'>().toExtend<keyof Service>()
    expectTypeOf<keyof Service['customer']>().toEqualTypeOf<keyof typeof customer>()
    expectTypeOf<keyof Service['provider']>().toEqualTypeOf<keyof typeof provider>()
    expectTypeOf<keyof Service['s3']>().toEqualTypeOf<Exclude<keyof typeof s3, 'key'>>()
    expectTypeOf<keyof Service['s3']['bucket']>().toEqualTypeOf<keyof typeof s3.bucket>()
    expectTypeOf<Service['customer']>().toEqualTypeOf<ServiceOf<typeof commands.customer>>()
  })

  test('accepts handlers of ucanto, and is accepted by a ucanto server', () => {
    const part: { provider: Pick<Service['provider'], 'add'> } = {
      provider: { add: Server.provide(provider.add, () => ({ ok: { id: 'subscription' } })) },
    }
    expectTypeOf(part.provider.add).toExtend<ServiceMethod<ProviderAdd, { id: string }, Failure>>()
    expectTypeOf(part.provider.add).parameter(0).toExtend<Invocation<ProviderAdd>>()
    // @ts-expect-error: an id is a string
    part.provider.add = Server.provide(provider.add, () => ({ ok: { id: 3 } }))

    const options = { id: signer, codec: CAR.inbound, validateAuthorization: () => ({ ok: {} }) }
    const server = Server.create<Service>({ ...options, service: {} as Service })
    expectTypeOf(server.service).toEqualTypeOf<Service>()
  })
})
