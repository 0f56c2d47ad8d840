// @ts-check
/**
 * An upload service: it registers customers and provisions what they pay for,
 * asked in UCAN 1.0 (a container) or through ucanto (a CAR).
 *
 *     npm run example:upload-service -- [PORT]
 *
 * Each line that it reads, a DID, it answers with a delegation: that principal
 * may register customers. A client of ucanto gets its own after `ucanto DID`.
 *
 * A program that serves strangers through ucanto sets multiformats 14 and
 * `@ipld/dag-cbor` 10 as `overrides` in its package.json; why, the docs of
 * `@fil-forge/libforge/ucanto` say.
 *
 * @import { DID, Failure, Type } from '@fil-forge/libforge'
 * @import { Invocation, Receipt } from '@fil-forge/libforge/ucan'
 * @import { Capability, ServiceMethod } from '@ucanto/interface'
 */
import { CodecError, customer, provider } from '@fil-forge/libforge'
import { argumentsOf, Container, delegate, fail, succeed } from '@fil-forge/libforge/ucan'
import * as ucanto from '@fil-forge/libforge/ucanto'
import { Verifier } from '@ucanto/principal'
import * as ed25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CAR } from '@ucanto/transport'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { answerEach, isProgram } from './operator.js'
import { containers, listen } from './server.js'

/**
 * What the service knows. One customer has any number of subscriptions, and one
 * subscription pays for any number of consumers.
 */
class Books {
  /** @type {DID} */
  #service
  /** @type {Map<DID, customer.AddArguments>} */
  #customers = new Map()
  /** @type {Map<string, { customer: DID, provider: DID }>} */
  #subscriptions = new Map()
  /** The subscription that pays for each consumer. @type {Map<DID, string>} */
  #consumers = new Map()

  /** @param {DID} service */
  constructor(service) {
    this.#service = service
  }

  /**
   * @param {DID} subject
   * @param {customer.AddArguments} added
   */
  addCustomer(subject, added) {
    // Whoever invokes with its own DID as the subject is authorized to: by itself.
    if (subject !== this.#service) {
      return failure('InvalidCustomerSubject', `${subject} is not this service`)
    }
    if (this.#customers.has(added.customer)) {
      return failure('CustomerExists', `${added.customer} is registered already`)
    }
    this.#customers.set(added.customer, added)
    return { ok: {} }
  }

