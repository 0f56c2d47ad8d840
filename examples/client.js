// @ts-check
/**
 * The client that Hilt and the Console share: sends an invocation, and prints the
 * tokens that it sends and receives.
 *
 * @import { JsonCommand } from '@fil-forge/libforge'
 * @import { Delegation, Invocation, Receipt } from '@fil-forge/libforge/ucan'
 */
import { Failure } from '@fil-forge/libforge'
import { argumentsOf, Container, resultOf, verify } from '@fil-forge/libforge/ucan'

/**
 * Sends an invocation with its proofs, and verifies the receipt.
 *
 * @template A, O
 * @param {string} url
 * @param {JsonCommand<A, O>} command
 * @param {Invocation} invocation
 * @param {readonly Delegation[]} delegations
 * @returns {Promise<{ receipt: Receipt, ok: O }>} the receipt, and its result
 */
export async function send(url, command, invocation, delegations) {
  const body = await Container.encode({ invocations: [invocation], delegations })
  console.log(`\nPOST ${url}  ${body.length} bytes`)
  for (const delegation of delegations) {
    console.log(`  delegation ${delegation.command}  ${delegation.cid}`)
    console.log(`    issuer   ${delegation.issuer}`)
    console.log(`    audience ${delegation.audience}`)
  }
  console.log(`  invocation ${invocation.command}  ${invocation.cid}`)
  console.log(`    issuer   ${invocation.issuer}`)
  console.log(`    subject  ${invocation.subject}`)
  console.log(`    task     ${invocation.task}`)
  console.log(`    ${command.arguments.json.stringify(argumentsOf(command, invocation))}`)

  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': Container.contentType },
    body,
    signal: AbortSignal.timeout(10_000),
  })
  const received = await response.arrayBuffer()
  console.log(`${response.status} ${response.statusText}  ${received.byteLength} bytes`)
  if (!response.ok) {
    const { name, message } = Failure.json.decode(received)
    throw new Error(`${name}: ${message}`)
  }
  const { receipts } = await Container.decode(received)
  const receipt = receipts.find(({ ran }) => ran.equals(invocation.task))
  if (receipt === undefined) throw new Error(`the response has no receipt for ${invocation.task}`)
  return { receipt, ok: await readReceipt(command, invocation, receipt) }
}

/**
 * Verifies the receipt of an invocation, and prints it. Throws if the task failed.
 *
 * @template A, O
 * @param {JsonCommand<A, O>} command
 * @param {Invocation} invocation
 * @param {Receipt} receipt
 * @returns {Promise<O>} the result
 */
export async function readReceipt(command, invocation, receipt) {
  const executor = invocation.audience ?? invocation.subject
  if (!receipt.ran.equals(invocation.task)) throw new Error('the receipt is for another task')
  if (receipt.executor !== executor)
    throw new Error(`the executor of the receipt is not ${executor}`)
  if (!(await verify(receipt))) throw new Error('the signature of the receipt is invalid')
  const result = resultOf(command, receipt)
  console.log(`  receipt ${receipt.cid}`)
  console.log(`    executor ${receipt.executor}`)
  console.log(`    ran      ${receipt.ran}`)
  if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
  console.log(`    ok       ${command.ok.json.stringify(result.ok)}`)
  return result.ok
}
