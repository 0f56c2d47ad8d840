import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const { exports: entries } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  exports: Record<string, { types?: string }>
}

/** The indentation of TypeScript's printer. */
const INDENT = '    '

/** Matches the type of a namespace. TypeScript prints this type with the path of the checkout. */
const NAMESPACE = /import\("[^"]*\/dist\/commands\/(\w+)\/index"[^)]*\)/g

/** The exports of an entry point, as TypeScript declarations without docstrings. */
export interface APIReport {
  /** The name of the entry point, such as `ucan` or `commands/customer`. The root is `index`. */
  readonly entry: string
  readonly text: string
}

/**
 * Returns the report of each entry point that has types, from the built package. An
 * interface is listed with its inherited fields and index signatures: the interface of a
 * struct inherits all its fields from the type of a constant that is not exported. Type
 * aliases that use `typeof` are expanded.
 */
export function apiReports(): APIReport[] {
  const files = Object.entries(entries).flatMap(([entry, { types }]) =>
    types === undefined ? [] : [{ entry: entry.slice(2) || 'index', file: `${root}/${types}` }],
  )
  const program = ts.createProgram({
    rootNames: files.map(({ file }) => file),
    options: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
    },
  })
  const checker = program.getTypeChecker()
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })
  const entryFiles = new Set(files.map(({ file }) => program.getSourceFile(file)))

  function exportsOf(module: ts.Symbol): string[] {
    return checker
      .getExportsOfModule(module)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((exported) => {
        const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
        const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
        const declarations = symbol.declarations ?? []
        return declarations.map((declaration) =>
          ts.isSourceFile(declaration)
            ? namespaceOf(symbol, declaration, exported.name)
            : textOf(declaration, exported.name),
        )
      })
  }

  function namespaceOf(module: ts.Symbol, file: ts.SourceFile, name: string): string {
    if (entryFiles.has(file)) return `export * as ${name} from './commands/${name}'`
    const lines = exportsOf(module).join('\n').replaceAll(/^/gm, INDENT)
    return `export namespace ${name} {\n${lines}\n}`
  }

  function textOf(declaration: ts.Declaration, name: string): string {
    const type = checker.getTypeAtLocation(declaration)
    if (ts.isVariableDeclaration(declaration)) return `export const ${name}: ${sourceOf(type)}`
    if (ts.isTypeAliasDeclaration(declaration) && /\btypeof\b/.test(declaration.getText())) {
      return `export type ${name} = ${sourceOf(type, ts.NodeBuilderFlags.InTypeAlias)}`
    }
    if (ts.isInterfaceDeclaration(declaration) && declaration.heritageClauses !== undefined) {
      const parameters = declaration.typeParameters?.map((parameter) => parameter.getText())
      const generic = parameters === undefined ? '' : `<${parameters.join(', ')}>`
      const members = [
        ...checker.getIndexInfosOfType(type).map(indexSignatureOf),
        ...checker.getPropertiesOfType(type).map(fieldOf),
      ].map((member) => `${INDENT}${member}`)
      return [`export interface ${name}${generic} {`, ...members, '}'].join('\n')
    }
    return print(declaration, declaration.getSourceFile()).replace('export declare', 'export')
  }

  function indexSignatureOf({ isReadonly, keyType, type }: ts.IndexInfo): string {
    return `${isReadonly ? 'readonly ' : ''}[key: ${sourceOf(keyType)}]: ${sourceOf(type)}`
  }

  function fieldOf(property: ts.Symbol): string {
    const [declaration] = property.declarations ?? []
    const flags = declaration === undefined ? 0 : ts.getCombinedModifierFlags(declaration)
    const isReadonly = (flags & ts.ModifierFlags.Readonly) !== 0
    const key = /^\w+$/.test(property.name) ? property.name : `'${property.name}'`
    const optional = property.flags & ts.SymbolFlags.Optional ? '?' : ''
    const type = sourceOf(checker.getTypeOfSymbol(property)).replaceAll('\n', `\n${INDENT}`)
    return `${isReadonly ? 'readonly ' : ''}${key}${optional}: ${type}`
  }

  function sourceOf(type: ts.Type, flags = ts.NodeBuilderFlags.None): string {
    const node = checker.typeToTypeNode(
      type,
      undefined,
      flags | ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.MultilineObjectLiterals,
    )!
    return print(node, program.getSourceFile(files[0]!.file)!)
  }

  function print(node: ts.Node, file: ts.SourceFile): string {
    return printer.printNode(ts.EmitHint.Unspecified, node, file).replaceAll(/;$/gm, '')
  }

  return files.map(({ entry, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!
    const text = exportsOf(module).join('\n').replaceAll(NAMESPACE, "import('./commands/$1')")
    return { entry, text: `${text}\n` }
  })
}
