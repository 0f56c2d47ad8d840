// @ts-check
/**
 * Writes `src/inspector/meanings.ts`: what each command, type and field means,
 * taken from the docstrings of `src/commands`, where alone it is said.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import ts from 'typescript'

const commandsFolder = new URL('../src/commands/', import.meta.url)
const target = new URL('../src/inspector/meanings.ts', import.meta.url)

/** @type {Record<string, string>} */
const commands = {}
/** @type {Record<string, { meaning: string, fields: Record<string, string> }>} */
const types = {}

for (const file of readdirSync(commandsFolder, { recursive: true, encoding: 'utf8' }).sort()) {
  if (file.endsWith('.ts')) readDefinitions(file)
}

writeFileSync(
  target,
  `// Made by scripts/meanings.js from the docstrings of src/commands: a change here is lost.

/** What each command is for. */
export const commandMeanings: Readonly<Record<string, string>> = ${JSON.stringify(commands, null, 2)}

/** What each type is, and each field of a struct. */
export const typeMeanings: Readonly<
  Record<string, { readonly meaning: string; readonly fields: Readonly<Record<string, string>> }>
> = ${JSON.stringify(types, null, 2)}
`,
)

/** @param {string} file of `src/commands` */
function readDefinitions(file) {
  const text = readFileSync(new URL(file, commandsFolder), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const declarations = source.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => statement.declarationList.declarations)
  const definitions = declarations.flatMap((declaration) => definitionIn(declaration))
  /** @type {Record<string, string>} */
  const called = Object.fromEntries(
    definitions
      .filter(({ by }) => by === 'command')
      .map(({ constant, defined }) => [constant, defined]),
  )
  for (const { by, defined, declaration, second } of definitions) {
    const meaning = meaningOf(declaration, called)
    if (by === 'command') commands[defined] = meaning
    else types[defined] = { meaning, fields: by === 'struct' ? fieldsIn(second) : {} }
  }

  /** @param {ts.Expression | undefined} fields */
  function fieldsIn(fields) {
    const literal =
      fields !== undefined && ts.isIdentifier(fields)
        ? declarations.find(({ name: constant }) => constant.getText() === fields.text)?.initializer
        : fields
    if (literal === undefined || !ts.isObjectLiteralExpression(literal)) {
      throw new Error(`${file}: the fields of a struct must be declared in the same file`)
    }
    return Object.fromEntries(
      literal.properties.map((property) => [
        property.name?.getText() ?? '',
        meaningOf(property, called),
      ]),
    )
  }
}

/**
 * What a constant defines: a command, struct or named map.
 *
 * @param {ts.VariableDeclaration} declaration
 */
function definitionIn(declaration) {
  let { initializer } = declaration
  if (initializer !== undefined && ts.isAsExpression(initializer)) {
    initializer = initializer.expression
  }
  if (initializer === undefined || !ts.isCallExpression(initializer)) return []
  const by = initializer.expression.getText()
  const [first, second] = initializer.arguments
  if (!['command', 'struct', 'namedMap'].includes(by)) return []
  if (first === undefined || !ts.isStringLiteral(first)) {
    throw new Error(`${declaration.getText()}: its name must be written out`)
  }
  return [{ by, constant: declaration.name.getText(), defined: first.text, declaration, second }]
}

/**
 * @param {ts.Node} node
 * @param {Record<string, string>} called the commands that a `{@link}` may name
 */
function meaningOf(node, called) {
  const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)
  const comment = doc?.comment
  const pieces = typeof comment === 'string' ? [comment] : (comment ?? []).map(piece)
  const meaning = pieces.join('').replaceAll(/\s+/g, ' ').trim()
  if (meaning === '') throw new Error(`${node.getText()}: has no docstring`)
  return meaning

  /** @param {ts.JSDocComment} part */
  function piece(part) {
    if (part.kind === ts.SyntaxKind.JSDocText) return part.text
    const link = part.name?.getText() ?? ''
    return `\`${called[link] ?? link}\``
  }
}
