import type { CID } from 'multiformats/cid'
import { CborWriter } from '../codec/cbor/writer.js'
import { byteLength, inputBytes } from '../codec/data-model.js'
import { mismatch, quote, toCodecError, within, type Issue } from '../codec/error.js'
import { kindOf, type Kind } from '../codec/kind.js'
import { bytes } from '../codec/kinds/bytes.js'
import { copyBytes } from '../codec/platform.js'
import type { Type } from '../codec/type.js'
import { cidOfCbor } from './cid.js'
import { itemBudget, TokenReader, type ItemBudget } from './data.js'
import { toLowS } from './cryptography/low-s.js'
import type { SignatureType, Signer } from './signer.js'
import { signatureType } from './varsig.js'

/** In error paths, the name of a token's first item. */
const SIGNATURE = 'signature'
/** The key of the varsig header. The token's tag is the key of the payload. */
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
  /** The signature of the issuer, or of a receipt's executor. An encoded attestation if `signatureType` is `AuthorityAttestation`. */
  readonly signature: Uint8Array
  /** The bytes that the signature covers. */
  readonly signedBytes: Uint8Array<ArrayBuffer>
  /** The type of the signature, from the header of the token. */
  readonly signatureType: SignatureType
}

/** A token that is decoded up to its payload, which `reader` decodes next. */
export interface Envelope {
  readonly tag: string
  readonly signature: Uint8Array
  readonly signatureType: SignatureType
  /** The offset at which the signed bytes start. They are the rest of the token. */
  readonly signedFrom: number
  readonly source: Uint8Array<ArrayBuffer>
  readonly reader: TokenReader
}

/** Returns a copy of the input, because the caller may change the input later. */
export function copyInput(input: unknown): Uint8Array<ArrayBuffer> {
  const source = inputBytes(input)
  return copyBytes(source, 0, byteLength(source))
}

/** Decodes a token up to its payload. Keeps the source without a copy. */
export function openEnvelope(
  source: Uint8Array<ArrayBuffer>,
  items: ItemBudget = itemBudget(),
): Envelope {
  const reader = new TokenReader(source, items)
  const length = reader.openList()
  if (length !== 2) throw mismatch('list of 2 items', `list of ${length}`, reader.at)
  const signature = inField(SIGNATURE, () => kindOf(bytes).read(reader))
  const signedFrom = reader.next
  const size = reader.openMap()
  if (size !== 2) throw mismatch('map of 2 entries', `map of ${size}`, reader.at)
  const header = reader.key()
  if (header !== HEADER) throw unexpected(reader, HEADER, header)
  const type = inField(HEADER, () => kindOf(signatureType).read(reader))
  return { tag: reader.key(), signature, signatureType: type, signedFrom, source, reader }
}

function unexpected(reader: TokenReader, expected: string, received: string): Issue {
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

/** Signs and decodes the tokens of one type. */
export class TokenType<P, T extends Token> {
  readonly tag: string
  readonly #name: string
  readonly #payload: Kind<P>
  readonly #tokenOf: (token: Token, payload: P) => T

  constructor(
    name: string,
    tag: string,
    payload: Type<P>,
    tokenOf: (token: Token, payload: P) => T,
  ) {
    this.tag = tag
    this.#name = name
    this.#payload = kindOf(payload)
    this.#tokenOf = tokenOf
  }

  /** Encodes and signs a token, then decodes it: the result equals what others will decode. */
  async sign(signer: Signer, payload: P): Promise<T> {
    const { signatureType: type } = signer
    const signed = encode(this.#name, (writer) => {
      writer.openMap(2)
      writer.key(HEADER)
      inField(HEADER, () => kindOf(signatureType).write(type, writer))
      writer.key(this.tag)
      this.#payload.write(payload, writer)
    })
    const signature = toLowS(type, await signer.sign(signed))
    return this.decode(
      encode(this.#name, (writer) => {
        writer.openList(2)
        inField(SIGNATURE, () => kindOf(bytes).write(signature, writer))
        writer.raw(signed)
      }),
    )
  }

  decode(input: unknown): T {
    try {
      const envelope = openEnvelope(copyInput(input))
      return this.complete(envelope, this.readPayload(envelope))
    } catch (error) {
      throw toCodecError(error, this.#name)
    }
  }

  /** Decodes the payload. Throws an `Issue` for another type of token, a malformed payload or trailing data. */
  readPayload({ reader, tag }: Envelope): P {
    if (tag !== this.tag) throw unexpected(reader, this.tag, tag)
    const payload = this.#payload.read(reader)
    reader.end()
    return payload
  }

  /** Returns the token with a decoded payload. */
  complete(envelope: Envelope, payload: P): T {
    const { source, signedFrom } = envelope
    const token = {
      bytes: source,
      cid: cidOfCbor(source),
      signature: envelope.signature,
      signedBytes: copyBytes(source, signedFrom, source.length),
      signatureType: envelope.signatureType,
    }
    return this.#tokenOf(token, payload)
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
