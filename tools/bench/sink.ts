/** The mail server that everything is sent to, in a process of its own: `tools/mail-sink.ts`, started from the checkout. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface SinkReport {
  readonly taken: number
  readonly counts: Readonly<Record<string, number>>
  readonly unsure: readonly string[]
}

export interface MailSink {
  readonly port: number
  readonly url: string
  /** How many mails it has taken so far. */
  count(): Promise<number>
  report(): Promise<SinkReport>
  close(): void
}

export async function startSink(): Promise<MailSink> {
  const child = spawn(process.execPath, ['tools/mail-sink.ts'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => String((await lines.next()).value)
  const port = Number(await next())
  const ask = async (word: string): Promise<unknown> => {
    child.stdin.write(`${word}\n`)
    return JSON.parse(await next())
  }
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    count: async () => ((await ask('count')) as { taken: number }).taken,
    report: async () => (await ask('report')) as SinkReport,
    close: () => void child.stdin.end(),
  }
}
