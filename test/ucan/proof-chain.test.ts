import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { customer, type DID } from '../../src/index.js'
import {
  authorize,
  AuthorizationError,
  Container,
  delegate,
  Ed25519,
  invoke,
  proofChain,
  type Delegation,
  type DelegateOptions,
  type KeySigner,
} from '../../src/ucan/index.js'

const [service, operator, hilt, stranger] = (await Promise.all(
  Array.from({ length: 4 }, () => Ed25519.generate()),
)) as [KeySigner, KeySigner, KeySigner, KeySigner]
const options = { issuer: hilt.did, subject: service.did, command: customer.add.name } as const
const NOW = Math.floor(Date.now() / 1000)

async function from(
  issuer: KeySigner,
  audience: DID,
  more: Partial<DelegateOptions> = {},
  command: `/${string}` = '/customer/add',
): Promise<Delegation> {
  return await delegate(command, {
    issuer,
    audience,
    subject: service.did,
    expiration: null,
    ...more,
  })
}

const root = await from(service, operator.did)
const last = await from(operator, hilt.did)
const others = [
  await from(service, stranger.did),
  await from(stranger, operator.did),
  await from(operator, stranger.did),
  await from(hilt, service.did),
]

/** Returns the message of the `UnavailableProof` that {@link proofChain} throws for the delegations. */
function missing(delegations: readonly Delegation[]): string {
  try {
    proofChain(delegations, options)
  } catch (error) {
    if (error instanceof AuthorizationError && error.name === 'UnavailableProof') {
      return error.message
    }
    throw error
  }
  throw new Error('expected an UnavailableProof, but proofChain returned a chain')
}

describe('proofChain', () => {
  it('returns the chain with its root first, for any order of the delegations', () => {
    expect(proofChain([root, last], options)).toEqual([root, last])
    expect(proofChain([...others, last, root], options)).toEqual([root, last])
    expect(proofChain([last, ...others, root], options)).toEqual([root, last])
  })

  it('returns the shortest chain', async () => {
    const direct = await from(service, hilt.did)
    expect(proofChain([root, last, direct], options)).toEqual([direct])
  })

  it('returns an empty chain if the issuer is the subject', () => {
    expect(proofChain([root], { ...options, issuer: service.did })).toEqual([])
  })

  it('uses delegations of wider commands, and powerlines after the root', async () => {
    const wide = await from(service, operator.did, {}, '/')
    const powerline = await from(operator, hilt.did, { subject: null }, '/customer')
    expect(proofChain([powerline, wide], options)).toEqual([wide, powerline])
  })

  it('throws an error that names the subject, or the end of the chain', () => {
    expect(missing([])).toBe(`no usable delegation of /customer/add by the subject ${service.did}`)
    expect(missing([last])).toBe(missing([]))
    expect(missing([root])).toBe(`proof chain ends at ${operator.did}, not at issuer ${hilt.did}`)
  })

  it.each<[string, Partial<DelegateOptions>, `/${string}`]>([
    ['has no subject', { subject: null }, '/customer/add'],
    ['is for the subject did:web:other.example', { subject: 'did:web:other.example' }, '/'],
    ['is for the command /customer/add/more', {}, '/customer/add/more'],
    ['is for the command /custom', {}, '/custom'],
    ['expired 2001-09-09T01:46:40Z', { expiration: 1_000_000_000 }, '/'],
    ['is not valid until after 2286-11-20T17:46:40Z', { notBefore: 10_000_000_000 }, '/'],
  ])('explains that a delegation %s', async (reason, more, command) => {
    const unusable = await from(service, hilt.did, more, command)
    expect(missing([unusable])).toBe(
      `${missing([])}. Unusable delegations: the one from ${service.did} to ${hilt.did} ${reason}`,
    )
  })

  it('explains at most three unusable delegations', async () => {
    const unusable = async (count: number) =>
      await Promise.all(Array.from({ length: count }, () => from(service, hilt.did, {}, '/other')))
    const reason = `the one from ${service.did} to ${hilt.did} is for the command /other`
    const three = `${missing([])}. Unusable delegations: ${reason}; ${reason}; ${reason}`
    expect(missing(await unusable(3))).toBe(three)
    expect(missing(await unusable(4))).toBe(`${three}; and 1 more`)
    expect(missing(await unusable(5))).toBe(`${three}; and 2 more`)
  })

  it('accepts a powerline only if its issuer is not the subject', async () => {
    const powerline = await from(operator, hilt.did, { subject: null })
    expect(proofChain([root, powerline], options)).toEqual([root, powerline])
    expect(() => proofChain([powerline], { ...options, subject: operator.did })).toThrow(
      'has no subject',
    )
  })

  it('does not use a delegation for another subject after the root', async () => {
    const elsewhere = await from(operator, hilt.did, { subject: 'did:web:other.example' })
    expect(missing([root, elsewhere])).toBe(
      `${missing([root])}. Unusable delegations: the one from ${operator.did} to ${hilt.did} is for the subject did:web:other.example`,
    )
  })

  it('throws an error that names the end of a longer chain', async () => {
    const next = await from(operator, stranger.did)
    expect(missing([next, root])).toBe(
      `proof chain ends at ${stranger.did}, not at issuer ${hilt.did}`,
    )
  })

  it('does not follow cycles of delegations', async () => {
    const back = await from(operator, service.did)
    expect(proofChain([root, back, last], options)).toEqual([root, last])
    expect(missing([root, back])).toBe(missing([root]))
  })

  it('checks the expiration of a delegation at the given time', async () => {
    const expired = await from(service, hilt.did, { expiration: 1000 })
    expect(proofChain([expired], { ...options, now: 999 })).toEqual([expired])
    expect(() => proofChain([expired], { ...options, now: 1000 })).toThrow('expired')
  })
})

