/** A deadline: many send at once. The server is this process; who sends is another, so that neither takes the other's time for its own. */
import { spawn } from 'node:child_process'
import { openCall } from '../../src/calls/commands.ts'
import { openCallSchema } from '../../src/calls/schema.ts'
import { findCallById } from '../../src/calls/queries.ts'
import { countChosen } from '../../src/contributions/queries.ts'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { findChain, verifyChain } from '../../src/record/queries.ts'
import { isRefusal } from '../../src/shared/result.ts'
import type { Bench, Installation } from './measure.ts'
import { openProcessorClock } from './processor.ts'

const [FORUM, CYCLE] = ['deadline', '2026']
const SECONDS = 20
const AT_ONCE = 32

/** What the client prints. */
interface Sent {
  readonly sent: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
  readonly steps: readonly number[]
}

export const sendingBench: Bench = {
  title: 'Sending: a deadline',
  run: async (installation) => {
    const { address, questions, callId, forumId, cycleId } = await prepare(installation)
    const clock = await openProcessorClock(installation.db)
    const begun = clock()
    const measured = await send(installation.url, address, questions)
    const work = clock() - begun
    const { counted } = await countChosen(installation.db, cycleId, { callId })
    const chain = await findChain(installation.db, forumId)
    const verified = chain === undefined ? undefined : await verifyChain(installation.db, chain)
    const middle = measured.steps.toSorted((a, b) => a - b)[Math.floor(measured.steps.length / 2)] ?? Number.NaN
    return {
      figures: [
        { what: 'A step of the form shown and kept, median', value: middle, unit: 'ms', promised: 30 },
        { what: 'Time for each contribution at a deadline', value: (measured.seconds * 1000) / measured.sent, unit: 'ms', promised: 5 },
        { what: 'Processor time for each, of the server and of PostgreSQL’s processes that serve it', value: work / measured.sent, unit: 'ms', promised: 10 },
        { what: 'A contribution acknowledged, median', value: measured.p50, unit: 'ms' },
        { what: 'A contribution acknowledged, 99th percentile', value: measured.p99, unit: 'ms' },
        { what: 'Acknowledged and not found', value: measured.sent - counted, unit: 'requests', promised: 0 },
        { what: 'Not acknowledged', value: measured.failed, unit: 'requests', promised: 0 },
      ],
      remarks: [
        `${AT_ONCE} senders, one process beside the server's, sent the whole form with two answers for ${SECONDS} s over HTTP: ${measured.sent} contributions in ${measured.seconds.toFixed(1)} s, ${Math.round(measured.sent / measured.seconds)} a second, each acknowledged after its commit is on disk. Five milliseconds each are 200 a second, and so are ten of processor time on two cores.`,
        `Afterwards the overview counted ${counted}, and the record's chain was ${verified?.ok === true ? 'whole' : 'BROKEN'}.`,
        'A step: POST of the answers as somebody types them, then the next step shown, one after the other on a server that does nothing else.',
      ],
    }
  },
}

async function prepare({ db }: Installation) {
  const now = systemClock()
  const forum = await transact(db, (tx) => createForum(tx, SYSTEM, { slug: FORUM, title: 'Deadline', mandate: 'To be on time.', conveningBody: null, website: null, language: 'en' }, now))
  if (isRefusal(forum)) throw new Error(forum.refusal)
  const cycle = await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId: forum.forumId, slug: CYCLE, title: CYCLE, focus: 'Speed', note: null }, now))
  if (isRefusal(cycle)) throw new Error(cycle.refusal)
  const questions = [1, 2].map((number) => ({ text: `Question ${number}?` }))
  const input = openCallSchema.parse({ slug: 'main', title: 'Call', introduction: 'Tell us.', questions })
  const opened = await transact(db, (tx) => openCall(tx, SYSTEM, { ...input, forumId: forum.forumId, cycleId: cycle.cycleId }, now))
  if (isRefusal(opened)) throw new Error(opened.refusal)
  const call = await findCallById(db, opened.callId)
  return { address: `/${FORUM}/${CYCLE}/calls/main`, questions: call?.questions.map(({ id }) => id) ?? [], callId: opened.callId, forumId: forum.forumId, cycleId: cycle.cycleId }
}

/** Runs the client in a process of its own. */
function send(url: string, address: string, questions: readonly string[]): Promise<Sent> {
  const client = spawn(process.execPath, ['--input-type=module', '-e', `(${senders.toString()})(${JSON.stringify({ url, address, questions, seconds: SECONDS, atOnce: AT_ONCE })})`], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let printed = ''
    client.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    client.on('error', reject)
    client.on('close', (code) => (code === 0 ? resolve(JSON.parse(printed) as Sent) : reject(new Error(`The senders ended with ${code}`))))
  })
}

/** Self-contained, for it is handed to another process as text. */
async function senders({ url, address, questions, seconds, atOnce }: { url: string; address: string; questions: readonly string[]; seconds: number; atOnce: number }): Promise<void> {
  const { Agent, request } = await import('node:http')
  const { randomUUID } = await import('node:crypto')
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const words = 'We keep the quay open for those who land fish before dawn, and the ferry waits. '.repeat(8)
  const ask = (method: string, path: string, fields: Record<string, string>): Promise<{ status: number; location: string; text: string }> =>
    new Promise((resolve, reject) => {
      const body = new URLSearchParams(fields).toString()
      const sent = request(`${url}${path}`, { method, agent, headers: method === 'GET' ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', text }))
      })
      sent.on('error', reject)
      sent.end(method === 'GET' ? undefined : body)
    })
  const answers = Object.fromEntries(questions.map((id) => [`answer-${id}`, words]))
  const steps: number[] = []
  for (let turn = 0; turn < 60; turn++) {
    const kept = /action="([^"]+)\/answers"/u.exec((await ask('GET', `${address}/contribute`, {})).text)?.[1] ?? ''
    const start = performance.now()
    const moved = await ask('POST', `${kept}/answers`, { ...answers, saved: '0', go: 'next' })
    const shown = await ask('GET', moved.location, {})
    if (moved.status !== 303 || shown.status !== 200) throw new Error(`A step answered ${moved.status} and ${shown.status}`)
    if (turn >= 20) steps.push(performance.now() - start)
  }
  const groups = ['Civil Society', 'Government', 'Private Sector', 'Technical Community']
  const times: number[] = []
  let [failed, count] = [0, 0]
  const from = performance.now()
  const sender = async (): Promise<void> => {
    while (performance.now() - from < seconds * 1000) {
      const start = performance.now()
      const fields = { ...answers, formKey: randomUUID(), revision: '1', contributor: `Sender ${count++}`, consent: 'full', country: 'KE', language: 'en', stakeholderGroup: groups[count % 4] ?? '' }
      const { status } = await ask('POST', `${address}/contribute`, fields)
      if (status === 303) times.push(performance.now() - start)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sender))
  const taken = (performance.now() - from) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  agent.destroy()
  process.stdout.write(JSON.stringify({ sent: times.length, seconds: taken, p50: at(0.5), p99: at(0.99), failed, steps }))
}
