import type { Ability, CapabilityMatch, TheCapabilityParser } from '@ucanto/interface'
import { capability as parser } from '@ucanto/validator'
import { equals } from 'multiformats/bytes'
import { did, type DID } from '../codec/did.js'
import { kindOf } from '../codec/kind.js'
import { Struct } from '../codec/struct.js'
import type { Type } from '../codec/type.js'
import type { Command } from '../commands/command.js'
import { refusal, StructSchema, TypeSchema } from './schema.js'

/** What ucanto calls a command: the same without its slash. */
export type AbilityOf<C extends string> = C extends `/${infer A extends Ability}` ? A : never

/** Arguments as ucanto types them: an object that isn't an interface, `{}` where there are none. */
export type CaveatsOf<A> = string extends keyof A ? {} : { [K in keyof A]: A[K] }

/**
 * A command as a capability of ucanto's. `can` is the command without its
 * slash, `with` its subject, a DID, and `nb` its arguments: what their type
 * encodes and nothing else. A field that the type doesn't have is refused and
 * not stepped over, since in a delegation it is a condition, which nobody here
 * knows how to check.
 *
 * It derives from a capability with the same subject, where each field that the
 * latter fixes has the same content. A field left open may be anything.
 */
export function capability<A, C extends string>(
  command: Command<A, unknown, C>,
): TheCapabilityParser<CapabilityMatch<AbilityOf<C>, DID, CaveatsOf<A>>> {
  const struct = kindOf(command.arguments as Type<CaveatsOf<A>>)
  if (!(struct instanceof Struct)) throw new TypeError(`${struct.name} is no struct`)
  return parser<AbilityOf<C>, DID, CaveatsOf<A>>({
    can: command.command.slice(1) as AbilityOf<C>,
    with: new TypeSchema<DID>(did),
    nb: new StructSchema<CaveatsOf<A>>(struct),
    derives(claim, proof) {
      if (claim.with !== proof.with) {
        return refusal(`the subject is ${claim.with}, where ${proof.with} is delegated`)
      }
      const claimed: Readonly<Record<string, unknown>> = claim.nb
      const fixed: Readonly<Record<string, unknown>> = proof.nb
      for (const { name, kind } of struct.fields) {
        if (fixed[name] !== undefined && !sameContent(kind, claimed[name], fixed[name])) {
          return refusal(`${struct.name}: ${name}: is not what the delegation fixes`)
        }
      }
      return { ok: {} }
    },
  })
}

/** Whether two values are one on the wire, whatever the order of their keys or the class of a CID. */
function sameContent(type: Type<unknown>, a: unknown, b: unknown): boolean {
  return a !== undefined && equals(type.cbor.encode(a), type.cbor.encode(b))
}