describe('invoke', () => {
  const args: customer.AddArguments = {
    customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
    product: 'did:web:free.web3.storage',
    details: {},
  }
  const request = { issuer: hilt, subject: service.did, arguments: args }

  it('orders the proofs root first, and omits delegations outside of the chain', async () => {
    const { proofs } = await invoke(customer.add, { ...request, proofs: [last, ...others, root] })
    expect(proofs).toEqual([root.cid, last.cid])
  })

  it('creates an invocation that is authorized with the proofs of its container', async () => {
    // A container sorts its tokens by their bytes, which reverses about half of these chains.
    for (let i = 0; i < 16; i++) {
      const chain = [await from(service, operator.did), await from(operator, hilt.did)]
      const invocation = await invoke(customer.add, { ...request, proofs: chain })
      const body = await Container.encode({ invocations: [invocation], delegations: chain })
      const { invocations, delegations } = await Container.decode(body)
      const audience = service.did
      const { proofs } = await authorize(invocations[0]!, { audience, proofs: delegations })
      expect(proofs).toEqual(chain)
    }
  })

  it('selects proofs whose policies the arguments match', async () => {
    const narrow = await from(service, hilt.did, { policy: [['==', '.product', 'did:web:x']] })
    const { proofs } = await invoke(customer.add, { ...request, proofs: [narrow, root, last] })
    expect(proofs).toEqual([root.cid, last.cid])
    await expect(invoke(customer.add, { ...request, proofs: [narrow] })).rejects.toThrow(
      'does not allow these arguments: statement 1 of its policy is not true',
    )
  })

  it('rejects delegations that form no chain to the issuer', async () => {
    await expect(invoke(customer.add, { ...request, proofs: [root] })).rejects.toMatchObject({
      name: 'UnavailableProof',
      message: missing([root]),
    })
  })

  it('keeps the order of proofs that are CIDs', async () => {
    const cids = [
      last.cid,
      CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'),
    ]
    const { proofs } = await invoke(customer.add, { ...request, proofs: cids })
    expect(proofs.map(String)).toEqual(cids.map(String))
  })
})

describe('delegate', () => {
  it('accepts the name of a command, and rejects an invalid name', async () => {
    expect((await from(service, hilt.did, {}, '/')).command).toBe('/')
    await expect(from(service, hilt.did, {}, '/Customer')).rejects.toThrow('cmd: expected command')
  })

  it('rejects a notBefore that is not before the expiration', async () => {
    const window = { notBefore: NOW, expiration: NOW }
    await expect(from(service, hilt.did, window)).rejects.toMatchObject({
      code: 'out-of-range',
      path: ['nbf'],
      message: `Delegation: nbf: expected time before the expiration ${NOW}, received ${NOW}`,
    })
  })

  it('rejects an expiration in milliseconds', async () => {
    const expiration = Date.UTC(2030, 0, 1)
    await expect(from(service, hilt.did, { expiration })).rejects.toThrow(
      `Delegation: exp: expected time in Unix seconds, received milliseconds: ${expiration}`,
    )
  })
})
