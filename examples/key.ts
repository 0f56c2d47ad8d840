import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Ed25519, type KeySigner } from '@fil-forge/libforge/ucan'

/**
 * Returns the signer of a key file, which has an Ed25519 key as PKCS #8 in PEM. Creates the
 * file with a new key if the file does not exist.
 */
export async function openKey(file: string): Promise<KeySigner> {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
  }
  return await Ed25519.fromPEM(readFileSync(file, 'utf8'))
}
