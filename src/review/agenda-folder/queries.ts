import { findMeetingSlug } from '../../meetings/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { type FolderNames, shortRef } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { isWithheld } from '../folder/model.ts'

/** Everybody who put comments of a forum on an agenda, entered what was said, or took one off. */
export async function listAgendaPeople(db: Reader, forumId: Id): Promise<Id[]> {
  const rows = await db.selectFrom('review_agenda').innerJoin('review_comment', 'review_comment.id', 'comment_id').select(['put_by', 'said_by', 'taken_off_by']).where('forum_id', '=', forumId).execute()
  return [...new Set(rows.flatMap((row) => [row.put_by, row.said_by, row.taken_off_by]).filter((id) => id !== null))]
}

/**
 * What is on the agendas of meetings, in the order in which it was put there. A public folder says neither who did it nor what was taken
 * off again, and of comments whose words it leaves out no word of what was said either.
 */
export async function listAgendaForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean) {
  const rows = await db
    .selectFrom('review_agenda')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .selectAll('review_agenda')
    .select(['consent', 'withdrawn_at'])
    .where('cycle_id', '=', cycle.id)
    .orderBy('put_at')
    .orderBy('review_agenda.id')
    .execute()
  const slugs = new Map<Id, string>()
  for (const { meeting_id: id } of rows) if (!slugs.has(id)) slugs.set(id, (await findMeetingSlug(db, id)) ?? '')
  return rows
    .filter((row) => !isPublic || row.taken_off_at === null)
    .map((row) => {
      const isSilent = isPublic && isWithheld({ consent: row.consent, withdrawnAt: row.withdrawn_at })
      return {
        id: row.id,
        of: shortRef(names.of(row.comment_id), cycle.slug),
        meeting: slugs.get(row.meeting_id),
        why: isSilent ? null : row.why,
        by: isPublic ? null : row.put_by,
        putAt: row.put_at,
        said: isSilent ? null : row.said,
        saidBy: isPublic ? null : row.said_by,
        saidAt: isSilent ? null : row.said_at,
        takenOffBy: row.taken_off_by,
        takenOffAt: row.taken_off_at,
        revision: row.revision,
      }
    })
}
