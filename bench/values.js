/**
 * Generates distinct values of realistic size from a seed. Links are strings
 * here, because each library has its own class of CIDs.
 */
import { base32 } from 'multiformats/bases/base32'
import { base58btc } from 'multiformats/bases/base58'

const PERMISSIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket']
const REGIONS = ['eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-1']
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

/** A generator of pseudo-random values (mulberry32). */
export class Random {
  #state

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed
  }

  /** Returns an integer from 0 to `limit` - 1. */
  integer(limit) {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }

  bytes(size) {
    return Uint8Array.from({ length: size }, () => this.integer(256))
  }

  string(size, alphabet = LETTERS) {
    return Array.from({ length: size }, () => alphabet[this.integer(alphabet.length)]).join('')
  }

  pick(items) {
    return items[this.integer(items.length)]
  }

  didKey() {
    return `did:key:${base58btc.encode(Uint8Array.of(0xed, 0x01, ...this.bytes(32)))}`
  }

  /** Returns a CID of version 1 with DAG-CBOR and sha2-256, as a base32 string. */
  cid() {
    return base32.encode(Uint8Array.of(0x01, 0x71, 0x12, 0x20, ...this.bytes(32)))
  }
}

/** Returns arguments of `/customer/add`, with three details and an external account. */
export function addArguments(random) {
  return {
    customer: `did:plc:${random.string(24)}`,
    externalAccount: `f1:${random.string(36, '0123456789abcdef-')}`,
    product: 'did:web:free.web3.storage',
    details: {
      external_id: `org_${random.string(8)}`,
      region: random.pick(REGIONS),
      name: `Example ${random.string(4 + random.integer(16))}`,
    },
  }
}

/** Returns a request with a presigned URL and five headers. */
export function request(random) {
  const date = `202601${10 + random.integer(20)}T${10 + random.integer(14)}0405Z`
  const credential = `z6Mk${random.string(44)}%2F${date.slice(0, 8)}%2F${random.pick(REGIONS)}%2Fs3%2Faws4_request`
  const path = `${random.string(6)}/2026/01/${random.string(12)}%20photo.jpg`
  return {
    method: random.pick(['GET', 'PUT', 'HEAD', 'DELETE']),
    headers: {
      host: 's3.example',
      'user-agent': `aws-sdk-js/3.${random.integer(900)}.0 ua/2.1 os/linux lang/js`,
      'x-amz-content-sha256': random.string(64, '0123456789abcdef'),
      'x-amz-date': date,
      'accept-encoding': 'identity',
    },
    url: `https://s3.example/${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Date=${date}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=${random.string(64, '0123456789abcdef')}&x-id=GetObject`,
  }
}

/**
 * Returns a result of `/s3/request/authorize`. Each access key (4 by default) has four
 * permissions and one verification key. The proof set has one chain, of two links.
 */
export function authorizeOK(random, accessKeys = 4) {
  const dids = Array.from({ length: accessKeys }, () => random.didKey())
  const links = [random.cid(), random.cid()]
  return {
    bucket: random.didKey(),
    permissions: Object.fromEntries(dids.map((did) => [did, [...PERMISSIONS]])),
    keys: Object.fromEntries(dids.map((did) => [did, [{ kind: 'sigv4', data: random.bytes(32) }]])),
    delegations: { [links[0]]: links },
  }
}

/** Returns a result of {@link authorizeOK} with the links of its proof chain converted by `parse`. */
export function withLinks(value, parse) {
  const entries = Object.entries(value.delegations).map(([key, links]) => [key, links.map(parse)])
  return { ...value, delegations: Object.fromEntries(entries) }
}
