import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { BlockCodec, ByteView } from 'multiformats/codecs/interface'

/** A multiformats codec whose encoded bytes own their buffer. */
export interface Codec<Code extends number, T> extends BlockCodec<Code, T> {
  /**
   * Encodes a value. The result owns its `ArrayBuffer`, which may be transferred.
   *
   * @throws {CodecError} for a value that is not of the type
   */
  encode(data: T): ByteView<T, ArrayBuffer>
}

/** A DAG-JSON codec, for bytes and for strings. */
export interface JsonCodec<T> extends Codec<0x0129, T> {
  /**
   * Encodes a value as a string.
   *
   * @throws {CodecError} for a value that is not of the type
   */
  stringify(data: T): string
  /**
   * Decodes a string.
   *
   * @throws {CodecError} for a string that is not the DAG-JSON of a value of the type
   */
  parse(json: string): T
}

/** Standard Schema properties of a type whose validation is synchronous. */
export interface StandardProps<T> extends StandardSchemaV1.Props<T> {
  /**
   * Validates a value. Returns the same value, or its issues. In each struct or tuple, the
   * issues of unknown fields come first, then those of the other fields in the order of
   * their declaration. In a struct with alternative fields, such as `blob.BlobSpec`, the
   * issue of the alternatives comes last.
   */
  readonly validate: (value: unknown) => StandardSchemaV1.Result<T>
}

/**
 * A wire type that need not have DAG-JSON: validates values of `T`, and encodes and
 * decodes them as DAG-CBOR. The reference has no DAG-JSON for some types.
 *
 * @example
 * ```ts
 * import { pdp, type CborType } from '@fil-forge/libforge'
 *
 * const type: CborType<pdp.InfoArguments> = pdp.InfoArguments
 * type.cbor.encode({ blob: new Uint8Array(34) }).length // 42
 * 'json' in type // false
 * ```
 */
export interface CborType<T> {
  /** The name in error messages. A wire type of this library is named as it is exported, such as `s3.request.AuthorizeOK`. */
  readonly name: string
  /**
   * DAG-CBOR with the key order of the reference. Throws a `CodecError` for bad
   * data, and nothing else.
   *
   * @see https://ipld.io/specs/codecs/dag-cbor/spec/
   */
  readonly cbor: Codec<0x71, T>
  /** Returns whether a value is of the type: true exactly for values that `cbor.encode` accepts. */
  is(value: unknown): value is T
  /**
   * The type as a Standard Schema, for form and validation libraries.
   *
   * @see https://standardschema.dev
   */
  readonly '~standard': StandardProps<T>
}

/**
 * A wire type: validates, encodes and decodes values of `T`.
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 *
 * const args = { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' } as const
 * const bytes = provider.AddArguments.cbor.encode(args)
 * provider.AddArguments.cbor.decode(bytes).consumer // 'did:web:bucket.example'
 * provider.AddArguments.json.stringify(args).length // 69
 * provider.AddArguments.is({ provider: 'up' }) // false
 * ```
 */
export interface Type<T> extends CborType<T> {
  /**
   * DAG-JSON. Throws a `CodecError` for bad data, and nothing else.
   *
   * @see https://ipld.io/specs/codecs/dag-json/spec/
   */
  readonly json: JsonCodec<T>
}
