/**
 * A reduced Hilt, with one tenant and one bucket: `npm run example:hilt`. Hilt is the
 * service that keeps the tenants of Fil One. This program registers the tenant as a
 * customer of the upload service, provisions the bucket, and serves `/s3/bucket/list`. It
 * can be restarted at any time.
 *
 * Environment variables:
 * - `SERVICE_URL`, `GRANT`: the URL of the upload service, and its delegation of
 *   `/customer/add` to Hilt
 * - `PORT`: any free port by default
 * - `DATA_DIR`: the folder of the keys, `.data/hilt` by default
 */
import { statSync } from 'node:fs'
import { customer, provider, s3 } from '@fil-forge/libforge'
import { execute, handle, handler } from '@fil-forge/libforge/http'
import { delegate, invoke } from '@fil-forge/libforge/ucan'
import { serve } from '@hono/node-server'
import { granted } from './granted.js'
import { openKey } from './key.js'

const EXTERNAL_ID = '7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d'
const REGION = 'eu-central-1'

const { DATA_DIR = '.data/hilt', PORT = '0' } = process.env
const hilt = await openKey(`${DATA_DIR}/key.pem`)
// Hilt keeps the keys of its tenants and of their buckets.
const tenant = await openKey(`${DATA_DIR}/tenant.pem`)
const bucket = await openKey(`${DATA_DIR}/photos.pem`)
const { service, proofs, url } = await granted(hilt, customer.add.name)

const registration = await invoke(customer.add, {
  issuer: hilt,
  subject: service,
  arguments: {
    customer: tenant.did,
    externalAccount: `f1:${EXTERNAL_ID}`,
    product: 'did:web:starter.example',
    details: { external_id: EXTERNAL_ID, region: REGION },
  },
  proofs,
})
const signal = AbortSignal.timeout(10_000)
const registered = await execute(customer.add, registration, { url, proofs, signal })
// After a restart, the tenant is already registered.
if ('error' in registered && registered.error.name !== customer.failures.CustomerExists) {
  throw new Error(`${registered.error.name}: ${registered.error.message}`)
}
console.log(`registered ${tenant.did}, receipt ${registered.receipt.cid}`)

const consent = await delegate(provider.add, {
  issuer: tenant,
  audience: hilt.did,
  subject: tenant.did,
  expiration: Math.floor(Date.now() / 1000) + 60,
})
const provisioning = await invoke(provider.add, {
  issuer: hilt,
  audience: service,
  subject: tenant.did,
  arguments: { provider: service, consumer: bucket.did },
  proofs: [consent],
})
const provisioned = await execute(provider.add, provisioning, { url, proofs: [consent], signal })
if ('error' in provisioned && provisioned.error.name !== 'ConsumerExists') {
  throw new Error(`${provisioned.error.name}: ${provisioned.error.message}`)
}
console.log(`provisioned ${bucket.did}, receipt ${provisioned.receipt.cid}`)

const photos: s3.bucket.Bucket = {
  arn: 'arn:aws:s3:::photos',
  region: REGION,
  creationDate: statSync(`${DATA_DIR}/photos.pem`).mtime.toISOString(),
  name: 'photos',
}
const owner: s3.bucket.Owner = { displayName: 'tenant.example', id: tenant.did }

// A real Hilt verifies the signature of the S3 request, and lists the buckets of the tenant
// whose access key signed the request.
const listBuckets = handle(s3.bucket.list, { subject: hilt.did }, () => ({
  ok: { buckets: [photos], continuationToken: '', owner, prefix: '' },
}))

const respond = handler({ issuer: hilt, handlers: [listBuckets] })
serve({ fetch: respond, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`Hilt ${hilt.did} at http://127.0.0.1:${port}`)
})
