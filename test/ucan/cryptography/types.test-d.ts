import { describe, expectTypeOf, it } from 'vitest'
import type { DID } from '../../../src/index.js'
import { Ed25519, Secp256k1, type KeySigner, type Signer } from '../../../src/ucan/index.js'

describe('KeySigner', () => {
  it('is the type of a generated or imported signer', () => {
    expectTypeOf(Ed25519.generate).returns.resolves.toEqualTypeOf<KeySigner>()
    expectTypeOf(Secp256k1.fromPEM).returns.resolves.toEqualTypeOf<KeySigner>()
  })

  it('has a DID, and withDID expects a DID', () => {
    expectTypeOf<KeySigner['did']>().toEqualTypeOf<DID>()
    expectTypeOf<KeySigner['withDID']>().parameter(0).toEqualTypeOf<DID>()
  })

  it('extends Signer', () => {
    expectTypeOf<KeySigner>().toExtend<Signer>()
  })
})
