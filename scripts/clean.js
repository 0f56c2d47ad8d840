// @ts-check
/** Removes the last build: chunks are named by their content, so a new build would leave the old ones. */
import { rmSync } from 'node:fs'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
