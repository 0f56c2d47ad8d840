import type {
  CapabilityParser,
  Failure,
  InferInvokedCapability,
  Match,
  ParsedCapability,
  ServiceMethod,
} from '@ucanto/interface'
import type { Command } from '../codec/command.js'
import type { CapabilitiesOf } from './capability.js'

/**
 * The part of a ucanto service that implements a namespace: a method for each
 * command, which returns the command's result or a failure. The methods of a nested
 * namespace are in a property with the name of that namespace. For `pdp.sign`, use
 * `SignService` instead, because the exported names of its commands differ from
 * their paths.
 */
export type ServiceOf<N> = {
  [K in keyof N & keyof CapabilitiesOf<N>]: N[K] extends Command<infer _A, infer O>
    ? CapabilitiesOf<N>[K] extends infer C extends CapabilityParser<Match<ParsedCapability>>
      ? ServiceMethod<InferInvokedCapability<C>, O & {}, Failure>
      : never
    : ServiceOf<N[K]>
}
