import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { map } from '../../codec/kinds/map.js'
import { string } from '../../codec/kinds/string.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /**
   * The customer: the party that pays for storage. A Fil One organization has a
   * `did:plc`. Other customers generally have a `did:mailto`.
   */
  customer: did,
  /**
   * The customer's opaque identifier in the external billing system, such as
   * `stripe:cus_…`, or `f1:` and the ID of the Fil One organization.
   */
  externalAccount: /* @__PURE__ */ optional(string),
  /** The plan of the customer, such as `did:web:free.web3.storage`. */
  product: did,
  /** Additional data to store with the customer, such as its region. */
  details: /* @__PURE__ */ map(string, string),
}

/** The customer to register with {@link add}. */
export interface AddArguments extends StructOf<typeof fields> {}

/**
 * The customer to register with {@link add}.
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

/** The result of {@link add}: an empty map. */
export type AddOK = Unit
/** The result of {@link add}: an empty map. */
export const AddOK = Unit

/**
 * `/customer/add`: registers a customer with the upload service, which keeps the
 * customers and is the subject. Hilt, which keeps the tenants of Fil One, invokes
 * the command for each tenant.
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 *
 * customer.add.name // '/customer/add'
 * ```
 */
export const add = /* @__PURE__ */ command('/customer/add', AddArguments, AddOK)
