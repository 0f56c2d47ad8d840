import type { KeyType } from '../../../src/ucan/cryptography/key-type.js'
import { noble } from '../../../src/ucan/cryptography/noble.js'
import { findNodeCrypto, NodeCryptoProvider } from '../../../src/ucan/cryptography/node-crypto.js'
import type { Provider } from '../../../src/ucan/cryptography/provider.js'
import {
  signatureVerifier,
  type SignatureVerifier,
} from '../../../src/ucan/cryptography/verify-signature.js'
import { WebCryptoProvider } from '../../../src/ucan/cryptography/web-crypto.js'

/** The three cryptography providers. `verify` verifies signatures with the provider. */
export const providers: readonly {
  readonly name: string
  readonly provider: Provider
  readonly verify: SignatureVerifier
  /** The only key type that the provider does not support. `undefined` if it supports all. */
  readonly lacks?: KeyType
}[] = [
  of('node:crypto', new NodeCryptoProvider(findNodeCrypto(globalThis)!)),
  { ...of('WebCrypto', new WebCryptoProvider(globalThis.crypto.subtle)), lacks: 'secp256k1' },
  { ...of('noble', noble), lacks: 'RSA' },
]

function of(name: string, provider: Provider) {
  return { name, provider, verify: signatureVerifier((key) => provider.importKey(key)) }
}
