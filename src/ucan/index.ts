/**
 * UCAN 1.0: invocations of the commands, delegations, receipts, and containers
 * of these tokens.
 *
 * @see https://github.com/ucan-wg/spec
 *
 * @module @fil-forge/libforge/ucan
 */
export { Ed25519 } from './cryptography/ed25519.js'
export type { KeySigner } from './cryptography/key-signer.js'
export { Secp256k1 } from './cryptography/secp256k1.js'
export { Container, type ContainerForm, type Tokens } from './container.js'
export type { Data } from './data.js'
export { delegate, Delegation, type DelegateOptions } from './delegation.js'
export { argumentsOf, invoke, Invocation, type InvokeOptions } from './invocation.js'
export { matchPolicy } from './policy/match.js'
export type { Policy, Statement } from './policy/policy.js'
export { fail, Receipt, resultOf, succeed, type ReceiptOptions } from './receipt.js'
export type { SignatureType, Signer } from './signer.js'
export { task, type Task } from './task.js'
export type { Token } from './token.js'
export { verify, type DIDResolver, type Verifier } from './verify.js'
