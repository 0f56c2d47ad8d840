import type { Command } from '@fil-forge/libforge'
import { resultOf, verify, type Invocation, type Receipt } from '@fil-forge/libforge/ucan'
import type { CID } from 'multiformats/cid'

/**
 * Returns the invocation of a task.
 *
 * @throws if no invocation has this task
 */
export function invocationOf(task: CID, invocations: readonly Invocation[]): Invocation {
  const invocation = invocations.find((candidate) => candidate.task.equals(task))
  if (invocation === undefined) throw new Error(`expected an invocation of ${task} in the response`)
  return invocation
}

/**
 * Returns the successful result of a task that its subject, a `did:key`, executed.
 *
 * @throws if the receipt by the subject is missing or has an invalid signature, if the result
 *   is malformed, or if the task failed
 */
export async function okOf<A, O>(
  command: Command<A, O>,
  { task, subject }: Invocation,
  receipts: readonly Receipt[],
): Promise<O> {
  const receipt = receipts.find(({ ran, executor }) => ran.equals(task) && executor === subject)
  if (receipt === undefined || !(await verify(receipt))) {
    throw new Error(`expected a receipt of ${task} with a valid signature of ${subject}`)
  }
  const result = resultOf(command, receipt)
  if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
  return result.ok
}
