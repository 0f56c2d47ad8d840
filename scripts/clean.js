// @ts-check
/** Removes the previous build. The file name of a chunk contains a hash of its content, so a new build does not overwrite the old chunks. */
import { rmSync } from 'node:fs'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
