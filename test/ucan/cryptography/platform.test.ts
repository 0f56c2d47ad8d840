import { describe, expect, it } from 'vitest'
import { platformOf, type Globals } from '../../../src/ucan/cryptography/platform.js'
import { signatureVerifier } from '../../../src/ucan/cryptography/verify-signature.js'
import { utf8 } from '../../bytes.js'
import { vectors } from './vectors.js'

const { crypto, process } = globalThis
const valid = vectors.filter((vector) => vector.valid)

const rejecting = async () => {
  throw new DOMException('unsupported', 'NotSupportedError')
}
const subtle = { importKey: rejecting }

const platforms: readonly [string, Globals, ...string[]][] = [
  ['node:crypto', { process, crypto }],
  ['WebCrypto', { crypto }],
  ['a process without built-in modules', { process: {}, crypto }],
  ['a node:crypto without its functions', { process: { getBuiltinModule: () => ({}) }, crypto }],
  ['a WebCrypto that supports nothing', { crypto: { subtle } }, 'RSA'],
  // Browsers define `subtle` in secure contexts only, such as pages loaded over HTTPS.
  ['a crypto object without subtle', { crypto: {} }, 'RSA'],
  ['neither node:crypto nor WebCrypto', {}, 'RSA'],
]

describe.each(platforms)('platformOf with %s', (_name, globals, unsupported) => {
  it('verifies only valid signatures of the supported key types', async () => {
    const verify = signatureVerifier((key) => platformOf(globals).importKey(key))
    for (const { key, type, message, signature } of valid) {
      expect(await verify(key, type, message, signature)).toBe(key.type !== unsupported)
      expect(await verify(key, type, utf8('other bytes'), signature)).toBe(false)
    }
  })

  it('signs with Ed25519', async () => {
    const message = utf8('the bytes that are signed')
    const { publicKey, sign } = await platformOf(globals).importSeed(new Uint8Array(32).fill(3))
    const signature = await sign(message)
    const imported = await crypto.subtle.importKey('raw', publicKey.slice(), 'Ed25519', true, [
      'verify',
    ])
    expect(
      await crypto.subtle.verify('Ed25519', imported, signature.slice(), message.slice()),
    ).toBe(true)
  })
})
