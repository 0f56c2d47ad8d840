import type { CID } from 'multiformats/cid'
import { published, quote, type Refusal } from '../codec/error.js'
import { plainBytes } from '../codec/format.js'
import { limits } from '../codec/limits.js'
import { copyOf } from '../codec/memory.js'
import { cidOfCbor } from './cid.js'
import { inField } from './closed-struct.js'
import type { SignatureType, Signer } from './signer.js'
import { signatureType } from './varsig.js'
import { TokenReader } from './token-reader.js'
import { TokenWriter } from './token-writer.js'
import { bytes, type Value } from './value.js'

/** What an error's path calls the first item of a token. */
const SIGNATURE = 'signature'
/** The entry beside the payload, which says how it is signed. */
const HEADER = 'h'

/**
 * What each kind of token has.
 *
 * @see https://github.com/ucan-wg/spec#envelope
 */
export interface Token {
  /** The token as it is sent and kept: DAG-CBOR. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The CID of `bytes`: version 1, dag-cbor, sha2-256. */
  readonly cid: CID
  /** The signature, made by the issuer or executor. */
  readonly signature: Uint8Array
  /** The very bytes that the signature covers. */
  readonly signedBytes: Uint8Array<ArrayBuffer>
  /** The kind of the signature. */
  readonly signatureType: SignatureType
}

/** A token read up to its payload, where `reader` stands. */
export interface Envelope {
  readonly tag: string
  readonly signature: Uint8Array
  readonly signatureType: SignatureType
  /** Where that which is signed starts; it is the rest of the token. */
  readonly signedFrom: number
  readonly source: Uint8Array<ArrayBuffer>
  readonly reader: TokenReader
}

/** A copy of the input, which its owner may change while a promise is awaited. */
export function ownBytes(input: unknown): Uint8Array<ArrayBuffer> {
  const source = plainBytes(input)
  return copyOf(source, 0, source.length)
}

/** Reads a token up to its payload; its bytes are kept. */
export function openEnvelope(source: Uint8Array<ArrayBuffer>): Envelope {
  const reader = new TokenReader(source)
  if (reader.openList() !== 2) throw reader.refuse('wrong-type', 'expected a list of two items')
  const signature = inField(SIGNATURE, () => bytes.read(reader))
  const signedFrom = reader.next
  if (reader.openMap() !== 2) throw reader.refuse('wrong-type', 'expected a map of two entries')
  const header = reader.key(limits.text, 'text')
  if (header !== HEADER) throw unexpected(reader, HEADER, header)
  const type = inField(HEADER, () => signatureType.read(reader))
  const tag = reader.key(limits.text, 'text')
  return { tag, signature, signatureType: type, signedFrom, source, reader }
}

function unexpected(reader: TokenReader, expected: string, found: string): Refusal {
  return reader.refuse('wrong-type', `expected ${quote(expected)}, found ${quote(found)}`)
}

/** A token that was read as far as it can be without a hash. */
export interface Opened<P> {
  readonly envelope: Envelope
  readonly payload: P
}

/** A kind of token: its tag, what it holds under that, and how that is shown. */
export class TokenType<P, T extends Token> {
  readonly tag: string
  readonly #name: string
  readonly #payload: Value<P>
  readonly #tokenOf: (token: Token, payload: P) => T | Promise<T>

  constructor(
    name: string,
    tag: string,
    payload: Value<P>,
    tokenOf: (token: Token, payload: P) => T | Promise<T>,
  ) {
    this.tag = tag
    this.#name = name
    this.#payload = payload
    this.#tokenOf = tokenOf
  }

  /** Writes and signs a token, and reads it again: what comes back is what others will read. */
  async sign(signer: Signer, payload: P): Promise<T> {
    return await this.decode(await this.#encode(signer, payload))
  }

  async #encode(signer: Signer, payload: P): Promise<Uint8Array<ArrayBuffer>> {
    const { signatureType: type } = signer
    const signed = encode(this.#name, (writer) => {
      writer.openMap(2)
      writer.key(HEADER, limits.text)
      inField(HEADER, () => signatureType.write(type, writer))
      writer.key(this.tag, limits.text)
      this.#payload.write(payload, writer)
    })
    const signature = await signer.sign(signed)
    return encode(this.#name, (writer) => {
      writer.openList(2)
      inField(SIGNATURE, () => bytes.write(signature, writer))
      writer.raw(signed)
    })
  }

  async decode(input: unknown): Promise<T> {
    return await this.complete(this.read(input))
  }

  /** Reads a token but for its CID. */
  read(input: unknown): Opened<P> {
    try {
      return this.open(openEnvelope(ownBytes(input)))
    } catch (error) {
      throw published(error, this.#name)
    }
  }

  /** Reads the payload. Throws a `Refusal` where it is none of this kind. */
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
      signedBytes: copyOf(source, signedFrom, source.length),
      signatureType: type,
    }
    return await this.#tokenOf(token, payload)
  }
}

/** What `write` writes; what it refuses is published under the name. */
export function encode(
  name: string,
  write: (writer: TokenWriter) => void,
): Uint8Array<ArrayBuffer> {
  const writer = new TokenWriter()
  try {
    write(writer)
    return writer.take()
  } catch (error) {
    throw published(error, name)
  }
}
