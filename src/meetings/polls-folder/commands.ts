import type { Tx } from '../../platform/database.ts'
import { recountVotes } from '../votes-counted/commands.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderPoll, FolderPolls } from './schema.ts'

/** Takes the polls of a forum as their file has them. */
export async function insertPolls(tx: Tx, forumId: Id, file: FolderPolls): Promise<void> {
  const zones = file.regions.flatMap(({ regionalGroup, zones: own }) => (own.length === 0 ? [''] : own).map((zone, place) => ({ forum_id: forumId, regional_group: regionalGroup, position: place + 1, zone })))
  for (const part of inParts(zones)) await tx.insertInto('meetings_region_zone').values(part).execute()
  for (const poll of file.polls) await insertPoll(tx, forumId, poll)
}

async function insertPoll(tx: Tx, forumId: Id, poll: FolderPoll): Promise<void> {
  const { id, entry } = poll
  await tx
    .insertInto('meetings_poll')
    .values({
      id,
      forum_id: forumId,
      cycle_id: poll.cycleId,
      number: entry.number,
      title: entry.title,
      words: entry.words ?? null,
      zone: entry.zone,
      minutes: entry.minutes,
      names: entry.names,
      deadline_date: entry.deadline?.date ?? null,
      deadline_time: entry.deadline?.time ?? null,
      deadline_zone: entry.deadline?.zone ?? null,
      is_soft: entry.soft,
      opened_at: entry.openedAt,
      closed_at: entry.closedAt ?? null,
      reminded_at: entry.remindedAt ?? null,
      finalised_at: entry.finalisedAt ?? null,
      meeting_id: poll.meetingId,
      revision: entry.revision ?? 1,
      form_key: null,
    })
    .execute()
  const slots = poll.slots.map(({ id: slotId, item }) => ({ id: slotId, poll_id: id, number: item.number, date: item.date, time: item.time, is_later: item.later, removed_at: item.removedAt ?? null }))
  for (const part of inParts(slots)) await tx.insertInto('meetings_slot').values(part).execute()
  const extensions = entry.extensions.map(({ earlier, reason, at }, index) => ({ poll_id: id, sequence: index + 1, earlier_date: earlier.date, earlier_time: earlier.time, earlier_zone: earlier.zone, reason, extended_at: at }))
  for (const part of inParts(extensions)) await tx.insertInto('meetings_poll_extension').values(part).execute()
  const asked = poll.asked.map(({ id: askedId, item }) => ({ id: askedId, poll_id: id, mail: item.mail, name: item.name ?? null, asked_at: item.askedAt, reminded_at: item.remindedAt ?? null }))
  for (const part of inParts(asked)) await tx.insertInto('meetings_asked').values(part).execute()
  await insertVoters(tx, poll)
}

async function insertVoters(tx: Tx, poll: FolderPoll): Promise<void> {
  const voters = poll.voters.map(({ id, item, askedId }) => ({
    id,
    poll_id: poll.id,
    asked_id: askedId,
    name: item.name ?? null,
    mail: item.mail ?? null,
    regional_group: item.regionalGroup ?? null,
    zone: item.zone,
    language: item.language,
    channel: item.channel,
    voted_at: item.votedAt,
    changed_at: item.changedAt ?? null,
    revision: item.revision ?? 1,
    form_key: null,
  }))
  for (const part of inParts(voters)) await tx.insertInto('meetings_voter').values(part).execute()
  const votes = poll.voters.flatMap(({ id, votes: own }) => own.map(({ slotId, answer }) => ({ voter_id: id, slot_id: slotId, answer })))
  for (const part of inParts(votes)) await tx.insertInto('meetings_vote').values(part).execute()
  await recountVotes(tx, poll.id)
}
