#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { escapeInvisible } from '../codec/error.js'
import type { CborType } from '../codec/type.js'
import { rejectUnknown } from '../inspector/fit.js'
import { inspect } from '../inspector/inspect.js'
import { typeMeanings } from '../inspector/meanings.js'
import { reportOf } from '../inspector/report.js'
import { types } from '../inspector/vocabulary.js'
import { printError, paintFor } from './terminal.js'

const HELP = `Inspects and converts the CBOR and DAG-JSON that the commands of the Forge network send.

Usage:
  libforge inspect [TYPE] [FILE]   shows each field with its bytes, both encodings and the
                                   CID, and compares them with @ipld/dag-cbor
  libforge encode [TYPE] [FILE]    converts to CBOR; prints hex if the output is a terminal
  libforge decode [TYPE] [FILE]    converts to DAG-JSON

The input is CBOR, binary or as hex or base64, or DAG-JSON; the format is detected.
Without FILE, the input is read from standard input. Without TYPE, the first type that
matches is used. Errors are printed to standard error, and the exit code is then 1.

Types:
${[...types.keys()].sort().map(described).join('')}`

function described(name: string): string {
  const [sentence] = typeMeanings[name]!.meaning.split(/(?<=\.) /)
  return `  ${name.padEnd(30)} ${sentence}\n`
}

const VERBS = ['inspect', 'encode', 'decode']

// The reader may close the pipe early, as `head` does.
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
      return printUsageError('Expected inspect, encode or decode')
    const type = types.get(names[0] ?? '')
    if (type !== undefined) names.shift()
    if (names.length > 1) {
      return printUsageError(
        type === undefined
          ? `Unknown type ${names[0]}`
          : `Expected one file, received ${names.length}`,
      )
    }
    input = await readInput(names[0])
    if (input === undefined) return printUsageError(`No type or file named ${names[0]}`)
    await run(verb, input, type)
  } catch (error) {
    printError(error, input)
  }
}

function printUsageError(reason: string): void {
  console.error(`${reason}. See libforge --help`)
  process.exitCode = 1
}

/** Reads a file, or standard input if none is named. Returns `undefined` if the file does not exist. */
async function readInput(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file !== undefined) {
    return readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
  }
  if (process.stdin.isTTY)
    console.error('Reading from the terminal. Press Ctrl-D to end the input.')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function run(verb: string, input: Uint8Array, named: CborType<unknown> | undefined) {
  const inspection = await inspect(input, named)
  if (verb === 'inspect') return console.log(reportOf(inspection, paintFor(process.stdout)))
  const { type, given, cbor, json } = inspection
  rejectUnknown(type, given.parts)
  const form = verb === 'encode' ? cbor : json
  if (form === undefined) return printUsageError(`${type.name} has no DAG-JSON`)
  const { bytes } = form
  if (!process.stdout.isTTY) process.stdout.write(bytes)
  else if (verb === 'encode') console.log(Buffer.from(bytes).toString('hex'))
  else console.log(escapeInvisible(Buffer.from(bytes).toString()))
}
