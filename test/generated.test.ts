import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { commandMeanings } from '../src/inspector/meanings.js'
import { commands } from '../src/inspector/vocabulary.js'
import { namespaces, schemaText } from './schema-of.js'

/*
 * The schemas and the table of commands are generated from the types, the commands
 * and their docstrings. `npm run generate` runs these tests with `--update`, which
 * writes the generated text.
 */

describe('generated text', () => {
  it.each(namespaces)('is current in schemas/%s.ipldsch', async (name, types) => {
    await expect(schemaText(name, types)).toMatchFileSnapshot(`../schemas/${name}.ipldsch`)
  })

  it('is current in the table of commands of README.md', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const section = /(<!-- commands -->\n)[^]*?(<!-- \/commands -->)/
    expect(readme).toMatch(section)
    const current = readme.replace(section, (_, open, close) => `${open}\n${table()}\n\n${close}`)
    await expect(current).toMatchFileSnapshot('../README.md')
  })
})

function table(): string {
  const rows = [...commands.values()].map(({ name, arguments: args, ok }) => {
    const meaning = commandMeanings[name]!.replace(/^`[^`]+`: /, '')
    return [`\`${name}\``, `\`${args.name}\``, `\`${ok.name}\``, meaning]
  })
  const header = ['command', 'arguments', 'result', 'meaning']
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  )
}
