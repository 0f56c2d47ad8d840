#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { CodecError, escapeInvisible } from '../codec/error.js'
import { isDID, type DID } from '../codec/kinds/did.js'
import type { CborType } from '../codec/type.js'
import { captureOf, UnreadableCapture, type Capture } from '../inspector/capture.js'
import { captureReportOf, diffReportOf, type Side } from '../inspector/capture-report.js'
import { resolverOf } from '../inspector/did-documents.js'
import { examine, type Examination } from '../inspector/examine.js'
import type { ExplainOptions } from '../inspector/explain.js'
import type { DIDResolver } from '../ucan/did-resolver.js'
import { rejectUnknown } from '../inspector/fit.js'
import { inspect } from '../inspector/inspect.js'
import { machineErrorOf, machineOutputOf } from '../inspector/machine-output.js'
import { typeMeanings } from '../inspector/meanings.js'
import { reportOf } from '../inspector/report.js'
import { types } from '../inspector/vocabulary.js'
import { completionOf, shells } from './completion.js'
import { paintFor, printError } from './terminal.js'
import { parseTime } from './time.js'

const HELP = `Inspects what services of the Forge network send, and converts it.

Usage:
  libforge inspect [TYPE] [FILE]   shows what a capture is, field by field. For tokens: whether
                                   each invocation is authorized, why not, and its proof chain
  libforge diff FILE FILE          shows how two captures differ
  libforge encode [TYPE] [FILE]    converts a value to CBOR; prints hex if the output is a terminal
  libforge decode [TYPE] [FILE]    converts a value to DAG-JSON
  libforge completion SHELL        prints the completion script of bash, zsh or fish

A capture is a container of tokens in any form, a header X-UCAN-Container or its value, a token
alone, or a value of one of the types below, such as the arguments of a command. It may be bytes,
or text in hex, base64, base64url or DAG-JSON. Its kind and encoding are detected. Without FILE,
or with -, it is read from standard input. With TYPE, it is decoded as a value of that type.
Without TYPE, a value is decoded as the first of the types that match best.

Options of inspect:
  --at TIME             the time of the check: Unix seconds or an ISO date, UTC if it has no zone
                        (default: now)
  --audience DID        the service that checks (default: the invocation's audience or subject)
  --trust DID           an authority that the service trusts to attest accounts. May be repeated
  --did-document FILE   a DID document in JSON, with the keys of a did:web or did:plc. May be repeated
  --json                prints JSON for programs. Also an option of diff

  --help, -h            prints this text
  --version             prints the version

Exit codes:
  0  the input was decoded, and all decoded invocations are authorized; or two captures are equal
  1  a file can't be read, or an input can't be decoded. For encode and decode: an unknown field
     would be lost. The reason is printed to standard error. With --json, an error of the input is
     JSON on standard output
  2  the command line is wrong, or names a file that does not exist. With --did-document: a document
     is not JSON, or its id is not a string. For decode: the type has no DAG-JSON
  3  the capture was decoded, and an invocation is not authorized; or two captures differ

Types:
${[...types.keys()].sort().map(described).join('')}`

function described(name: string): string {
  const [sentence] = typeMeanings[name]!.meaning.split(/(?<=\.) /)
  return `  ${name.padEnd(30)} ${sentence}\n`
}

const VERBS = ['inspect', 'diff', 'encode', 'decode', 'completion']

const OPTIONS = {
  at: { type: 'string' },
  audience: { type: 'string' },
  trust: { type: 'string', multiple: true },
  'did-document': { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

/** The options of `inspect`, as parsed. */
interface Values {
  readonly at?: string
  readonly audience?: string
  readonly trust?: string[]
  readonly 'did-document'?: string[]
  readonly json?: boolean
}

/** An error with the exit code 2: see {@link HELP}. */
class UsageError extends Error {}

/** The exit code if an invocation is not authorized, or two captures differ. */
const REJECTED = 3

// The program that reads the output may close the pipe early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
await main()

async function main(): Promise<void> {
  let input: Uint8Array | undefined
  let isJson = false
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
    if (values.help) return void process.stdout.write(HELP)
    if (values.version) return console.log(await versionOf())
    isJson = values.json ?? false
    const [verb = '', ...names] = positionals
    switch (verb) {
      case 'completion':
        return printCompletion(names)
      case 'diff':
        return await printDiff(names, values)
      case 'inspect':
      case 'encode':
      case 'decode': {
        const type = types.get(names[0] ?? '')
        if (type !== undefined) names.shift()
        const file = fileIn(names, type)
        const options = await optionsOf(values)
        input = await readInput(file, type === undefined ? 'type or file' : 'file')
        return verb === 'inspect'
          ? await printInspection(input, type, options, isJson)
          : await convert(verb, input, type)
      }
      default:
        throw new UsageError(
          `Expected one of ${VERBS.join(', ')}${verb === '' ? '' : `, received ${verb}`}`,
        )
    }
  } catch (error) {
    if (error instanceof UsageError) printUsageError(error)
    else if (isJson && (error instanceof UnreadableCapture || error instanceof CodecError)) {
      printJson(machineErrorOf(error))
      process.exitCode = 1
    } else printError(error, input)
  }
}

function printUsageError({ message }: UsageError): void {
  console.error(`${escapeInvisible(message)}. See libforge --help`)
  process.exitCode = 2
}

/** Returns the name of the file. `undefined` if there is none. `names` are the arguments after the verb and the type. */
function fileIn(names: readonly string[], type: CborType<unknown> | undefined): string | undefined {
  if (names.length > 1) {
    throw new UsageError(
      type === undefined
        ? `Unknown type ${names[0]}`
        : `Expected one file, received ${names.length}`,
    )
  }
  return names[0]
}

async function optionsOf(values: Values): Promise<ExplainOptions> {
  const now = values.at === undefined ? Math.floor(Date.now() / 1000) : parseTime(values.at)
  if (now === undefined) {
    throw new UsageError(`Expected --at in Unix seconds or as an ISO date, received ${values.at}`)
  }
  const files = values['did-document'] ?? []
  return {
    now,
    audience: values.audience === undefined ? undefined : didOf('audience', values.audience),
    trustedAuthorities: (values.trust ?? []).map((did) => didOf('trust', did)),
    didResolver: files.length === 0 ? undefined : await resolverOfFiles(files),
  }
}

function didOf(option: string, value: string): DID {
  if (isDID(value)) return value
  throw new UsageError(`Expected a DID for --${option}, received ${value}`)
}

async function resolverOfFiles(files: readonly string[]): Promise<DIDResolver> {
  const documents = await Promise.all(files.map(readDocument))
  try {
    return resolverOf(documents)
  } catch (error) {
    throw new UsageError(`--did-document: ${(error as Error).message}`)
  }
}

async function readDocument(file: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readInput(file))
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`Expected a DID document in JSON in ${file}`)
  }
}

