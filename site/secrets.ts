import { VerificationKey } from '../src/commands/s3/verification-key.js'
import type { Form } from '../src/inspector/part.js'

/**
 * Returns whether encoded bytes contain an `s3.VerificationKey`, which is secret if its
 * kind is `sigv4`. Keys in values of unknown types are not found.
 */
export function containsKeys({ parts }: Form): boolean {
  return parts.some(({ kind }) => kind === VerificationKey.name)
}
