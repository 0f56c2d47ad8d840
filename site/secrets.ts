import { VerificationKey } from '../src/commands/s3/verification-key.js'
import type { Form } from '../src/inspector/part.js'

/** Returns whether encoded bytes contain verification keys. Finds keys only in values of known types. A `sigv4` key is secret. */
export function containsKeys({ parts }: Form): boolean {
  return parts.some(({ kind }) => kind === VerificationKey.name)
}
