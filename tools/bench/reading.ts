/** The reading room: an answer of 200 pages opened, a board of answers, and how soon one coder is told of what another marks. */
import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { invitePerson, makeLoginLink, useLoginLink } from '../../src/people/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db, type Tx } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { Refusal } from '../../src/shared/result.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { quantile, timed, type Bench, type Installation } from './measure.ts'

/** A page as printers count: 3,000 characters. */
const PAGE = 3000
const PAGES = 200
const ANSWERS = 2000
const ROUNDS = 20
const MARKS = 30

export const readingBench: Bench = {
  title: 'Reading room: an answer of 200 pages with 400 passages, among 2,000 answers',
  run: async (installation) => {
    const { desk, cookie } = await load(installation.db)
    const headers = { cookie, 'accept-encoding': 'identity' }
    const open = async (path: string): Promise<number[]> => {
      const times: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const asked = await timed(async () => (await installation.handle(path, headers)).text())
        if (!asked.value.includes('data-text=')) throw new Error(`${path} has no text to read`)
        times.push(asked.ms)
      }
      return times
    }
    const [long, late, board] = [await open(`${desk}/reading/C-1/1`), await open(`${desk}/reading/C-1/1?part=49`), await open(`${desk}/reading`)]
    const told = await measureLive(installation, desk, cookie)
    return {
      figures: [
        { what: 'The answer of 200 pages opened, median', value: quantile(long, 0.5), unit: 'ms', promised: 300 },
        { what: 'Its last part but one, median', value: quantile(late, 0.5), unit: 'ms', promised: 300 },
        { what: 'The board of answers, median', value: quantile(board, 0.5), unit: 'ms' },
        { what: 'Another coder told of a mark, after it was acknowledged, median', value: quantile(told, 0.5), unit: 'ms' },
        { what: 'The same, slowest of 30', value: quantile(told, 1), unit: 'ms', promised: 500 },
      ],
      remarks: [`Opened by whoever is signed in, uncached, in this process. Told over an event stream by HTTP; the page then fetches itself anew. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`],
    }
  },
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function signIn(tx: Tx, forumId: Id<'forum'>): Promise<string> {
  const now = systemClock()
  const { personId } = taken(await invitePerson(tx, SYSTEM, { name: 'Reader', mail: undefined, role: 'editor', forumId }, now))
  const link = await makeLoginLink(tx, SYSTEM, { personId }, now)
  return `${LOGIN_COOKIE}=${taken(await useLoginLink(tx, SYSTEM, { token: link.token }, now)).token}`
}

async function load(db: Db): Promise<{ desk: string; cookie: string }> {
  const now = systemClock()
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, { slug: 'reading', title: 'Reading', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2026', title: '2026', focus: '', note: null }, now)))
  const cookie = await transact(db, (tx) => signIn(tx, forumId))
  const [callId, questionId, first, answer] = [newId(), newId(), newId(), newId()]
  await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', 'Call', '', true, true)`.execute(db)
  await sql`insert into calls_question (id, call_id, number, text) values (${questionId}, ${callId}, 1, 'What works?')`.execute(db)
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, channel, language, consent, received_by, is_late)
    select case number when 1 then ${first}::uuid else gen_random_uuid() end, ${forumId}, ${cycleId}, ${callId}, number, 'web', 'en', 'full', '2026-05-01', false from generate_series(1, ${ANSWERS}::integer) number`.execute(db)
  const sentence = 'Every harbour keeps one berth free for whoever comes in at night, and says so on the board. '
  const long = `${sentence.repeat(10)}\n\n`.repeat(Math.ceil((PAGE * PAGES) / (sentence.length * 10 + 2)))
  await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
    select case number when 1 then ${answer}::uuid else gen_random_uuid() end, id, ${questionId}, 1, case number when 1 then ${long} else ${sentence.repeat(12)} end from contributions_contribution where cycle_id = ${cycleId}`.execute(db)
  await sql`insert into synthesis_passage (id, forum_id, cycle_id, number, source_kind, source_id, range_start, range_end, quote, marked_at)
    select gen_random_uuid(), ${forumId}, ${cycleId}, number, 'answer', ${answer}, number * 1400, number * 1400 + 120, substring(${long} from number * 1400 + 1 for 120), now() from generate_series(1, 400) number`.execute(db)
  return { desk: '/desk/reading/2026', cookie }
}

/** Milliseconds from the answer to a mark until the event that tells of it. */
async function measureLive({ url }: Installation, desk: string, cookie: string): Promise<number[]> {
  const leave = new AbortController()
  const stream = await fetch(`${url}${desk}/reading/live`, { headers: { cookie, accept: 'text/event-stream' }, signal: leave.signal })
  const reader = stream.body?.getReader()
  await reader?.read()
  const times: number[] = []
  for (let mark = 0; mark < MARKS; mark++) {
    const told = reader?.read().then(() => performance.now())
    const posted = await fetch(`${url}${desk}/reading/C-${mark + 2}/1`, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams({ places: '0-30' }) })
    if (posted.status !== 303) throw new Error(`A mark was answered ${posted.status}`)
    const done = performance.now()
    times.push(Math.max(0, ((await told) ?? done) - done))
  }
  leave.abort()
  return times
}
