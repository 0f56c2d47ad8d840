import { describe, expect, it } from 'vitest'
import { UNPINNED } from '../../scripts/recorded.js'
import { count } from './counts.js'
import { commands, fieldsOf, referenceName, types } from './library.js'
import { startSession } from './session.js'

/** Commands that the pinned version of the reference lacks: a later version has them. */
const UNPINNED_COMMANDS = [
  '/metrics/sample',
  '/principal/invalidate',
  '/routing/put',
  '/routing/use',
  '/s3/bucket/policy',
  '/s3/key/marker',
]

const reference = startSession()

/** Returns the Go package of a type, such as `s3/bucket` of `s3/bucket.Owner`. Returns an empty string for `Unit` and `Failure`, whose names have no package. */
function packageOf(type: string): string {
  return type.includes('.') ? type.slice(0, type.indexOf('.')) : ''
}

/** Returns the namespace of a command, such as `s3` of `/s3/bucket/create`. */
function namespaceOf(command: string): string {
  return command.split('/')[1] ?? ''
}

describe('the types of the reference', () => {
  it('have the same fields in the same order as in the library', async () => {
    const known = await reference.ask('types', {})
    const packages = new Set([...types.keys()].map(packageOf))
    const expected = known.types.filter(({ name }) => packages.has(packageOf(name)))
    const fields = Object.fromEntries(
      expected.map((type) => [
        type.name,
        type.fields.map(({ name, kind, optional }) => ({ name, kind, optional })),
      ]),
    )
    const ours = [...types].filter(([name]) => !UNPINNED.includes(name))
    expect(Object.fromEntries(ours.map(([name, type]) => [name, fieldsOf(type)]))).toEqual(fields)
    count('types whose fields are compared', expected.length)
    count('types that the library lacks', known.types.length - expected.length)
  })

  it('are the arguments and results of the same commands as in the library', async () => {
    const known = await reference.ask('types', {})
    const namespaces = new Set([...commands.keys()].map(namespaceOf))
    const expected = known.commands.filter(({ name }) => namespaces.has(namespaceOf(name)))
    const ours = [...commands]
      .filter(([name]) => !UNPINNED_COMMANDS.includes(name))
      .map(([name, command]) => ({
        name,
        arguments: referenceName(command.arguments),
        ok: referenceName(command.ok),
      }))
    expect(ours.toSorted(byName)).toEqual(expected.toSorted(byName))
    count('commands whose types are compared', expected.length)
    count('commands that the library lacks', known.commands.length - expected.length)
  })
})

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1
}
