import type { Ability, CapabilityMatch, TheCapabilityParser } from '@ucanto/interface'
import { capability as parser } from '@ucanto/validator'
import { equals } from 'multiformats/bytes'
import type { Command } from '../codec/command.js'
import { kindOf } from '../codec/kind.js'
import { did, type DID } from '../codec/kinds/did.js'
import { StructKind } from '../codec/kinds/struct.js'
import type { CborType } from '../codec/type.js'
import { schemaError, StructSchema, TypeSchema } from './schema.js'

/** The name of a command in ucanto, which has no leading slash. */
export type AbilityOf<N extends string> = N extends `/${infer A extends Ability}` ? A : never

/** The type of arguments in ucanto: an object type, not an interface. `{}` for a command without arguments. */
export type CaveatsOf<A> = string extends keyof A ? {} : { [K in keyof A]: A[K] }

/** The ucanto capability of a command. */
export type CapabilityOf<A, N extends string> = TheCapabilityParser<
  CapabilityMatch<AbilityOf<N>, DID, CaveatsOf<A>>
>

/**
 * Returns the ucanto capability of a command. `can` is the command's name without
 * its leading slash, `with` is its subject, a DID, and `nb` is its arguments.
 * Unknown fields are rejected, not skipped: each field of a delegation is a
 * condition, and a skipped condition would not be checked.
 *
 * A capability derives from a delegated one if both have the same subject, and
 * the same content in every field that the delegated one fixes. The other fields
 * may have any value.
 *
 * @throws {TypeError} for arguments that are not a struct of this copy of the library
 */
export function capability<A, N extends string>(command: {
  readonly name: N
  readonly arguments: CborType<A>
}): CapabilityOf<A, N> {
  const struct = kindOf(command.arguments as CborType<CaveatsOf<A>>)
  if (!(struct instanceof StructKind))
    throw new TypeError(`${struct.name}: expected a struct as arguments`)
  return parser<AbilityOf<N>, DID, CaveatsOf<A>>({
    can: command.name.slice(1) as AbilityOf<N>,
    with: new TypeSchema<DID>(did),
    nb: new StructSchema<CaveatsOf<A>>(struct),
    derives(claim, proof) {
      if (claim.with !== proof.with) {
        return schemaError(`expected the subject ${proof.with}, received ${claim.with}`)
      }
      const claimed: Readonly<Record<string, unknown>> = claim.nb
      const fixed: Readonly<Record<string, unknown>> = proof.nb
      for (const { name, kind } of struct.fields) {
        if (fixed[name] !== undefined && !sameContent(kind, claimed[name], fixed[name])) {
          return schemaError(
            `${struct.name}: ${name}: expected the value that the delegation fixes`,
          )
        }
      }
      return { ok: {} }
    },
  })
}

/** Returns whether two values are equal when encoded, regardless of key order and of the class of a CID. */
function sameContent(type: CborType<unknown>, a: unknown, b: unknown): boolean {
  return a !== undefined && equals(type.cbor.encode(a), type.cbor.encode(b))
}

/** The keys of the commands in a namespace, and of the nested namespaces that directly have commands. */
type Members<N> = {
  [K in keyof N]: N[K] extends Command
    ? K
    : Extract<N[K][keyof N[K]], Command> extends never
      ? never
      : K
}[keyof N]

/** The capabilities of a namespace and of its nested namespaces, under the same keys. */
export type CapabilitiesOf<N> = {
  readonly [K in keyof N as K extends Members<N> ? K : never]: N[K] extends Command<
    infer A,
    unknown,
    infer Name
  >
    ? CapabilityOf<A, Name>
    : CapabilitiesOf<N[K]>
}

/** Returns the ucanto capabilities of all commands in a namespace, including nested namespaces. */
export function capabilities<const N extends object>(namespace: N): CapabilitiesOf<N> {
  const members = Object.entries(namespace as Record<string, unknown>)
  const found = members.flatMap(([name, member]): Array<[string, unknown]> => {
    if (typeof member !== 'object' || member === null || 'cbor' in member) return []
    if ('ok' in member) return [[name, capability(member as Command)]]
    const inner = capabilities(member)
    return Object.keys(inner).length === 0 ? [] : [[name, inner]]
  })
  return Object.fromEntries(found) as CapabilitiesOf<N>
}
