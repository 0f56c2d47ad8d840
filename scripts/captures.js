/**
 * Generates `fixtures/captures/`: captures of invocations that a service rejects,
 * each for a different reason, and one that it accepts. Seeds, nonces and times are
 * fixed, so the bytes are the same each time. The script uses the built package.
 */
import { p256 } from '@noble/curves/nist.js'
import { base58btc } from 'multiformats/bases/base58'
import { mkdirSync, writeFileSync } from 'node:fs'
import { blob } from '../dist/index.js'
import { attest, Container, delegate, Ed25519, invoke, mailtoDID } from '../dist/ucan/index.js'

/** @import { Delegation, Invocation, Signer } from '../dist/ucan/index.js' */
/** @import { DID } from '../dist/index.js' */

/** The time of the captures, in Unix seconds: 2026-03-02T12:00:00Z. */
const NOW = Date.UTC(2026, 2, 2, 12) / 1000
const DAY = 86_400

const folder = new URL('../fixtures/captures/', import.meta.url)

/** @param {number} byte */
const seed = (byte) => new Uint8Array(32).fill(byte)
/** @param {number} byte */
const nonce = (byte) => new Uint8Array(12).fill(byte)

const service = await Ed25519.fromSeed(seed(1))
const otherService = await Ed25519.fromSeed(seed(2))
const space = await Ed25519.fromSeed(seed(3))
const alice = await Ed25519.fromSeed(seed(4))
const bob = await Ed25519.fromSeed(seed(5))
const stranger = await Ed25519.fromSeed(seed(6))
const account = mailtoDID('ana@mail.example')

const digest = Uint8Array.from([0x12, 0x20, ...seed(7)])

// Valid delegations: from the space to Alice, from Alice to Bob, and from Alice to Bob with a policy.
const toAlice = await grant(1, space, alice.did, space.did)
const toBob = await grant(2, alice, bob.did, space.did, { command: '/blob/add' })
const small = await grant(3, alice, bob.did, space.did, {
  command: '/blob/add',
  policy: [
    ['<=', '.blob.size', 1_048_576],
    ['!=', '.blob.digest', new Uint8Array([0])],
  ],
})

/** @type {Record<string, () => Promise<{ invocations: Invocation[], delegations: Delegation[] }>>} */
const captures = {
  accepted: async () => await sent([toAlice, small], { size: 1024 }),
  expired: async () => {
    const short = await grant(4, alice, bob.did, space.did, { expiration: NOW - 3 * DAY })
    return await sent([toAlice, short])
  },
  'wrong-audience': async () => {
    const toStranger = await grant(5, alice, stranger.did, space.did)
    return await sent([toAlice, toStranger])
  },
  'missing-proof': async () => ({ ...(await sent([toAlice, toBob])), delegations: [toBob] }),
  'reordered-proofs': async () => await sent([toBob, toAlice]),
  'policy-not-matched': async () => await sent([toAlice, small], { size: 5_242_880 }),
  'powerline-root': async () => {
    const powerline = await grant(6, space, bob.did, null)
    return await sent([powerline])
  },
  'attested-by-a-stranger': async () => {
    const attested = await grant(7, attest(account, stranger), bob.did, account, { command: '/' })
    return await sent([attested], { subject: account })
  },
  tampered: async () => {
    const { invocations, delegations } = await sent([toAlice, toBob], { size: 1024 })
    return { invocations: [await tamper(invocations[0])], delegations }
  },
  'wrong-key-kind': async () => {
    const signer = p256Signer()
    const toP256 = await grant(8, alice, signer.did, space.did)
    return await sent([toAlice, toP256], { issuer: signer })
  },
  'another-service': async () => await sent([toAlice, toBob], { audience: otherService.did }),
}

