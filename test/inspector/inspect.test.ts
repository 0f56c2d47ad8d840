import { encode as encodeGeneric } from '@ipld/dag-cbor'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kindOf } from '../../src/codec/kind.js'
import { MapKind } from '../../src/codec/kinds/map.js'
import { StructKind } from '../../src/codec/kinds/struct.js'
import { TupleKind } from '../../src/codec/kinds/tuple.js'
import { differenceOf } from '../../src/inspector/difference.js'
import { decodeParts, matchingTypes, unknownFields } from '../../src/inspector/fit.js'
import { inspect } from '../../src/inspector/inspect.js'
import { commandMeanings, typeMeanings } from '../../src/inspector/meanings.js'
import type { Part } from '../../src/inspector/part.js'
import { sourceOf } from '../../src/inspector/source.js'
import { commands, types } from '../../src/inspector/vocabulary.js'
import { CodecError, customer, s3, Unit } from '../../src/index.js'
import {
  codecOf,
  fromHex,
  rowsOf,
  toHex,
  typeOf,
  types as exported,
  utf8,
  type InputRow,
  type ValidRow,
} from '../fixtures.js'

const rows = rowsOf<ValidRow>('valid')
const named = rows.map((row) => [row.type, row.name, row] as const)

describe('decodeParts of CBOR', () => {
  it.each(named)('covers all bytes: %s, %s', (_type, _name, row) => {
    const bytes = fromHex(row.cbor)
    const parts = decodeParts(typeOf(row), 'cbor', bytes)
    let end = 0
    for (const { offset, length, headerLength } of parts) {
      expect(offset).toBe(end)
      expect(headerLength).toBe(cborHeaderLength(bytes, offset))
      expect(headerLength).toBeLessThanOrEqual(length)
      end = offset + length
    }
    expect(end).toBe(bytes.length)
    expect(unknownFields(parts)).toEqual([])
  })
})

/**
 * Returns the header length of the item at an offset (RFC 8949, section 3). The header of a
 * link is its tag and the header of its byte string.
 */
function cborHeaderLength(bytes: Uint8Array, offset: number): number {
  const initial = bytes[offset]!
  if (initial === 0xd8) return 2 + cborHeaderLength(bytes, offset + 2)
  const info = initial & 0x1f
  return info < 24 ? 1 : 1 + 2 ** (info - 24)
}

describe('decodeParts of DAG-JSON', () => {
  it.each(named)(
    'covers all but closing brackets, commas and colons: %s, %s',
    (_type, _name, row) => {
      const bytes = utf8(row.dagJson)
      const parts = decodeParts(typeOf(row), 'json', bytes)
      let end = 0
      let between = ''
      for (const { offset, length } of parts) {
        between += new TextDecoder().decode(bytes.subarray(end, offset))
        end = offset + length
      }
      between += new TextDecoder().decode(bytes.subarray(end))
      expect(between).toMatch(/^[\]},:]*$/)
    },
  )

  it('returns the same paths, roles, kinds and words as for CBOR, in any order', () => {
    for (const row of rows) {
      const type = typeOf(row)
      const comparable = (parts: readonly Part[]) =>
        parts.map(({ path, role, kind, words }) => JSON.stringify([path, role, kind, words])).sort()
      expect(comparable(decodeParts(type, 'json', utf8(row.dagJson)))).toEqual(
        comparable(decodeParts(type, 'cbor', fromHex(row.cbor))),
      )
    }
  })

  it('returns offsets in bytes after escapes, white space and non-ASCII characters', () => {
    const json =
      ' {"details" :{ "\\u00e9\\n\\"é\u{1F600}" : "x"},\n"customer":"did:x:é","product":"did:x:y"}'
    const bytes = utf8(json)
    const parts = decodeParts(customer.AddArguments, 'json', bytes)
    const slices = parts.map(({ offset, length }) =>
      new TextDecoder().decode(bytes.subarray(offset, offset + length)),
    )
    expect(slices).toEqual([
      '{',
      '"details"',
      '{',
      '"\\u00e9\\n\\"é\u{1F600}"',
      '"x"',
      '"customer"',
      '"did:x:é"',
      '"product"',
      '"did:x:y"',
    ])
    expect(parts[4]!.path).toEqual(['details', 'é\n"é\u{1F600}'])
  })
})

