/** A program that uses the entry point `/ucanto`, for `npm run test:typescript`. */
import type { InferInvokedCapability } from '@ucanto/interface'
import { customer, type Service } from '@fil-forge/libforge/ucanto'

export const can: 'customer/add' = customer.add.can
export type Add = InferInvokedCapability<typeof customer.add>
export const nb = (capability: Add): string => capability.nb.details.region ?? ''
export type Handler = Service['customer']['add']
