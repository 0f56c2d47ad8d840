import { describe, expect, it } from 'vitest'
import * as libforge from '../src/index.js'
import * as ucan from '../src/ucan/index.js'
import { corpusOf } from './fuzz/seeds.js'
import { targetsOf, type Target } from './fuzz/targets.js'
import { toHex } from './fixtures.js'

describe.each(targetsOf(libforge, ucan).map((target) => [target.name, target] as const))(
  'the corpus of %s, as fuzzing left it,',
  (name, { check }) => {
    it('is not empty', () => expect(corpusOf(name)).not.toHaveLength(0))

    it('holds nothing that breaks a promise', async () => {
      for (const input of corpusOf(name)) {
        const complaint = await complaintOf(check, input)
        expect(complaint && `${toHex(input)}: ${complaint}`).toBeUndefined()
      }
    })
  },
)

async function complaintOf(check: Target['check'], input: Uint8Array): Promise<unknown> {
  try {
    await check(input)
    return undefined
  } catch (error) {
    return error
  }
}
