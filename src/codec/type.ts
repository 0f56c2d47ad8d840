import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { BlockCodec, ByteView } from 'multiformats/codecs/interface'

/**
 * A codec as multiformats has them. What it encodes is in memory that no other
 * thread shares, as `fetch`, `Blob` and WebCrypto want it.
 */
export interface Codec<Code extends number, T> extends BlockCodec<Code, T> {
  /** The bytes of a value. Throws a `CodecError` for one that can't be written. */
  encode(data: T): ByteView<T, ArrayBuffer>
}

/**
 * A wire type: how values of `T` are checked, written and read.
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 *
 * const args = { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' } as const
 * const bytes = provider.AddArguments.cbor.encode(args)
 * provider.AddArguments.cbor.decode(bytes).consumer // 'did:web:bucket.example'
 * provider.AddArguments.is({ provider: 'up' }) // false
 * ```
 */
export interface Type<T> {
  /** The type's name, as it is exported: `s3.request.AuthorizeOK`. */
  readonly name: string
  /**
   * DAG-CBOR, in the reference's order of keys. Both ways throw a `CodecError`
   * for bad data, and nothing else.
   *
   * @see https://ipld.io/specs/codecs/dag-cbor/spec/
   */
  readonly cbor: Codec<0x71, T>
  /**
   * DAG-JSON, as bytes. Both ways throw a `CodecError` for bad data, and
   * nothing else.
   *
   * @see https://ipld.io/specs/codecs/dag-json/spec/
   */
  readonly json: Codec<0x0129, T>
  /** Whether `value` can be written: true exactly of what `encode` takes. */
  is(value: unknown): value is T
  /**
   * The type as a Standard Schema, for any library that takes those.
   *
   * @see https://standardschema.dev
   */
  readonly '~standard': StandardSchemaV1.Props<T>
}
