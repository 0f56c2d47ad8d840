/**
 * The upload service, which keeps the customers of the Forge storage network, their
 * subscriptions, and the consumers of each subscription:
 * `npm run example:upload-service`.
 *
 * Environment variables, all optional:
 * - `PORT`: any free port by default
 * - `DATA_DIR`: the folder of the key and of the embedded database, `.data/upload-service`
 *   by default
 * - `DATABASE_URL`: the URL of a Postgres database, instead of the embedded database
 * - `PROVIDERS`: DIDs of providers besides this service, separated by commas
 * - `DID_WEB`: origins whose `did:web` are resolved, such as `https://hilt.example`,
 *   separated by commas
 */
import { customer, provider, type DID } from '@fil-forge/libforge'
import { handle, handler } from '@fil-forge/libforge/http'
import { httpDIDResolver } from '@fil-forge/libforge/ucan'
import { serve } from '@hono/node-server'
import { openDatabase, receiptsIn } from './database.js'
import { openKey } from './key.js'

const { DATA_DIR = '.data/upload-service', DATABASE_URL, PORT = '0' } = process.env
const { PROVIDERS = '', DID_WEB = '' } = process.env
const service = await openKey(`${DATA_DIR}/key.pem`)
const database = await openDatabase(DATABASE_URL, DATA_DIR)
const providers = [service.did, ...listOf(PROVIDERS)]

/** Splits the value of an environment variable at its commas. */
function listOf(variable: string): string[] {
  return variable === '' ? [] : variable.split(',')
}

/**
 * Returns whether a DID can be an account. A real upload service rejects a `did:key`. The
 * example accepts it, because a `did:key` needs no registration, unlike a `did:plc`.
 */
const isAccount = (subject: DID) => /^did:(plc|mailto|key):/.test(subject)

/**
 * Returns a failure that any sender can cause. The receipt is not stored, so that
 * strangers can't fill the database.
 */
const rejected = (name: string, message: string) =>
  ({ error: { name, message }, unexpected: true }) as const

const addCustomer = handle(
  customer.add,
  // A principal may invoke any command on itself, so the handler checks the subject.
  { subject: 'any', failures: customer.failures },
  async ({ arguments: args, invocation: { subject, task } }) => {
    if (subject !== service.did) {
      return rejected(
        'InvalidCustomerSubject',
        `expected the subject ${service.did}, received ${subject}`,
      )
    }
    const sql = `insert into customers values ($1, $2, $3, $4, $5)
      on conflict (did) do update set did = excluded.did returning task`
    const details = JSON.stringify(args.details)
    const values = [args.customer, args.externalAccount ?? null, args.product, details, `${task}`]
    const [stored] = (await database.query(sql, values)).rows as { task: string }[]
    if (stored?.task === `${task}`) return { ok: {} }
    return { error: { name: 'CustomerExists', message: `${args.customer} is registered` } }
  },
)

const addProvider = handle(
  provider.add,
  {
    subject: 'any',
    // Failures that the command does not define.
    failures: { ProviderNotAllowed: 'ProviderNotAllowed', ConsumerExists: 'ConsumerExists' },
  },
  async ({ arguments: args, invocation: { subject, task } }) => {
    if (!isAccount(subject))
      return rejected(
        'InvalidAccount',
        `expected a did:plc, did:mailto or did:key as the subject, received ${subject}`,
      )
    const known = await database.query('select from customers where did = $1', [subject])
    if (known.rows.length === 0) {
      return rejected(
        'AccountPlanMissing',
        `${subject} is not a customer: invoke /customer/add first`,
      )
    }
    if (!providers.includes(args.provider)) {
      const message = `expected a provider such as ${service.did}, received ${args.provider}`
      return { error: { name: 'ProviderNotAllowed', message } }
    }
    // Adds the consumer to the customer's subscription for the provider, unless the consumer
    // is already provisioned with the provider. Opens the subscription if there is none.
    const sql = `with subscription as (
        insert into subscriptions (customer, provider) select $1::text, $2::text
        where not exists (select from consumers where did = $3 and provider = $2)
        on conflict (customer, provider) do update set provider = excluded.provider returning id
      ), consumer as (
        insert into consumers select $3::text, $2::text, id, $4::text from subscription
        on conflict (did, provider) do update set did = excluded.did returning subscription, task
      )
      select * from consumer union all
      select subscription, task from consumers where did = $3 and provider = $2`
    const values = [subject, args.provider, args.consumer, `${task}`]
    const { rows } = await database.query(sql, values)
    const [stored] = rows as { subscription: string; task: string }[]
    if (stored?.task === `${task}`) return { ok: { id: stored.subscription } }
    return { error: { name: 'ConsumerExists', message: `${args.consumer} is already provisioned` } }
  },
)

const respond = handler({
  issuer: service,
  handlers: [addCustomer, addProvider],
  receipts: receiptsIn(database),
  didResolver: httpDIDResolver({ plc: 'https://plc.directory', web: listOf(DID_WEB) }),
  trustedAuthorities: [service.did],
})
serve({ fetch: respond, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`upload service ${service.did} at http://127.0.0.1:${port}`)
})
