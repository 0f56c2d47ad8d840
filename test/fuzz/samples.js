// @ts-check
/** Authorized invocations and other inputs that the fuzzer mutates. They are the same in each run. */
import { readFileSync } from 'node:fs'
import * as dagJson from '@ipld/dag-json'

/** @typedef {import('../../src/index.js').DID} DID */
/** @typedef {import('../../src/ucan/index.js').AuthorizeOptions} AuthorizeOptions */
/** @typedef {import('../../src/ucan/index.js').Delegation} Delegation */
/** @typedef {import('../../src/ucan/index.js').Invocation} Invocation */
/** @typedef {import('../../src/ucan/index.js').Policy} Policy */
/** @typedef {import('../../src/ucan/index.js').Signer & { did: DID }} Signer */

/** @type {DID} */
export const WEB = 'did:web:up.example'

/**
 * Returns the signers of the samples.
 *
 * @param {typeof import('../../src/ucan/index.js')} ucan
 */
export async function signersOf({ attest, Ed25519, mailtoDID, Secp256k1 }) {
  const seed = (/** @type {number} */ byte) => new Uint8Array(32).fill(byte)
  const service = await Ed25519.fromSeed(seed(1))
  return {
    service,
    hilt: await Secp256k1.fromSeed(seed(2)),
    operator: await Ed25519.fromSeed(seed(3)),
    web: service.withDID(WEB),
    account: attest(mailtoDID('ana@mail.example'), service),
  }
}

/** Returns the DID document of `WEB` with this key. */
export function documentWith(/** @type {string} */ didKey) {
  const publicKeyMultibase = didKey.slice('did:key:'.length)
  return {
    id: WEB,
    verificationMethod: [
      { id: `${WEB}#key`, type: 'Multikey', controller: WEB, publicKeyMultibase },
    ],
    capabilityInvocation: ['#key'],
    capabilityDelegation: [`${WEB}#key`],
  }
}

/**
 * Returns the options that authorize the samples, except the audience and the proofs.
 *
 * @param {typeof import('../../src/ucan/index.js')} ucan
 * @returns {Promise<Pick<AuthorizeOptions, 'now' | 'didResolver' | 'trustedAuthorities'>>}
 */
export async function optionsOf(ucan) {
  const { service } = await signersOf(ucan)
  return {
    now: 1_800_000_000,
    didResolver: { resolve: async () => ({ didDocument: documentWith(service.did) }) },
    trustedAuthorities: [service.did],
  }
}

/**
 * Returns authorized invocations with their proofs.
 *
 * @param {typeof import('../../src/index.js')} libforge
 * @param {typeof import('../../src/ucan/index.js')} ucan
 */
export async function authorizedInvocations({ customer }, ucan) {
  const { service, hilt, operator, web, account } = await signersOf(ucan)
  /** @type {Array<{ invocation: Invocation, proofs: Delegation[] }>} */
  const all = []
  const common = { nonce: Uint8Array.of(1), expiration: null }
  /**
   * @param {Signer} issuer
   * @param {Signer} audience
   * @param {DID | null} subject
   * @param {Policy} policy
   */
  const delegation = async (issuer, audience, subject, policy = []) =>
    await ucan.delegate('/customer', { ...common, issuer, audience: audience.did, subject, policy })
  /**
   * @param {Signer} issuer
   * @param {DID} subject
   * @param {Delegation[]} proofs
   */
  const add = async (issuer, subject, proofs) => {
    const invocation = await ucan.invoke(customer.add, {
      ...common,
      issuer,
      subject,
      arguments: { customer: 'did:plc:a', product: WEB, details: { plan: 'pro' } },
      proofs,
    })
    all.push({ invocation, proofs })
  }
  await add(service, service.did, [])
  await add(hilt, service.did, [
    await delegation(service, hilt, service.did, [['like', '.product', 'did:web:*']]),
  ])
  await add(hilt, service.did, [
    await delegation(service, operator, service.did),
    await delegation(operator, hilt, null, [['==', '.details.plan', 'pro']]),
  ])
  await add(hilt, WEB, [await delegation(web, hilt, WEB)])
  await add(hilt, account.did, [await delegation(account, hilt, account.did)])
  await add(account, account.did, [])
  return all
}

