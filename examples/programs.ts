/** Starts the example programs, each in its own process. */
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Returns the arguments of Node that run a program in this folder. */
function nodeArguments(name: string, args: readonly string[]): string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(`${name}.ts`, import.meta.url)), ...args]
}

/** Starts a service, and returns its URL once it listens. If the service exits, so does this process. */
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

/** Runs a program, then exits with its exit code. */
export function runToEnd(name: string, args: readonly string[], env: Record<string, string>): void {
  const child = spawn(process.execPath, nodeArguments(name, args), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** Delegates a command to a principal. Returns the delegation as the environment variable `GRANT`. */
export function grant(keyFile: string, command: string, audience: string): { GRANT: string } {
  const args = nodeArguments('grant', [keyFile, command, audience])
  const { stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return { GRANT: stdout.toString().trim() }
}

process.on('SIGINT', () => process.exit())
process.on('SIGTERM', () => process.exit())
