/**
 * The Console, the web application of Fil One, reduced to a page with the buckets of a
 * tenant: `npm run example:console`. Hilt, which keeps the tenants of Fil One, lists the
 * buckets. The real Console does not invoke `/s3/bucket/list`: Ingot, the S3 gateway, does.
 *
 * Environment variables:
 * - `SERVICE_URL`, `GRANT`: the URL of Hilt, and its delegation of `/s3/bucket/list`
 *   to the Console
 * - `PORT`: any free port by default
 * - `DATA_DIR`: the folder of the key, `.data/console` by default
 */
import { s3 } from '@fil-forge/libforge'
import { execute } from '@fil-forge/libforge/http'
import { invoke } from '@fil-forge/libforge/ucan'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { granted } from './granted.js'
import { openKey } from './key.js'

const { DATA_DIR = '.data/console', PORT = '0' } = process.env
const issuer = await openKey(`${DATA_DIR}/key.pem`)
const { service, proofs, url } = await granted(issuer, s3.bucket.list.name)

async function listBuckets() {
  const listing = await invoke(s3.bucket.list, {
    issuer,
    subject: service,
    // A real Hilt requires a request that is signed with an access key of the tenant.
    arguments: { request: { method: 'GET', headers: { host: 's3.example' }, url: '/' } },
    proofs,
  })
  const signal = AbortSignal.timeout(10_000)
  return await execute(s3.bucket.list, listing, { url, proofs, signal })
}

const app = new Hono()
app.get('/', async (context) => {
  const result = await listBuckets()
  if ('error' in result) {
    const { name, message } = result.error
    return context.html(
      html`<title>Buckets</title>
        <p>${name}: ${message}</p>`,
      502,
    )
  }
  const { buckets, owner } = result.ok
  const rows = buckets.map(
    ({ name, region, creationDate }) =>
      html`<tr>
        <td>${name}</td>
        <td>${region}</td>
        <td>${creationDate}</td>
      </tr>`,
  )
  return context.html(
    html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" />
        <title>Buckets</title>
        <h1>Buckets of ${owner.displayName}</h1>
        <p>Tenant <code>${owner.id}</code></p>
        <table>
          <tr>
            <th>Bucket</th>
            <th>Region</th>
            <th>Created</th>
          </tr>
          ${rows}
        </table>
        <p>Receipt <code>${result.receipt.cid.toString()}</code> by ${result.receipt.executor}</p>
      </html>`,
  )
})
app.onError((error, context) => {
  console.error(error)
  return context.html(
    html`<title>Buckets</title>
      <p>Hilt did not list the buckets: see the log of this program.</p>`,
    502,
  )
})
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`Console ${issuer.did} at http://127.0.0.1:${port}`)
})
