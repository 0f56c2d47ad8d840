/**
 * UCAN over HTTP, for the Fetch API: services that answer requests, and clients.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs
 *
 * @module @fil-forge/libforge/http
 */
export type { Origins } from './cors.js'
export { didDocument } from './did-document.js'
export {
  execute,
  retrieve,
  type ExecuteOptions,
  type Execution,
  type RequestOptions,
} from './execute.js'
export { ExecutionError, type ExecutionErrorCode } from './execution-error.js'
export type { ExecutorOptions } from './executor.js'
export {
  handle,
  type CommandHandler,
  type HandleOptions,
  type HandlerContext,
  type HandlerResult,
  type RequestContext,
  type ResponseParts,
  type Subject,
  type TokensToSend,
} from './handle.js'
export { handler, type HandlerOptions } from './handler.js'
export { poll, type PollOptions } from './poll.js'
export { memoryReceipts, type ReceiptStore } from './receipt-store.js'
