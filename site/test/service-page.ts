// A page that invokes a service on another origin. Bundled and opened by service.test.ts.
import { customer, type DID } from '../../src/index.js'
import { execute, ExecutionError } from '../../src/http/index.js'
import { Container, Ed25519, invoke, type KeySigner } from '../../src/ucan/index.js'

/** A service to invoke, and a delegation for it. */
export interface Task {
  readonly url: string
  readonly service: DID
  /** A container with the delegation to the page, in base64url. */
  readonly grant: string
}

export interface Client {
  /** Generates the key of the page. Returns its DID, and the name of the error when the private key is exported. */
  generateKey(): Promise<{ did: DID; exportError: string }>
  /** Registers a customer, and shows the result. */
  register(task: Task): Promise<void>
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
      // `invoke` accepts any CIDs, but rejects delegations that do not authorize the invocation.
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
