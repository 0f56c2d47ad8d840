import * as Server from '@ucanto/server'
import type { customer as customerCommands, provider as providerCommands } from '../../src/index.js'
import { customer, provider, type Service } from '../../src/ucanto/index.js'

/** A failure with a distinct name, so that clients can tell failures apart. */
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

/** The methods of the upload service that the tests invoke. */
export interface UploadMethods {
  readonly customer: Pick<Service['customer'], 'add'>
  readonly provider: Pick<Service['provider'], 'add'>
}

/** An upload service that records the arguments that its handlers accept. */
export class UploadService implements UploadMethods {
  readonly customers: customerCommands.AddArguments[] = []
  readonly subscriptions: providerCommands.AddArguments[] = []

  readonly customer: UploadMethods['customer'] = {
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

  readonly provider: UploadMethods['provider'] = {
    add: Server.provide(provider.add, ({ capability }) => {
      if (!this.customers.some((known) => known.customer === capability.with)) {
        return { error: new NamedFailure('AccountPlanMissing', `${capability.with} has no plan`) }
      }
      this.subscriptions.push(capability.nb)
      return { ok: { id: `subscription ${this.subscriptions.length}` } }
    }),
  }
}
