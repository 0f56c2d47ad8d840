import type { CID } from 'multiformats/cid'
import { CborReader } from '../codec/cbor/reader.js'
import { CborWriter } from '../codec/cbor/writer.js'
import { byteLength, inputBytes } from '../codec/data-model.js'
import { mismatch, quote, toCodecError, within, type Issue } from '../codec/error.js'
import { kindOf, type Kind } from '../codec/kind.js'
import { bytes } from '../codec/kinds/bytes.js'
import { copyBytes } from '../codec/platform.js'
import type { Type } from '../codec/type.js'
import { cidOfCbor } from './cid.js'
import type { SignatureType, Signer } from './signer.js'
import { signatureType } from './varsig.js'

/** The name of a token's first item in error paths. */
const SIGNATURE = 'signature'
/** The key of the varsig header, beside the payload. */
const HEADER = 'h'

/**
 * The properties of every token.
 *
 * @see https://github.com/ucan-wg/spec#envelope
 */
export interface Token {
  /** The encoded token, in DAG-CBOR. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The CID of `bytes`: version 1, dag-cbor, sha2-256. */
  readonly cid: CID
  /** The signature of the issuer or executor. */
  readonly signature: Uint8Array
  /** The bytes that the signature covers. */
  readonly signedBytes: Uint8Array<ArrayBuffer>
  /** The algorithm of the signature. */
  readonly signatureType: SignatureType
}

/** A token decoded up to its payload, which `reader` reads next. */
export interface Envelope {
  readonly tag: string
  readonly signature: Uint8Array
  readonly signatureType: SignatureType
  /** The offset at which the signed bytes start. They are the rest of the token. */
  readonly signedFrom: number
  readonly source: Uint8Array<ArrayBuffer>
  readonly reader: CborReader
}

/** Returns a copy of the input: the caller may change the input while a promise is pending. */
export function copyInput(input: unknown): Uint8Array<ArrayBuffer> {
  const source = inputBytes(input)
  return copyBytes(source, 0, byteLength(source))
}

/** Decodes a token up to its payload. The source is kept, not copied. */
export function openEnvelope(source: Uint8Array<ArrayBuffer>): Envelope {
  const reader = new CborReader(source)
  if (reader.openList() !== 2) throw reader.issue('wrong-type', 'expected list of 2 items')
  const signature = inField(SIGNATURE, () => kindOf(bytes).read(reader))
  const signedFrom = reader.next
  if (reader.openMap() !== 2) throw reader.issue('wrong-type', 'expected map of 2 entries')
  const header = reader.key()
  if (header !== HEADER) throw unexpected(reader, HEADER, header)
  const type = inField(HEADER, () => kindOf(signatureType).read(reader))
  return { tag: reader.key(), signature, signatureType: type, signedFrom, source, reader }
}

function unexpected(reader: CborReader, expected: string, received: string): Issue {
  return mismatch(quote(expected), quote(received), reader.at)
}

/** Runs a step of decoding or encoding a field. Adds the field to the path of an issue. */
function inField<T>(name: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw within(error, name)
  }
}

/** A decoded token that is not hashed yet. */
export interface Opened<P> {
  readonly envelope: Envelope
  readonly payload: P
}

/** A type of token: its tag, its payload, and the object that it is decoded to. */
export class TokenType<P, T extends Token> {
  readonly tag: string
  readonly #name: string
  readonly #payload: Kind<P>
  readonly #tokenOf: (token: Token, payload: P) => T | Promise<T>

  constructor(
    name: string,
    tag: string,
    payload: Type<P>,
    tokenOf: (token: Token, payload: P) => T | Promise<T>,
  ) {
    this.tag = tag
    this.#name = name
    this.#payload = kindOf(payload)
    this.#tokenOf = tokenOf
  }

  /** Encodes, signs and decodes a token: the result is what others will decode. */
  async sign(signer: Signer, payload: P): Promise<T> {
    return await this.decode(await this.#encode(signer, payload))
  }

  async #encode(signer: Signer, payload: P): Promise<Uint8Array<ArrayBuffer>> {
    const { signatureType: type } = signer
    const signed = encode(this.#name, (writer) => {
      writer.openMap(2)
      writer.key(HEADER)
      inField(HEADER, () => kindOf(signatureType).write(type, writer))
      writer.key(this.tag)
      this.#payload.write(payload, writer)
    })
    const signature = await signer.sign(signed)
    return encode(this.#name, (writer) => {
      writer.openList(2)
      inField(SIGNATURE, () => kindOf(bytes).write(signature, writer))
      writer.raw(signed)
    })
  }

  async decode(input: unknown): Promise<T> {
    return await this.complete(this.read(input))
  }

  /** Decodes a token without hashing it. */
  read(input: unknown): Opened<P> {
    try {
      return this.open(openEnvelope(copyInput(input)))
    } catch (error) {
      throw toCodecError(error, this.#name)
    }
  }

  /** Decodes the payload. Throws an `Issue` for another type of token. */
  open(envelope: Envelope): Opened<P> {
    const { reader, tag } = envelope
    if (tag !== this.tag) throw unexpected(reader, this.tag, tag)
    const payload = this.#payload.read(reader)
    reader.end()
    return { envelope, payload }
  }

  async complete({ envelope, payload }: Opened<P>): Promise<T> {
    const { source, signature, signatureType: type, signedFrom } = envelope
    const token = {
      bytes: source,
      cid: await cidOfCbor(source),
      signature,
      signedBytes: copyBytes(source, signedFrom, source.length),
      signatureType: type,
    }
    return await this.#tokenOf(token, payload)
  }
}

/** Returns the bytes that `write` encodes. Throws a `CodecError` for an issue. */
export function encode(name: string, write: (writer: CborWriter) => void): Uint8Array<ArrayBuffer> {
  const writer = new CborWriter()
  try {
    write(writer)
    return writer.result()
  } catch (error) {
    throw toCodecError(error, name)
  }
}
