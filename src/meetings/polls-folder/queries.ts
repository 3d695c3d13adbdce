import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/**
 * The polls of a forum as their file has them; undefined when it has none and no zones of its own. For the public: without who was asked
 * and without addresses, and without names where those are the desk's.
 */
export async function findPollsForFolder(db: Reader, forumId: Id, names: FolderNames, isPublic: boolean) {
  const zones = await db.selectFrom('meetings_region_zone').selectAll().where('forum_id', '=', forumId).orderBy('regional_group').orderBy('position').execute()
  const polls = await db.selectFrom('meetings_poll').selectAll().where('forum_id', '=', forumId).orderBy('number').execute()
  if (zones.length + polls.length === 0) return undefined
  const regions = [...Map.groupBy(zones, (row) => row.regional_group)].map(([regionalGroup, own]) => ({ regionalGroup, zones: own.map(({ zone }) => zone).filter((zone) => zone !== '') }))
  const entries = []
  for (const poll of polls) {
    const slots = await db.selectFrom('meetings_slot').selectAll().where('poll_id', '=', poll.id).orderBy('number').execute()
    const extensions = await db.selectFrom('meetings_poll_extension').selectAll().where('poll_id', '=', poll.id).orderBy('sequence').execute()
    const asked = isPublic ? [] : await db.selectFrom('meetings_asked').selectAll().where('poll_id', '=', poll.id).orderBy('asked_at').orderBy('id').execute()
    const { deadline_date: date, deadline_time: time, deadline_zone: zone } = poll
    entries.push({
      id: poll.id,
      number: poll.number,
      cycle: poll.cycle_id === null ? null : names.of(poll.cycle_id),
      title: poll.title,
      words: poll.words,
      zone: poll.zone,
      minutes: poll.minutes,
      names: poll.names,
      deadline: date === null ? null : { date, time, zone },
      soft: poll.is_soft,
      openedAt: poll.opened_at,
      closedAt: poll.closed_at,
      remindedAt: isPublic ? null : poll.reminded_at,
      finalisedAt: poll.finalised_at,
      meeting: poll.meeting_id === null ? null : await findSlug(db, poll.meeting_id),
      revision: poll.revision,
      slots: slots.map((slot) => ({ id: slot.id, number: slot.number, date: slot.date, time: slot.time, later: slot.is_later, removedAt: slot.removed_at })),
      extensions: extensions.map((each) => ({ earlier: { date: each.earlier_date, time: each.earlier_time, zone: each.earlier_zone }, reason: each.reason, at: each.extended_at })),
      asked: asked.map((each) => ({ id: each.id, mail: each.mail, name: each.name, askedAt: each.asked_at, remindedAt: each.reminded_at })),
      voters: await listVotersForFolder(db, poll, isPublic),
    })
  }
  return { regions, polls: entries }
}

async function findSlug(db: Reader, meetingId: Id): Promise<string> {
  return (await db.selectFrom('meetings_meeting').select('slug').where('id', '=', meetingId).executeTakeFirstOrThrow()).slug
}

async function listVotersForFolder(db: Reader, poll: { readonly id: Id; readonly names: string }, isPublic: boolean) {
  const rows = await db
    .selectFrom('meetings_voter')
    .leftJoin('meetings_asked', 'meetings_asked.id', 'meetings_voter.asked_id')
    .selectAll('meetings_voter')
    .select('meetings_asked.mail as asked')
    .where('meetings_voter.poll_id', '=', poll.id)
    .orderBy('voted_at')
    .orderBy('meetings_voter.id')
    .execute()
  const votes = await db
    .selectFrom('meetings_vote')
    .innerJoin('meetings_slot', 'meetings_slot.id', 'slot_id')
    .select(['voter_id', 'number', 'answer'])
    .where('poll_id', '=', poll.id)
    .orderBy('number')
    .execute()
  const said = Map.groupBy(votes, (vote) => vote.voter_id)
  return rows.map((row) => {
    const of = (answer: string): number[] => (said.get(row.id) ?? []).filter((vote) => vote.answer === answer).map(({ number }) => number)
    return {
      id: row.id,
      name: isPublic && poll.names === 'desk' ? null : row.name,
      mail: isPublic ? null : row.mail,
      asked: isPublic ? null : row.asked,
      regionalGroup: row.regional_group,
      zone: row.zone,
      language: row.language,
      channel: row.channel,
      votedAt: row.voted_at,
      changedAt: row.changed_at,
      revision: row.revision,
      yes: of('yes'),
      ifNeedBe: of('if-need-be'),
      no: of('no'),
    }
  })
}
