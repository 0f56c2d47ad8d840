/**
 * The contenders of bench/authorize.js. Most authorize `/customer/add` with Ed25519 keys
 * and one delegation. The others are baselines, which do only cryptographic operations.
 */
import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify } from 'node:crypto'
import { customer } from '@fil-forge/libforge'
import {
  argumentsOf,
  authorize,
  Container,
  delegate,
  Ed25519,
  invoke,
  succeed,
  task,
} from '@fil-forge/libforge/ucan'
import { customer as capabilities } from '@fil-forge/libforge/ucanto'
import { Message } from '@ucanto/core'
import * as ucantoEd25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CAR } from '@ucanto/transport'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { verifier } from 'iso-signatures/verifiers/eddsa.js'
import { Resolver } from 'iso-signatures/verifiers/resolver.js'
import { Delegation as IsoDelegation } from 'iso-ucan/delegation'
import { Invocation as IsoInvocation } from 'iso-ucan/invocation'
import { addArguments, Random } from './values.js'

/** The bytes before the seed of an Ed25519 key in PKCS #8: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const random = new Random(1)
const expiration = Math.floor(Date.now() / 1000) + 3600

/**
 * Returns all contenders. `prepare` returns an input for `run`, with a new invocation.
 * `baseline` names the contender to compare with. `goal` is the target for the ratio of the
 * two times. The goal is not checked. `isRequest` marks the contenders whose rates are
 * compared.
 */
export async function contenders() {
  return [...(await ownContenders()), await ucanto(), await isoUCAN()]
}

async function ownContenders() {
  const service = await keyPair()
  const hilt = await keyPair()
  const { did } = service.signer

  const newDelegation = () =>
    delegate(customer.add, {
      issuer: service.signer,
      audience: hilt.signer.did,
      subject: did,
      expiration,
    })

  async function invokeWith(delegation) {
    const args = addArguments(random)
    const invocation = await invoke(customer.add, {
      issuer: hilt.signer,
      subject: did,
      arguments: args,
      proofs: [delegation],
      expiration,
    })
    return { invocation, delegation, args }
  }

  const newChain = async () => await invokeWith(await newDelegation())
  const recurring = await newDelegation()

  const authorizeChain = ({ invocation, delegation }) =>
    authorize(invocation, { audience: did, proofs: [delegation] })

  function checkSignatures({ invocation, delegation }) {
    const isValid =
      verify(undefined, invocation.signedBytes, hilt.publicKey, invocation.signature) &&
      verify(undefined, delegation.signedBytes, service.publicKey, delegation.signature)
    if (!isValid) throw new Error('expected valid signatures')
  }

  async function answerRequest(body) {
    const { invocations, delegations } = await Container.decode(body)
    const [ran] = invocations
    await authorize(ran, { audience: did, proofs: delegations })
    argumentsOf(customer.add, ran)
    const receipt = await succeed(customer.add, { executor: service.signer, ran, ok: {} })
    return await Container.encode({ receipts: [receipt] })
  }

  /** Returns the tokens of a request, and the bytes that `answerRequest` signs and hashes. */
  async function withReceipt() {
    const { invocation, delegation, args } = await newChain()
    const receipt = await succeed(customer.add, {
      executor: service.signer,
      ran: invocation,
      ok: {},
    })
    const { nonce } = invocation
    const { bytes } = task(customer.add, { subject: did, arguments: args, nonce })
    const hashed = [invocation.bytes, delegation.bytes, bytes, receipt.bytes]
    return { invocation, delegation, signedBytes: receipt.signedBytes, hashed }
  }

  function cryptography(input) {
    checkSignatures(input)
    sign(undefined, input.signedBytes, service.privateKey)
    for (const bytes of input.hashed) hash('sha256', bytes, 'buffer')
  }

  const checks = '2 signature checks by `node:crypto`'
  const onlyCryptography = 'signatures and hashes of a request'
  return [
    { name: checks, prepare: newChain, run: checkSignatures },
    {
      name: '`authorize`, new chain',
      baseline: checks,
      goal: '≤ 1.3',
      prepare: newChain,
      run: authorizeChain,
    },
    {
      name: '`authorize`, recurring chain',
      baseline: checks,
      prepare: () => invokeWith(recurring),
      run: authorizeChain,
    },
    { name: onlyCryptography, prepare: withReceipt, run: cryptography },
    {
      name: 'whole request',
      baseline: onlyCryptography,
      goal: '≤ 1.4',
      isRequest: true,
      async prepare() {
        const { invocation, delegation } = await newChain()
        return await Container.encode({ invocations: [invocation], delegations: [delegation] })
      },
      run: answerRequest,
    },
  ]
}

/** Returns a signer of this library, and its keys in `node:crypto`. */
async function keyPair() {
  const seed = randomBytes(32)
  const key = Buffer.concat([PKCS8, seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  return {
    signer: await Ed25519.fromSeed(seed),
    privateKey,
    publicKey: createPublicKey(privateKey),
  }
}

/** Returns the contender that executes the command in UCAN 0.9, from the encoded request to the encoded receipt. */
async function ucanto() {
  const service = await ucantoEd25519.generate()
  const hilt = await ucantoEd25519.generate()
  const served = { count: 0 }
  const server = Server.create({
    id: service,
    codec: CAR.inbound,
    validateAuthorization: () => ({ ok: {} }),
    service: {
      customer: {
        add: Server.provide(capabilities.add, () => {
          served.count++
          return { ok: {} }
        }),
      },
    },
  })
  return {
    name: '`@ucanto/server`',
    isRequest: true,
    async prepare() {
      const options = { audience: service, with: service.did() }
      const proof = await capabilities.add.delegate({
        ...options,
        issuer: service,
        audience: hilt,
        expiration,
      })
      const invocation = capabilities.add.invoke({
        ...options,
        issuer: hilt,
        nb: addArguments(random),
        proofs: [proof],
        expiration,
      })
      return await CAR.outbound.encode(await Message.build({ invocations: [invocation] }))
    },
    async run(request) {
      const before = served.count
      await server.request(request)
      if (served.count !== before + 1) throw new Error('expected ucanto to authorize the request')
    },
  }
}

/** Returns the contender of iso-ucan, which decodes and verifies an invocation and its proof. It does less than a whole request: iso-ucan has no signed receipts. */
async function isoUCAN() {
  const service = await EdDSASigner.generate()
  const hilt = await EdDSASigner.generate()
  const verifierResolver = new Resolver({ ...verifier })
  return {
    name: '`iso-ucan`, without a receipt',
    isRequest: true,
    async prepare() {
      const common = { sub: service.did, cmd: customer.add.name, exp: expiration, verifierResolver }
      const proof = await IsoDelegation.create({ ...common, iss: service, aud: hilt.did, pol: [] })
      const args = addArguments(random)
      const invocation = await IsoInvocation.create({ ...common, iss: hilt, args, prf: [proof] })
      return { invocation: invocation.bytes, proof: proof.bytes }
    },
    async run({ invocation, proof }) {
      await IsoInvocation.from({
        bytes: invocation,
        audience: service,
        verifierResolver,
        resolveProof: () => IsoDelegation.from({ bytes: proof, verifierResolver }),
      })
    },
  }
}
