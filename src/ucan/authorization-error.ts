import type { CID } from 'multiformats/cid'

/**
 * The name of an {@link AuthorizationError}. All but `TooManyProofs` and `Revoked` are
 * names of errors in the reference.
 *
 * - `InvalidAudience`: the invocation is addressed to another service, the issuer of
 *   the first proof is not the subject, or the issuer of a later token is not the
 *   audience of the proof before it
 * - `InvalidSignature`: no key of the issuer made the signature, or no trusted
 *   authority attests the token
 * - `UnverifiableSignature`: the signature type is not accepted
 * - `DIDKeyResolutionError`: the keys of an issuer or authority can't be determined
 * - `Expired`: the invocation or a proof has expired
 * - `TooEarly`: a proof is not valid yet
 * - `UnavailableProof`: a proof was not provided. In {@link proofChain} and
 *   {@link invoke}: the given delegations contain no proof chain
 * - `InvalidClaim`: the first proof has no subject, or there are no proofs and the
 *   issuer is not the subject
 * - `InvalidSubject`: a proof is for another subject
 * - `ImpossibleAttenuation`: a proof does not include the command of the invocation
 * - `MalformedArguments`: the arguments are not data that a policy can be matched
 *   against, for example because they have floats or duplicate keys, or exceed a limit
 * - `MatchError`: the arguments do not match a policy, or the policy can't be evaluated
 * - `TooManyProofs`: the invocation has more proofs than `limits.proofs` of `authorize`
 * - `Revoked`: a proof was revoked
 */
export type AuthorizationErrorName =
  | 'InvalidAudience'
  | 'InvalidSignature'
  | 'UnverifiableSignature'
  | 'DIDKeyResolutionError'
  | 'Expired'
  | 'TooEarly'
  | 'UnavailableProof'
  | 'InvalidClaim'
  | 'InvalidSubject'
  | 'ImpossibleAttenuation'
  | 'MalformedArguments'
  | 'MatchError'
  | 'TooManyProofs'
  | 'Revoked'

/**
 * The reason why an invocation is not authorized. It is a failure, so it can be
 * the result of a receipt: `fail({ executor, ran, error })`. A `DIDKeyResolutionError`
 * has a `cause`, such as an error of the resolver. The message of the `cause` may be
 * confidential. It is part of the `message` of the `DIDKeyResolutionError`.
 */
export class AuthorizationError extends Error {
  override readonly name: AuthorizationErrorName
  /** The CID of the token at fault. `undefined` in errors of {@link proofChain} and {@link invoke}. */
  readonly token: CID | undefined

  constructor(name: AuthorizationErrorName, message: string, token?: CID, options?: ErrorOptions) {
    super(message, options)
    this.name = name
    this.token = token
  }
}