/**
 * Returns a container in CBOR for each authorized invocation and its proofs.
 *
 * @param {typeof import('../../src/index.js')} libforge
 * @param {typeof import('../../src/ucan/index.js')} ucan
 */
export async function containers(libforge, ucan) {
  const all = await authorizedInvocations(libforge, ucan)
  return await Promise.all(
    all.map(({ invocation, proofs }) =>
      ucan.Container.encode({ invocations: [invocation], delegations: proofs }),
    ),
  )
}

/** The encoded keys `pol` and `nonce` of a delegation. The fuzzer mutates the bytes between them, from the policy to `meta`. */
const BEFORE = Buffer.from('63706f6c', 'hex')
const AFTER = Buffer.from('656e6f6e6365', 'hex')

/**
 * Returns the bytes of a delegation with this policy and `meta`.
 *
 * @param {typeof import('../../src/ucan/index.js')} ucan
 * @param {Policy} policy
 * @param {Record<string, unknown>} meta
 */
async function delegationWith(ucan, policy, meta) {
  const { service, hilt } = await signersOf(ucan)
  const nonce = Uint8Array.of(1)
  const common = { issuer: service, audience: hilt.did, subject: null, expiration: null, nonce }
  return Buffer.from((await ucan.delegate('/', { ...common, policy, meta })).bytes)
}

/**
 * Returns a function that replaces the bytes of a delegation from its policy to its
 * `meta`, and does not update the signature.
 *
 * @param {typeof import('../../src/ucan/index.js')} ucan
 */
export async function delegationAround(ucan) {
  const bytes = await delegationWith(ucan, [], {})
  const start = bytes.subarray(0, bytes.indexOf(BEFORE) + BEFORE.length)
  const end = bytes.subarray(bytes.indexOf(AFTER))
  return (/** @type {Uint8Array} */ input) => new Uint8Array(Buffer.concat([start, input, end]))
}

/**
 * Returns parts of delegations: the bytes from the policy to `meta`. The policy is from a test
 * vector of the UCAN working group, and `meta` contains the arguments of this vector.
 *
 * @param {typeof import('../../src/ucan/index.js')} ucan
 */
export async function policies(ucan) {
  const file = new URL('../../fixtures/authorization/policy.json', import.meta.url)
  const { valid, invalid } = /** @type {any} */ (dagJson.parse(readFileSync(file, 'utf8')))
  const parts = []
  for (const { args, policies: some } of [...valid, ...invalid]) {
    for (const policy of some) {
      const bytes = await delegationWith(ucan, policy, args)
      const start = bytes.indexOf(BEFORE) + BEFORE.length
      parts.push(new Uint8Array(bytes.subarray(start, bytes.indexOf(AFTER))))
    }
  }
  return parts
}

/** Private keys in PEM, and public keys as multikeys. The Ed25519 private key is an example of RFC 8410. The public keys are examples of the specification of did:key. */
export const KEYS = [
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n',
  // A secp256k1 key of 32 bytes, each 0x02.
  '-----BEGIN PRIVATE KEY-----\nMD4CAQAwEAYHKoZIzj0CAQYFK4EEAAoEJzAlAgEBBCACAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg==\n-----END PRIVATE KEY-----\n',
  'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  'zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme',
  'zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169',
  'z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9',
  'z2J9gaYxrKVpdoG9A4gRnmpnRCcxU6agDtFVVBVdn1JedouoZN7SzcyREXXzWgt3gGiwpoHq7K68X4m32D8HgzG8wv3sY5j7',
]
