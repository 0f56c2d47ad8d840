// @ts-check
/**
 * The upload service, which keeps the customers of the Forge storage network and
 * what they pay for. It serves UCAN 1.0 (a container) and ucanto (a CAR).
 *
 *     npm run example:upload-service -- [PORT]
 *
 * Each input line is a DID. The program answers with a delegation of
 * `/customer/add` to this principal, in a container. If the line is `ucanto DID`,
 * it answers with a ucanto archive.
 *
 * A program that serves untrusted clients through ucanto should override
 * multiformats with 14 and `@ipld/dag-cbor` with 10 in its package.json. The
 * documentation of `@fil-forge/libforge/ucanto` explains why.
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
 * Keeps customers, subscriptions and consumers. A customer has any number of
 * subscriptions, and a subscription has any number of consumers.
 */
class Registry {
  /** @type {DID} */
  #service
  /** @type {Map<DID, customer.AddArguments>} */
  #customers = new Map()
  /** @type {Map<string, { customer: DID, provider: DID }>} */
  #subscriptions = new Map()
  /** The subscription of each consumer. @type {Map<DID, string>} */
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
    // A principal may always invoke a command on itself.
    if (subject !== this.#service) {
      return failure('InvalidCustomerSubject', `${subject} is not this service`)
    }
    if (this.#customers.has(added.customer)) {
      return failure('CustomerExists', `${added.customer} is already registered`)
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
      return failure('AccountPlanMissing', `${subject} is not a customer`)
    }
    const found = [...this.#subscriptions].find(
      ([, known]) => known.customer === subject && known.provider === added.provider,
    )
    const id = found?.[0] ?? crypto.randomUUID()
    if ((this.#consumers.get(consumer) ?? id) !== id) {
      return failure('ConsumerExists', `${consumer} has another subscription`)
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
 * Calls `run` on the first call with a key, and returns the same result on later
 * calls. Results are kept in memory. A real service would use a database.
 *
 * @template T
 * @param {Map<string, T>} results
 * @param {string} key
 * @param {() => T} run
 */
function once(results, key, run) {
  const result = results.get(key) ?? run()
  results.set(key, result)
  return result
}

/**
 * Starts an upload service on loopback.
 *
 * @param {number} [port] any free port by default
 */
export async function startUploadService(port = 0) {
  const seed = crypto.getRandomValues(new Uint8Array(32))
  const signer = await EdDSASigner.generate(seed)
  const registry = new Registry(signer.did)
  const ucantoSigner = await ed25519.derive(seed)
  const { url, close } = await listen(port, {
    [Container.contentType]: containers(signer.did, taskRunner(signer, registry)),
    [CAR.contentType]: ucantoRoute(ucantoSigner, registry),
  })
  return {
    url,
    did: signer.did,
    close,
    /**
     * Delegates `/customer/add` to a principal. Returns a container in base64url.
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
     * Delegates `customer/add` of ucanto. Returns an archive in base64url.
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
 * Returns a function that executes invocations of UCAN 1.0. It executes each task
 * once.
 *
 * @param {EdDSASigner} executor
 * @param {Registry} registry
 * @returns {(invocation: Invocation) => Promise<Receipt>}
 */
function taskRunner(executor, registry) {
  /** @type {Map<string, Promise<Receipt>>} */
  const receipts = new Map()

  /** @param {Invocation} ran */
  async function run(ran) {
    try {
      if (ran.command === customer.add.name) {
        const result = registry.addCustomer(ran.subject, argumentsOf(customer.add, ran))
        if ('ok' in result) return await succeed(customer.add, { executor, ran, ok: result.ok })
        return await fail({ executor, ran, error: result.error })
      }
      if (ran.command === provider.add.name) {
        const result = registry.addConsumer(ran.subject, argumentsOf(provider.add, ran))
        if ('ok' in result) return await succeed(provider.add, { executor, ran, ok: result.ok })
        return await fail({ executor, ran, error: result.error })
      }
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      return await fail({ executor, ran, ...malformed(error) })
    }
    return await fail({
      executor,
      ran,
      ...failure('HandlerNotFound', `no handler for ${ran.command}`),
    })
  }

  return (invocation) => once(receipts, `${invocation.task}`, () => run(invocation))
}

/**
 * Returns a route for ucanto, which authorizes the invocations. Each invocation is
 * executed once. Revocation is not implemented.
 *
 * @param {ed25519.EdSigner} id
 * @param {Registry} registry
 * @returns {import('./server.js').Route}
 */
function ucantoRoute(id, registry) {
  /** @type {Map<string, ReturnType<Registry['addCustomer']>>} */
  const customers = new Map()
  /** @type {Map<string, ReturnType<Registry['addConsumer']>>} */
  const consumers = new Map()

  /** @type {{ customer: Pick<ucanto.Service['customer'], 'add'>, provider: Pick<ucanto.Service['provider'], 'add'> }} */
  const service = {
    customer: {
      add: wellFormed(
        customer.AddArguments,
        Server.provide(ucanto.customer.add, ({ capability, invocation }) =>
          once(customers, `${invocation.cid}`, () =>
            registry.addCustomer(capability.with, capability.nb),
          ),
        ),
      ),
    },
    provider: {
      add: wellFormed(
        provider.AddArguments,
        Server.provide(ucanto.provider.add, ({ capability, invocation }) =>
          once(consumers, `${invocation.cid}`, () =>
            registry.addConsumer(capability.with, capability.nb),
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
 * Wraps a method so that malformed arguments fail with `MalformedArguments`.
 * ucanto by itself would fail with `Unauthorized`.
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
