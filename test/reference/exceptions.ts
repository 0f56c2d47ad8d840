import type { CodecError, CodecErrorCode } from './library.js'
import type { DecodeAnswer, Format } from './protocol.js'

/** Error codes, by format. The library may reject an input with any of them, even if the reference accepts the input. */
const STRICTER: Readonly<Record<Format, ReadonlySet<CodecErrorCode>>> = {
  cbor: new Set([
    'missing-field',
    'duplicate-key',
    'invalid-utf8',
    'invalid-did',
    'invalid-link',
    'invalid-url',
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
    'invalid-url',
    'not-in-enum',
    'trailing-data',
    'too-deep',
    // In DAG-JSON the reference checks some limits only when it encodes.
    'too-long',
    'too-many',
    // The reference accepts, for example, the number 01 in skipped fields, and base64 with unused bits set.
    'syntax',
  ]),
}

/**
 * Matches the two bytes of a simple value of 24 to 31. Such a value is not well-formed
 * (RFC 8949, section 3.3), but the reference accepts it in skipped fields. Evidence:
 * `a26178f818626964617a` as provider.AddOK.
 */
const RESERVED_SIMPLE = /^f8(18|19|1[a-f])$/

/** Returns whether the library may reject, with this error, an input that the reference accepts. */
export function isStricter(
  format: Format,
  input: Uint8Array,
  { code, message, offset = 0 }: Pick<CodecError, 'code' | 'message' | 'offset'>,
): boolean {
  if (STRICTER[format].has(code)) return true
  // The reference accepts null in a list of DIDs, and encodes it as null again. Evidence:
  // `a16970726f76696465727381f6` as space.InfoOK.
  if (message.endsWith(': expected DID, received null')) return true
  // The reference accepts a command with an empty segment. Evidence: `a163636d64652f612f2f61`
  // as access.CapabilityRequest, whose `cmd` is `/a//a`.
  if (code === 'invalid-command' && Buffer.from(input).includes('//')) return true
  const rejected = Buffer.from(input).toString('hex', offset, offset + 2)
  return format === 'cbor' && code === 'not-canonical' && RESERVED_SIMPLE.test(rejected)
}

/** An input that the library accepts and the reference rejects. */
export interface Accepted {
  readonly format: Format
  readonly input: Uint8Array
  readonly answer: DecodeAnswer
}

/** The reference's maximum length of a string, or of a number in a skipped field, in bytes. */
const LIMIT = 8192
const JSON_STRING = /"(?:[^"\\]|\\.)*"/gs
/** The keys of links and byte strings in DAG-JSON. The reference rejects them if they are spelled with escapes. */
const RESERVED_KEYS: readonly unknown[] = ['/', 'bytes']
/** A CIDv1 in base32, or a CIDv0. */
const CID_STRING = /^(?:b[a-z2-7]+|Qm[A-Za-z1-9]+)$/
const JSON_NUMBER = /[-+.0-9eE]+/g

/** The first bytes of floats that the reference decodes as non-canonical integers, by the low five bits of the header byte. */
const FLOAT_STARTS: Readonly<Record<string, Buffer>> = {
  25: Buffer.from('f900', 'hex'),
  26: Buffer.from('fa0000', 'hex'),
  27: Buffer.from('fb00000000', 'hex'),
}

/**
 * Predicates for the inputs that the library accepts and the reference rejects, by the name of
 * the exception. Each exception is a quirk of the reference.
 */
const EXCEPTIONS: Readonly<Record<string, (accepted: Accepted) => boolean>> = {
  // The reference decodes links of at most 59 characters, but encodes longer ones. Evidence: in `valid.jsonl`,
  // rows of s3.ProofSet such as "random 0". The reference rejects the DAG-JSON that it encoded.
  'links of more than 59 characters in DAG-JSON': ({ format, input, answer }) =>
    format === 'json' &&
    (answer.error?.message ?? '').endsWith('limit exceeded') &&
    /"\/"\s*:\s*"[A-Za-z0-9]{60,}"/.test(Buffer.from(input).toString('latin1')),
  // The reference checks the length of a string in DAG-JSON before it decodes escapes, also in skipped fields and
  // their keys. For the keys `/` and `bytes`, the limit is the length of the key. For links, it is 59. Evidence:
  // 1,366 times `\u0061` as the id of provider.AddOK; a link whose key is spelled `\/`; a byte string whose key
  // `bytes` is spelled `byte\u0073`; a link of 59 characters that starts with `\u0062`.
  'strings in DAG-JSON that are too long with their escapes': ({ format, input, answer }) =>
    format === 'json' &&
    /(string too long|(string|byte array) too large|limit exceeded)$/.test(
      answer.error?.message ?? '',
    ) &&
    (Buffer.from(input).toString('latin1').match(JSON_STRING) ?? []).some(
      (string) =>
        string.includes('\\') &&
        (string.length > LIMIT + '""'.length ||
          RESERVED_KEYS.includes(JSON.parse(string)) ||
          CID_STRING.test(JSON.parse(string))),
    ),
  // The reference limits a number in skipped fields of DAG-JSON to 8,192 characters. Evidence: `{"x":1…,"id":"a"}`
  // as provider.AddOK, with 8,193 digits.
  'numbers of more than 8,192 characters in skipped fields': ({ format, input, answer }) =>
    format === 'json' &&
    /ignoring field .*limit exceeded$/s.test(answer.error?.message ?? '') &&
    (Buffer.from(input).toString('latin1').match(JSON_NUMBER) ?? []).some(
      (number) => number.length > LIMIT,
    ),
  // The reference decodes the bytes of a float as an integer, which must be in its shortest form. Evidence:
  // `a26178f90000626964617a` as provider.AddOK, where x is 0.0. The reference accepts the floats
  // `f90100`, `fa00010000` and `fb0000000100000000`.
  'floats in skipped fields that the reference decodes as non-canonical integers': ({
    format,
    input,
    answer,
  }) => {
    const [, lowBits = ''] =
      /not canonical \(lval (25|26|27) /.exec(answer.error?.message ?? '') ?? []
    const start = FLOAT_STARTS[lowBits]
    return format === 'cbor' && start !== undefined && Buffer.from(input).includes(start)
  },
  // The reference parses the links in skipped fields of CBOR. Evidence: `a26178d82a4100626964617a` as
  // provider.AddOK, where x is a link without a CID.
  'invalid links in skipped fields': ({ format, answer }) =>
    format === 'cbor' &&
    /cid|expected cbor type 'byte string'|string in cbor input is empty/.test(
      answer.error?.message ?? '',
    ),
}

/** Returns the name of the exception that applies, if any. */
export function exceptionOf(accepted: Accepted): string | undefined {
  return Object.keys(EXCEPTIONS).find((name) => EXCEPTIONS[name]!(accepted))
}
