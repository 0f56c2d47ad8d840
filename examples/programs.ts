/** Starts the example programs, each in its own process. */
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

function nodeArguments(name: string, args: readonly string[]): string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(`${name}.ts`, import.meta.url)), ...args]
}

/**
 * Starts a service, and returns its URL once it listens. This process exits with 1 if the
 * service exits.
 */
export async function start(name: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, nodeArguments(name, []), {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.on('exit', () => child.kill())
  child.on('exit', () => process.exit(1))
  return await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(`${name.padEnd(19)} | ${line}`)
      const url = / at (http:\S+)$/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
}

/**
 * Runs a program. This process then exits with the exit code of the program, or with 1 if a
 * signal ended the program.
 */
export function runToEnd(name: string, args: readonly string[], env: Record<string, string>): void {
  const child = spawn(process.execPath, nodeArguments(name, args), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}

/**
 * Delegates a command of a service to a principal. Returns the delegation as the
 * environment variable `GRANT`.
 *
 * @param keyFile the key file of the service
 */
export function grant(keyFile: string, command: string, audience: string): { GRANT: string } {
  const args = nodeArguments('grant', [keyFile, command, audience])
  const { status, stdout } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${command} was not delegated: see the error above`)
  return { GRANT: stdout.toString().trim() }
}

process.on('SIGINT', () => process.exit())
process.on('SIGTERM', () => process.exit())
