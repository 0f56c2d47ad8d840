import { describe, expectTypeOf, test } from 'vitest'
import { customer, provider, type DID, type Failure } from '../../src/index.js'
import {
  execute,
  handle,
  poll,
  type CommandHandler,
  type HandlerOptions,
} from '../../src/http/index.js'
import type { Invocation, Receipt } from '../../src/ucan/index.js'

declare const invocation: Invocation
declare const subject: DID

describe('handle', () => {
  test('infers the arguments and the result from the command', () => {
    const add = handle(provider.add, { subject }, ({ arguments: args }) => {
      expectTypeOf(args).toEqualTypeOf<provider.AddArguments>()
      return { ok: { id: 'subscription-1' } }
    })
    expectTypeOf(add).toEqualTypeOf<CommandHandler>()
    // @ts-expect-error an id is a string
    handle(provider.add, { subject }, () => ({ ok: { id: 1 } }))
    // @ts-expect-error the id is missing
    handle(provider.add, { subject }, async () => ({ ok: {} }))
  })

  test('requires a subject, which may be a list, a function or "any"', () => {
    // @ts-expect-error the subject is missing
    handle(customer.add, {}, () => ({ ok: {} }))
    handle(customer.add, { subject: [subject] }, () => ({ ok: {} }))
    handle(customer.add, { subject: 'any' }, () => ({ ok: {} }))
    handle(customer.add, { subject: async () => true }, () => ({ ok: {} }))
  })

  test('accepts only declared failures, MalformedArguments and unexpected failures', () => {
    const { failures } = customer
    const message = 'registered before'
    handle(customer.add, { subject, failures }, () => ({
      error: { name: 'CustomerExists', message },
    }))
    handle(customer.add, { subject, failures }, async ({ arguments: { product } }) => {
      if (product === subject) return { error: { name: failures.CustomerExists, message } }
      return { ok: {} }
    })
    handle(customer.add, { subject }, () => ({ error: { name: 'MalformedArguments', message } }))
    handle(customer.add, { subject }, () => ({
      error: { name: 'Busy', message },
      unexpected: true,
    }))
    // @ts-expect-error an undeclared failure
    handle(customer.add, { subject, failures }, () => ({ error: { name: 'Busy', message } }))
    // @ts-expect-error an undeclared failure
    handle(customer.add, { subject, failures }, async () => ({ error: { name: 'Busy', message } }))
    // @ts-expect-error the failures are not declared
    handle(customer.add, { subject }, () => ({ error: { name: 'CustomerExists', message } }))
  })
})

describe('handler', () => {
  test('accepts an onError that returns any value', () => {
    const errors: unknown[] = []
    expectTypeOf((error: unknown) => errors.push(error)).toExtend<HandlerOptions['onError']>()
    expectTypeOf(async (error: unknown) => String(error)).toExtend<HandlerOptions['onError']>()
  })
})

describe('execute and poll', () => {
  test('return the result of the command, and poll requires the executor', async () => {
    const options = { url: 'https://up.example' }
    const result = await execute(provider.add, invocation, options)
    expectTypeOf(result.receipt).toEqualTypeOf<Receipt>()
    if ('ok' in result) expectTypeOf(result.ok).toEqualTypeOf<provider.AddOK>()
    else expectTypeOf(result.error).toEqualTypeOf<Failure>()
    const later = await poll(provider.add, invocation.task, { ...options, executor: subject })
    if ('ok' in later) expectTypeOf(later.ok).toEqualTypeOf<provider.AddOK>()
    // @ts-expect-error the executor is missing
    await poll(provider.add, invocation.task, options)
  })
})
