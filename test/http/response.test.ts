import { describe, expect, it } from 'vitest'
import { customer } from '../../src/index.js'
import { responseTo } from '../../src/http/response.js'
import { fail, succeed } from '../../src/ucan/index.js'
import { addCustomer, service } from './serve.js'

const ran = await addCustomer()
const success = await succeed(customer.add, { executor: service, ran, ok: {} })
const failure = await fail({
  executor: service,
  ran,
  error: { name: 'CustomerExists', message: 'registered before' },
})

describe('responseTo', () => {
  it.each([
    ['success', success, 200, ''],
    ['failure', failure, 400, 'CustomerExists: registered before'],
  ])('returns the default response to a %s', async (_what, receipt, status, body) => {
    const response = responseTo(receipt, {})
    expect([response.status, await response.text()]).toEqual([status, body])
  })

  it.each([200, 201, 599])('accepts the status %d with a body', async (status) => {
    const response = responseTo(failure, { status, body: 'hello' })
    expect([response.status, await response.text()]).toEqual([status, 'hello'])
  })

  it.each([-1, 101, 199, 600, 200.5, NaN])('rejects the status %d', (status) => {
    const message = `expected a status from 200 to 599, received ${status}`
    expect(() => responseTo(success, { status })).toThrow(new RangeError(message))
  })

  it.each([204, 205, 304])('rejects a body with the status %d', (status) => {
    const message = `the status ${status} allows no body`
    expect(() => responseTo(success, { status, body: '' })).toThrow(new TypeError(message))
    expect(responseTo(failure, { status, body: null }).body).toBe(null)
    expect(responseTo(failure, { status }).body).toBe(null)
  })

  it('rejects a locked stream, and accepts another stream', async () => {
    const locked = new ReadableStream()
    locked.getReader()
    const message = 'expected a body that is not locked, received a locked stream'
    expect(() => responseTo(success, { body: locked })).toThrow(new TypeError(message))
    const { body } = new Response('hello')
    expect(await responseTo(success, { body }).text()).toBe('hello')
  })
})
