// @ts-check
/**
 * What Hilt and the Console have in common: they send an invocation, and print
 * what crossed the wire.
 *
 * @import { Command } from '@fil-forge/libforge'
 * @import { Delegation, Invocation, Receipt } from '@fil-forge/libforge/ucan'
 */
import { Failure } from '@fil-forge/libforge'
import { argumentsOf, Container, resultOf, verify } from '@fil-forge/libforge/ucan'
import { verifier } from './verifier.js'

/**
 * Sends an invocation with its proofs.
 *
 * @template A, O
 * @param {string} url
 * @param {Command<A, O>} command
 * @param {Invocation} invocation
 * @param {readonly Delegation[]} delegations
 * @returns {Promise<{ receipt: Receipt, ok: O }>} what the audience says came of it
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
  console.log(`    ${json(command.arguments.json.encode(argumentsOf(command, invocation)))}`)

  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': Container.contentType },
    body,
    signal: AbortSignal.timeout(10_000),
  })
  const answer = await response.arrayBuffer()
  console.log(`${response.status} ${response.statusText}  ${answer.byteLength} bytes`)
  if (!response.ok) {
    const { name, message } = Failure.json.decode(answer)
    throw new Error(`${name}: ${message}`)
  }
  const { receipts } = await Container.decode(answer)
  const receipt = receipts.find(({ ran }) => ran.equals(invocation.task))
  if (receipt === undefined) throw new Error(`no receipt of ${invocation.task} came back`)
  return { receipt, ok: await read(command, invocation, receipt) }
}

/**
 * Reads what a receipt says of an invocation, and prints it.
 *
 * @template A, O
 * @param {Command<A, O>} command
 * @param {Invocation} invocation
 * @param {Receipt} receipt
 * @returns {Promise<O>}
 */
export async function read(command, invocation, receipt) {
  const executor = invocation.audience ?? invocation.subject
  if (!receipt.ran.equals(invocation.task)) throw new Error('the receipt is of another task')
  if (receipt.executor !== executor) throw new Error(`the receipt isn't from ${executor}`)
  if (!(await verify(receipt, { verifier }))) throw new Error(`the receipt isn't signed`)
  const result = resultOf(command, receipt)
  console.log(`  receipt ${receipt.cid}`)
  console.log(`    executor ${receipt.executor}`)
  console.log(`    ran      ${receipt.ran}`)
  if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
  console.log(`    ok       ${json(command.ok.json.encode(result.ok))}`)
  return result.ok
}

/** @param {Uint8Array} bytes */
function json(bytes) {
  return new TextDecoder().decode(bytes)
}
