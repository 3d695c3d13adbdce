/** Rows as streams: PostgreSQL's COPY through `pg`, which leaves that part of the protocol to its callers. */
import { once } from 'node:events'
import { Readable } from 'node:stream'
import type pg from 'pg'

type CopyConnection = pg.Connection & {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

const READ_AHEAD = 1 << 20

/** The number at the end of a command tag such as `COPY 27`. */
function rowsOf(tag: string): number {
  return Number(/\d+$/u.exec(tag)?.[0] ?? 0)
}

/** The rows of a `copy … to stdout`, one chunk each, no faster than they are taken. Whoever leaves it half-read must end the connection. */
export class CopyOut extends Readable implements pg.Submittable {
  /** Known once the stream has ended. */
  rows = 0
  readonly #statement: string
  #connection: pg.Connection | undefined

  constructor(statement: string) {
    super({ highWaterMark: READ_AHEAD })
    this.#statement = statement
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection
    connection.query(this.#statement)
  }

  handleCopyData(message: { readonly chunk: Buffer }, connection: pg.Connection): void {
    // The driver uses its buffer again for what comes next.
    if (!this.push(Buffer.from(message.chunk))) connection.stream.pause()
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.rows = rowsOf(message.text)
  }

  handleReadyForQuery(): void {
    if (!this.destroyed) this.push(null)
  }

  handleError(error: Error): void {
    this.destroy(error)
  }

  override _read(): void {
    this.#connection?.stream.resume()
  }
}

class CopyIn implements pg.Submittable {
  readonly done: Promise<number>
  readonly #statement: string
  readonly #chunks: AsyncIterable<Buffer>
  readonly #settle: PromiseWithResolvers<number>
  #rows = 0
  #isOver = false
  #fault: unknown

  constructor(statement: string, chunks: AsyncIterable<Buffer>) {
    this.#statement = statement
    this.#chunks = chunks
    this.#settle = Promise.withResolvers<number>()
    this.done = this.#settle.promise
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#statement)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection)
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.#rows = rowsOf(message.text)
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#rows)
  }

  handleError(error: Error): void {
    this.#isOver = true
    this.#settle.reject(this.#fault instanceof Error ? this.#fault : error)
  }

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.#chunks) {
        if (this.#isOver) return
        connection.sendCopyFromChunk(chunk)
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
      }
      connection.endCopyFrom()
    } catch (error) {
      // The server answers a failed copy with an error, and that settles the promise with ours.
      this.#fault = error
      connection.sendCopyFail('the rows could not be read')
    }
  }
}

/** Runs a `copy … from stdin` on these chunks, no faster than the server takes them. Answers the number of rows. */
export function copyIn(client: pg.ClientBase, statement: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  return client.query(new CopyIn(statement, chunks)).done
}