describe('decodeParts', () => {
  it('returns the header length of a field name that is invalid UTF-8', () => {
    const [, name] = decodeParts(Unit, 'cbor', fromHex('a161ff00'))
    expect(name).toMatchObject({ role: 'field', length: 2, headerLength: 1, words: '"\ufffd"' })
  })

  it('returns the range, type, words and meaning of each part', () => {
    const bytes = fromHex('a2646b696e6465736967763464646174614201ff')
    const { meaning, fields } = typeMeanings['s3.VerificationKey']!
    expect(decodeParts(s3.VerificationKey, 'cbor', bytes)).toEqual([
      {
        offset: 0,
        length: 1,
        headerLength: 1,
        role: 'value',
        path: [],
        kind: 's3.VerificationKey',
        words: 'a map of 2 fields',
        meaning,
      },
      {
        offset: 1,
        length: 5,
        headerLength: 1,
        role: 'field',
        path: ['kind'],
        kind: 'string',
        words: 'kind',
      },
      {
        offset: 6,
        length: 6,
        headerLength: 1,
        role: 'value',
        path: ['kind'],
        kind: 'sigv4|sigv4a',
        words: '"sigv4"',
        meaning: fields['kind'],
      },
      {
        offset: 12,
        length: 5,
        headerLength: 1,
        role: 'field',
        path: ['data'],
        kind: 'string',
        words: 'data',
      },
      {
        offset: 17,
        length: 3,
        headerLength: 1,
        role: 'value',
        path: ['data'],
        kind: 'bytes',
        words: '2 bytes',
        meaning: fields['data'],
      },
    ])
  })

  it('describes the value of an unknown field in CBOR, without type or meaning', () => {
    const cases = [
      ['00', '0'],
      ['1bffffffffffffffff', '18446744073709551615'],
      ['3bffffffffffffffff', '-18446744073709551616'],
      ['f4', 'skipped, 1 byte'],
      ['f6', 'null'],
      ['f7', 'skipped, 1 byte'],
      ['f820', 'skipped, 2 bytes'],
      ['fb3ff8000000000000', 'skipped, 9 bytes'],
      ['42ffff', '2 bytes'],
      ['61ff', 'skipped, 2 bytes'],
      ['6161', '"a"'],
      ['d82a450001550000', 'bafkqaaa'],
      ['d82a4100', 'skipped, 4 bytes'],
      ['d82a6100', 'skipped, 4 bytes'],
      ['c100', 'skipped, 2 bytes'],
      ['c24101', 'skipped, 3 bytes'],
      ['80', 'a list of 0 items'],
      ['82810001', 'a list of 2 items'],
      ['a1616101', 'a map of 1 entry'],
      ['a142000001', 'skipped, 5 bytes'],
    ] as const
    for (const [hex, words] of cases) {
      const bytes = fromHex(`a3646e616d656161676d65737361676561626178${hex}`)
      const parts = decodeParts(exported.get('Failure')!, 'cbor', bytes)
      const unknown = parts.filter(({ kind }) => kind === undefined)
      expect(unknown).toEqual([
        { ...unknown[0], role: 'field', path: ['x'], words: 'x', headerLength: 1 },
        { ...unknown[1], role: 'value', path: ['x'], words, meaning: undefined },
      ])
      expect(unknown[1]!.offset).toBe(20)
      expect(unknown[1]!.length).toBe(hex.length / 2)
    }
  })
})

describe('decodeParts of an unknown field', () => {
  it.each([
    ['0', '0'],
    ['18446744073709551615', '18446744073709551615'],
    ['false', 'skipped, 5 bytes'],
    ['null', 'null'],
    ['1.5', 'skipped, 3 bytes'],
    ['"\\u00e9"', '"é"'],
    ['{"/":{"bytes":"//8"}}', '2 bytes'],
    ['{"/":"bafkqaaa"}', 'bafkqaaa'],
    ['{"a":[1,{"b":2}],"c":{}}', 'a map of 2 entries'],
    ['[ ]', 'a list of 0 items'],
    ['[[1,2],3]', 'a list of 2 items'],
  ])('describes %s in DAG-JSON as %s', (value, words) => {
    const json = utf8(`{"name":"a","message":"b","x" : ${value} }`)
    const parts = decodeParts(exported.get('Failure')!, 'json', json)
    expect(parts.slice(5)).toEqual([
      { ...parts[5], role: 'field', path: ['x'], kind: undefined, words: 'x' },
      { ...parts[6], role: 'value', path: ['x'], kind: undefined, words },
    ])
    expect(parts[6]).toMatchObject({ offset: 32, length: value.length })
  })

  it('returns one part for a deep and long value', () => {
    const deep = '['.repeat(1000) + '1,'.repeat(100_000) + '1' + ']'.repeat(1000)
    const json = utf8(`{"name":"a","message":"b","more":${deep}}`)
    const parts = decodeParts(exported.get('Failure')!, 'json', json)
    expect(parts).toHaveLength(7)
    expect(parts[6]).toMatchObject({ length: deep.length, words: 'a list of 1 item' })
  })
})

