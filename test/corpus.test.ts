import { describe, expect, it } from 'vitest'
import * as http from '../src/http/index.js'
import * as libforge from '../src/index.js'
import * as ucan from '../src/ucan/index.js'
import { corpusOf } from './fuzz/seeds.js'
import { targetsOf, type Target } from './fuzz/targets.js'
import { toHex } from './fixtures.js'

const targets = await targetsOf(libforge, ucan, http)

describe.each(targets.map((target) => [target.name, target] as const))(
  'the fuzzing corpus of %s',
  (name, { check }) => {
    it('is not empty', () => expect(corpusOf(name)).not.toHaveLength(0))

    it('passes the checks of its target', async () => {
      for (const input of corpusOf(name)) {
        const error = await errorOf(check, input)
        expect(error && `${toHex(input)}: ${error}`).toBeUndefined()
      }
    })
  },
)

async function errorOf(check: Target['check'], input: Uint8Array): Promise<unknown> {
  try {
    await check(input)
    return undefined
  } catch (error) {
    return error
  }
}
