// The script of a page that invokes a service on another origin. service.test.ts bundles it, and opens the page.
import { customer, type DID } from '../../src/index.js'
import { execute, ExecutionError } from '../../src/http/index.js'
import { Container, Ed25519, invoke, type KeySigner } from '../../src/ucan/index.js'

/** The service to register a customer with, and the delegation to send. */
export interface Registration {
  readonly url: string
  readonly service: DID
  /** A container with the delegation, in base64url. */
  readonly grant: string
}

export interface Client {
  /**
   * Generates the key of the page. Returns the DID of the key, and the name of the error
   * that exporting the private key throws: `none` if exporting succeeds.
   */
  generateKey(): Promise<{ did: DID; exportError: string }>
  /** Registers a customer. Shows the result, or the code of the error if the result is unknown. */
  register(registration: Registration): Promise<void>
}

let signer: KeySigner

const client: Client = {
  async generateKey() {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    const { privateKey } = pair as CryptoKeyPair
    signer = await Ed25519.fromCryptoKeyPair(pair as CryptoKeyPair)
    const exported = crypto.subtle.exportKey('pkcs8', privateKey)
    const exportError = await exported.then(
      () => 'none',
      (error: Error) => error.name,
    )
    return { did: signer.did, exportError }
  },
  async register({ url, service, grant }) {
    const { delegations: proofs } = await Container.decode(new TextEncoder().encode(grant))
    const invocation = await invoke(customer.add, {
      issuer: signer,
      subject: service,
      // One test sends a delegation whose audience is another principal. `invoke` rejects such a delegation, but not its CID.
      proofs: proofs.map(({ cid }) => cid),
      arguments: {
        customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
        product: 'did:web:free.web3.storage',
        details: { external_id: 'f1:1', region: 'us-east-1' },
      },
    })
    document.querySelector('output')!.textContent = await resultOf()

    async function resultOf(): Promise<string> {
      try {
        const result = await execute(customer.add, invocation, { url, proofs })
        if ('error' in result) return `${result.error.name}: ${result.error.message}`
        return `registered, receipt by ${result.receipt.executor}`
      } catch (error) {
        if (error instanceof ExecutionError) return `unknown: ${error.code}`
        throw error
      }
    }
  },
}

Object.assign(globalThis, { client })
