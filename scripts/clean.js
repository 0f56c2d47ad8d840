// @ts-check
/** Removes the last build. A new build does not overwrite all of it, because chunks are named by their content. */
import { rmSync } from 'node:fs'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