  /**
   * @param {DID} subject
   * @param {provider.AddArguments} added
   */
  addConsumer(subject, added) {
    const { consumer } = added
    if (!this.#customers.has(subject)) {
      return failure('AccountPlanMissing', `${subject} is no customer, and on no plan`)
    }
    const found = [...this.#subscriptions].find(
      ([, known]) => known.customer === subject && known.provider === added.provider,
    )
    const id = found?.[0] ?? crypto.randomUUID()
    if ((this.#consumers.get(consumer) ?? id) !== id) {
      return failure('ConsumerExists', `${consumer} is paid for by another subscription`)
    }
    this.#subscriptions.set(id, { customer: subject, provider: added.provider })
    this.#consumers.set(consumer, id)
    return { ok: { id } }
  }
}

/**
 * @param {string} name
 * @param {string} message
 * @returns {{ error: Failure }}
 */
function failure(name, message) {
  return { error: { name, message } }
}

/** @param {CodecError} error */
function malformed(error) {
  return failure('MalformedArguments', error.message)
}

/**
 * Runs what has one name once: whoever asks again gets what came of it. It is
 * kept for as long as the program runs; a service would keep it in a database.
 *
 * @template T
 * @param {Map<string, T>} done
 * @param {string} name
 * @param {() => T} run
 */
function once(done, name, run) {
  const known = done.get(name) ?? run()
  done.set(name, known)
  return known
}

/**
 * Starts an upload service on loopback.
 *
 * @param {number} [port] any that is free, by default
 */
export async function startUploadService(port = 0) {
  const seed = crypto.getRandomValues(new Uint8Array(32))
  const signer = await EdDSASigner.generate(seed)
  const books = new Books(signer.did)
  const ucantoSigner = await ed25519.derive(seed)
  const { url, close } = await listen(port, {
    [Container.contentType]: containers(signer.did, byContainer(signer, books)),
    [CAR.contentType]: byUcanto(ucantoSigner, books),
  })
  return {
    url,
    did: signer.did,
    close,
    /**
     * Lets a principal register customers.
     *
     * @param {string} audience
     */
    async grant(audience) {
      const delegation = await delegate(customer.add, {
        issuer: signer,
        audience: /** @type {DID} */ (audience),
        subject: signer.did,
        expiration: null,
      })
      return new TextDecoder().decode(
        await Container.encode({ delegations: [delegation] }, 'base64url'),
      )
    },
    /**
     * The same for a client of ucanto: an archive, in base64url.
     *
     * @param {string} audience
     */
    async grantInUcanto(audience) {
      const delegation = await ucanto.customer.add.delegate({
        issuer: ucantoSigner,
        audience: Verifier.parse(/** @type {DID} */ (audience)),
        with: ucantoSigner.did(),
        expiration: Infinity,
      })
      const { ok: archive, error } = await delegation.archive()
      if (error) throw error
      return Buffer.from(archive).toString('base64url')
    },
  }
}

/**
 * Runs invocations of UCAN 1.0, each task once.
 *
 * @param {EdDSASigner} executor
 * @param {Books} books
 * @returns {(invocation: Invocation) => Promise<Receipt>}
 */
function byContainer(executor, books) {
  /** @type {Map<string, Promise<Receipt>>} */
  const receipts = new Map()

  /** @param {Invocation} ran */
  async function run(ran) {
    try {
      if (ran.command === customer.add.command) {
        const result = books.addCustomer(ran.subject, argumentsOf(customer.add, ran))
        if ('ok' in result) return await succeed(customer.add, { executor, ran, ok: result.ok })
        return await fail({ executor, ran, error: result.error })
      }
      if (ran.command === provider.add.command) {
        const result = books.addConsumer(ran.subject, argumentsOf(provider.add, ran))
        if ('ok' in result) return await succeed(provider.add, { executor, ran, ok: result.ok })
        return await fail({ executor, ran, error: result.error })
      }
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      return await fail({ executor, ran, ...malformed(error) })
    }
    return await fail({ executor, ran, ...failure('HandlerNotFound', `no ${ran.command} here`) })
  }

  return (invocation) => once(receipts, `${invocation.task}`, () => run(invocation))
}

/**
 * Runs invocations of ucanto, which checks who asks, and signs the same receipt
 * of the same result. Nothing here is ever revoked.
 *
 * @param {ed25519.EdSigner} id
 * @param {Books} books
 * @returns {import('./server.js').Route}
 */
function byUcanto(id, books) {
  /** @type {Map<string, ReturnType<Books['addCustomer']>>} */
  const customers = new Map()
  /** @type {Map<string, ReturnType<Books['addConsumer']>>} */
  const consumers = new Map()

  /** @type {Pick<ucanto.Service, 'customer' | 'provider'>} */
  const service = {
    customer: {
      add: wellFormed(
        customer.AddArguments,
        Server.provide(ucanto.customer.add, ({ capability, invocation }) =>
          once(customers, `${invocation.cid}`, () =>
            books.addCustomer(capability.with, capability.nb),
          ),
        ),
      ),
    },
    provider: {
      add: wellFormed(
        provider.AddArguments,
        Server.provide(ucanto.provider.add, ({ capability, invocation }) =>
          once(consumers, `${invocation.cid}`, () =>
            books.addConsumer(capability.with, capability.nb),
          ),
        ),
      ),
    },
  }
  const server = Server.create({
    id,
    service,
    codec: CAR.inbound,
    validateAuthorization: () => ({ ok: {} }),
  })
  return async (body, headers) => await server.request({ body, headers })
}

/**
 * Says of malformed arguments that they are; ucanto would say that nobody may.
 *
 * @template {Capability} I
 * @template {{}} O
 * @param {Type<I['nb']>} type
 * @param {ServiceMethod<I, O, Error>} method
 * @returns {ServiceMethod<I, O, Error>}
 */
function wellFormed(type, method) {
  return async (invocation, context) => {
    try {
      type.cbor.encode(invocation.capabilities[0].nb)
    } catch (error) {
      if (error instanceof CodecError) return malformed(error)
      throw error
    }
    return await method(invocation, context)
  }
}

if (isProgram(import.meta.url)) {
  const service = await startUploadService(Number(process.argv[2] ?? 0))
  console.log(`upload service ${service.did}\nlistens at ${service.url}`)
  await answerEach((line) =>
    line.startsWith('ucanto ')
      ? service.grantInUcanto(line.slice('ucanto '.length))
      : service.grant(line),
  )
}
