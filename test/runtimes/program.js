// For Node, Bun and Deno: checks the library against the fixtures in the folder given as argument, and prints a report as JSON.
import * as libforge from '@fil-forge/libforge'
import * as ucan from '@fil-forge/libforge/ucan'
import { readFile, readdir } from 'node:fs/promises'
import { argv } from 'node:process'
import { check } from './check.ts'

const folder = argv[2]
const files = (await readdir(folder)).filter((file) => file.endsWith('.jsonl'))
const contents = files.map(async (file) => [
  file.slice(0, -'.jsonl'.length),
  await readFile(`${folder}/${file}`, 'utf8'),
])
console.log(
  JSON.stringify(await check(libforge, ucan, Object.fromEntries(await Promise.all(contents)))),
)