/** Reads a file, or standard input for `undefined` and `-`. `expected` is what the name may refer to. */
async function readInput(file: string | undefined, expected = 'file'): Promise<Uint8Array> {
  if (file !== undefined && file !== '-') {
    return await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new UsageError(`No ${expected} named ${file}`)
      throw error
    })
  }
  if (process.stdin.isTTY)
    console.error('Reading from the terminal. Press Ctrl-D to end the input.')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function printInspection(
  input: Uint8Array,
  type: CborType<unknown> | undefined,
  options: ExplainOptions,
  isJson: boolean,
): Promise<void> {
  const capture = await captureOf(input, type)
  const examination = await examinationOf(capture, options)
  if (isJson) printJson(machineOutputOf(capture, examination))
  else if (capture.kind === 'value') {
    console.log(reportOf(capture.inspection, paintFor(process.stdout)))
  } else console.log(captureReportOf(capture, examination!, paintFor(process.stdout)))
  const isRejected = examination?.explanations.some(({ isAuthorized }) => !isAuthorized)
  if (isRejected) process.exitCode = REJECTED
}

async function examinationOf(
  capture: Capture,
  options: ExplainOptions,
): Promise<Examination | undefined> {
  return capture.kind === 'value' ? undefined : await examine(capture, options)
}

async function printDiff(names: readonly string[], values: Values): Promise<void> {
  if (names.length !== 2) throw new UsageError(`Expected two files, received ${names.length}`)
  if (names.every((name) => name === '-')) {
    throw new UsageError('Expected at most one file from standard input, received two')
  }
  const isJson = values.json ?? false
  const options = await optionsOf(values)
  const [a, b] = [await sideOf(names[0]!, options), await sideOf(names[1]!, options)]
  const report = diffReportOf(a, b, paintFor(isJson ? { isTTY: false } : process.stdout))
  if (isJson) printJson({ version: 1, isEqual: report === undefined, report })
  else console.log(report ?? 'No difference.')
  if (report !== undefined) process.exitCode = REJECTED
}

async function sideOf(name: string, options: ExplainOptions): Promise<Side> {
  const capture = await captureOf(await readInput(name))
  const examination = await examinationOf(capture, options)
  return { name, capture, tokens: examination?.tokens ?? [] }
}

async function convert(
  verb: 'encode' | 'decode',
  input: Uint8Array,
  named: CborType<unknown> | undefined,
): Promise<void> {
  const { type, given, cbor, json } = await inspect(input, named)
  rejectUnknown(type, given.parts)
  const form = verb === 'encode' ? cbor : json
  if (form === undefined) throw new UsageError(`${type.name} has no DAG-JSON: use inspect`)
  const { bytes } = form
  if (!process.stdout.isTTY) process.stdout.write(bytes)
  else if (verb === 'encode') console.log(Buffer.from(bytes).toString('hex'))
  else console.log(escapeInvisible(Buffer.from(bytes).toString()))
}

function printCompletion(names: readonly string[]): void {
  const shell = shells.find((one) => one === names[0])
  if (shell === undefined || names.length > 1) {
    const received = names.length === 0 ? '' : `, received ${names.join(' ')}`
    throw new UsageError(`Expected one of ${shells.join(', ')}${received}`)
  }
  const options = Object.entries(OPTIONS).map(
    ([option, { type }]) => [option, type === 'string'] as const,
  )
  const vocabulary = { verbs: VERBS, types: [...types.keys()].sort(), options }
  process.stdout.write(completionOf(shell, vocabulary))
}

/** Prints a value as JSON, with JSON escapes for characters that could control a terminal. A parser returns the same value. */
function printJson(value: object): void {
  const lines = JSON.stringify(value, null, 2).split('\n')
  console.log(lines.map(escapeInvisible).join('\n'))
}

async function versionOf(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { readonly version: string }).version
}
