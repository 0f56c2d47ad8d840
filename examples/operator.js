// @ts-check
/**
 * What the operators of services do by hand: one sends the other a DID, and
 * gets back what it is given, a container of tokens as one line of text.
 */
import { realpathSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'

/**
 * Whether a module is the program that was started.
 *
 * @param {string} url
 */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url)
}

/**
 * Asks for a line, and waits for it.
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
 * Answers each line, which names a DID, with what that is given.
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
