// @ts-check
/**
 * Hilt, which keeps the tenants of Fil One, reduced to one tenant: it registers
 * the tenant with the upload service, provisions a bucket for it, and then serves
 * `/s3/bucket/list`.
 *
 *     npm run example:hilt -- [URL]
 *
 * The URL is that of an upload service. The program then asks for the container
 * with the delegation that the upload service grants it. Without a URL it starts
 * an upload service.
 *
 * Each input line is a DID. The program answers with a container for this
 * principal: the registration, its receipt, and a delegation of `/s3/bucket/list`.
 *
 * @import { DID } from '@fil-forge/libforge'
 * @import { Invocation } from '@fil-forge/libforge/ucan'
 */
import { CodecError, customer, provider, s3 } from '@fil-forge/libforge'
import { argumentsOf, Container, delegate, fail, invoke, succeed } from '@fil-forge/libforge/ucan'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { send } from './client.js'
import { answerEach, ask, isProgram } from './operator.js'
import { containers, listen } from './server.js'
import { startUploadService } from './upload-service.js'

const EXTERNAL_ID = '7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d'
const REGION = 'eu-central-1'

/**
 * Registers a tenant and its bucket, and serves `/s3/bucket/list` on loopback.
 *
 * @param {EdDSASigner} signer the keys of Hilt
 * @param {string} uploadURL
 * @param {string} granted the container that the upload service granted, in base64url
 */
export async function startHilt(signer, uploadURL, granted) {
  const { delegations } = await Container.decode(new TextEncoder().encode(granted))
  const service = delegations[0]?.subject
  if (service == null) throw new Error('expected a delegation with a subject')

  // Hilt keeps the keys of its tenants. The DID of this tenant is the did:key of its key.
  const tenant = ES256KSigner.generate()
  const registration = await invoke(customer.add, {
    issuer: signer,
    audience: service,
    subject: service,
    arguments: {
      customer: tenant.did,
      externalAccount: `f1:${EXTERNAL_ID}`,
      product: 'did:web:starter.example',
      details: { external_id: EXTERNAL_ID, region: REGION },
    },
    proofs: delegations,
  })
  const registered = await send(uploadURL, customer.add, registration, delegations)

  const space = await EdDSASigner.generate()
  const consent = await delegate(provider.add, {
    issuer: tenant,
    audience: signer.did,
    subject: tenant.did,
    expiration: Math.floor(Date.now() / 1000) + 60,
  })
  const provisioning = await invoke(provider.add, {
    issuer: signer,
    audience: service,
    subject: tenant.did,
    arguments: { provider: service, consumer: space.did },
    proofs: [consent],
  })
  await send(uploadURL, provider.add, provisioning, [consent])
  const bucket = {
    arn: 'arn:aws:s3:::photos',
    region: REGION,
    creationDate: new Date().toISOString(),
    name: 'photos',
  }

  /** @param {Invocation} ran */
  async function list(ran) {
    if (ran.subject !== signer.did || ran.command !== s3.bucket.list.name) {
      const error = {
        name: 'HandlerNotFound',
        message: `no handler for ${ran.command} of ${ran.subject}`,
      }
      return await fail({ executor: signer, ran, error })
    }
    try {
      // Ingot, the S3 gateway, forwards a request that is signed with an access key. Hilt finds the
      // tenant by this key. This example has one tenant, and does not verify the request.
      argumentsOf(s3.bucket.list, ran)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      const { message } = error
      return await fail({ executor: signer, ran, error: { name: 'MalformedArguments', message } })
    }
    return await succeed(s3.bucket.list, {
      executor: signer,
      ran,
      ok: {
        buckets: [bucket],
        continuationToken: '',
        owner: { displayName: 'tenant.example', id: tenant.did },
        prefix: '',
      },
    })
  }

  const { url, close } = await listen(0, { [Container.contentType]: containers(signer.did, list) })
  return {
    url,
    close,
    /**
     * Delegates `/s3/bucket/list` to a principal. Returns a container of the
     * delegation and the registration, in base64url.
     *
     * @param {string} audience
     */
    async grant(audience) {
      const delegation = await delegate(s3.bucket.list, {
        issuer: signer,
        audience: /** @type {DID} */ (audience),
        subject: signer.did,
        expiration: null,
      })
      const tokens = {
        invocations: [registration],
        receipts: [registered.receipt],
        delegations: [delegation],
      }
      return new TextDecoder().decode(await Container.encode(tokens, 'base64url'))
    },
  }
}

if (isProgram(import.meta.url)) {
  const signer = await EdDSASigner.generate()
  const url = process.argv[2]
  let hilt
  if (url === undefined) {
    const upload = await startUploadService()
    hilt = await startHilt(signer, upload.url, await upload.grant(signer.did))
  } else {
    const granted = await ask(`Paste the container that the upload service grants ${signer.did}:\n`)
    hilt = await startHilt(signer, url, granted)
  }
  console.log(`\nHilt ${signer.did}\nlistens at ${hilt.url}`)
  await answerEach(hilt.grant)
}
