import { chainsOf, type Chain } from './chain.js'
import type { TokensCapture } from './capture.js'
import { explanationsOf, type Explanation, type ExplainOptions } from './explain.js'
import { describeTokens, type TokenDescription } from './token-description.js'

/** What the inspector shows of captured tokens. */
export interface Examination {
  /** The tokens: first invocations and attestations, then delegations, then receipts. */
  readonly tokens: readonly TokenDescription[]
  /** The proof chain of each invocation, in the order of `tokens`. Attestations are omitted. */
  readonly chains: readonly Chain[]
  /** Whether each invocation is authorized, in the order of `tokens`. Attestations are omitted. */
  readonly explanations: readonly Explanation[]
}

export async function examine(
  capture: TokensCapture,
  options: ExplainOptions,
): Promise<Examination> {
  const tokens = await describeTokens(capture.tokens, options)
  const chains = chainsOf(tokens, options.now)
  return { tokens, chains, explanations: await explanationsOf(tokens, options) }
}
