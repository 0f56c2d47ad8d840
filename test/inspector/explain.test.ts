import { describe, expect, it } from 'vitest'
import { blob, type DID } from '../../src/index.js'
import { captureOf } from '../../src/inspector/capture.js'
import { resolverOf } from '../../src/inspector/did-documents.js'
import { examine } from '../../src/inspector/examine.js'
import type { ExplainOptions } from '../../src/inspector/explain.js'
import {
  attest,
  Container,
  delegate,
  Ed25519,
  invoke,
  mailtoDID,
  type Delegation,
  type DelegateOptions,
  type Invocation,
  type KeySigner,
  type Policy,
  type Signer,
} from '../../src/ucan/index.js'
import { invocations } from '../../src/ucan/invocation.js'

const NOW = 1_772_452_800
const signers = await Promise.all(
  [1, 2, 3, 4, 5].map((byte) => Ed25519.fromSeed(new Uint8Array(32).fill(byte))),
)
const [service, space, alice, bob, other] = signers as unknown as Five<KeySigner>
type Five<T> = readonly [T, T, T, T, T]
type Principal = Signer & { readonly did: DID }

const blobArguments = {
  blob: { digest: Uint8Array.from([0x12, 0x20, ...new Uint8Array(32)]), size: 7 },
}

function grant(
  issuer: Principal,
  audience: DID,
  options: Partial<DelegateOptions> & { readonly command?: `/${string}` } = {},
): Promise<Delegation> {
  const { command = '/blob', ...rest } = options
  return delegate(command, { issuer, audience, subject: space.did, expiration: null, ...rest })
}

function add(proofs: readonly Delegation[], options: object = {}): Promise<Invocation> {
  return invoke(blob.add, {
    issuer: bob,
    subject: space.did,
    audience: service.did,
    arguments: blobArguments,
    proofs: proofs.map(({ cid }) => cid),
    expiration: null,
    ...options,
  })
}

async function examined(
  invocation: Invocation,
  delegations: readonly Delegation[],
  options: Partial<ExplainOptions> = {},
) {
  const capture = await captureOf(
    await Container.encode({ invocations: [invocation], delegations }),
  )
  if (capture.kind === 'value') throw new Error('expected tokens, received a value')
  const { chains, explanations } = await examine(capture, { now: NOW, ...options })
  return { chain: chains[0]!, explanation: explanations[0]!, rejection: explanations[0]!.rejection }
}

