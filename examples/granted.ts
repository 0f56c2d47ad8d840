import type { DID } from '@fil-forge/libforge'
import { Container, type Delegation, type KeySigner } from '@fil-forge/libforge/ucan'

/** The access to a service that its operator granted to a client. */
export interface Granted {
  readonly service: DID
  readonly proofs: readonly Delegation[]
  /** The URL of the service. */
  readonly url: string
}

/**
 * Returns the access that two environment variables describe. `SERVICE_URL` is the URL of
 * the service. `GRANT` is the container that `grant.ts` printed for the client.
 *
 * @param client the principal to name in the error for a missing variable
 * @param command the command to name in the error for a missing variable
 * @throws if a variable is missing, if `GRANT` can't be decoded, or if its first
 *   delegation is missing or has no subject
 */
export async function granted(client: KeySigner, command: string): Promise<Granted> {
  const { GRANT, SERVICE_URL: url } = process.env
  if (GRANT === undefined || url === undefined) {
    const hint = `npm run --silent example:grant -- KEY_FILE_OF_THE_SERVICE ${command} ${client.did}`
    throw new Error(`SERVICE_URL and GRANT are required. GRANT is the output of\n  ${hint}`)
  }
  const { delegations: proofs } = await Container.decode(new TextEncoder().encode(GRANT))
  const service = proofs[0]?.subject
  if (service == null)
    throw new Error('GRANT: expected the output of example:grant, a delegation with a subject')
  return { service, proofs, url }
}
