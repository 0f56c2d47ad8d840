import type { CodecError } from '../codec/error.js'
import { hasJson } from '../codec/kind.js'
import type { Capture, UnreadableCapture } from './capture.js'
import type { Chain, ChainLink } from './chain.js'
import type { Examination } from './examine.js'
import type { TokenDescription } from './token-description.js'
import { toHex } from './words.js'

/** The version of the output. It changes if a property is removed or changes its meaning. */
const VERSION = 1

/** Returns the object that `libforge inspect --json` prints. docs/inspect.md documents it. */
export function machineOutputOf(capture: Capture, examination: Examination | undefined): object {
  const { kind, words, layers } = capture
  if (capture.kind === 'value') {
    const { type, candidates, cbor, json, source } = capture.inspection
    return {
      version: VERSION,
      found: { kind, words, layers, format: source.format },
      type: type.name,
      candidates: candidates.map(({ name }) => name),
      cid: cbor.cid.toString(),
      cbor: toHex(cbor.bytes),
      dagJson: hasJson(type) && json ? new TextDecoder().decode(json.bytes) : undefined,
    }
  }
  const { tokens, chains, explanations } = examination!
  return {
    version: VERSION,
    found: { kind, words, layers, form: capture.form },
    tokens: tokens.map(tokenOf),
    unreadable: capture.tokens.unreadable.map(({ bytes, error }) => ({
      bytes: toHex(bytes),
      error: errorOf(error),
    })),
    chains: chains.map(chainOf),
    authorizations: explanations,
  }
}

/** Returns the object that `--json` prints for an error of the input. */
export function machineErrorOf(error: UnreadableCapture | CodecError): object {
  const { message } = error
  if (!('attempts' in error)) {
    return { version: VERSION, error: { message, isAmbiguous: false, attempts: [errorOf(error)] } }
  }
  const attempts = error.attempts.map((attempt) => ({
    words: attempt.words,
    ...errorOf(attempt.error),
  }))
  return { version: VERSION, error: { message, isAmbiguous: error.isAmbiguous, attempts } }
}

function errorOf({ code, message, offset }: CodecError): object {
  return { code, message, offset }
}

function tokenOf(description: TokenDescription): object {
  return { ...description, bytes: toHex(description.form.bytes), form: undefined, token: undefined }
}

function chainOf(chain: Chain): object {
  return { ...chain, links: chain.links.map(linkOf) }
}

function linkOf({ delegation, ...link }: ChainLink): object {
  const { name, issuer, audience } = delegation ?? {}
  return { ...link, name, issuer, audience }
}
