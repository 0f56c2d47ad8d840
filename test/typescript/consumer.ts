/**
 * A program for `npm run test:typescript`. Imports every entry point except `/ucanto`,
 * but only one of the entry points `/commands/<namespace>`.
 */
import { CodecError, customer, limits, parseDID, s3, type DID } from '@fil-forge/libforge'
import {
  command,
  did,
  list,
  optional,
  string,
  struct,
  type StructOf,
  type Type,
} from '@fil-forge/libforge/codec'
import { AddArguments } from '@fil-forge/libforge/commands/customer'
import { execute, handle, handler } from '@fil-forge/libforge/http'
import { arbitrary } from '@fil-forge/libforge/testing'
import {
  authorize,
  Container,
  delegate,
  Ed25519,
  invoke,
  type Policy,
} from '@fil-forge/libforge/ucan'

const args: customer.AddArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
  details: {},
}
const bytes: Uint8Array<ArrayBuffer> = AddArguments.cbor.encode(args)
const region: string | undefined = AddArguments.cbor.decode(bytes).details['region']
// @ts-expect-error a string without the form of a DID is not assignable to a DID
const wrong: customer.AddArguments = { ...args, customer: 'nobody' }
const fields = { space: did, labels: optional(list(string)) }
interface Labels extends StructOf<typeof fields> {}
const Labels: Type<Labels> = struct('usage.Labels', fields)
const label = command('/usage/label', Labels, customer.AddArguments)
const policy: Policy = [['==', '.product', 'a']]
export async function main(): Promise<DID> {
  const service = await Ed25519.generate()
  const delegation = await delegate('/customer', {
    issuer: service,
    audience: service.did,
    subject: service.did,
    expiration: null,
    policy,
  })
  const invocation = await invoke(customer.add, {
    issuer: service,
    subject: service.did,
    arguments: args,
    proofs: [delegation],
  })
  await authorize(invocation, { audience: service.did, proofs: [delegation] })
  const respond = handler({
    issuer: service,
    handlers: [
      handle(label, { subject: service.did }, ({ arguments: { labels } }) => {
        const first: string | undefined = labels?.[0]
        console.log(first)
        return { ok: args }
      }),
    ],
  })
  const result = await execute(customer.add, invocation, {
    url: 'https://up.example',
    fetch: (url, init) => respond(new Request(url, init)),
  })
  if ('error' in result) throw new Error(result.error.name)
  const { invocations } = await Container.decode(
    await Container.encode({ invocations: [invocation] }),
  )
  return invocations[0]?.subject ?? parseDID('did:web:up.example')
}
console.log(region, wrong, limits.did, CodecError, s3.permissions, arbitrary(AddArguments))
