import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { pointRef } from '../points/model.ts'
import { cueRef, parseSaidRef, remarkRef, type Said, type SaidKind } from './model.ts'

/** What was said, by id, whatever kind it is of; in three queries. */
export async function findSaid(db: Reader, things: readonly { readonly kind: string; readonly id: Id }[]): Promise<Said[]> {
  const ids = (kind: SaidKind): Id[] => [...new Set(things.filter((thing) => thing.kind === kind).map(({ id }) => id))]
  const [points, remarks, cues] = [ids('point'), ids('remark'), ids('cue')]
  const pointRows = points.length === 0 ? [] : await db.selectFrom('meetings_point').select(['id', 'number', 'text']).where('id', 'in', points).execute()
  const remarkRows =
    remarks.length === 0
      ? []
      : await db.selectFrom('meetings_remark as remark').innerJoin('meetings_meeting as meeting', 'meeting.id', 'meeting_id').select(['remark.id', 'position', 'slug', 'text', 'language', 'speaker', 'is_named']).where('remark.id', 'in', remarks).execute()
  const cueRows =
    cues.length === 0
      ? []
      : await db
          .selectFrom('meetings_cue as cue')
          .innerJoin('meetings_transcript as transcript', 'transcript.id', 'transcript_id')
          .innerJoin('meetings_meeting as meeting', 'meeting.id', 'transcript.meeting_id')
          .select(['cue.id', 'cue.number', 'transcript.number as transcript', 'slug', 'cue.text', 'language', 'speaker'])
          .where('cue.id', 'in', cues)
          .execute()
  return [
    ...pointRows.map(({ id, number, text }): Said => ({ id, kind: 'point', ref: pointRef(number), text, language: null, who: null, path: `points/${number}` })),
    ...remarkRows.map((row): Said => ({ id: row.id, kind: 'remark', ref: remarkRef(row.slug, row.position), text: row.text, language: row.language, who: row.is_named ? row.speaker : null, path: `meetings/${row.slug}/remarks/${row.position}` })),
    ...cueRows.map((row): Said => ({ id: row.id, kind: 'cue', ref: cueRef(row.slug, row.transcript, row.number), text: row.text, language: row.language, who: row.speaker, path: `meetings/${row.slug}/transcripts/${row.transcript}?cue=${row.number}#c${row.number}` })),
  ]
}

/** What a reference names in a forum; undefined where it names nothing that was said there. */
export async function findSaidThing(db: Reader, forumId: Id, ref: string): Promise<{ readonly kind: SaidKind; readonly id: Id } | undefined> {
  const asked = parseSaidRef(ref)
  if (asked === undefined) return undefined
  const row =
    asked.kind === 'point'
      ? await db.selectFrom('meetings_point').select('id').where('forum_id', '=', forumId).where('number', '=', asked.number).executeTakeFirst()
      : asked.kind === 'remark'
        ? await db.selectFrom('meetings_remark').innerJoin('meetings_meeting as meeting', 'meeting.id', 'meeting_id').select('meetings_remark.id').where('forum_id', '=', forumId).where('slug', '=', asked.meeting).where('position', '=', asked.number).executeTakeFirst()
        : await db
            .selectFrom('meetings_cue as cue')
            .innerJoin('meetings_transcript as transcript', 'transcript.id', 'transcript_id')
            .innerJoin('meetings_meeting as meeting', 'meeting.id', 'transcript.meeting_id')
            .select('cue.id')
            .where('forum_id', '=', forumId)
            .where('slug', '=', asked.meeting)
            .where('transcript.number', '=', asked.transcript)
            .where('cue.number', '=', asked.number)
            .executeTakeFirst()
  return row === undefined ? undefined : { kind: asked.kind, id: row.id }
}