describe('the explanation of an invocation', () => {
  it('TooEarly names the time after which the delegation is valid', async () => {
    const proof = await grant(space, bob.did, { notBefore: NOW + 7200 })
    const { rejection, chain } = await examined(await add([proof]), [proof])
    expect(rejection).toMatchObject({ name: 'TooEarly', place: 'proof 1 of 1 (delegation)' })
    expect(rejection!.remedy).toMatch(/^Wait until after 2026-03-02T14:00:00Z \(in 2 hours\), or /)
    expect(chain.links[0]!.breaks.map(({ name }) => name)).toEqual(['TooEarly'])
  })

  it('Expired names the invocation, and a time at which it was valid', async () => {
    const proof = await grant(space, bob.did)
    const { rejection } = await examined(await add([proof], { expiration: NOW }), [proof])
    expect(rejection).toMatchObject({ name: 'Expired', place: 'the invocation' })
    expect(rejection!.remedy).toContain(`${bob.did} has to issue the invocation again`)
    expect(rejection!.remedy).toMatch(
      /^To check the invocation as it was sent, give the time 2026-03-02T11:59:59Z\. /,
    )
  })

  it('InvalidClaim names the delegation that is missing', async () => {
    const { rejection, chain } = await examined(await add([]), [])
    expect(rejection).toMatchObject({ name: 'InvalidClaim', place: 'the invocation' })
    expect(rejection!.remedy).toBe(
      `The subject ${space.did} has to delegate /blob/add to ${bob.did}, and the invocation has to list that delegation as a proof.`,
    )
    expect(chain.breaks.map(({ name }) => name)).toEqual(['InvalidClaim'])
  })

  it('InvalidSubject names both subjects', async () => {
    const proof = await grant(space, bob.did, { subject: other.did })
    const { rejection, chain } = await examined(await add([proof]), [proof])
    expect(rejection!.name).toBe('InvalidSubject')
    expect(rejection!.remedy).toContain(`a delegation for the subject ${space.did}`)
    expect(rejection!.remedy).toContain(`the subject ${other.did}`)
    expect(chain.links[0]!.breaks.map(({ name }) => name)).toEqual(['InvalidSubject'])
  })

  it('omits proofs after the 100th from the chain, and reports no break for them', async () => {
    const proofs = [await grant(space, alice.did)]
    while (proofs.length < 100) proofs.push(await grant(alice, alice.did))
    proofs.push(await grant(alice, bob.did))
    const { rejection, chain } = await examined(await add(proofs), proofs)
    expect(rejection!.name).toBe('TooManyProofs')
    expect(chain.links).toHaveLength(100)
    expect(chain.breaks).toEqual([])
  })

  it('InvalidAudience names the issuer that a proof needs', async () => {
    const root = await grant(space, alice.did)
    const leaf = await grant(other, bob.did)
    const { rejection, chain } = await examined(await add([root, leaf]), [root, leaf])
    expect(rejection).toMatchObject({ name: 'InvalidAudience' })
    expect(rejection!.place).toMatch(/^proof 2 of 2/)
    expect(rejection!.remedy).toContain(
      `has to be issued by ${alice.did}, the audience of the proof before it`,
    )
    expect(chain.links.map(({ breaks }) => breaks.map(({ name }) => name))).toEqual([
      [],
      ['InvalidAudience'],
    ])
  })

  it('ImpossibleAttenuation names the commands', async () => {
    const root = await grant(space, alice.did, { command: '/blob' })
    const leaf = await grant(alice, bob.did, { command: '/upload' })
    const { rejection } = await examined(await add([root, leaf]), [root, leaf])
    expect(rejection!.name).toBe('ImpossibleAttenuation')
    expect(rejection!.remedy).toMatch(
      /have to be for commands that include \/blob\/add: .* is for \/upload, and a proof before it is for another command\.$/,
    )
    const proof = await grant(space, bob.did, { command: '/blob/list' })
    const narrow = await examined(await add([proof]), [proof])
    expect(narrow.rejection).toMatchObject({
      name: 'ImpossibleAttenuation',
      place: 'the invocation',
    })
    expect(narrow.rejection!.remedy).toContain(
      'The proofs have to be for commands that include /blob/add, or',
    )
  })

  it.each<[string, Policy, string]>([
    [
      'a comparison',
      [['==', '.blob.size', 8]],
      'statement 1 requires that .blob.size is 8, but it is 7',
    ],
    [
      'a comparison with an absent value',
      [['==', '.region', 'eu']],
      'statement 1 requires that .region is "eu", but the arguments have no .region',
    ],
    [
      'a statement within `and`',
      [
        ['>', '.blob.size', 1],
        [
          'and',
          [
            ['<', '.blob.size', 100],
            ['<=', '.blob.size', 6],
          ],
        ],
      ],
      'statement 2 requires that .blob.size is at most 6, but it is 7',
    ],
    [
      'an `or`',
      [
        [
          'or',
          [
            ['==', '.blob.size', 1],
            ['like', '.name', 'a*'],
          ],
        ],
      ],
      'statement 1 requires that (.blob.size is 1) or (.name matches the pattern "a*"), but none of these statements is true',
    ],
    [
      'an `any`',
      [['any', '.blob', ['==', '.', 3]]],
      `statement 1 requires that (. is 3) for at least one item of .blob, but .blob is {"size": 7, "digest": 0x1220${'00'.repeat(32)}}`,
    ],
    [
      'a `not`',
      [['not', ['==', '.blob.size', 7]]],
      'statement 1 requires that not (.blob.size is 7), but the statement within "not" is true',
    ],
  ])('MatchError describes the false statement: %s', async (_what, policy, words) => {
    const proof = await grant(space, bob.did, { policy })
    const { rejection } = await examined(await add([proof]), [proof])
    expect(rejection).toMatchObject({ name: 'MatchError', mismatch: { words } })
    expect(rejection!.remedy).toContain(words)
  })

  it('MalformedArguments quotes the reason', async () => {
    const invocation = await invocations.sign(bob, {
      iss: bob.did,
      sub: bob.did,
      cmd: '/x',
      args: Uint8Array.of(0xa1, 0x61, 0x61, 0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0),
      prf: [],
      nonce: new Uint8Array(0),
      exp: null,
    })
    const { rejection, chain } = await examined(invocation, [])
    expect(rejection!.name).toBe('MalformedArguments')
    expect(rejection!.remedy).toContain('expected integer, received float')
    expect(chain.breaks.map(({ name }) => name)).toEqual(['MalformedArguments'])
  })

  it('does not explain a malformed argument as the token field of the same name', async () => {
    const invocation = await invocations.sign(bob, {
      iss: bob.did,
      sub: bob.did,
      cmd: '/blob/add',
      // The map {"exp": 1}.
      args: Uint8Array.of(0xa1, 0x63, 0x65, 0x78, 0x70, 0x01),
      prf: [],
      nonce: new Uint8Array(0),
      exp: null,
    })
    const capture = await captureOf(await Container.encode({ invocations: [invocation] }))
    if (capture.kind === 'value') throw new Error('expected tokens, received a value')
    const { tokens } = await examine(capture, { now: NOW })
    const part = tokens[0]!.form.parts.find(
      ({ role, path }) => role === 'value' && path.join('.') === 'args.exp',
    )
    expect(part).toMatchObject({ words: '1', meaning: undefined })
  })

  it('TooManyProofs names the limit', async () => {
    const proof = await grant(space, bob.did)
    const invocation = await add(Array.from({ length: 33 }, () => proof))
    const { rejection } = await examined(invocation, [proof])
    expect(rejection!.name).toBe('TooManyProofs')
    expect(rejection!.remedy).toContain(
      'it has 33 proofs, and services with this library accept 32',
    )
  })

  it.each([
    ['NonStandard', 1],
    ['ES256', 64],
  ] as const)('UnverifiableSignature names the signature type: %s', async (type, length) => {
    const issuer = {
      ...bob,
      did: bob.did,
      signatureType: type,
      sign: () => new Uint8Array(length),
    }
    const proof = await grant(space, bob.did)
    const { rejection, chain } = await examined(await add([proof], { issuer }), [proof])
    expect(rejection!.name).toBe('UnverifiableSignature')
    expect(rejection!.remedy.endsWith(`not ${type}.`)).toBe(true)
    expect(chain.breaks.map(({ name }) => name)).toEqual(['UnverifiableSignature'])
  })

  it('DIDKeyResolutionError asks for the DID document, and does not occur if it is given', async () => {
    const web = 'did:web:agent.example'
    const issuer = bob.withDID(web)
    const proof = await grant(space, web)
    const invocation = await add([proof], { issuer })
    const unknown = await examined(invocation, [proof])
    expect(unknown.rejection).toMatchObject({
      name: 'DIDKeyResolutionError',
      place: 'the invocation',
    })
    expect(unknown.rejection!.remedy).toContain('give the DID document')
    expect(unknown.chain.breaks.map(({ name }) => name)).toEqual(['DIDKeyResolutionError'])
    const document = {
      id: web,
      verificationMethod: [
        { id: '#key', type: 'Multikey', publicKeyMultibase: bob.did.slice('did:key:'.length) },
      ],
    }
    const didResolver = resolverOf([document])
    const known = await examined(invocation, [proof], { didResolver })
    expect(known.rejection).toBeUndefined()
    expect(known.chain.isIntact).toBe(true)
    const notFound = await examined(invocation, [proof], { didResolver: resolverOf([]) })
    expect(notFound.rejection!.remedy).toContain('notFound')
  })

  it('DIDKeyResolutionError names the authority, and does not occur if it is trusted', async () => {
    const account = mailtoDID('ana@mail.example')
    const issuer = attest(account, service)
    const proof = await delegate('/', {
      issuer,
      audience: bob.did,
      subject: account,
      expiration: null,
    })
    const invocation = await add([proof], { subject: account })
    const untrusted = await examined(invocation, [proof])
    expect(untrusted.rejection!.name).toBe('DIDKeyResolutionError')
    expect(untrusted.rejection!.remedy).toContain(service.did)
    expect(untrusted.explanation.assumptions).toContain(
      'No authority is trusted to attest: none was given.',
    )
    const trusted = await examined(invocation, [proof], { trustedAuthorities: [service.did] })
    expect(trusted.rejection).toBeUndefined()
  })

  it('DIDKeyResolutionError asks for the DID document of an attesting authority', async () => {
    const authority = 'did:web:up.example'
    const principal = service.withDID(authority)
    const account = mailtoDID('ana@mail.example')
    const proof = await delegate('/', {
      issuer: attest(account, principal),
      audience: bob.did,
      subject: account,
      expiration: null,
    })
    const invocation = await add([proof], { subject: account })
    const { rejection } = await examined(invocation, [proof], { trustedAuthorities: [authority] })
    expect(rejection).toMatchObject({
      name: 'DIDKeyResolutionError',
      place: 'proof 1 of 1 (delegation)',
    })
    expect(rejection!.remedy).toContain(`resolve ${authority}, the authority that attests proof 1`)
    expect(rejection!.remedy).not.toContain('did:mailto')
  })

  it('DIDKeyResolutionError asks for a DID with percent-encoded special characters', async () => {
    const issuer = attest('did:mailto:mail.example:ana#', service)
    const invocation = await add([], { issuer, subject: issuer.did })
    const { rejection } = await examined(invocation, [], { trustedAuthorities: [service.did] })
    expect(rejection!.remedy).toBe(
      "The account needs a DID in which special characters are percent-encoded: can't determine the keys of did:mailto:mail.example:ana#: control characters and # must be percent-encoded.",
    )
  })

  it('DIDKeyResolutionError asks for the DID document of the authority of a did:web', async () => {
    const [web, authority] = ['did:web:agent.example', 'did:web:up.example'] as const
    const issuer = attest(web, service.withDID(authority))
    const document = {
      id: web,
      verificationMethod: [
        { id: '#up', type: 'AuthorityAttestation', controller: authority, authority },
      ],
    }
    const { rejection } = await examined(await add([], { issuer, subject: web }), [], {
      trustedAuthorities: [authority],
      didResolver: resolverOf([document]),
    })
    expect(rejection!.name).toBe('DIDKeyResolutionError')
    expect(rejection!.remedy).toContain(`The DID document of ${authority}, the authority that`)
  })

  it('InvalidSignature asks for an attestation of a token that a did:mailto issued', async () => {
    const account = mailtoDID('ana@mail.example')
    const issuer = bob.withDID(account)
    const invocation = await add([], { issuer, subject: account })
    const { rejection } = await examined(invocation, [], { trustedAuthorities: [service.did] })
    expect(rejection).toMatchObject({ name: 'InvalidSignature' })
    expect(rejection!.message).toBe(
      `${account} has no key to sign ${invocation.cid}: expected an attestation by one of the trustedAuthorities`,
    )
    expect(rejection!.remedy).toBe(
      `A trusted authority has to attest the invocation: ${account} has no key of its own, so it can't sign.`,
    )
  })

  it('InvalidSignature asks a did:key for its own signature instead of an attestation', async () => {
    const invocation = await add([], { issuer: attest(bob.did, service), subject: bob.did })
    const { rejection } = await examined(invocation, [], { trustedAuthorities: [service.did] })
    expect(rejection).toMatchObject({ name: 'InvalidSignature' })
    expect(rejection!.message).toBe(
      `an attestation can't replace the signature of ${bob.did}: sign ${invocation.cid} with the key of the did:key`,
    )
    expect(rejection!.remedy).toContain(`${bob.did} has to sign the invocation with its own key`)
  })

  it('assumes that the service is the subject if the invocation has no audience', async () => {
    const invocation = await invoke(blob.list, {
      issuer: bob,
      subject: bob.did,
      arguments: {},
      expiration: null,
    })
    const { explanation, chain } = await examined(invocation, [])
    expect(explanation).toMatchObject({
      isAuthorized: true,
      audience: bob.did,
      isAudienceAssumed: true,
    })
    expect(explanation.assumptions[0]).toBe(
      `The service is assumed to be the subject of the invocation, ${bob.did}. To check that the invocation is for your service, give its DID.`,
    )
    expect(chain).toMatchObject({ links: [], breaks: [], isIntact: true })
  })
})

