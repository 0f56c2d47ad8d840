// @ts-check
/**
 * The Console, the web application of Fil One, reduced to a program: it shows the
 * registration of a tenant, with its receipt, and lists the tenant's buckets.
 *
 *     npm run example:console -- [URL]
 *
 * The URL is that of Hilt, which keeps the tenants. The program then asks for the
 * container that Hilt grants it. Without a URL it starts Hilt and an upload
 * service.
 */
import { customer, s3 } from '@fil-forge/libforge'
import { argumentsOf, Container, invoke } from '@fil-forge/libforge/ucan'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { readReceipt, send } from './client.js'
import { startHilt } from './hilt.js'
import { ask, isProgram } from './operator.js'
import { startUploadService } from './upload-service.js'

/**
 * Prints a tenant's registration and its buckets.
 *
 * @param {EdDSASigner} signer the keys of the Console
 * @param {string} hiltURL
 * @param {string} granted the container that Hilt granted, in base64url
 */
export async function showTenant(signer, hiltURL, granted) {
  const tokens = await Container.decode(new TextEncoder().encode(granted))
  const [registration] = tokens.invocations
  const [receipt] = tokens.receipts
  const [delegation] = tokens.delegations
  if (registration === undefined || receipt === undefined || delegation?.subject == null) {
    throw new Error('expected a registration, its receipt and a delegation')
  }

  console.log(`\nThe registration`)
  await readReceipt(customer.add, registration, receipt)
  const { customer: tenant, product, details } = argumentsOf(customer.add, registration)

  const listing = await invoke(s3.bucket.list, {
    issuer: signer,
    audience: delegation.subject,
    subject: delegation.subject,
    arguments: { request: { method: 'GET', headers: { host: 's3.example' }, url: '/' } },
    proofs: [delegation],
  })
  const { ok } = await send(hiltURL, s3.bucket.list, listing, [delegation])

  console.log(`\nThe tenant ${tenant}`)
  console.log(`  is on ${product}, in ${details['region']}, registered by ${receipt.executor}`)
  for (const { name, region, creationDate } of ok.buckets) {
    console.log(`  has the bucket ${name}, in ${region}, since ${creationDate}`)
  }
}

if (isProgram(import.meta.url)) {
  const signer = await EdDSASigner.generate()
  const url = process.argv[2]
  if (url === undefined) {
    const keys = await EdDSASigner.generate()
    const upload = await startUploadService()
    const hilt = await startHilt(keys, upload.url, await upload.grant(keys.did))
    await showTenant(signer, hilt.url, await hilt.grant(signer.did))
    await hilt.close()
    await upload.close()
  } else {
    await showTenant(
      signer,
      url,
      await ask(`Paste the container that Hilt grants ${signer.did}:\n`),
    )
  }
}
