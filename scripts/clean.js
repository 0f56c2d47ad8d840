// @ts-check
/** Removes the last build: a chunk's name changes with its content. */
import { rmSync } from 'node:fs'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
