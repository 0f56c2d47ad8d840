#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Type } from '../codec/type.js'
import { refuseUnknown } from '../inspector/fit.js'
import { inspect } from '../inspector/inspect.js'
import { typeMeanings } from '../inspector/meanings.js'
import { reportOf } from '../inspector/report.js'
import { types } from '../inspector/vocabulary.js'
import { visible } from '../inspector/words.js'
import { complain, paintFor } from './terminal.js'

const HELP = `Shows and converts what the commands of the Forge network send: CBOR and DAG-JSON.

  libforge inspect [TYPE] [FILE]   the bytes by field, in both forms, the CID, and where
                                   @ipld/dag-cbor would write other bytes
  libforge encode [TYPE] [FILE]    writes the value as CBOR; on a terminal in hex
  libforge decode [TYPE] [FILE]    writes the value as DAG-JSON

The input is CBOR, as it is or in hex or base64, or DAG-JSON: which, is found out. Without
FILE it is standard input. Without TYPE it is the first that fits. What is wrong with an
input goes to standard error, with the bytes around the place, and the exit code is 1.

Types:
${[...types.keys()].sort().map(described).join('')}`

function described(name: string): string {
  const [sentence] = typeMeanings[name]!.meaning.split(/(?<=\.) /)
  return `  ${name.padEnd(30)} ${sentence}\n`
}

const VERBS = ['inspect', 'encode', 'decode']

// Whoever reads the output may have enough of it, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
await main()

async function main(): Promise<void> {
  let input: Uint8Array | undefined
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) return void process.stdout.write(HELP)
    const [verb, ...names] = positionals
    if (verb === undefined || !VERBS.includes(verb))
      return misused('Expected inspect, encode or decode')
    const type = types.get(names[0] ?? '')
    if (type !== undefined) names.shift()
    if (names.length > 1) {
      return misused(
        type === undefined
          ? `No type is called ${names[0]}`
          : `Expected one file, not ${names.length}`,
      )
    }
    input = await read(names[0])
    if (input === undefined) return misused(`No type and no file is called ${names[0]}`)
    await run(verb, input, type)
  } catch (error) {
    complain(error, input)
  }
}

function misused(why: string): void {
  console.error(`${why}: see libforge --help`)
  process.exitCode = 1
}

/** The bytes of a file, or of standard input where none is named; undefined where there is no such file. */
async function read(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file !== undefined) {
    return readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
  }
  if (process.stdin.isTTY) console.error('Reading from the terminal, up to Ctrl-D.')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function run(verb: string, input: Uint8Array, named: Type<unknown> | undefined) {
  const inspection = await inspect(input, named)
  if (verb === 'inspect') return console.log(reportOf(inspection, paintFor(process.stdout)))
  const { type, given, cbor, json } = inspection
  refuseUnknown(type, given.parts)
  const { bytes } = verb === 'encode' ? cbor : json
  if (!process.stdout.isTTY) process.stdout.write(bytes)
  else if (verb === 'encode') console.log(Buffer.from(bytes).toString('hex'))
  else console.log(visible(Buffer.from(bytes).toString()))
}
