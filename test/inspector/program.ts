import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Returns the absolute path of a file or folder of the repository. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

/** Runs a program in Node. Stops the program after 30 s: `status` is then `null`. */
export function run(program: string, args: readonly string[], input: string | Uint8Array = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    timeout: 30_000,
  })
  return {
    status,
    bytes: new Uint8Array(stdout),
    stdout: stdout.toString(),
    stderr: stderr.toString(),
  }
}
