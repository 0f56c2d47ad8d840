import { PGlite } from '@electric-sql/pglite'
import type { ReceiptStore } from '@fil-forge/libforge/http'
import { Pool } from 'pg'

/** A Postgres database: embedded (PGlite), or on a server (`pg`). */
export interface Database {
  query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>
}

/**
 * The tables. A customer has at most one subscription for each provider. A subscription pays
 * for one or more consumers. The row of a customer or consumer includes the CID of the task that
 * added it. A repeated invocation of this task succeeds, even if the process ended before the
 * receipt was stored.
 */
const TABLES = [
  `create table if not exists customers (
    did text primary key,
    external_account text,
    product text not null,
    details json not null,
    task text not null
  )`,
  `create table if not exists subscriptions (
    id text primary key default gen_random_uuid(),
    customer text not null references customers,
    provider text not null,
    unique (customer, provider)
  )`,
  `create table if not exists consumers (
    did text,
    provider text,
    subscription text not null references subscriptions,
    task text not null,
    primary key (did, provider)
  )`,
  `create table if not exists receipts (task text primary key, container bytea not null)`,
]

/**
 * Opens the database at a URL, or an embedded database in a folder. Creates the tables
 * that do not exist.
 *
 * @param url `postgres://user:password@host/database`, or `undefined` for the embedded
 *   database
 * @param folder an existing folder that no other process uses. Ignored if there is a URL
 */
export async function openDatabase(url: string | undefined, folder: string): Promise<Database> {
  const database: Database =
    url === undefined ? await PGlite.create(`${folder}/postgres`) : openPool(url)
  for (const table of TABLES) await database.query(table)
  return database
}

function openPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString })
  // The pool replaces a lost connection. Without a listener, the error would end the process.
  pool.on('error', (error) => console.error(error.message))
  return pool
}

export function receiptsIn(database: Database): ReceiptStore {
  return {
    async get(task) {
      const sql = 'select container from receipts where task = $1'
      const [row] = (await database.query(sql, [task])).rows as { container: Uint8Array }[]
      return row?.container
    },
    async put(task, container) {
      const sql = 'insert into receipts values ($1, $2) on conflict do nothing'
      await database.query(sql, [task, container])
    },
  }
}
