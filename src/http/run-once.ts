import { shorten } from '../codec/error.js'
import { Container, itemsOf } from '../ucan/container.js'
import { dataLimits } from '../ucan/data.js'
import type { Invocation } from '../ucan/invocation.js'
import type { Answer } from './handle.js'
import type { ReceiptStore } from './receipt-store.js'

/**
 * Returns a function that runs a task and returns the answer. A task that has a stored
 * answer, or is already running, does not run again: the function returns the stored or
 * pending answer without the handler's response. The function throws for an answer that
 * can't be encoded, and does not store it.
 *
 * @param executor the DID of the service, which issues the receipts of its tasks
 * @param onPutError called with the error if the answer of a task can't be stored
 */
export function runOnce(
  executor: string,
  receipts: ReceiptStore,
  onPutError: (error: unknown, invocation: Invocation) => void,
): (invocation: Invocation, run: () => Promise<Answer>) => Promise<Answer> {
  /** The pending answers of running tasks, by the CID of the task. */
  const running = new Map<string, Promise<Answer>>()

  async function storedOrRun(
    task: string,
    invocation: Invocation,
    run: () => Promise<Answer>,
  ): Promise<Answer> {
    const stored = await receipts.get(task)
    if (stored !== undefined) return await decodeAnswer(stored, invocation, executor)
    const answer = await run()
    // Encodes also an answer that is not stored, to throw if no response can contain it.
    const container = await encodeAnswer(answer)
    if (!answer.isFinal) return answer
    try {
      await receipts.put(task, container)
    } catch (error) {
      // The task ran, so the caller gets the receipt. A repeated invocation runs the task again.
      onPutError(error, invocation)
    }
    return answer
  }

  return async (invocation, run) => {
    const task = invocation.task.toString()
    const current = running.get(task)
    if (current !== undefined) return forRepeatedRequest(await current)
    const answer = storedOrRun(task, invocation, run)
    running.set(task, answer)
    try {
      return await answer
    } finally {
      running.delete(task)
    }
  }
}

/** Encodes an answer. Throws if its tokens exceed a limit of a container. */
async function encodeAnswer({ receipt, tokens = {} }: Answer): Promise<Uint8Array> {
  const { invocations = [], delegations = [], receipts = [] } = tokens
  const items = itemsOf([receipt, ...invocations, ...delegations, ...receipts])
  if (items > dataLimits.containerItems) {
    throw new Error(`the tokens exceed ${dataLimits.containerItems} items: return fewer tokens`)
  }
  return await Container.encode({ ...tokens, receipts: [receipt, ...receipts] })
}

async function decodeAnswer(
  container: Uint8Array,
  { task }: Invocation,
  executor: string,
): Promise<Answer> {
  const { invocations, delegations, receipts } = await Container.decode(container, {
    maxBytes: container.length,
  })
  const candidates = receipts.filter(({ ran }) => ran.equals(task))
  const receipt = candidates.find((candidate) => candidate.executor === executor)
  if (receipt === undefined) {
    const [other] = candidates
    const advice =
      other === undefined
        ? 'return the container that was stored for the task'
        : `it has a receipt by ${shorten(other.executor)}, so use another store for this executor`
    throw new Error(
      `the receipt store returned a container without a receipt of the task ${task} by ${executor}: ${advice}`,
    )
  }
  const others = receipts.filter((other) => other !== receipt)
  const tokens = { invocations, delegations, receipts: others }
  return forRepeatedRequest({ receipt, tokens, isFinal: true })
}

/**
 * Returns an answer for a repeated request, without the handler's response: its body may be
 * a stream, which can be sent only once. The status of a success is 204 (no content). A
 * failure gets the default response.
 */
function forRepeatedRequest({ receipt, tokens, isFinal }: Answer): Answer {
  return { receipt, tokens, status: 'ok' in receipt.out ? 204 : undefined, isFinal }
}
