import type { Failure, Invocation, ServiceMethod, Signer } from '@ucanto/interface'
import * as Server from '@ucanto/server'
import { CAR } from '@ucanto/transport'
import { expectTypeOf, test } from 'vitest'
import type * as commands from '../../src/index.js'
import type { DID } from '../../src/index.js'
import { customer, provider, s3 } from '../../src/ucanto/index.js'
import type {
  CustomerAdd,
  CustomerAddFailure,
  CustomerAddSuccess,
  ProviderAdd,
  ProviderAddSuccess,
  S3BucketPolicy,
  S3RequestAuthorize,
  S3RequestAuthorizeSuccess,
  Service,
} from '../../src/ucanto/index.js'

declare const signer: Signer
declare const args: commands.customer.AddArguments

test('an invocation is typed as its command', () => {
  expectTypeOf<CustomerAdd['can']>().toEqualTypeOf<'customer/add'>()
  expectTypeOf<CustomerAdd['with']>().toExtend<DID>()
  expectTypeOf<DID>().toExtend<CustomerAdd['with']>()
  expectTypeOf<CustomerAdd['nb']>().branded.toEqualTypeOf<commands.customer.AddArguments>()
  expectTypeOf<ProviderAdd['can']>().toEqualTypeOf<'provider/add'>()
  expectTypeOf<ProviderAdd['nb']>().branded.toEqualTypeOf<commands.provider.AddArguments>()
  expectTypeOf<S3RequestAuthorize['can']>().toEqualTypeOf<'s3/request/authorize'>()
  expectTypeOf<S3BucketPolicy['nb']['body']>().toEqualTypeOf<Uint8Array>()
})

test('a result is what the command returns', () => {
  expectTypeOf<CustomerAddSuccess>().toEqualTypeOf<commands.customer.AddOK>()
  expectTypeOf<CustomerAddFailure>().toEqualTypeOf<Failure>()
  expectTypeOf<ProviderAddSuccess>().toEqualTypeOf<commands.provider.AddOK>()
  expectTypeOf<S3RequestAuthorizeSuccess>().toEqualTypeOf<commands.s3.request.AuthorizeOK>()
})

test('a capability takes the arguments of its command and no others', () => {
  const issued = { issuer: signer, audience: signer, with: signer.did() }
  const { capabilities } = customer.add.invoke({ ...issued, nb: args })
  expectTypeOf(capabilities[0].nb.customer).toEqualTypeOf<DID>()
  // @ts-expect-error: a number is no DID
  customer.add.invoke({ ...issued, nb: { ...args, customer: 3 } })
  // @ts-expect-error: a text is no DID
  customer.add.invoke({ ...issued, nb: { ...args, customer: 'alice' } })
  // @ts-expect-error: details are missing
  customer.add.invoke({ ...issued, nb: { customer: args.customer, product: args.product } })
  // @ts-expect-error: the subject is no DID
  customer.add.invoke({ ...issued, with: 'mailto:alice@example.com', nb: args })
  // A delegation fixes what it likes.
  void customer.add.delegate({ ...issued, nb: { details: args.details } })
  void customer.add.delegate(issued)
  void s3.key.marker.delegate(issued)
  // @ts-expect-error: a product is a DID
  void customer.add.delegate({ ...issued, nb: { product: 'free' } })
})

test('a handler gets typed arguments', () => {
  Server.provide(customer.add, ({ capability }) => {
    expectTypeOf(capability.with).toEqualTypeOf<DID>()
    expectTypeOf(capability.nb.customer).toEqualTypeOf<DID>()
    expectTypeOf(capability.nb.externalAccount).toEqualTypeOf<string | undefined>()
    expectTypeOf(capability.nb.details).toEqualTypeOf<Record<string, string>>()
    return { ok: {} }
  })
})

test('a service is made of handlers, and a server of a service', () => {
  const part: Pick<Service, 'provider'> = {
    provider: { add: Server.provide(provider.add, () => ({ ok: { id: 'subscription' } })) },
  }
  expectTypeOf(part.provider.add).toExtend<ServiceMethod<ProviderAdd, { id: string }, Failure>>()
  expectTypeOf(part.provider.add).parameter(0).toExtend<Invocation<ProviderAdd>>()
  // @ts-expect-error: an id is a text
  part.provider.add = Server.provide(provider.add, () => ({ ok: { id: 3 } }))

  const options = { id: signer, codec: CAR.inbound, validateAuthorization: () => ({ ok: {} }) }
  const server = Server.create<Service>({ ...options, service: {} as Service })
  expectTypeOf(server.service).toEqualTypeOf<Service>()
})
