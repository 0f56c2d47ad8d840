/**
 * UCAN 1.0: invocations, delegations and receipts, containers of these tokens, and
 * the authorization of invocations.
 *
 * @see https://github.com/ucan-wg/spec
 *
 * @module @fil-forge/libforge/ucan
 */
export { attest } from './attestation.js'
export { AuthorizationError, type AuthorizationErrorName } from './authorization-error.js'
export {
  authorize,
  type Authorization,
  type AuthorizeOptions,
  type ProofResolver,
} from './authorize.js'
export {
  Container,
  type ContainerForm,
  type DecodedTokens,
  type Tokens,
  type UnreadableToken,
} from './container.js'
export { Ed25519 } from './cryptography/ed25519.js'
export type { KeySigner } from './cryptography/key-signer.js'
export { Secp256k1 } from './cryptography/secp256k1.js'
export type { Data } from './data.js'
export { delegate, Delegation, type DelegateOptions } from './delegation.js'
export { emailOf, mailtoDID } from './did-mailto.js'
export type { DIDResolution, DIDResolver } from './did-resolver.js'
export { httpDIDResolver, type HTTPDIDResolverOptions } from './http-did-resolver.js'
export { argumentsOf, invoke, Invocation, type InvokeOptions } from './invocation.js'
export type { KeySources } from './key-sources.js'
export { matchPolicy } from './policy/match.js'
export type { Policy, Statement } from './policy/policy.js'
export type { Selector } from './policy/selector.js'
export { proofChain, type ProofChainOptions } from './proof-chain.js'
export { fail, Receipt, resultOf, succeed, type ReceiptOptions } from './receipt.js'
export type { SignatureType, Signer } from './signer.js'
export { task, type Task } from './task.js'
export type { Token } from './token.js'
export { verify } from './verify.js'
