import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { string } from '../../codec/kinds/string.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const argumentFields = {
  /** The service that the consumer is provisioned with. */
  provider: did,
  /** The consumer: what the customer pays for, generally a space (a bucket). */
  consumer: did,
}

/** The consumer and provider that {@link add} connects. */
export interface AddArguments extends StructOf<typeof argumentFields> {}

/** The consumer and provider that {@link add} connects. */
export const AddArguments: Type<AddArguments> = /* @__PURE__ */ struct(
  'provider.AddArguments',
  argumentFields,
)

const okFields = {
  /** The identifier of the subscription, with which one customer pays for one or more consumers. */
  id: string,
}

/** The subscription that {@link add} added the consumer to. */
export interface AddOK extends StructOf<typeof okFields> {}

/** The subscription that {@link add} added the consumer to. */
export const AddOK: Type<AddOK> = /* @__PURE__ */ struct('provider.AddOK', okFields)

/**
 * `/provider/add`: provisions a consumer with a provider. The customer, which is
 * the subject, pays. Hilt, which keeps the tenants of Fil One, invokes the command
 * for each new bucket. The upload service, which keeps the subscriptions, executes
 * the command.
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 *
 * const bytes = provider.add.arguments.cbor.encode({
 *   provider: 'did:web:up.example',
 *   consumer: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 * })
 * ```
 */
export const add = /* @__PURE__ */ command('/provider/add', AddArguments, AddOK)
