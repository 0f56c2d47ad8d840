import type { CodecErrorCode } from './library.js'
import type { DecodeAnswer, Format } from './protocol.js'

/** The codes with which the library rejects what the reference accepts, by format. */
const STRICTER: Readonly<Record<Format, ReadonlySet<CodecErrorCode>>> = {
  cbor: new Set([
    'missing-field',
    'duplicate-key',
    'invalid-utf8',
    'invalid-did',
    'invalid-link',
    'not-in-enum',
    'trailing-data',
    'too-deep',
  ]),
  json: new Set([
    'missing-field',
    'duplicate-key',
    'invalid-utf8',
    'invalid-did',
    'invalid-link',
    'not-in-enum',
    'trailing-data',
    'too-deep',
    // In DAG-JSON the reference checks some limits when it encodes.
    'too-long',
    'too-many',
    // It accepts numbers such as 01 in skipped fields, and base64 with stray bits.
    'syntax',
  ]),
}

export function isStricter(format: Format, code: CodecErrorCode): boolean {
  return STRICTER[format].has(code)
}

/** An input that the library accepts and the reference rejects. */
export interface Accepted {
  readonly format: Format
  readonly input: Uint8Array
  readonly answer: DecodeAnswer
}

/**
 * What the library accepts and the reference rejects, by name. Each is a quirk
 * of the reference.
 */
const EXCEPTIONS: Readonly<Record<string, (accepted: Accepted) => boolean>> = {
  // Its reader of links takes at most 59 characters, which its writer does not check. Evidence:
  // `valid.jsonl`, the rows of s3.ProofSet, whose DAG-JSON it wrote and rejects.
  'links of more than 59 characters in DAG-JSON': ({ format, input, answer }) =>
    format === 'json' &&
    (answer.error?.message ?? '').endsWith('limit exceeded') &&
    /"\/"\s*:\s*"[A-Za-z0-9]{60,}"/.test(Buffer.from(input).toString('latin1')),
  // It limits the strings in skipped fields to 8,192 bytes, in DAG-JSON alone. Evidence: `{"x":"…","id":"a"}`
  // as provider.AddOK, with 8,193 characters in x.
  'strings of more than 8,192 bytes in skipped fields of DAG-JSON': ({ format, answer }) =>
    format === 'json' && /ignoring field .*limit exceeded$/s.test(answer.error?.message ?? ''),
  // It limits a string in DAG-JSON to 8,192 bytes before the escapes are decoded. Evidence: 1,366
  // times `\u0061` as the id of provider.AddOK.
  'strings in DAG-JSON that are too long with their escapes': ({ format, input, answer }) =>
    format === 'json' &&
    /(string too long|limit exceeded)$/.test(answer.error?.message ?? '') &&
    Buffer.from(input).includes('\\u'),
  // It parses the links in skipped fields of CBOR. Evidence: `a26178d82a4100626964617a` as
  // provider.AddOK, where x is a link without a CID.
  'invalid links in skipped fields': ({ format, answer }) =>
    format === 'cbor' &&
    /cid|expected cbor type 'byte string'|string in cbor input is empty/.test(
      answer.error?.message ?? '',
    ),
}

/** The name of the exception that applies, if any. */
export function exceptionOf(accepted: Accepted): string | undefined {
  return Object.keys(EXCEPTIONS).find((name) => EXCEPTIONS[name]!(accepted))
}
