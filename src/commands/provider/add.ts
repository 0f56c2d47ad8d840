import { did } from '../../codec/did.js'
import { struct, type StructOf } from '../../codec/struct.js'
import { text } from '../../codec/text.js'
import type { Type } from '../../codec/type.js'
import { command } from '../command.js'

const argumentFields = {
  /** The service that the consumer is provisioned with. */
  provider: did,
  /** What is paid for: as a rule the space, which is the bucket. */
  consumer: did,
}

/** The arguments of {@link add}. */
export interface AddArguments extends StructOf<typeof argumentFields> {}

/** The arguments of {@link add}. */
export const AddArguments: Type<AddArguments> = /* @__PURE__ */ struct(
  'provider.AddArguments',
  argumentFields,
)

const okFields = {
  /** The subscription: one customer paying for one or more consumers. */
  id: text,
}

/** What {@link add} returns. */
export interface AddOK extends StructOf<typeof okFields> {}

/** What {@link add} returns. */
export const AddOK: Type<AddOK> = /* @__PURE__ */ struct('provider.AddOK', okFields)

/**
 * `/provider/add`: provisions a consumer with a provider, paid for by the
 * customer, who is the subject. Hilt invokes it on the upload service for each
 * new bucket.
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
