/**
 * Statements that are sent again and again get a name, so that PostgreSQL reads and plans them once on each connection and not each
 * time: a third of its work where statements are short.
 */
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { sha256 } from './digest.ts'

/** From this time on that a statement is sent it has a name: what is made up of many values is seldom sent twice. */
const OFTEN = 3
/** So many statements have names: PostgreSQL keeps the plan of each on each connection, some ten kilobytes. */
const MOST = 600

/** What has a name on the connections of one pool. */
class Names {
  readonly #times = new Map<string, number>()
  readonly #names = new Map<string, string>()

  /** The name of a statement, if it has earned one. */
  of(statement: string): string | undefined {
    const known = this.#names.get(statement)
    if (known !== undefined || this.#names.size >= MOST) return known
    const count = (this.#times.get(statement) ?? 0) + 1
    if (count < OFTEN) {
      // Forgotten all at once when there are too many: what is sent often comes again.
      if (this.#times.size > 20 * MOST) this.#times.clear()
      this.#times.set(statement, count)
      return undefined
    }
    this.#times.delete(statement)
    const name = sha256(statement).slice(0, 32)
    this.#names.set(statement, name)
    return name
  }
}

/**
 * What says that the connection does not have the statement as it is needed now: a table that it reads has changed (0A000), or a
 * pooler between us and the server gave it to another (26000, 42P05).
 */
const OUTDATED = new Set(['0A000', '26000', '42P05'])

export function isOutdatedStatement(error: unknown): boolean {
  return error instanceof pg.DatabaseError && OUTDATED.has(error.code ?? '')
}

/** A connection that names its statements, until one of the names is outdated: then it goes on without. */
class NamingConnection implements PostgresPoolClient {
  readonly #client: pg.PoolClient
  readonly #names: Names
  #isPlain = false

  constructor(client: pg.PoolClient, names: Names) {
    this.#client = client
    this.#names = names
  }

  query<Row>(statement: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  query<Row>(statement: string | PostgresCursor<Row>, values: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof statement !== 'string') throw new Error('Rows are not read through cursors here')
    return this.#send<Row>(statement, [...values])
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy)
  }

  async #send<Row>(text: string, values: unknown[]): Promise<PostgresQueryResult<Row>> {
    // Without values it is sent as it is: so are `begin` and `commit`, which take no name.
    const name = this.#isPlain || values.length === 0 ? undefined : this.#names.of(text)
    try {
      return await this.#ask<Row>(name === undefined ? { text, values } : { name, text, values })
    } catch (error) {
      if (name === undefined || !isOutdatedStatement(error)) throw error
      this.#isPlain = true
      // Within a transaction all is lost that came before: whoever began it begins it again.
      if (this.#client.getTransactionStatus() !== 'I') throw error
      return this.#ask<Row>({ text, values })
    }
  }

  async #ask<Row>(query: pg.QueryConfig): Promise<PostgresQueryResult<Row>> {
    return (await this.#client.query(query)) as unknown as PostgresQueryResult<Row>
  }
}

/** A pool whose connections name what they are sent often. */
export function namingPool(pool: pg.Pool): PostgresPool {
  const [names, connections] = [new Names(), new WeakMap<pg.PoolClient, NamingConnection>()]
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const known = connections.get(client) ?? new NamingConnection(client, names)
      connections.set(client, known)
      return known
    },
  }
}
