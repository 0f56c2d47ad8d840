// @ts-check
/**
 * The exchange between two operators: one sends the DID of a program, and the
 * other returns a container with the delegation that its service grants, in one
 * line of base64url.
 */
import { realpathSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'

/**
 * Returns whether a module is the main program.
 *
 * @param {string} url
 */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url)
}

/**
 * Prints a question, and returns the next input line.
 *
 * @param {string} question
 */
export async function ask(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(question)
  terminal.close()
  return answer.trim()
}

/**
 * Answers each input line, which contains a DID, with the container for it.
 *
 * @param {(line: string) => Promise<string>} grant
 */
export async function answerEach(grant) {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      console.log(await grant(line.trim()))
    } catch (error) {
      console.error(String(error))
    }
  }
}
