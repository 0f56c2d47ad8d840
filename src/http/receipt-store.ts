/**
 * A store of the receipts of a service. A task whose receipt is stored does not run again.
 * A service with several processes, or one that restarts, needs a store in a database: a
 * table with the columns `task` and `container` is enough.
 *
 * @example
 * ```ts
 * import type { ReceiptStore } from '@fil-forge/libforge/http'
 *
 * interface KeyValueDatabase {
 *   get(key: string): Promise<Uint8Array | undefined>
 *   set(key: string, value: Uint8Array): Promise<void>
 * }
 *
 * function receiptsIn(database: KeyValueDatabase): ReceiptStore {
 *   return {
 *     get: (task) => database.get(`receipt:${task}`),
 *     put: (task, container) => database.set(`receipt:${task}`, container),
 *   }
 * }
 * ```
 */
export interface ReceiptStore {
  /**
   * Returns the container that was stored for a task. `undefined` if absent.
   *
   * @param task the CID of the task, in base32
   */
  get(task: string): Uint8Array | undefined | Promise<Uint8Array | undefined>
  /**
   * Stores a container for a task. The container has the receipt and the tokens that the
   * handler returned. It is encoded in CBOR: `Container.decode` decodes it.
   */
  put(task: string, container: Uint8Array): void | Promise<void>
}

/** The default limit of a store in memory, in bytes: 32 MiB. */
const SIZE = 32 * 1024 * 1024
/** An upper bound of the memory of an entry without its container, in bytes. */
const ENTRY = 512

/**
 * Returns a store in memory. When it is full, the oldest receipts are removed. If the
 * receipt of a task was removed, or the process was restarted, a repeated invocation
 * that is still valid runs the task again.
 *
 * @param options.maxBytes the limit of the store, in bytes: 32 MiB by default, which
 *   is enough for about 40,000 small receipts
 *
 * @example
 * ```ts
 * import { memoryReceipts } from '@fil-forge/libforge/http'
 *
 * const receipts = memoryReceipts({ maxBytes: 1024 * 1024 })
 * ```
 */
export function memoryReceipts(options: { readonly maxBytes?: number } = {}): ReceiptStore {
  const { maxBytes = SIZE } = options
  const containers = new Map<string, Uint8Array>()
  let size = 0
  const remove = (task: string) => {
    const container = containers.get(task)
    if (containers.delete(task)) size -= ENTRY + container!.length
  }
  return {
    get: (task) => containers.get(task),
    put(task, container) {
      remove(task)
      containers.set(task, container)
      size += ENTRY + container.length
      for (const oldest of containers.keys()) {
        if (size <= maxBytes) break
        remove(oldest)
      }
    },
  }
}
