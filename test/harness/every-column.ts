import { sql } from 'kysely'
import type { Db } from '../../src/platform/database.ts'

export const SOMEBODY = '(select id from people_person order by id limit 1)'

/** A change of a draft that was suggested of a comment and taken otherwise, and one that waits. */
export async function addDraftSuggestions(db: Db): Promise<void> {
  const [who, some] = [sql.raw(SOMEBODY), sql`from drafts_paragraph p join drafts_document d on d.id = p.document_id order by p.id limit 1`]
  await sql`insert into drafts_suggestion (id, document_id, number, kind, paragraph_id, before, text, reason, author_id, suggested_at, outcome, outcome_reason, taken, became, decided_by, decided_at)
    select '01890000-0000-7000-8000-00000000e001', d.id, 1, 'wording', p.id, p.text, 'Better.', 'Shorter.', ${who}, '2026-05-03T08:00:00Z', 'accepted', 'Yes.', 'Best.', p.id, ${who}, '2026-05-04T08:00:00Z' ${some}`.execute(db)
  await sql`insert into drafts_suggestion (id, document_id, number, kind, text, reason, author_id, suggested_at) select '01890000-0000-7000-8000-00000000e002', d.id, 2, 'addition', E'First.\n\nSecond.', 'Missing.', ${who}, '2026-05-03T08:00:00Z' ${some}`.execute(db)
  await sql`insert into trace_link (id, forum_id, cycle_id, relation, from_kind, from_id, to_kind, to_id, position, linked_at)
    select gen_random_uuid(), forum_id, cycle_id, 'comes-from', 'suggestion', '01890000-0000-7000-8000-00000000e001', 'comment', id, 0, '2026-05-03T08:00:00Z' from review_comment where number = 4`.execute(db)
}

/** A comment at the desk: set, given to somebody, spoken about, its answer objected to, another one proposed. */
export async function addReviewDesk(db: Db): Promise<void> {
  const [who, at] = [sql.raw(SOMEBODY), sql.raw(`timestamptz '2026-05-03T08:00:00Z'`)]
  const first = sql`from review_comment order by number limit 1`
  await sql`insert into review_desk select review_id, true, date '2026-06-01', 3 ${first}`.execute(db)
  await sql`insert into review_assignment select id, ${who}, ${at} ${first}`.execute(db)
  await sql`insert into review_note select gen_random_uuid(), id, ${who}, 'Ask her.', ${at}, ${at} ${first}`.execute(db)
  await sql`insert into review_objection select id, 'Not at all.', ${at} ${first}`.execute(db)
  await sql`insert into review_agenda select gen_random_uuid(), review_comment.id, (select id from meetings_meeting order by id limit 1), 'It is hard.', ${who}, ${at}, 'Two spoke for it.', ${who}, ${at}, ${who}, ${at}, 3 ${first}`.execute(db)
  await sql`insert into forums_moved select id, 'reviews/1', 'reviews/4' from forums_cycle order by id limit 1`.execute(db)
  await sql`insert into review_early select gen_random_uuid(), document_id, id, ${who}, 'general', 'Before it is a version.', 'ar', true, ${at}, ${at}, null from drafts_paragraph order by drafts_paragraph.id limit 1`.execute(db)
  await sql`insert into review_follower select gen_random_uuid(), document_id, 'section', id, 'reader@example.org', 'ar', ${at}, ${at}, ${at} from drafts_section order by id limit 1`.execute(db)
  await sql`insert into review_proposal select id, 'partly', 'As far as it goes.', array(select id from drafts_paragraph order by id limit 2), id, 2, ${who}, ${at}, 4 ${first}`.execute(db)
}

/** A paper that was suggested with a file, and listed; what it says of itself is all there is to say. */
export async function addPapers(db: Db): Promise<void> {
  const at = sql.raw(`timestamptz '2026-05-03T08:00:00Z'`)
  const id = sql.lit('01890000-0000-7000-8000-00000000e101')
  await sql`insert into library_suggestion (id, forum_id, cycle_id, number, mail_key, title, author, publisher, published, address, note, name, organisation, consent, mail, language, state, proof, reason, is_withheld, reference_id, suggested_at, asked_at, confirmed_at, decided_at)
    select ${id}, forum_id, cycle_id, 7, ${id}, 'Ports: a history', 'Ana Sousa', 'La Mer', '2019', 'https://a.example/1', E'It counts.\n\n"Really"', 'Eve', 'Harbour Union', 'full', 'eve@example.org', 'pt-BR', 'listed', 'confirmed', 'Because', true, id, ${at}, ${at}, ${at}, ${at}
    from library_reference order by number limit 1`.execute(db)
  await sql`insert into library_suggestion_file select '01890000-0000-7000-8000-00000000e102', ${id}, 1, 'ports.pdf', 'application/pdf', size, sha256 from contributions_attachment order by id limit 1`.execute(db)
}
