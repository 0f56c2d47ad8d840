import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ed25519, type KeySigner } from '../../src/ucan/index.js'

/** Generates a key file in a folder, and returns its signer. */
export async function newKey(folder: string, name: string): Promise<KeySigner> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, pem)
  return await Ed25519.fromPEM(pem)
}
