import * as atcute from '@atcute/cbor'
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'
import { Schema } from '@ucanto/validator'
import { Encoder } from 'cbor-x'
import * as dagCbor9 from 'dag-cbor-9'
import { CID } from 'multiformats/cid'
import { CID as CID13 } from 'multiformats-13/cid'
import { customer, s3 } from '@fil-forge/libforge'
import { addArguments, authorizeOK, Random, request, withLinks } from './values.js'

/** The number of distinct values that each operation encodes or decodes. */
export const VALUES = 2000

const cborX = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })

const did = Schema.did()
const ucantoAdd = Schema.struct({
  customer: did,
  externalAccount: Schema.string().optional(),
  product: did,
  details: Schema.dictionary({ value: Schema.string() }),
})
const ucantoRequest = Schema.struct({
  method: Schema.string(),
  headers: Schema.dictionary({ value: Schema.string() }),
  url: Schema.string(),
})
const ucantoAuthorize = Schema.struct({
  bucket: did.optional(),
  permissions: Schema.dictionary({ key: did, value: Schema.array(Schema.string()) }),
  keys: Schema.dictionary({
    key: did,
    value: Schema.array(
      Schema.struct({ kind: Schema.enum(['sigv4', 'sigv4a']), data: Schema.bytes() }),
    ),
  }),
  delegations: Schema.dictionary({ value: Schema.array(Schema.link()) }),
})

const random = new Random(1)
const generated = (generate) => Array.from({ length: VALUES }, () => generate(random))
const adds = generated(addArguments)
const requests = generated(request)
const authorizations = generated(authorizeOK)
const own = authorizations.map((value) => withLinks(value, (cid) => CID.parse(cid)))
const with13 = authorizations.map((value) => withLinks(value, (cid) => CID13.parse(cid)))

/** The measured types, with the values of each. */
export const samples = [
  { name: 'Add', type: customer.AddArguments, values: adds },
  { name: 'Authorize', type: s3.request.AuthorizeOK, values: own },
  { name: 'Request', type: s3.Request, values: requests },
]

/** The measured operations of this library, each with the same operation of every peer that supports it. */
export const operations = [
  ...cbor('Add', customer.AddArguments, adds, adds, ucantoAdd, true),
  ...cbor('Authorize', s3.request.AuthorizeOK, own, with13, ucantoAuthorize, false),
  ...cbor('Request', s3.Request, requests, requests, ucantoRequest, true),
  ...json('Add', customer.AddArguments, adds, true),
  ...json('Authorize', s3.request.AuthorizeOK, own, false),
  ...json('Request', s3.Request, requests, true),
]

/** Returns a function that encodes or decodes all values. */
function pass(values, run) {
  return () => {
    let last
    for (let i = 0; i < values.length; i++) last = run(values[i])
    return last
  }
}

/** Copies bytes into a larger buffer, as if they were received from a network. */
function received(bytes) {
  const buffer = new Uint8Array(bytes.length + 128)
  buffer.set(bytes, 64)
  return { buffer: buffer.buffer, length: bytes.length }
}

/** Returns a new view of the received bytes, because programs create a view for each message. */
function view({ buffer, length }) {
  return new Uint8Array(buffer, 64, length)
}

/** Returns the bytes. Copies them if their buffer is larger, since other results may share that buffer. */
function owned(bytes) {
  return bytes.buffer.byteLength === bytes.length ? bytes : Uint8Array.prototype.slice.call(bytes)
}

/** Gets the string of every link, because @atcute/cbor encodes the string only when `$link` is read. */
function readLinks(value) {
  for (const links of Object.values(value.delegations ?? {}))
    for (const link of links) void link.$link
  return value
}

/**
 * Returns the operations on the CBOR of a type.
 *
 * @param values13 the values with CIDs of multiformats 13
 * @param isPlain whether the values have only strings and maps, which every peer supports
 */
function cbor(name, type, values, values13, schema, isPlain) {
  const inputs = values.map((value) => received(type.cbor.encode(value)))
  // @atcute/cbor accepts only keys in DAG-CBOR order.
  const canonical = values.map((value) => received(dagCbor.encode(value)))
  const encoders = {
    '@ipld/dag-cbor 10': pass(values, (value) => dagCbor.encode(value)),
    '@ipld/dag-cbor 9': pass(values13, (value) => dagCbor9.encode(value)),
    'ucanto and dag-cbor 9': pass(values13, (value) => dagCbor9.encode(schema.from(value))),
  }
  const decoders = {
    '@ipld/dag-cbor 10': pass(inputs, (input) => dagCbor.decode(view(input))),
    '@ipld/dag-cbor 9': pass(inputs, (input) => dagCbor9.decode(view(input))),
    '@atcute/cbor': pass(canonical, (input) => readLinks(atcute.decode(view(input)))),
    'ucanto and dag-cbor 9': pass(inputs, (input) => schema.from(dagCbor9.decode(view(input)))),
  }
  if (isPlain) {
    encoders['@atcute/cbor'] = pass(values, (value) => owned(atcute.encode(value)))
    encoders['cbor-x'] = pass(values, (value) => owned(cborX.encode(value)))
    decoders['cbor-x'] = pass(inputs, (input) => cborX.decode(view(input)))
  }
  return [
    { name: `CBOR ${name} encode`, run: pass(values, type.cbor.encode), peers: encoders },
    {
      name: `CBOR ${name} decode`,
      run: pass(inputs, (input) => type.cbor.decode(view(input))),
      peers: decoders,
    },
  ]
}

/** Returns the operations on the DAG-JSON bytes of a type. `JSON.stringify` and `JSON.parse` are measured with strings instead of bytes. */
function json(name, type, values, isPlain) {
  const encoded = values.map((value) => type.json.encode(value))
  const inputs = encoded.map(received)
  const strings = encoded.map((bytes) => new TextDecoder().decode(bytes))
  const encoders = { '@ipld/dag-json': pass(values, (value) => dagJson.encode(value)) }
  const decoders = { '@ipld/dag-json': pass(inputs, (input) => dagJson.decode(view(input))) }
  if (isPlain) {
    encoders['JSON.stringify'] = pass(values, (value) => JSON.stringify(value))
    decoders['JSON.parse'] = pass(strings, (string) => JSON.parse(string))
  }
  return [
    { name: `JSON ${name} encode`, run: pass(values, type.json.encode), peers: encoders },
    {
      name: `JSON ${name} decode`,
      run: pass(inputs, (input) => type.json.decode(view(input))),
      peers: decoders,
    },
  ]
}
