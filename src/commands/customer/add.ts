import { did } from '../../codec/did.js'
import { map } from '../../codec/map.js'
import { optional, struct, type StructOf } from '../../codec/struct.js'
import { text } from '../../codec/text.js'
import type { Type } from '../../codec/type.js'
import { command } from '../command.js'
import { Unit } from '../unit.js'

const fields = {
  /**
   * Whoever pays for storage: `did:mailto` by tradition, `did:plc` for a Fil
   * One organization.
   */
  customer: did,
  /**
   * The customer's identifier in the system that bills it, opaque here:
   * `stripe:cus_…`, or `f1:` and Fil One's organization ID.
   */
  externalAccount: /* @__PURE__ */ optional(text),
  /** The plan that the customer is on: `did:web:free.web3.storage`. */
  product: did,
  /** What else is to be kept with the customer, such as its region. */
  details: /* @__PURE__ */ map(text, text),
}

/** The arguments of {@link add}. */
export interface AddArguments extends StructOf<typeof fields> {}

/**
 * The arguments of {@link add}.
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 *
 * const args: customer.AddArguments = {
 *   customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
 *   product: 'did:web:free.web3.storage',
 *   details: { region: 'eu-central-1' },
 * }
 * const bytes = customer.AddArguments.cbor.encode(args)
 * customer.AddArguments.cbor.decode(bytes).details.region // 'eu-central-1'
 * ```
 */
export const AddArguments: Type<AddArguments> = /* @__PURE__ */ struct(
  'customer.AddArguments',
  fields,
)

/** What {@link add} returns: nothing. */
export type AddOK = Unit
/** What {@link add} returns: nothing. */
export const AddOK = Unit

/**
 * `/customer/add`: registers a customer. Hilt invokes it on the upload service,
 * which is its subject, for each of its tenants.
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 *
 * customer.add.command // '/customer/add'
 * ```
 */
export const add = /* @__PURE__ */ command('/customer/add', AddArguments, AddOK)
