import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A block of TypeScript in the documentation. */
export interface Example {
  /** The file and line, such as `src/codec/limits.ts:7`. */
  readonly place: string
  readonly code: string
}

/** Returns the `ts` code blocks of the `@example` tags in `src`, of README.md and of the guides in `docs`. */
export function documentedExamples(): Example[] {
  // typedoc generates docs/api/ from the docstrings.
  const guides = filesIn('docs', '.md').filter((file) => !file.startsWith('docs/api/'))
  const pages = ['README.md', ...guides]
  return [...sources().flatMap(inDocstrings), ...pages.flatMap(inPage)]
}

/** Returns the paths of the TypeScript files in `src`, relative to the root of the repository. */
export function sources(): string[] {
  return filesIn('src', '.ts')
}

function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
  const wanted = names.filter((name) => name.endsWith(ending)).sort()
  return wanted.map((name) => `${folder}/${name}`)
}

function inDocstrings(file: string): Example[] {
  const text = readFileSync(`${root}/${file}`, 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return [...exampleTagsIn(source)].flatMap((tag) => {
    const line = source.getLineAndCharacterOfPosition(tag.getStart()).line + 1
    const blocks = blocksOf(ts.getTextOfJSDocComment(tag.comment) ?? '')
    if (blocks.length === 0)
      throw new Error(`${file}:${line}: expected a ts code block in the @example`)
    return blocks.map((code) => ({ place: `${file}:${line}`, code }))
  })
}

function* exampleTagsIn(node: ts.Node): Iterable<ts.JSDocTag> {
  if (ts.isJSDoc(node)) {
    for (const tag of node.tags ?? []) if (tag.tagName.text === 'example') yield tag
  } else for (const child of node.getChildren()) yield* exampleTagsIn(child)
}

function inPage(file: string): Example[] {
  const text = readFileSync(`${root}/${file}`, 'utf8')
  return [...text.matchAll(BLOCK)].map(({ 1: code = '', index }) => ({
    place: `${file}:${text.slice(0, index).split('\n').length}`,
    code,
  }))
}

const BLOCK = /^```ts\n(.*?)^```$/gms

function blocksOf(text: string): string[] {
  return [...text.matchAll(BLOCK)].map(([, code = '']) => code)
}

/**
 * Converts an example to a JavaScript program that checks the values in its
 * comments. If the comment after an expression statement is a value, as in
 * `1 + 1 // 2`, the program throws unless the expression has this value. The
 * comment may start on the next line, and have several lines. A value is `true`,
 * `false`, `undefined`, a non-negative integer, a string in single quotes, or an
 * array or object literal.
 */
export function asProgram(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true)
  let program = ''
  let done = 0
  for (const statement of statementsIn(source)) {
    const value = valueIn(code.slice(statement.end))
    if (value === undefined) continue
    program += `${code.slice(done, statement.getStart())}equal(${statement.getText()}, ${value});`
    done = statement.end
  }
  program = `import { deepStrictEqual as equal } from 'node:assert'\n${program}${code.slice(done)}`
  return ts.transpileModule(program, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText
}

function* statementsIn(node: ts.Node): Iterable<ts.ExpressionStatement> {
  if (ts.isExpressionStatement(node)) yield node
  else for (const child of node.getChildren()) yield* statementsIn(child)
}

const COMMENT = /^\s+\/\/ .*(?:\n *\/\/ .*)*/
const LITERAL = /^(?:true|false|undefined|\d+|'[^']*'|[[{].*[\]}])$/s

/** Returns the value in the comment at the start of `text`. `undefined` if there is no comment, or if the comment is not a value. */
function valueIn(text: string): string | undefined {
  const [comment = ''] = COMMENT.exec(text) ?? []
  const value = comment.replaceAll(/^\s*\/\/ /gm, '')
  return LITERAL.test(value) ? value : undefined
}
