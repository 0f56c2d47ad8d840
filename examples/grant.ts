/**
 * Delegates a command of a service to a principal, as the operator of the service
 * would. Prints the delegation, which does not expire, in a container in base64url.
 * `KEY_FILE` has the key of the service, in PEM. The file is created with a new key if it
 * does not exist. `AUDIENCE` is the DID of the principal.
 *
 *     npm run --silent example:grant -- KEY_FILE COMMAND AUDIENCE
 */
import { parseDID } from '@fil-forge/libforge'
import { Container, delegate } from '@fil-forge/libforge/ucan'
import { openKey } from './key.js'

const [keyFile, command, audience] = process.argv.slice(2)
if (keyFile === undefined || command === undefined || audience === undefined) {
  throw new Error('expected the arguments KEY_FILE COMMAND AUDIENCE')
}
const issuer = await openKey(keyFile)
const delegation = await delegate(command as `/${string}`, {
  issuer,
  audience: parseDID(audience),
  subject: issuer.did,
  expiration: null,
})
const container = await Container.encode({ delegations: [delegation] }, 'base64url')
console.log(new TextDecoder().decode(container))
