import { listDocuments } from '../../drafts/queries.ts'
import { listCycles } from '../../forums/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { listAgendaPeople } from '../agenda-folder/queries.ts'
import { listEarlyAuthors } from '../early/queries.ts'
import { type FolderNames, shortRef } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** Everybody who has comments of a forum to answer, wrote notes on them, proposes answers or put them on agendas. */
export async function listAnswerers(db: Reader, forumId: Id): Promise<Id[]> {
  const ofForum = db.selectFrom('review_comment').select('id').where('forum_id', '=', forumId)
  const assigned = await db.selectFrom('review_assignment').select('person_id as id').distinct().where('comment_id', 'in', ofForum).execute()
  const notes = await db.selectFrom('review_note').select('author_id as id').distinct().where('comment_id', 'in', ofForum).execute()
  const proposals = await db.selectFrom('review_proposal').select('proposed_by as id').distinct().where('comment_id', 'in', ofForum).execute()
  const early = await listEarlyAuthors(db, (await listCycles(db, forumId)).map(({ id }) => id))
  return [...[...assigned, ...notes, ...proposals].map(({ id }) => id), ...early, ...(await listAgendaPeople(db, forumId))]
}

/** How the reviews of a cycle are answered and what was said to the answers: all that a public folder has of it. */
export async function listReviewDeskForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames) {
  const of = (id: Id) => shortRef(names.of(id), cycle.slug)
  const settings = await db.selectFrom('review_desk').innerJoin('review_review', 'review_review.id', 'review_id').selectAll('review_desk').select('number').where('cycle_id', '=', cycle.id).orderBy('number').execute()
  const objections = await db
    .selectFrom('review_objection')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .select(['comment_id', 'review_objection.text', 'said_at', 'consent', 'withdrawn_at'])
    .where('cycle_id', '=', cycle.id)
    .orderBy('number')
    .execute()
  return {
    settings: settings.map((row) => ({ review: row.number, confirmation: row.needs_confirmation, judgedUntil: row.judged_until, revision: row.revision })),
    objections: objections.map((row) => ({ of: of(row.comment_id), text: row.text, saidAt: row.said_at, isPublic: row.consent !== 'not-at-all' && row.withdrawn_at === null })),
  }
}

/** Who follows which place, in the order in which they asked. */
async function listPlaceFollowersForFolder(db: Reader, cycleId: Id) {
  const slugs = new Map((await listDocuments(db, cycleId)).map(({ id, slug }) => [id as Id, slug]))
  if (slugs.size === 0) return []
  const rows = await db.selectFrom('review_follower').selectAll().where('document_id', 'in', [...slugs.keys()]).orderBy('asked_at').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id, document: slugs.get(row.document_id), on: row.place_kind, place: row.place_id, mail: row.mail, language: row.language,
    askedAt: row.asked_at, confirmedAt: row.confirmed_at, leftAt: row.left_at,
  }))
}

/** What members said of drafts, in the order in which they said it. */
async function listEarlyForFolder(db: Reader, cycleId: Id) {
  const slugs = new Map((await listDocuments(db, cycleId)).map(({ id, slug }) => [id as Id, slug]))
  if (slugs.size === 0) return []
  const rows = await db.selectFrom('review_early').selectAll().where('document_id', 'in', [...slugs.keys()]).orderBy('sent_at').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id, document: slugs.get(row.document_id), paragraph: row.paragraph_id, person: row.person_id, type: row.type, text: row.text, language: row.language,
    named: row.is_named, sentAt: row.sent_at, withdrawnAt: row.withdrawn_at, takenAt: row.taken_at,
  }))
}

/** What the desk has of its own: who answers what, what it said among itself, what is proposed; and who follows a place by mail. */
export async function listDeskWorkForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames) {
  const of = (id: Id) => shortRef(names.of(id), cycle.slug)
  const ofCycle = db.selectFrom('review_comment').select('id').where('cycle_id', '=', cycle.id)
  const assignments = await db.selectFrom('review_assignment').selectAll().where('comment_id', 'in', ofCycle).orderBy('comment_id').execute()
  const notes = await db.selectFrom('review_note').selectAll().where('comment_id', 'in', ofCycle).orderBy('id').execute()
  const proposals = await db.selectFrom('review_proposal').selectAll().where('comment_id', 'in', ofCycle).orderBy('comment_id').execute()
  return {
    assignments: assignments.map((row) => ({ of: of(row.comment_id), person: row.person_id, assignedAt: row.assigned_at })),
    notes: notes.map((row) => ({ id: row.id, of: of(row.comment_id), author: row.author_id, text: row.text, writtenAt: row.written_at, struckAt: row.struck_at })),
    draftComments: await listEarlyForFolder(db, cycle.id),
    followers: await listPlaceFollowersForFolder(db, cycle.id),
    proposals: proposals.map((row) => ({
      of: of(row.comment_id),
      disposition: row.disposition,
      reason: row.reason,
      changed: [...row.changed],
      duplicateOf: row.duplicate_of === null ? null : of(row.duplicate_of),
      replaces: row.replaces,
      by: row.proposed_by,
      proposedAt: row.proposed_at,
      revision: row.revision,
    })),
  }
}