describe('a proof chain', () => {
  it('lists what each link narrows', async () => {
    const root = await grant(space, alice.did, { command: '/', expiration: NOW + 100 })
    const leaf = await grant(alice, bob.did, {
      command: '/blob/add',
      expiration: NOW + 50,
      policy: [['like', '.name', 'a*']],
    })
    const { chain } = await examined(await add([root, leaf]), [root, leaf])
    expect(chain.links.map(({ narrows }) => narrows)).toEqual([
      ['until 2026-03-02T12:01:40Z'],
      [
        'command /blob/add instead of all commands',
        'only if .name matches the pattern "a*"',
        'until 2026-03-02T12:00:50Z',
      ],
    ])
  })

  it('lists every reason for a break, in the order of the links', async () => {
    const root = await grant(space, alice.did, { expiration: NOW - 1 })
    const leaf = await grant(other, alice.did, { notBefore: NOW + 1, subject: other.did })
    const { chain } = await examined(await add([root, leaf]), [root, leaf])
    const names = (breaks: ReadonlyArray<{ readonly name: string }>) =>
      breaks.map(({ name }) => name)
    expect(chain.links.map(({ breaks }) => names(breaks))).toEqual([
      ['Expired'],
      ['TooEarly', 'InvalidSubject', 'InvalidAudience'],
    ])
    expect(names(chain.breaks)).toEqual(['InvalidAudience'])
    expect(chain.isIntact).toBe(false)
  })
})
