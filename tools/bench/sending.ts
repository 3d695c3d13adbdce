/** A deadline: many send at once. The server is this process; who sends is another, so that neither takes the other's time for its own. */
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
import { runApart, sendForms } from './senders.ts'

const [FORUM, CYCLE] = ['deadline', '2026']
const SECONDS = 20
const AT_ONCE = 32

export const sendingBench: Bench = {
  title: 'Sending: a deadline',
  run: async (installation) => {
    const { address, questions, callId, forumId, cycleId } = await prepare(installation)
    const clock = await openProcessorClock(installation.db)
    const begun = clock()
    const answers = Object.fromEntries(questions.map((id) => [`answer-${id}`, WORDS]))
    const fields = { ...answers, formKey: '{id}', revision: '1', contributor: 'Sender {n}', consent: 'full', country: 'KE', language: 'en', stakeholderGroup: 'Civil Society' }
    const measured = await sendForms({ url: installation.url, path: `${address}/contribute`, fields, seconds: SECONDS, atOnce: AT_ONCE })
    const work = clock() - begun
    const steps = await runApart<number[]>(takeSteps, { url: installation.url, address, answers })
    const { counted } = await countChosen(installation.db, cycleId, { callId })
    const chain = await findChain(installation.db, forumId)
    const verified = chain === undefined ? undefined : await verifyChain(installation.db, chain)
    const middle = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Number.NaN
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

const WORDS = 'We keep the quay open for those who land fish before dawn, and the ferry waits. '.repeat(8)

/** Self-contained, for it is handed to another process as text. */
async function takeSteps({ url, address, answers }: { url: string; address: string; answers: Record<string, string> }): Promise<void> {
  const { Agent, request } = await import('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
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
  const steps: number[] = []
  for (let turn = 0; turn < 60; turn++) {
    const kept = /action="([^"]+)\/answers"/u.exec((await ask('GET', `${address}/contribute`, {})).text)?.[1] ?? ''
    const start = performance.now()
    const moved = await ask('POST', `${kept}/answers`, { ...answers, saved: '0', go: 'next' })
    const shown = await ask('GET', moved.location, {})
    if (moved.status !== 303 || shown.status !== 200) throw new Error(`A step answered ${moved.status} and ${shown.status}`)
    if (turn >= 20) steps.push(performance.now() - start)
  }
  agent.destroy()
  process.stdout.write(JSON.stringify(steps))
}
