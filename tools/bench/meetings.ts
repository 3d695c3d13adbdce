/** A year of a busy forum: a hundred meetings, two sittings each, in zones all over the world. */
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { holdMeeting } from '../../src/meetings/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Refusal } from '../../src/shared/result.ts'
import { addDays, type PlainDate, type PlainTime } from '../../src/shared/time.ts'
import { cpuEach, quantile, timed, type Bench, type Installation } from './measure.ts'

const MEETINGS = 100
const ZONES = ['Europe/Berlin', 'America/Mexico_City', 'Asia/Kolkata', 'Pacific/Auckland', 'Asia/Riyadh', 'America/Sao_Paulo', 'Africa/Nairobi', 'UTC']

export const meetingsBench: Bench = {
  title: 'A year of meetings',
  run: async (installation) => {
    await buildYear(installation)
    const page = (turn: number, headers: Readonly<Record<string, string>> = {}) => ask(installation, `/gatherings/2027/meetings?turn=${turn}`, headers)
    const cpu = await cpuEach((turn) => page(turn), 60, 20)
    const own = await cpuEach((turn) => page(10_000 + turn, { cookie: 'convoke_zone=Asia%2FTokyo' }), 36, 12)
    const waits: number[] = []
    for (let turn = 0; turn < 40; turn++) waits.push((await timed(() => page(20_000 + turn))).ms)
    return {
      figures: [
        { what: `The year's list of ${MEETINGS} meetings in two sittings each, rendered`, value: cpu, unit: 'ms', promised: 30 },
        { what: '… with each time in the reader’s own zone too', value: own, unit: 'ms' },
        { what: '… by the clock, with its questions to PostgreSQL, median', value: quantile(waits, 0.5), unit: 'ms' },
      ],
      remarks: ['Processor time of this process from routing to the finished page, local time, its zone and UTC of each sitting computed; each at an address of its own so that nothing kept is used.'],
    }
  },
}

async function ask(installation: Installation, path: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const response = await installation.handle(path, headers)
  const text = await response.text()
  if (response.status !== 200 || !text.includes('Meeting 99')) throw new Error(`${path} answered ${response.status}`)
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function buildYear({ db }: Installation): Promise<void> {
  const now = systemClock()
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, { slug: 'gatherings', title: 'Gatherings', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2027', title: '2027', focus: 'Speed', note: null }, now)))
  for (let number = 0; number < MEETINGS; number++) {
    const date = addDays('2027-01-02' as PlainDate, Math.floor((number * 362) / MEETINGS))
    const sittings = [0, 1].map((place) => ({ date: addDays(date, place), starts: (place === 0 ? '15:00' : '06:30') as PlainTime, ends: (place === 0 ? '16:30' : '07:45') as PlainTime, zone: ZONES[(number + place) % ZONES.length] ?? 'UTC', place: null }))
    const input = { title: `Meeting ${number}`, kind: 'virtual' as const, ordinal: number + 1, cycleIds: [cycleId], sittings, note: null, source: null, forumId, slug: `meeting-${number}` }
    taken(await transact(db, (tx) => holdMeeting(tx, SYSTEM, input, now)))
  }
}
