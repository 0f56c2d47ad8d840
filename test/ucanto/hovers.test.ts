import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('.', import.meta.url))
const file = `${folder}hovered.ts`
const code = `
import { customer, provider, s3, type Service } from '../../src/ucanto/index.js'
const customerAdd = customer.add
const policy = s3.bucket.policy
const customerCapabilities = customer
const method: Service['provider']['add'] = null!
customer.add.invoke({ issuer: null!, audience: null!, with: 'did:web:up.example', nb: { a: 1 } })
`

const host: ts.LanguageServiceHost = {
  getCompilationSettings: () => ({
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
  }),
  getScriptFileNames: () => [file],
  getScriptVersion: () => '1',
  getScriptSnapshot: (path) => {
    const text = path === file ? code : ts.sys.readFile(path)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
  getCurrentDirectory: () => folder,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (path) => path === file || ts.sys.fileExists(path),
  readFile: (path) => (path === file ? code : ts.sys.readFile(path)),
  directoryExists: ts.sys.directoryExists,
}
const service = ts.createLanguageService(host)

function hoverOf(constant: string): string {
  const info = service.getQuickInfoAtPosition(file, code.indexOf(` ${constant}`) + 1)
  return ts.displayPartsToString(info?.displayParts)
}

describe('the hover text', () => {
  test('of a capability shows the type of its arguments, and its command', () => {
    expect(hoverOf('customerAdd')).toBe(
      'const customerAdd: CapabilityOf<AddArguments, "/customer/add">',
    )
    expect(hoverOf('policy')).toBe(
      'const policy: CapabilityOf<PolicyArguments, "/s3/bucket/policy">',
    )
  })

  test('of a namespace shows the module of its commands', () => {
    expect(hoverOf('customerCapabilities')).toMatch(
      /^const customerCapabilities: CapabilitiesOf<typeof import\("[^"]+\/commands\/customer\/index"/,
    )
  })

  test('of a method of Service shows can, nb, the result and the failure', () => {
    const hover = hoverOf('method').replaceAll(/\s+/g, ' ')
    expect(hover).toContain('can: "provider/add"')
    expect(hover).toContain('nb: { provider: DID; consumer: DID; }')
    expect(hover).toMatch(/\}, AddOK, Failure>$/)
  })
})

test('a type error shows the fields, without internal types', () => {
  const diagnostics = service.getSemanticDiagnostics(file)
  const messages = diagnostics.map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  )
  expect(messages).toHaveLength(1)
  expect(messages[0]).toContain("'a' does not exist in type")
  expect(messages[0]).toContain('customer: DID')
  expect(messages[0]).not.toMatch(/StructOf|CaveatsOf|MapKey/)
})
