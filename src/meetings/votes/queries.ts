import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Poll } from '../polls/model.ts'
import type { Answer, Answers, PollCount, SlotCount, Voter } from './model.ts'

/** How often each was said of each slot, as the votes keep it; those taken off among them. And who voted, by zone and region. */
export async function countVotes(db: Reader, poll: Pick<Poll, 'id'>): Promise<PollCount> {
  const rows = await db.selectFrom('meetings_slot').select(['id', 'said_yes', 'said_maybe', 'said_no']).where('poll_id', '=', poll.id).execute()
  const voters = await db
    .selectFrom('meetings_voter')
    .select((select) => ['zone', 'regional_group', select.fn.countAll<number>().as('count')])
    .where('poll_id', '=', poll.id)
    .groupBy(['zone', 'regional_group'])
    .orderBy('zone')
    .orderBy('regional_group')
    .execute()
  const [zones, regions] = [new Map<string, number>(), new Map<string, number>()]
  let all = 0
  for (const { zone, regional_group: region, count } of voters) {
    all += Number(count)
    zones.set(zone, (zones.get(zone) ?? 0) + Number(count))
    if (region !== null) regions.set(region, (regions.get(region) ?? 0) + Number(count))
  }
  const slots = rows.map(({ id, said_yes: yes, said_maybe: maybe, said_no: no }): [Id<'slot'>, SlotCount] => [id as Id<'slot'>, { yes, 'if-need-be': maybe, no, unanswered: all - yes - maybe - no }])
  // What nobody said anything of is in no list, as if it had been counted from the votes.
  return { turnout: { voters: all, zones, regions }, slots: new Map(slots.filter(([, { yes, 'if-need-be': maybe, no }]) => yes + maybe + no > 0)) }
}

const VOTER = ['id', 'poll_id', 'name', 'mail', 'regional_group', 'zone', 'language', 'channel', 'voted_at', 'changed_at', 'revision'] as const

/** Somebody who voted, with what they said; undefined where there is none such in the poll. */
export async function findVoter(db: Reader, pollId: Id, id: Id): Promise<{ voter: Voter; answers: Answers } | undefined> {
  const row = await db.selectFrom('meetings_voter').select(VOTER).where('id', '=', id).where('poll_id', '=', pollId).executeTakeFirst()
  if (row === undefined) return undefined
  const voter = toVoter(row)
  return { voter, answers: (await listAnswers(db, [voter.id])).get(voter.id) ?? new Map() }
}

/** Who voted, in the order in which they first did, with what they said; a page of them. */
export async function listVoters(db: Reader, pollId: Id, { limit, offset }: { readonly limit: number; readonly offset: number }): Promise<{ voter: Voter; answers: Answers }[]> {
  const rows = await db.selectFrom('meetings_voter').select(VOTER).where('poll_id', '=', pollId).orderBy('voted_at').orderBy('id').limit(limit).offset(offset).execute()
  const said = await listAnswers(db, rows.map(({ id }) => id))
  return rows.map((row) => ({ voter: toVoter(row), answers: said.get(row.id) ?? new Map() }))
}

/** The addresses of those who voted and gave one, with the name and the language of each. */
export async function listVoterMails(db: Reader, pollId: Id): Promise<{ id: Id<'voter'>; mail: string; language: string }[]> {
  const rows = await db.selectFrom('meetings_voter').select(['id', 'mail', 'language']).where('poll_id', '=', pollId).where('mail', 'is not', null).orderBy('voted_at').orderBy('id').execute()
  return rows.flatMap(({ id, mail, language }) => (mail === null ? [] : [{ id: id as Id<'voter'>, mail, language }]))
}

async function listAnswers(db: Reader, voterIds: readonly Id[]): Promise<Map<Id, Map<Id<'slot'>, Answer>>> {
  if (voterIds.length === 0) return new Map()
  const rows = await db.selectFrom('meetings_vote').selectAll().where('voter_id', 'in', voterIds).execute()
  const found = new Map<Id, Map<Id<'slot'>, Answer>>()
  for (const { voter_id: voter, slot_id: slot, answer } of rows) {
    const own = found.get(voter) ?? new Map<Id<'slot'>, Answer>()
    found.set(voter, own.set(slot as Id<'slot'>, answer as Answer))
  }
  return found
}

interface VoterColumns {
  readonly id: Id
  readonly poll_id: Id
  readonly name: string | null
  readonly mail: string | null
  readonly regional_group: string | null
  readonly zone: string
  readonly language: string
  readonly channel: string
  readonly voted_at: Instant
  readonly changed_at: Instant | null
  readonly revision: number
}

function toVoter(row: VoterColumns): Voter {
  return {
    id: row.id as Id<'voter'>,
    pollId: row.poll_id as Id<'poll'>,
    name: row.name,
    mail: row.mail,
    regionalGroup: row.regional_group,
    zone: row.zone,
    language: row.language,
    channel: row.channel,
    votedAt: row.voted_at,
    changedAt: row.changed_at,
    revision: row.revision,
  }
}
