import { encode as encodeGeneric } from '@ipld/dag-cbor'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kindOf } from '../../src/codec/kind.js'
import { FreeMap } from '../../src/codec/map.js'
import { Struct } from '../../src/codec/struct.js'
import { differenceOf } from '../../src/inspector/difference.js'
import { read, typesThatFit, unknownFields } from '../../src/inspector/fit.js'
import { inspect } from '../../src/inspector/inspect.js'
import { commandMeanings, typeMeanings } from '../../src/inspector/meanings.js'
import { sourceOf } from '../../src/inspector/source.js'
import { commands, types } from '../../src/inspector/vocabulary.js'
import { CodecError, customer, s3 } from '../../src/index.js'
import {
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

describe('the parts of CBOR', () => {
  it.each(named)('%s, %s: are all of its bytes, in their order', (_type, _name, row) => {
    const bytes = fromHex(row.cbor)
    const parts = read(typeOf(row), 'cbor', bytes)
    let end = 0
    for (const { offset, length, head } of parts) {
      expect(offset).toBe(end)
      expect(head).toBeGreaterThan(0)
      expect(head).toBeLessThanOrEqual(length)
      end = offset + length
    }
    expect(end).toBe(bytes.length)
    expect(unknownFields(parts)).toEqual([])
  })
})

describe('the parts of DAG-JSON', () => {
  it.each(named)('%s, %s: leave out only what is between them', (_type, _name, row) => {
    const bytes = utf8(row.dagJson)
    const parts = read(typeOf(row), 'json', bytes)
    let end = 0
    let between = ''
    for (const { offset, length } of parts) {
      between += new TextDecoder().decode(bytes.subarray(end, offset))
      end = offset + length
    }
    between += new TextDecoder().decode(bytes.subarray(end))
    expect(between).toMatch(/^[\]},:]*$/)
  })

  it('are those of the CBOR, but for their order', () => {
    for (const row of rows) {
      const type = typeOf(row)
      const told = (parts: ReturnType<typeof read>) =>
        parts.map(({ path, role, kind, words }) => JSON.stringify([path, role, kind, words])).sort()
      expect(told(read(type, 'json', utf8(row.dagJson)))).toEqual(
        told(read(type, 'cbor', fromHex(row.cbor))),
      )
    }
  })

  it('are found in other spellings, behind text of any width', () => {
    const json =
      ' {"details" :{ "\\u00e9\\n\\"é\u{1F600}" : "x"},\n"customer":"did:x:é","product":"did:x:y"}'
    const bytes = utf8(json)
    const parts = read(customer.AddArguments, 'json', bytes)
    const texts = parts.map(({ offset, length }) =>
      new TextDecoder().decode(bytes.subarray(offset, offset + length)),
    )
    expect(texts).toEqual([
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

describe('a part', () => {
  it('says where it is, what it is and what it means', () => {
    const bytes = fromHex('a2646b696e6465736967763464646174614201ff')
    expect(read(s3.VerificationKey, 'cbor', bytes)).toEqual([
      {
        offset: 0,
        length: 1,
        head: 1,
        role: 'value',
        path: [],
        kind: 's3.VerificationKey',
        words: 'a map of 2 fields',
        meaning: 'A key by which Ingot verifies the signatures of S3 requests itself.',
      },
      { offset: 1, length: 5, head: 1, role: 'field', path: ['kind'], kind: 'text', words: 'kind' },
      {
        offset: 6,
        length: 6,
        head: 1,
        role: 'value',
        path: ['kind'],
        kind: 'sigv4|sigv4a',
        words: '"sigv4"',
        meaning:
          'The algorithm that the key verifies: AWS Signature Version 4 (`sigv4`) or 4A (`sigv4a`).',
      },
      {
        offset: 12,
        length: 5,
        head: 1,
        role: 'field',
        path: ['data'],
        kind: 'text',
        words: 'data',
      },
      {
        offset: 17,
        length: 3,
        head: 1,
        role: 'value',
        path: ['data'],
        kind: 'bytes',
        words: '2 bytes',
        meaning:
          "The key's bytes. Those of a `sigv4` key are a secret: it signs as well as it verifies.",
      },
    ])
  })

  it('of a field that the type does not know has neither type nor meaning, however odd it is', () => {
    const odd = [
      ['00', '0'],
      ['1bffffffffffffffff', '18446744073709551615'],
      ['3bffffffffffffffff', '-18446744073709551616'],
      ['f4', 'false'],
      ['f7', 'undefined'],
      ['f820', 'simple value 32'],
      ['fb3ff8000000000000', 'a float'],
      ['42ffff', '2 bytes'],
      ['61ff', '"�"'],
      ['d82a4100', 'a link'],
      ['d82a6100', 'tag 42'],
      ['c100', 'tag 1'],
      ['c24101', 'tag 2'],
      ['a142000001', 'a map of 1 entry'],
    ] as const
    for (const [hex, words] of odd) {
      const withOdd = fromHex(`a3646e616d656161676d6573736167656162${'6178'}${hex}`)
      const parts = read(exported.get('Failure')!, 'cbor', withOdd)
      const unknown = parts.filter(({ kind }) => kind === undefined)
      expect(unknown[0]).toMatchObject({ role: 'field', path: ['x'], words: 'x' })
      expect(unknown[1]).toMatchObject({ role: 'value', path: ['x'], words })
      expect(unknown.at(-1)!.offset + unknown.at(-1)!.length).toBe(withOdd.length)
    }
  })
})

describe('a value that is stepped over', () => {
  it('is one part, however deep and long it is', () => {
    const deep = '['.repeat(1000) + '1,'.repeat(100_000) + '1' + ']'.repeat(1000)
    const json = utf8(`{"name":"a","message":"b","more":${deep}}`)
    const parts = read(exported.get('Failure')!, 'json', json)
    expect(parts).toHaveLength(7)
    expect(parts[6]).toMatchObject({ length: deep.length, words: 'a list of 1 item' })
  })
})

describe('the types that fit', () => {
  it.each(named)('%s, %s: have its own among them, in either format', (_type, _name, row) => {
    expect(typesThatFit('cbor', fromHex(row.cbor))).toContain(typeOf(row))
    expect(typesThatFit('json', utf8(row.dagJson))).toContain(typeOf(row))
  })

  it('are those that step over the fewest fields', () => {
    const json = utf8('{"customer":"did:x:y","product":"did:x:y","details":{},"id":"7","more":{}}')
    expect(typesThatFit('json', json)).toEqual([customer.AddArguments])
    const owner = utf8('{"displayName":"a","id":"b"}')
    expect(typesThatFit('json', owner)).toEqual([s3.bucket.Owner])
  })
})

describe.each(['bad', 'mutants'])('%s.jsonl', (file) => {
  it('is inspected, or refused as the type itself refuses it', async () => {
    for (const row of rowsOf<InputRow>(file)) {
      const bytes = fromHex(row.input)
      const type = typeOf(row)
      const refusal = refusalOf(() => type[row.format].decode(bytes))
      expect(refusalOf(() => read(type, row.format, bytes))).toEqual(refusal)
      // Whatever it takes the input for, it knows what to say of it.
      const outcome = await inspect(bytes).catch((error: unknown) => error)
      expect(outcome).toSatisfy(isInspectionOrRefusal, `${row.type}, ${row.name}`)
    }
  })
})

function refusalOf(task: () => unknown): unknown {
  try {
    task()
    return undefined
  } catch (error) {
    return error
  }
}

function isInspectionOrRefusal(outcome: object): boolean {
  return outcome instanceof CodecError || 'cbor' in outcome
}

describe('an inspection', () => {
  const tenant = rows.find(({ name }) => name === 'a tenant as Hilt registers it')!

  it('holds both forms, the CID, and what @ipld/dag-cbor writes', async () => {
    const { type, given, cbor, json, generic, source } = await inspect(utf8(tenant.cbor))
    expect(type).toBe(customer.AddArguments)
    expect(source).toMatchObject({ format: 'cbor', wrapping: 'hex' })
    expect(toHex(given.bytes)).toBe(tenant.cbor)
    expect(toHex(cbor.bytes)).toBe(tenant.cbor)
    expect(new TextDecoder().decode(json.bytes)).toBe(tenant.dagJson)
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

  it('takes hex only of whole bytes, and base64 only of a length that it can have', () => {
    expect(sourceOf(utf8('a0')).wrapping).toBe('hex')
    expect(sourceOf(utf8('oA')).wrapping).toBe('base64')
    expect(sourceOf(utf8('abc')).wrapping).toBe('base64')
    expect(sourceOf(utf8('oAAAA')).wrapping).toBeUndefined()
  })

  it('knows the bytes in hex, base64 and base64url again', () => {
    for (const { cbor } of rows) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        const text = Buffer.from(cbor, 'hex').toString(encoding)
        expect(toHex(sourceOf(utf8(text)).bytes)).toBe(cbor)
      }
    }
  })

  it('unwraps hex and base64 once', () => {
    const { bytes, format, wrapping } = sourceOf(utf8('62 61 30'))
    expect([toHex(bytes), format, wrapping]).toEqual(['626130', 'cbor', 'hex'])
  })
})

describe('the meanings', () => {
  const sources = readdirSync('src/commands', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`src/commands/${name}`, 'utf8'))
    .join('\n')
    .replaceAll(/\s+(?:\* )?/g, ' ')
  const isSaid = (words: string) => sources.includes(`/** ${words} `)

  it('are there for every type, field and command, and stand in the docstrings', () => {
    expect([...types.keys()].sort()).toEqual([...exported.keys()].sort())
    for (const type of types.values()) {
      const kind = kindOf(type)
      const { meaning, fields } = typeMeanings[type.name]!
      expect(kind instanceof Struct || kind instanceof FreeMap).toBe(true)
      const names = kind instanceof Struct ? kind.fields.map(({ name }) => name) : []
      expect(Object.keys(fields)).toEqual(names)
      for (const words of Object.values(fields)) expect(words).toSatisfy(isSaid)
      expect(meaning).not.toMatch(/[{}@]/)
    }
    expect(Object.keys(commandMeanings).sort()).toEqual([...commands.keys()].sort())
    for (const words of Object.values(commandMeanings)) expect(words).toSatisfy(isSaid)
  })

  it('name commands where the docstrings link to them', () => {
    expect(typeMeanings['customer.AddArguments']!.meaning).toBe('The arguments of `/customer/add`.')
  })
})
