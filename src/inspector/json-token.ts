import { decode as decodeJson } from '@ipld/dag-json'
import { CodecError, shorten } from '../codec/error.js'
import { Invocation } from '../ucan/invocation.js'
import { encodeGeneric } from './dag-cbor.js'
import type { Part } from './part.js'
import { tokenParts } from './token-parts.js'
import { commands } from './vocabulary.js'

/**
 * Converts a token from DAG-JSON to CBOR. DAG-JSON does not keep the key order that
 * was signed. The arguments of the library's commands are encoded in the key order of
 * this library and the Go services, unless they are invalid, have unknown fields, or
 * have `null` in an optional field. Everything else is encoded in the key order of DAG-CBOR. If
 * another order was signed, the converted token does not verify.
 *
 * @throws {CodecError} `syntax` for DAG-JSON that is malformed, is nested too deep, or has an
 *   integer of more than 64 bits
 */
export function tokenOfJson(json: Uint8Array): Uint8Array {
  const token = encoded(json)
  try {
    const { argumentBytes, command } = Invocation.decode(token)
    const type = commands.get(command)?.arguments
    if (type === undefined) return token
    const args = type.cbor.encode(type.cbor.decode(argumentBytes))
    // An unknown field, or a field that is `null`, would be lost.
    if (args.length !== argumentBytes.length) return token
    const isArguments = ({ role, path }: Part) => role === 'value' && path.join('.') === 'args'
    const copy = new Uint8Array(token)
    copy.set(args, tokenParts(token, 'invocation').find(isArguments)!.offset)
    return copy
  } catch (error) {
    if (error instanceof CodecError) return token
    throw error
  }
}

function encoded(json: Uint8Array): Uint8Array {
  try {
    return encodeGeneric(decodeJson(json))
  } catch (cause) {
    // Deeply nested input overflows the stack. Some messages of the JSON decoder start with
    // "CBOR decode error: ", which would be misleading.
    const { message } = cause as Error
    const reason = /call stack|too much recursion/.test(message)
      ? 'nested too deep'
      : `malformed DAG-JSON: ${shorten(message.replace('CBOR decode error: ', ''))}`
    throw new CodecError({ code: 'syntax', type: 'token', reason, offset: 0 })
  }
}
