import * as atcute from '@atcute/cbor'
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'
import { Schema } from '@ucanto/validator'
import { Encoder } from 'cbor-x'
import * as dagCbor9 from 'dag-cbor-9'
import { CID } from 'multiformats/cid'
import { CID as CID13 } from 'multiformats-13/cid'
import { customer, s3 } from '@fil-forge/libforge'
import { addArguments, authorizeOK, request } from './values.js'

const cborX = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })

/** The values as a peer wants them: each has a CID and maybe a kind of bytes of its own. */
const own = authorizeOK((text) => CID.parse(text))
const with13 = authorizeOK((text) => CID13.parse(text))

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

/** What is measured against what: for each operation, ours and every peer that can do it. */
export const operations = [
  ...cbor('Add', customer.AddArguments, addArguments, addArguments, ucantoAdd, true),
  ...cbor('Authorize', s3.request.AuthorizeOK, own, with13, ucantoAuthorize, false),
  ...cbor('Request', s3.Request, request, request, ucantoRequest, true),
  ...json('Add', customer.AddArguments, addArguments, true),
  ...json('Authorize', s3.request.AuthorizeOK, own, false),
  ...json('Request', s3.Request, request, true),
]

/**
 * @param plain whether the value is texts and maps alone, which every peer knows
 */
function cbor(name, type, value, value13, schema, plain) {
  const bytes = type.cbor.encode(value)
  // This peer refuses keys in any order but its own.
  const canonical = dagCbor.encode(value)
  const write = {
    '@ipld/dag-cbor 10': () => dagCbor.encode(value),
    '@ipld/dag-cbor 9': () => dagCbor9.encode(value13),
    'ucanto and dag-cbor 9': () => dagCbor9.encode(schema.from(value13)),
  }
  const read = {
    '@ipld/dag-cbor 10': () => dagCbor.decode(bytes),
    '@ipld/dag-cbor 9': () => dagCbor9.decode(bytes),
    '@atcute/cbor': () => atcute.decode(canonical),
    'ucanto and dag-cbor 9': () => schema.from(dagCbor9.decode(bytes)),
  }
  if (plain) {
    write['@atcute/cbor'] = () => atcute.encode(value)
    write['cbor-x'] = () => cborX.encode(value)
    read['cbor-x'] = () => cborX.decode(bytes)
  }
  return [
    { name: `CBOR ${name} write`, run: () => type.cbor.encode(value), peers: write },
    { name: `CBOR ${name} read`, run: () => type.cbor.decode(bytes), peers: read },
  ]
}

function json(name, type, value, plain) {
  const bytes = type.json.encode(value)
  const text = new TextDecoder().decode(bytes)
  const write = { '@ipld/dag-json': () => dagJson.encode(value) }
  const read = { '@ipld/dag-json': () => dagJson.decode(bytes) }
  if (plain) {
    write['JSON.stringify'] = () => JSON.stringify(value)
    read['JSON.parse'] = () => JSON.parse(text)
  }
  return [
    { name: `JSON ${name} write`, run: () => type.json.encode(value), peers: write },
    { name: `JSON ${name} read`, run: () => type.json.decode(bytes), peers: read },
  ]
}
