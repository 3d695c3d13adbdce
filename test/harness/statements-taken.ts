import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Where the run's processes write the statements that PostgreSQL took; `tools/postgres-15.ts` has an older one read them at the end of `npm test`. */
export const statementsFolder = join(import.meta.dirname, '..', '..', 'test-results', 'statements')

const written = new Set<string>()

/** Statements that differ in how many rows or values they name alone are one: the first of them stands for all. */
function shapeOf(statement: string): string {
  return statement.replaceAll(/\$\d+/gu, '$').replaceAll(/(\([^()]*\)|\$)(?:, \1)+/gu, '$1')
}

function record(statement: string): void {
  const shape = shapeOf(statement)
  if (written.has(shape)) return
  written.add(shape)
  mkdirSync(statementsFolder, { recursive: true })
  // A file for each process: lines of two writers never mix.
  appendFileSync(join(statementsFolder, `${process.pid}.jsonl`), `${JSON.stringify(statement)}\n`)
}

type Query = (...given: unknown[]) => unknown

/** From now on this process notes each kind of statement that its connections sent and that was taken. Once is enough. */
export function recordStatements(): void {
  const client = pg.Client.prototype as unknown as { query: Query & { isRecording?: true } }
  const plain = client.query
  if (plain.isRecording === true) return
  const recording: Query = function (this: unknown, ...given) {
    const answer = plain.apply(this, given)
    const [asked] = given
    const statement = typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked
    if (typeof statement === 'string' && answer instanceof Promise) void answer.then(() => record(statement), () => undefined)
    return answer
  }
  client.query = Object.assign(recording, { isRecording: true as const })
}
