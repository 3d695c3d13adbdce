/** Many who send a form at once: one process beside the server's, so that neither takes the other's time for its own. */
import { spawn } from 'node:child_process'

export interface FormToSend {
  /** The server's, without a path. */
  readonly url: string
  readonly path: string
  /** The fields of each form; `{id}` becomes a new id and `{n}` the number of the form. */
  readonly fields: Readonly<Record<string, string>>
  readonly seconds: number
  readonly atOnce: number
}

/** Forms acknowledged, in how many seconds, how long each took in milliseconds, and how many were answered with anything but 303. */
export interface FormsSent {
  readonly sent: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

export function sendForms(form: FormToSend): Promise<FormsSent> {
  return runApart<FormsSent>(senders, form)
}

/** Runs a self-contained function in a process of its own, to which it is handed as text; what it prints is its answer, as JSON. */
export function runApart<Out>(work: (input: never) => Promise<void>, input: unknown): Promise<Out> {
  const client = spawn(process.execPath, ['--input-type=module', '-e', `(${work.toString()})(${JSON.stringify(input)})`], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let printed = ''
    client.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    client.on('error', reject)
    client.on('close', (code) => (code === 0 ? resolve(JSON.parse(printed) as Out) : reject(new Error(`The senders ended with ${code}`))))
  })
}

async function senders({ url, path, fields, seconds, atOnce }: FormToSend): Promise<void> {
  const { Agent, request } = await import('node:http')
  const { randomUUID } = await import('node:crypto')
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const post = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
      const sent = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)))
      sent.on('error', reject)
      sent.end(body)
    })
  const times: number[] = []
  let [failed, count] = [0, 0]
  const from = performance.now()
  const sender = async (): Promise<void> => {
    while (performance.now() - from < seconds * 1000) {
      const number = String(++count)
      const filled = Object.entries(fields).map(([name, value]) => [name, value.replaceAll('{id}', () => randomUUID()).replaceAll('{n}', number)])
      const start = performance.now()
      if ((await post(new URLSearchParams(filled).toString())) === 303) times.push(performance.now() - start)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sender))
  const taken = (performance.now() - from) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  agent.destroy()
  process.stdout.write(JSON.stringify({ sent: times.length, seconds: taken, p50: at(0.5), p99: at(0.99), failed }))
}
