/**
 * Runs the upload service, Hilt and the Console, each in its own process:
 * `npm run example`. Ctrl+C stops them. Keys and records are kept in `DATA_DIR`, `.data`
 * by default. If `DATABASE_URL` is set, the upload service keeps its records in the
 * Postgres database at this URL.
 *
 * Hilt is a client of the upload service, and the Console is a client of Hilt. This
 * program grants each client a command of its service. In production, the operator of the
 * service does so.
 */
import { openKey } from './key.js'
import { grant, start } from './programs.js'

const { DATA_DIR = '.data' } = process.env

/** Grants a client a command of a service, and starts the client. Returns the client's URL. */
async function startClient(name: string, service: string, url: string, command: string) {
  const folder = `${DATA_DIR}/${name}`
  const { did } = await openKey(`${folder}/key.pem`)
  const granted = grant(`${DATA_DIR}/${service}/key.pem`, command, did)
  return await start(name, { DATA_DIR: folder, SERVICE_URL: url, ...granted })
}

const uploadServiceURL = await start('upload-service', { DATA_DIR: `${DATA_DIR}/upload-service` })
const hiltURL = await startClient('hilt', 'upload-service', uploadServiceURL, '/customer/add')
await startClient('console', 'hilt', hiltURL, '/s3/bucket/list')
