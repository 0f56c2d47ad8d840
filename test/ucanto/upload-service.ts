import * as Server from '@ucanto/server'
import { customer, provider, type CustomerAdd, type ProviderAdd } from '../../src/ucanto/index.js'
import type { Service } from '../../src/ucanto/index.js'

/** A failure of a service, told by its name. */
class NamedFailure extends Server.Failure {
  override readonly name: string
  readonly #message: string

  constructor(name: string, message: string) {
    super()
    this.name = name
    this.#message = message
  }

  override describe(): string {
    return this.#message
  }
}

/** An upload service that keeps what its handlers got. */
export class UploadService implements Pick<Service, 'customer' | 'provider'> {
  readonly customers: CustomerAdd['nb'][] = []
  readonly subscriptions: ProviderAdd['nb'][] = []

  readonly customer: Service['customer'] = {
    add: Server.provide(customer.add, ({ capability, context }) => {
      if (capability.with !== context.id.did()) {
        return {
          error: new NamedFailure(
            'InvalidCustomerSubject',
            `${capability.with} is not this service`,
          ),
        }
      }
      this.customers.push(capability.nb)
      return { ok: {} }
    }),
  }

  readonly provider: Service['provider'] = {
    add: Server.provide(provider.add, ({ capability }) => {
      if (!this.customers.some((known) => known.customer === capability.with)) {
        return { error: new NamedFailure('AccountPlanMissing', `${capability.with} has no plan`) }
      }
      this.subscriptions.push(capability.nb)
      return { ok: { id: `subscription ${this.subscriptions.length}` } }
    }),
  }
}