describe('matchingTypes', () => {
  it.each(named)('includes the type of the value: %s, %s', (_type, _name, row) => {
    expect(matchingTypes('cbor', fromHex(row.cbor))).toContain(typeOf(row))
    expect(matchingTypes('json', utf8(row.dagJson))).toContain(typeOf(row))
  })

  it('returns the types that skip the fewest fields', () => {
    const json = utf8('{"customer":"did:x:y","product":"did:x:y","details":{},"id":"7","more":{}}')
    expect(matchingTypes('json', json)).toEqual([customer.AddArguments])
    const owner = utf8('{"displayName":"a","id":"b"}')
    expect(matchingTypes('json', owner)).toEqual([s3.bucket.Owner])
  })
})

describe.each(['bad', 'mutants'])('%s.jsonl', (file) => {
  it('makes decodeParts fail like the codec, and inspect fail only with a CodecError', async () => {
    for (const row of rowsOf<InputRow>(file)) {
      const bytes = fromHex(row.input)
      const type = typeOf(row)
      const expected = errorOf(() => codecOf(type, row.format).decode(bytes))
      expect(errorOf(() => decodeParts(type, row.format, bytes))).toEqual(expected)
      // Without a named type, another type may match.
      const outcome = await inspect(bytes).catch((error: unknown) => error)
      expect(outcome).toSatisfy(isInspectionOrCodecError, `${row.type}, ${row.name}`)
    }
    // `inspect` tries many types for each input, which takes long.
  }, 60_000)
})

function errorOf(task: () => unknown): unknown {
  try {
    task()
    return undefined
  } catch (error) {
    return error
  }
}

function isInspectionOrCodecError(outcome: object): boolean {
  return outcome instanceof CodecError || 'cbor' in outcome
}

describe('inspect', () => {
  const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!

  it('returns both encodings, the CID and the bytes of @ipld/dag-cbor', async () => {
    const { type, given, cbor, json, generic, source } = await inspect(utf8(tenant.cbor))
    expect(type).toBe(customer.AddArguments)
    expect(source).toMatchObject({ format: 'cbor', textEncoding: 'hex' })
    expect(toHex(given.bytes)).toBe(tenant.cbor)
    expect(toHex(cbor.bytes)).toBe(tenant.cbor)
    expect(new TextDecoder().decode(json!.bytes)).toBe(tenant.dagJson)
    expect(cbor.cid.toString()).toBe(tenant.cid)
    expect(generic!.bytes).toEqual(encodeGeneric(JSON.parse(tenant.dagJson)))
    expect(differenceOf(cbor, cbor)).toBeUndefined()
    expect(differenceOf(cbor, generic!)).toMatchObject({
      offset: 10,
      parts: [
        { path: ['details', 'external_id'], role: 'key' },
        { path: ['details', 'region'], role: 'key' },
      ],
    })
  })
})

describe('sourceOf', () => {
  it('requires an even number of hex digits, and a valid length of base64', () => {
    expect(sourceOf(utf8('a0')).textEncoding).toBe('hex')
    expect(sourceOf(utf8('oA')).textEncoding).toBe('base64')
    expect(sourceOf(utf8('abc')).textEncoding).toBe('base64')
    expect(sourceOf(utf8('oAAAA')).textEncoding).toBeUndefined()
  })

  it('decodes hex, base64 and base64url', () => {
    for (const { cbor } of rows) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        const text = Buffer.from(cbor, 'hex').toString(encoding)
        expect(toHex(sourceOf(utf8(text)).bytes)).toBe(cbor)
      }
    }
  })

  it('decodes hex only once, even if the decoded bytes are text', () => {
    const { bytes, format, textEncoding } = sourceOf(utf8('62 61 30'))
    expect([toHex(bytes), format, textEncoding]).toEqual(['626130', 'cbor', 'hex'])
  })
})

describe('meanings', () => {
  const sources = readdirSync('src/commands', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`src/commands/${name}`, 'utf8'))
    .join('\n')
    .replaceAll(/\s+(?:\* )?/g, ' ')
  const isInDocstring = (words: string) => sources.includes(`/** ${words} `)

  it('cover each type, field and command, and quote docstrings of fields and commands', () => {
    expect([...types.keys()].sort()).toEqual([...exported.keys()].sort())
    for (const type of types.values()) {
      const kind = kindOf(type)
      const { meaning, fields } = typeMeanings[type.name]!
      const hasFields = kind instanceof StructKind || kind instanceof TupleKind
      expect(hasFields || kind instanceof MapKind).toBe(true)
      const names = hasFields ? kind.fields.map(({ name }) => name) : []
      expect(Object.keys(fields)).toEqual(names)
      for (const words of Object.values(fields)) expect(words).toSatisfy(isInDocstring)
      expect(meaning).not.toMatch(/[{}@]/)
    }
    expect(Object.keys(commandMeanings).sort()).toEqual([...commands.keys()].sort())
    for (const words of Object.values(commandMeanings)) expect(words).toSatisfy(isInDocstring)
  })

  it('replace links to commands by their names', () => {
    expect(typeMeanings['customer.AddArguments']!.meaning).toContain('`/customer/add`')
  })
})
