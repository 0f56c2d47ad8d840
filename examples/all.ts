/**
 * Runs the three programs, each in its own process, and grants each client the command
 * that it invokes, as the operators of the services would: `npm run example`. Ctrl+C
 * stops them. Keys and records are kept in `DATA_DIR`, `.data` by default.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openKey } from './key.js'

const { DATA_DIR = '.data' } = process.env

/** Returns the arguments of Node that run a program in this folder. */
function nodeArguments(name: string): string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(`${name}.ts`, import.meta.url))]
}

/** Starts a program, and returns its URL once it listens. */
async function start(name: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, nodeArguments(name), {
    env: { ...process.env, PORT: '0', DATA_DIR: `${DATA_DIR}/${name}`, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.on('exit', () => child.kill())
  child.on('exit', () => process.exit(1))
  return await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(`${name.padEnd(14)} | ${line}`)
      const url = / at (http:\S+)$/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
}

/** Starts a client of a service. */
async function startClient(name: string, service: string, url: string, command: string) {
  const { did } = await openKey(`${DATA_DIR}/${name}/key.pem`)
  const keyFile = `${DATA_DIR}/${service}/key.pem`
  const args = [...nodeArguments('grant'), keyFile, command, did]
  const { stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return await start(name, { SERVICE_URL: url, GRANT: stdout.toString().trim() })
}

process.on('SIGINT', () => process.exit())
process.on('SIGTERM', () => process.exit())
const uploadService = await start('upload-service')
const hilt = await startClient('hilt', 'upload-service', uploadService, '/customer/add')
await startClient('console', 'hilt', hilt, '/s3/bucket/list')