/** The rejection that `libforge inspect` must report for each capture: `null` for the accepted invocation. */
const expected = {
  accepted: null,
  expired: { name: 'Expired', place: 'proof 2 of 2' },
  'wrong-audience': { name: 'InvalidAudience', place: 'the invocation' },
  'missing-proof': { name: 'UnavailableProof', place: 'proof 1 of 2' },
  'reordered-proofs': { name: 'InvalidAudience', place: 'proof 1 of 2' },
  'policy-not-matched': { name: 'MatchError', place: 'proof 2 of 2' },
  'powerline-root': { name: 'InvalidClaim', place: 'proof 1 of 1' },
  'attested-by-a-stranger': { name: 'InvalidSignature', place: 'proof 1 of 1' },
  tampered: { name: 'InvalidSignature', place: 'the invocation' },
  'wrong-key-kind': { name: 'UnverifiableSignature', place: 'the invocation' },
  'another-service': { name: 'InvalidAudience', place: 'the invocation' },
}

/** @type {Record<string, string>} */
const titles = {
  accepted: 'An invocation that is accepted',
  expired: 'A delegation expired',
  'wrong-audience': 'The last delegation is for another agent',
  'missing-proof': 'A proof was not sent',
  'reordered-proofs': 'The proofs are in the wrong order',
  'policy-not-matched': 'The arguments do not match a policy',
  'powerline-root': 'The first proof has no subject',
  'attested-by-a-stranger': 'The account is attested by an authority that is not trusted',
  tampered: 'The arguments were changed after signing',
  'wrong-key-kind': 'The signature is of a kind that services do not accept',
  'another-service': 'The invocation is for another service',
}

mkdirSync(folder, { recursive: true })
const index = []
for (const [name, make] of Object.entries(captures)) {
  const text = new TextDecoder().decode(await Container.encode(await make(), 'base64url'))
  writeFileSync(new URL(`${name}.txt`, folder), `X-UCAN-Container: ${text}\n`)
  index.push({
    name,
    title: titles[name],
    file: `${name}.txt`,
    at: NOW,
    audience: service.did,
    trustedAuthorities: [service.did],
    rejection: expected[/** @type {keyof typeof expected} */ (name)],
  })
}
writeFileSync(new URL('captures.json', folder), `${JSON.stringify(index, null, 2)}\n`)

/**
 * Creates a delegation: by default of the command `/blob`, with an expiration 30 days after `NOW`.
 *
 * @param {number} byte each byte of the nonce
 * @param {Signer} issuer
 * @param {DID} audience
 * @param {DID | null} subject
 * @param {{ command?: `/${string}`, expiration?: number, policy?: import('../dist/ucan/index.js').Policy }} options
 */
async function grant(byte, issuer, audience, subject, options = {}) {
  const { command = '/blob', expiration = NOW + 30 * DAY, policy } = options
  return await delegate(command, {
    issuer,
    audience,
    subject,
    expiration,
    policy,
    nonce: nonce(byte),
  })
}

/**
 * Creates an invocation of `/blob/add`, by default by Bob, and returns it with its proofs.
 *
 * @param {Delegation[]} proofs
 * @param {{ size?: number, subject?: DID, audience?: DID, issuer?: Signer }} options
 */
async function sent(proofs, options = {}) {
  const { size = 1024, subject = space.did, audience = service.did, issuer = bob } = options
  const invocation = await invoke(blob.add, {
    issuer,
    subject,
    audience,
    arguments: { blob: { digest, size } },
    proofs: proofs.map(({ cid }) => cid),
    nonce: nonce(9),
    expiration: NOW + 60,
    issuedAt: NOW,
  })
  return { invocations: [invocation], delegations: proofs }
}

/**
 * Changes the size in the signed arguments from 1024 to 4096.
 *
 * @param {Invocation | undefined} invocation
 */
async function tamper(invocation) {
  const { Invocation } = await import('../dist/ucan/index.js')
  const { bytes } = /** @type {Invocation} */ (invocation)
  const at = bytes.findIndex((byte, i) => byte === 0x19 && bytes[i + 1] === 4 && bytes[i + 2] === 0)
  bytes[at + 1] = 16
  return Invocation.decode(bytes)
}

/** @returns {Signer & { did: DID }} */
function p256Signer() {
  const secret = seed(8)
  const key = Uint8Array.from([0x80, 0x24, ...p256.getPublicKey(secret)])
  return {
    did: `did:key:${base58btc.encode(key)}`,
    signatureType: 'ES256',
    sign: (message) => p256.sign(message, secret, { lowS: true }),
  }
}
