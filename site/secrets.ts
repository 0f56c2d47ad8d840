import { VerificationKey } from '../src/commands/s3/verification-key.js'
import type { Form } from '../src/inspector/part.js'

/** Returns whether a value of a known type in encoded bytes contains verification keys. A `sigv4` key is secret. */
export function containsKeys({ parts }: Form): boolean {
  return parts.some(({ kind }) => kind === VerificationKey.name)
}
