import { VerificationKey } from '../src/commands/s3/verification-key.js'
import type { Inspection } from '../src/inspector/inspect.js'

/** Returns whether a value contains verification keys. Those of the kind `sigv4` are secret. */
export function containsKeys({ given }: Inspection): boolean {
  return given.parts.some(({ kind }) => kind === VerificationKey.name)
}
