/**
 * Stores a file in a space, retrieves it, and writes it to a copy:
 * `npm run example:upload -- FILE COPY`. The storage node, the upload service and the
 * client each run in their own process. Keys are kept in `DATA_DIR`, `.data` by default.
 */
import { openKey } from '../key.js'
import { grant, runToEnd, start } from '../programs.js'

const { DATA_DIR = '.data' } = process.env
const nodeFolder = `${DATA_DIR}/storage-node`
const serviceFolder = `${DATA_DIR}/upload-service`
const clientFolder = `${DATA_DIR}/client`

await openKey(`${nodeFolder}/key.pem`)
const { did: service } = await openKey(`${serviceFolder}/key.pem`)
const { did: space } = await openKey(`${clientFolder}/space.pem`)

const nodeURL = await start('upload/storage-node', { DATA_DIR: nodeFolder })
// A storage node delegates `/blob` to the upload service when the node joins the network.
const granted = grant(`${nodeFolder}/key.pem`, '/blob', service)
const url = await start('upload/service', {
  DATA_DIR: serviceFolder,
  SERVICE_URL: nodeURL,
  SPACES: space,
  ...granted,
})
const client = { DATA_DIR: clientFolder, SERVICE: service, SERVICE_URL: url }
runToEnd('upload/client', process.argv.slice(2), client)
