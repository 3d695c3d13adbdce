/** A scheduling poll that many have answered: its page as the first reader of the moment gets it, and a vote. */
import { castVote } from '../../src/meetings/votes/commands.ts'
import { ANSWERS } from '../../src/meetings/votes/model.ts'
import { openPoll } from '../../src/meetings/polls/commands.ts'
import type { Poll } from '../../src/meetings/polls/model.ts'
import { findPollById } from '../../src/meetings/polls/queries.ts'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { Refusal } from '../../src/shared/result.ts'
import { addDays, dateInZone, type PlainTime } from '../../src/shared/time.ts'
import { listTimeZones } from '../../src/shared/time-zones.ts'
import { cpuEach, quantile, seeded, timed, type Bench, type Installation } from './measure.ts'

const [VOTERS, DAYS, TURNS] = [500, 10, 40]
const HOURS = ['05:00', '08:00', '12:00', '15:00', '18:00', '22:00'] as PlainTime[]

export const pollsBench: Bench = {
  title: 'A scheduling poll: 500 voters, 60 slots',
  run: async (installation) => {
    const poll = await load(installation.db)
    const page = `/polling/polls/${poll.number}`
    // The first page of a process also learns how far each zone is from UTC.
    const first = await timed(() => read(installation, `${page}?turn=first`))
    const rendered: number[] = []
    for (let turn = 0; turn < TURNS; turn++) rendered.push((await timed(() => read(installation, `${page}?turn=${turn}`))).ms)
    const own = await cpuEach((turn) => read(installation, `${page}?own=${turn}`), 48, 4)
    const elsewhere = await cpuEach((turn) => read(installation, `${page}?zone=Asia/Kathmandu&own=${turn}`), 48, 4)
    const form = await cpuEach((turn) => read(installation, `${page}/vote?own=${turn}`), 48, 4)
    const { byteLength } = await (await installation.handle(`${page}?size=1`, { 'accept-encoding': 'br' })).arrayBuffer()
    return {
      figures: [
        { what: 'The page, rendered, median', value: quantile(rendered, 0.5), unit: 'ms', promised: 50 },
        { what: '… the quickest of forty', value: Math.min(...rendered), unit: 'ms' },
        { what: '… the slowest of forty', value: Math.max(...rendered), unit: 'ms' },
        { what: '… processor time', value: own, unit: 'ms' },
        { what: '… in a zone of the reader’s, processor time', value: elsewhere, unit: 'ms' },
        { what: '… the very first of a process', value: first.ms, unit: 'ms' },
        { what: '… as a browser gets it, compressed', value: byteLength / 1000, unit: 'KB', promised: 60 },
        { what: 'The form to vote, processor time', value: form, unit: 'ms', promised: 50 },
      ],
      remarks: [
        `Loaded: ${VOTERS} votes cast by the command, each with an answer to about nine of ten slots, by zones drawn from all that there are; ${poll.slots.length} slots over ${DAYS} days.`,
        'Rendered: the whole request by the clock, from routing through its queries in PostgreSQL to the finished page with the hours in every region and the two sittings that are proposed, each at an address of its own so that nothing kept is used.',
      ],
    }
  },
}

async function read(installation: Installation, path: string): Promise<ArrayBuffer> {
  const response = await installation.handle(path, { 'accept-encoding': 'identity' })
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  return response.arrayBuffer()
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function load(db: Db): Promise<Poll> {
  const now = systemClock()
  const names = { slug: 'polling', title: 'Polling', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, names, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2026', title: 'Cycle 2026', focus: 'Speed', note: null }, now)))
  const today = dateInZone(now, 'UTC')
  const slots = Array.from({ length: DAYS }, (_, day) => HOURS.map((time) => ({ date: addDays(today, day + 20), time, isLater: false }))).flat()
  const opening = { forumId, cycleId, title: 'A date', words: 'For the draft.', zone: 'Europe/Berlin', minutes: 60, names: 'public' as const, slots, deadline: null, isSoft: false, formKey: null }
  const { pollId } = taken(await transact(db, (tx) => openPoll(tx, SYSTEM, opening, now)))
  const poll = await findPollById(db, pollId)
  if (poll === undefined) throw new Error('The poll is not there')
  const random = seeded(500_60)
  const zones = listTimeZones()
  for (let start = 0; start < VOTERS; start += 100) {
    await transact(db, async (tx) => {
      for (let at = start; at < start + 100; at++) {
        const answers = new Map(poll.slots.flatMap(({ id }) => (random() < 0.1 ? [] : [[id, ANSWERS[Math.floor(random() * 3)] ?? 'no'] as const])))
        const zone = zones[Math.floor(random() * zones.length)] ?? 'UTC'
        const vote = { pollId, askedId: null, formKey: newId(), name: `Voter ${at}`, mail: null, regionalGroup: null, zone, language: 'en', answers, write: () => ({ subject: '', body: '' }) }
        taken(await castVote(tx, PUBLIC, vote, systemClock()))
      }
      return true
    })
  }
  return poll
}
