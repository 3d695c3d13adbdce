import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addDraftSuggestions, addPapers, addReviewDesk, SOMEBODY } from '../harness/every-column.ts'
import { freshDatabase } from '../harness/postgres.ts'
import { headerSignature } from '../../src/contributions/columns/model.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { appendAct } from '../../src/record/commands.ts'
import type { Id } from '../../src/shared/ids.ts'
import { emptyFileStore, exportFolder, importFolder, NOW, samplePath } from '../../src/procedures/testing.ts'

/** What a forum folder does not carry, and why. Anything else in a table of the product is carried, or this test fails. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  platform_migration: 'the installation’s own',
  platform_setting: 'the installation’s own, secrets among them',
  platform_limit: 'how much came lately, at this installation',
  platform_upload: 'files on their way into a form that is not sent yet',
  people_login: 'a login is of one installation',
  people_login_link: 'a token is of one installation',
  record_outbox: 'what was to leave has left from where it was written',
  ...Object.fromEntries(['record_mailing', 'record_destination', 'record_inbox', 'record_bounce', 'record_address_state'].map((table) => [table, 'mails on their way, out or in, and what they met: what they became is carried'])), record_mail_choice: 'of an address, by links that end with the installation',
  lists_announced: 'copies that are being handed to the queue: they leave from where they were written',
  'lists_announcement.form_key': 'the key of a form that was open in a browser',
  contributions_unsent: 'nobody but its writer has it, and its secret link ends with the installation',
  contributions_unsent_file: 'of what is not sent',
  'contributions_remark.unsent_id': 'of what is not sent',
  contributions_tally: 'counted anew from the contributions',
  contributions_tally_month: 'counted anew from the contributions',
  contributions_wording: 'counted anew from the answers',
  contributions_term: 'counted anew from the answers',
  contributions_term_scope: 'what these counts are numbered by',
  contributions_term_form: 'counted anew from the answers',
  contributions_term_progress: 'how far this installation has counted',
  contributions_term_due: 'what this installation has still to count',
  contributions_import: 'an import at the desk: what it took is in the contributions, and in the record',
  contributions_import_refusal: 'rows of a file that were not taken',
  synthesis_fingerprint: 'made anew from the contributions’ texts',
  synthesis_campaign_progress: 'the installation’s own: how far it has compared texts',
  contributions_reservation: 'numbers promised to an import that is under way',
  'contributions_document.attempts': 'how often the reader of this installation has tried',
  'contributions_document.not_before': 'when the reader of this installation tries again',
  synthesis_model_switch: 'whether this installation sends anything to a model: decided at its own desk',
  'synthesis_model_request.tries': 'how often this installation has sent it',
  'synthesis_model_request.taken_until': 'which process of this installation has it',
  publication_render: 'documents of editions, made anew from their texts',
  review_file: 'a file of comments: once it is taken they stand in the register, with where they came from',
  drafts_return: 'a file that came back: once it is taken it stands in the text and in the record',
  synthesis_basket: 'what somebody at the desk has picked and not yet used',
  drafts_live: 'the surface on which a text is written: its rows are carried',
  drafts_batch: 'steps by which a text came to be; its rows and lineage are carried',
  drafts_leftover: 'one person’s own list of what was not merged, for them alone',
  drafts_stretch: 'work that goes on: the record has it when it ends',
  'drafts_suggestion.form_key': 'the key of a form that was open in a browser',
  'synthesis_suggestion.form_key': 'the key of a form that was open in a browser',
  'contributions_contribution.form_key': 'the key of a form that was open in a browser',
  'meetings_correction.form_key': 'the key of a form that was open in a browser',
  'meetings_participant.form_key': 'the key of a form that was open in a browser',
  'calls_remark.form_key': 'the key of a form that was open in a browser',
  'calls_proposal.form_key': 'the key of a form that was open in a browser',
  'review_comment.form_key': 'the key of a form that was open in a browser',
  'meetings_poll.form_key': 'the key of a form that was open in a browser',
  ...Object.fromEntries(['meetings_voter', 'review_waiting', 'lists_list'].map((table) => [`${table}.form_key`, 'the key of a form that was open in a browser'])),
  ...Object.fromEntries(['yes', 'maybe', 'no'].map((said) => [`meetings_slot.said_${said}`, 'counted anew from the votes'])),
  ...Object.fromEntries(['mail_key', 'position'].map((column) => [`library_suggestion.${column}`, 'by which an answer to a mail of this installation finds what came in one'])),
  lists_sending: 'copies on their way from this installation',
  record_letter_words: 'what letters of this installation said, for the answers to them',
  lists_offer: 'what the letters of this installation offered',
  'lists_post.words': 'made anew by the database from what the post says',
  meetings_address: 'what this installation last saw of links',
  meetings_hand: 'who waits to speak while a meeting goes on',
  meetings_room: 'what a meeting is at while it goes on',
  meetings_straw_vote: 'the vote of one browser: what all of them came to is carried',
  meetings_point_asked: 'whom this installation wrote to',
  'meetings_point_answer.asked_id': 'whom this installation wrote to',
  'meetings_point_answer.form_key': 'the key of a form that was open in a browser',
}

const SOME_THEME = '(select id from synthesis_theme order by id limit 1)'

/** A file that the folder holds. */
const SOME_FILE = '(select sha256 from contributions_attachment order by id limit 1)'

/** Something on the agenda of the same meeting. */
const itemFor = (table: string): string => `(select item.id from meetings_item item where item.meeting_id = ${table}.meeting_id limit 1)`

/** Values for columns that do not take just anything of their type. */
const FITTING: Readonly<Record<string, string>> = {
  'forums_forum.confirmation': `'mail'`,
  'contributions_contribution.state': `'pending-clearance'`,
  'contributions_contribution.clearance': `'remark'`,
  'calls_call.closes_with': `(select id from forums_milestone order by position desc limit 1)`,
  'contributions_document.warnings': `'[{"code":"macros","count":2}]'`,
  'contributions_document.reason': `'broken'`,
  'contributions_document.language': `'pt-BR'`,
  'calls_call.deadline_zone': `'Europe/Zagreb'`,
  'forums_forum.website': `'https://harbours.example/'`,
  'drafts_document.chosen_into': 'id',
  'drafts_document.agreed_in': '(select id from meetings_meeting order by id limit 1)',
  'drafts_section.level': '3',
  'drafts_version_section.level': '3',
  'drafts_paragraph.body': `'{"kind":"quotation","content":[{"kind":"text","text":"Filled"}]}'`,
  'drafts_version_paragraph.body': `'{"kind":"item","list":"bullet","depth":2,"content":[{"kind":"text","text":"Filled"}]}'`,
  'trace_link.stance': `'opposes'`,
  ...Object.fromEntries(['action', 'note', 'remark', 'point', 'dropped_link', 'straw_poll'].map((of) => [`meetings_${of}.item_id`, itemFor(`meetings_${of}`)] as const)),
  'meetings_note.written_by': SOMEBODY,
  'meetings_point.put_by': SOMEBODY,
  'meetings_dropped_link.reference_id': '(select id from library_reference limit 1)',
  'meetings_meeting.attendance_shown': `'counted'`,
  'meetings_annex.frozen': `'{"kind":"words","language":"ar","words":[{"word":"ميناء","count":3}]}'`,
  ...Object.fromEntries(['visibility', 'passcode_visibility'].map((column) => [`meetings_link.${column}`, `'members'`] as const)), 'meetings_link.language': `'pt-BR'`,
  'meetings_correction.mail': `'wrong@example.org'`,
  'meetings_participant.mail': `'came@example.org'`,
  'meetings_status.earlier_starts': `'09:00'`,
  'meetings_status.earlier_ends': `'10:00'`,
  'meetings_status.later_starts': `'09:00'`,
  'meetings_status.later_ends': `'10:00'`,
  'lists_post.raw': SOME_FILE,
  'lists_announcement.lists': '(select array[id] from lists_list limit 1)',
  'lists_post.announcement_id': 'gen_random_uuid()',
  'lists_list.cycle_id': '(select id from forums_cycle order by id limit 1)',
  'lists_list.digest_day': '3',
  'lists_list.size_limit': '20000',
  'lists_list.strangers': `'rejected'`,
  'lists_list.rewritten_domains': `array['strict.example']`,
  'synthesis_finding.against_id': `(select id from synthesis_finding order by number desc limit 1)`,
  'synthesis_passage.marked_by': SOMEBODY,
  'synthesis_theme.colour': `'teal'`,
  'synthesis_theme.proposed_by': SOMEBODY,
  'synthesis_theme.signed_by': SOMEBODY,
  'synthesis_theme.split_from': SOME_THEME,
  'synthesis_theme.merged_into': SOME_THEME,
  'synthesis_passage_theme.assigned_by': SOMEBODY,
  'synthesis_passage_theme.signed_by': SOMEBODY,
  'synthesis_passage_theme.change_id': `(select id from synthesis_change limit 1)`,
}

const GENERIC: Readonly<Record<string, string>> = {
  text: `'filled: 15:00, no, "x" — صفحة'`,
  integer: '7',
  bigint: '7',
  date: `'2026-02-03'`,
  'timestamp with time zone': `'2026-02-03T04:05:06.789Z'`,
  boolean: 'true',
}

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly fallback: string | null
}

async function columns(db: Db): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select table_name as "table", column_name as "column", data_type as "type", column_default as "fallback"
    from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`.execute(db)
  return rows.filter(({ table, column }) => !(table in LEFT_OUT) && !(`${table}.${column}` in LEFT_OUT))
}

/** The columns of a table in which no row says anything: all say nothing, or what a missing key of the folder means. */
async function silentColumns(db: Db, table: string, own: readonly Column[]): Promise<Column[]> {
  const says = own.map(({ column, type, fallback }) => {
    const silent = [fallback, type === 'boolean' ? 'false' : null, type === 'text' ? `''` : null].filter((value) => value !== null)
    return sql`coalesce(bool_or(${sql.join([sql`${sql.ref(column)} is not null`, ...silent.map((value) => sql`${sql.ref(column)} is distinct from ${sql.raw(value)}`)], sql` and `)}), false) as ${sql.ref(column)}`
  })
  const { rows } = await sql<Record<string, boolean>>`select ${sql.join(says)} from ${sql.table(table)}`.execute(db)
  return own.filter(({ column }) => rows[0]?.[column] !== true)
}

async function fill(db: Db, column: Column): Promise<void> {
  const name = `${column.table}.${column.column}`
  const value = FITTING[name] ?? GENERIC[column.type]
  if (value === undefined) throw new Error(`${name} (${column.type}) is filled by nobody: give it a value here`)
  await sql`update ${sql.table(column.table)} set ${sql.ref(column.column)} = ${sql.raw(value)} where ctid = (select min(ctid) from ${sql.table(column.table)})`.execute(db)
}

async function rowsOf(db: Db, table: string, own: readonly Column[], forumId: Id): Promise<string[]> {
  const chain = table.startsWith('record_') ? sql`where ${sql.ref(table === 'record_chain' ? 'id' : 'chain_id')} in (select id from record_chain where forum_id = ${forumId})` : sql``
  const { rows } = await sql<Record<string, unknown>>`select ${sql.join(own.map(({ column }) => sql`${sql.ref(column)}::text`))} from ${sql.table(table)} ${chain}`.execute(db)
  return rows.map((row) => JSON.stringify(row)).sort((a, b) => (a < b ? -1 : 1))
}

/** What the sample does not have: somebody who wants to be told of a call, an annex of what had no outcome, a published figure, and a record with people, cycles and texts of both kinds. */
/** A synthesis that was published and reopened, a round of correction with a contest that was answered, a suggestion and a note. */
async function addCorrections(db: Db): Promise<void> {
  await sql`insert into synthesis_finding_theme (finding_id, theme_id) select f.id, t.id from synthesis_finding f join synthesis_theme t on t.cycle_id = f.cycle_id where f.number = 1`.execute(db)
  await sql`insert into synthesis_publication (id, forum_id, cycle_id, number, published_at, reopened_at, reopened_for)
    select gen_random_uuid(), forum_id, id, 1, '2026-05-01T08:00:00Z', '2026-05-02T08:00:00Z', 'A number was wrong.' from forums_cycle where slug = '2026'`.execute(db)
  await sql`insert into synthesis_round (id, forum_id, cycle_id, number, opened_at, closes_on) select gen_random_uuid(), forum_id, id, 1, '2026-04-01T08:00:00Z', '2026-04-15' from forums_cycle where slug = '2026'`.execute(db)
  await sql`insert into synthesis_digest (id, round_id, position, by_mail) select gen_random_uuid(), id, place, place = 1 from synthesis_round, generate_series(0, 1) place`.execute(db)
  await sql`insert into synthesis_correction (id, cycle_id, round_id, digest_id, contribution_id, finding_id, statement, verdict, reason, said_at, settlement, settled_reason, settled_at)
    select gen_random_uuid(), r.cycle_id, r.id, d.id, c.id, f.id, 'As it was.', 'contested', 'We said otherwise.', '2026-04-02T08:00:00Z', 'kept', 'It stands in the text.', '2026-04-03T08:00:00Z'
    from synthesis_round r join synthesis_digest d on d.round_id = r.id and d.position = 1 join contributions_contribution c on c.cycle_id = r.cycle_id and c.number = 1 join synthesis_finding f on f.cycle_id = r.cycle_id and f.number = 1`.execute(db)
  await sql`insert into synthesis_correction (id, cycle_id, round_id, digest_id, contribution_id, paragraph_id, statement)
    select gen_random_uuid(), r.cycle_id, r.id, d.id, c.id, p.id, p.text
    from synthesis_round r join synthesis_digest d on d.round_id = r.id and d.position = 1 join contributions_contribution c on c.cycle_id = r.cycle_id and c.number = 1 join drafts_document w on w.cycle_id = r.cycle_id join drafts_paragraph p on p.document_id = w.id order by p.id limit 1`.execute(db)
  await sql`insert into synthesis_suggestion (id, forum_id, cycle_id, number, finding_id, statement, proposal, comment, author, mail, language, received_at, withdrawn_at, verdict, reason, answered_at)
    select gen_random_uuid(), forum_id, cycle_id, 1, id, statement, 'Better words.', 'Because.', 'Somebody', 'somebody@example.org', 'fr', '2026-04-04T08:00:00Z', '2026-04-06T08:00:00Z', 'accepted', 'Thank you.', '2026-04-05T08:00:00Z'
    from synthesis_finding where number = 1`.execute(db)
  await sql`insert into synthesis_minority_rule (cycle_id, forum_id, most_groups, most_voices, revision) select id, forum_id, 2, 5, 3 from forums_cycle where slug = '2026'`.execute(db)
  await sql`insert into synthesis_note (answer_id, forum_id, cycle_id, text, noted_by, noted_at)
    select a.id, c.forum_id, c.cycle_id, 'Ask them again.', (select id from people_person order by id limit 1), '2026-04-07T08:00:00Z' from contributions_answer a join contributions_contribution c on c.id = a.contribution_id where c.number = 1 and a.number = 1`.execute(db)
}

/** What the sample does not have: an annex of what had no outcome, a published figure, and a record with people, cycles and texts of both kinds. */
/** An edition with a note on a paragraph, and one in another language. */
async function addEditionMatter(db: Db): Promise<void> {
  await sql`update publication_edition set annexes = '{overview,words}'`.execute(db)
  await sql`insert into publication_erratum (id, edition_id, number, paragraph_id, dated, text, noted_at)
    select gen_random_uuid(), e.id, 2, p.paragraph_id, '2026-10-01', 'Read seventeen.', '2026-10-01T08:00:00Z' from publication_edition e join drafts_version_paragraph p on p.version_id = e.version_id and p.number = 2`.execute(db)
  await sql`insert into publication_translation (id, edition_id, language, title, summary, translator, created_at, published_at)
    select gen_random_uuid(), id, 'es', 'Compartir el muelle', 'Lo que se ha dicho.', 'A. Traductora', '2026-10-02T08:00:00Z', '2026-10-03T08:00:00Z' from publication_edition`.execute(db)
  await sql`insert into publication_translated (translation_id, part_id, part_kind, text)
    select t.id, p.paragraph_id, 'paragraph', 'Una **palabra**.' from publication_translation t join publication_edition e on e.id = t.edition_id join drafts_version_paragraph p on p.version_id = e.version_id and p.number < 3 where t.language = 'es'
    union all select t.id, s.section_id, 'section', 'Título' from publication_translation t join publication_edition e on e.id = t.edition_id join drafts_version_section s on s.version_id = e.version_id and s.position = 1 where t.language = 'es'`.execute(db)
  await sql`insert into publication_shortcoming (edition_id, position, kind, subject, source) select id, 0, 'contest', 'F-1', 'C-1' from publication_edition`.execute(db)
  await sql`insert into publication_shortcoming (edition_id, position, kind, paragraph, words, detail)
    select id, 1, 'check', 2, 'Friday, 19 November 2026', '{"kind":"weekday","date":"2026-11-19","weekday":4,"isYearAssumed":false}' from publication_edition`.execute(db)
  await sql`insert into publication_told (edition_id, source_kind, source_id, told_at) select e.id, 'contribution', c.id, '2026-10-04T08:00:00Z' from publication_edition e join contributions_contribution c on c.cycle_id = e.cycle_id where c.number = 1`.execute(db)
  await sql`insert into publication_stop (source_id, source_kind, forum_id, cycle_id, stopped_at) select id, 'comment', forum_id, cycle_id, '2026-10-05T08:00:00Z' from review_comment where number = 1`.execute(db)
}

async function addTheRest(db: Db, forumId: Id<'forum'>): Promise<void> {
  await sql`insert into publication_residue (edition_id, position, unit_kind, unit_id, ref)
    select (select id from publication_edition limit 1), 0, 'comment', id, '2026/R-' || number from review_comment where number = 4`.execute(db)
  await sql`insert into contributions_published_figure (id, forum_id, cycle_id, position, as_of, dimension, key, published, source)
    select gen_random_uuid(), forum_id, id, 1, '2026-04-12', 'total', 'total', 17, 'A report' from forums_cycle where slug = '2026'`.execute(db)
  await sql`insert into calls_notice (id, call_id, mail, language, asked_at, confirmed_at) select gen_random_uuid(), id, 'a@b.example', 'fr', '2026-11-03T04:05:06.789Z', '2026-11-03T05:05:06.789Z' from calls_call limit 1`.execute(db)
  await sql`insert into drafts_follower (id, document_id, mail, language, asked_at, confirmed_at, left_at) select gen_random_uuid(), id, 'c@d.example', 'fr', '2026-11-03T04:05:06.789Z', '2026-11-03T05:05:06.789Z', '2026-11-04T05:05:06.789Z' from drafts_document limit 1`.execute(db)
  await sql`insert into contributions_target (id, forum_id, cycle_id, position, dimension, key, unit, least)
    select gen_random_uuid(), forum_id, id, 1, 'regionalGroup', 'WEOG', 'share', 10 from forums_cycle where slug = '2026'`.execute(db)
  await sql`update contributions_contribution set held_at = '2026-05-01T08:00:00Z', moderated_for = 'identity', moderated_note = 'Please say who you are.' where number = 2`.execute(db)
  await sql`update contributions_contribution set declined_at = '2026-05-02T08:00:00Z', moderated_for = 'out-of-scope' where number = 3`.execute(db)
  await sql`insert into contributions_remark (id, contribution_id, made_at, name, text, is_cleared) select gen_random_uuid(), id, '2026-04-10T08:00:00Z', 'The head of the office', 'May go.', true from contributions_contribution where number = 1`.execute(db)
  await sql`insert into meetings_transcript select gen_random_uuid(), id, 1, 'The call', 'en', 'https://video.example/1', '2026-05-03T08:00:00Z' from meetings_meeting order by id limit 1`.execute(db)
  await sql`insert into meetings_cue select gen_random_uuid(), id, 1, 1000, 2500, 'Ada', 'Words that were said.' from meetings_transcript`.execute(db)
  await sql`insert into lists_attachment select gen_random_uuid(), id, 1, 'table.ods', 'application/ods', 5, ${sql.raw(SOME_FILE)} from lists_post where number = 1`.execute(db)
  await sql`insert into lists_taken select gen_random_uuid(), p.id, 'contribution', c.id, c.call_id, 'author', '2026-05-03T08:00:00Z' from lists_post p, contributions_contribution c where p.number = 1 and c.number = 1`.execute(db)
  await sql`insert into meetings_told select id, 'e@f.example', 'fr' from meetings_meeting order by id limit 1`.execute(db)
  await sql`update meetings_status set earlier_place = 'Here', later_place = 'There', earlier_zone = 'Europe/Zagreb', later_zone = 'Asia/Kolkata' where status = 'moved'`.execute(db)
  await sql`update meetings_follower set left_at = '2026-11-04T05:05:06.789Z'`.execute(db)
  await sql`update meetings_joining set label = 'A: label', sitting = 1, expires_at = '2027-01-19T08:00:00Z' where kind = 'passcode'`.execute(db)
  await sql`update meetings_event set source = 'https://harbours.example/' where slug = 'assembly-2026'`.execute(db)
  await addCorrections(db)
  await addDraftSuggestions(db)
  await addComments(db)
  await addReviewDesk(db)
  await addPapers(db)
  await sql`insert into contributions_pinned_figure (id, forum_id, cycle_id, number, title, as_of, cut_off, row_dimension, column_dimension, filter, cells, total, pinned_at, sequence)
    select gen_random_uuid(), forum_id, id, 2, 'A figure', '2026-04-12', 'First draft', 'stakeholderGroup', 'regionalGroup', '{"capacity":"organisation"}', '[{"row":"IGO","column":"none","count":2}]', 2, '2026-04-13T08:00:00Z', 7 from forums_cycle where slug = '2026'`.execute(db)
  await sql`insert into contributions_printed_name (id, forum_id, cycle_id, contribution_id, list, name, source)
    select gen_random_uuid(), forum_id, cycle_id, id, 'contributors', 'A. Name', 'A report' from contributions_contribution where number = 1`.execute(db)
  await sql`insert into contributions_term_rule (id, forum_id, language, kind, form, target) select gen_random_uuid(), id, 'en', 'merge', 'quay', 'wharf' from forums_forum where slug = 'demonstration'`.execute(db)
  await changeTheCodebook(db)
  await addEditionMatter(db)
  await addCampaigns(db)
  await addSuggested(db)
  await addModelRequests(db)
  await addHandling(db)
  await addAnchors(db)
  await sql`insert into contributions_mapping (id, forum_id, signature, header, map, used_at)
    values (gen_random_uuid(), ${forumId}, ${sha256(headerSignature(['Name', 'Text']))}, ${'Name\nText'}, '{"columns":{"answer1":["Text"]}}', ${NOW})`.execute(db)
  const { rows } = await sql<{ person: Id<'person'>; cycle: Id<'cycle'> }>`select p.id as person, c.id as cycle from people_person p, forums_cycle c limit 1`.execute(db)
  const [who] = rows
  if (who === undefined) throw new Error('The sample has neither people nor cycles')
  const texts = { name: { text: 'Name', isPublic: false }, title: { text: 'Title\u2028', isPublic: true } }
  await transact(db, (tx) =>
    appendAct(tx, { kind: 'person', id: who.person }, { forumId, cycleId: who.cycle, act: 'person-invited', subject: { kind: 'person', id: who.person }, detail: { role: 'editor' }, texts }, NOW),
  )
}

/** A change of every table's own: merged, moved, past, put forward and decided. */
async function changeTheCodebook(db: Db): Promise<void> {
  const [forum, who, theme, passage] = [sql.raw('(select id from forums_forum limit 1)'), sql.raw(SOMEBODY), sql.raw(SOME_THEME), sql.raw('(select id from synthesis_passage order by number limit 1)')]
  await sql`insert into synthesis_change (id, forum_id, cycle_id, number, kind, theme_id, into_id, made_by, made_at, undone_by, undone_at)
    select gen_random_uuid(), ${forum}, cycle_id, 3, 'merge', id, id, ${who}, '2026-05-03T08:00:00Z', ${who}, '2026-05-04T08:00:00Z' from synthesis_theme order by synthesis_theme.id limit 1`.execute(db)
  const change = sql.raw('(select id from synthesis_change limit 1)')
  await sql`insert into synthesis_moved_theme select ${change}, ${theme}, ${theme}, 2`.execute(db)
  await sql`insert into synthesis_past_theme select gen_random_uuid(), ${passage}, ${theme}, ${who}, 'a program', ${who}, '2026-05-01T08:00:00Z', ${change}, ${who}, '2026-05-02T08:00:00Z', ${change}`.execute(db)
  await sql`insert into synthesis_proposal select gen_random_uuid(), ${forum}, cycle_id, 2, id, 'words', ${who}, 'a program', '2026-05-01T08:00:00Z', ${who}, '2026-05-02T08:00:00Z', ${change} from synthesis_theme order by synthesis_theme.id limit 1`.execute(db)
  await sql`insert into synthesis_translation select gen_random_uuid(), ${forum}, cycle_id, source_kind, source_id, 'fr', 'Les mots', ${who}, 'a program', '2026-05-01T08:00:00Z', 2, '2026-05-02T08:00:00Z', 'abc'
    from synthesis_passage where source_kind = 'answer' order by number limit 1`.execute(db)
  await sql`insert into synthesis_proposed_passage select (select id from synthesis_proposal), ${passage}, true`.execute(db)
}

/** Two campaigns, one gone into the other, and the rule by which they are counted. */
async function addCampaigns(db: Db): Promise<void> {
  const cycle = sql`(select id from forums_cycle where slug = '2026')`
  const forum = sql`(select id from forums_forum limit 1)`
  await sql`insert into synthesis_counting (cycle_id, forum_id, rule, revision) values (${cycle}, ${forum}, 'both', 2)`.execute(db)
  await sql`insert into synthesis_campaign (id, forum_id, cycle_id, number) values ('01890000-0000-7000-8000-00000000ca01', ${forum}, ${cycle}, 1)`.execute(db)
  await sql`insert into synthesis_campaign (id, forum_id, cycle_id, number, dissolved_at, into_id)
    values ('01890000-0000-7000-8000-00000000ca02', ${forum}, ${cycle}, 2, '2026-05-03T08:00:00Z', '01890000-0000-7000-8000-00000000ca01')`.execute(db)
  await sql`insert into synthesis_campaign_member (contribution_id, cycle_id, campaign_id, placed_by, similarity, placed_at)
    select id, cycle_id, case when number < 3 then '01890000-0000-7000-8000-00000000ca01'::uuid end, case when number < 3 then 'machine' else 'person' end, 812, '2026-05-03T08:00:00Z'
    from contributions_contribution where cycle_id = ${cycle} and number < 4`.execute(db)
}

/** A group that became a theme, and a stretch that was dismissed. */
async function addSuggested(db: Db): Promise<void> {
  const [who, theme] = [sql.raw(SOMEBODY), sql.raw(SOME_THEME)]
  const first = sql`from contributions_answer a join contributions_contribution c on c.id = a.contribution_id where c.number = 1 order by a.number limit 1`
  await sql`insert into synthesis_suggested_group (id, forum_id, cycle_id, question_id, language, terms, machine, made_by, made_at, decision, decided_by, decided_at, theme_id)
    select '01890000-0000-7000-8000-00000000c001', c.forum_id, c.cycle_id, a.question_id, 'pt', '{"a quay","b: c"}', 'a program', ${who}, '2026-05-03T08:00:00Z', 'taken', ${who}, '2026-05-04T08:00:00Z', ${theme} ${first}`.execute(db)
  await sql`insert into synthesis_suggested_answer (group_id, answer_id, position) select '01890000-0000-7000-8000-00000000c001', a.id, 1 ${first}`.execute(db)
  await sql`insert into synthesis_dismissed_likeness (theme_id, answer_id, range_start, range_end, cycle_id, dismissed_by, dismissed_at) select ${theme}, a.id, 3, 9, c.cycle_id, ${who}, '2026-05-03T08:00:00Z' ${first}`.execute(db)
}

/** A reply with a suggestion that became a theme, and one that was refused. */
async function addModelRequests(db: Db): Promise<void> {
  const [who, theme, passage] = [sql.raw(SOMEBODY), sql.raw(SOME_THEME), sql.raw('(select id from synthesis_passage order by number limit 1)')]
  const [request, suggestion] = ['01890000-0000-7000-8000-00000000d001', '01890000-0000-7000-8000-00000000d002'].map((id) => sql.lit(id))
  await sql`insert into synthesis_model_request (id, forum_id, cycle_id, number, kind, asked_by, asked_at, state, reason, model, replied_at, reply)
    select ${request}, forum_id, id, 3, 'groups', ${who}, '2026-05-03T08:00:00Z', 'refused', 'not-json', 'a-model', '2026-05-03T08:01:00Z', E'no JSON:\n# - "at all"' from forums_cycle where slug = '2026'`.execute(db)
  await sql`insert into synthesis_model_passage (request_id, passage_id, position, is_sent) select ${request}, ${passage}, 1, true`.execute(db)
  await sql`insert into synthesis_model_suggestion (id, request_id, position, text, decision, decided_by, decided_at, theme_id) select ${suggestion}, ${request}, 1, 'Harbour: light', 'taken', ${who}, '2026-05-04T08:00:00Z', ${theme}`.execute(db)
  await sql`insert into synthesis_model_ground (suggestion_id, passage_id, position) select ${suggestion}, ${passage}, 1`.execute(db)
}

/** A reply of several bodies, an earlier wording, somebody who agrees, one set aside, one that waits; and a period that was extended. */
async function addComments(db: Db): Promise<void> {
  const at = sql.raw(`timestamptz '2026-05-03T08:00:00Z'`)
  const [first, last] = [sql`(select id from review_comment order by number limit 1)`, sql`(select id from review_comment order by number desc limit 1)`]
  await sql`update review_comment set in_reply_to = ${first}, joint_bodies = '{"Harbour Union","a, b"}', is_from_editors = true, withdrawn_at = ${at}, set_aside_for = 'spam', set_aside_note = 'No boats.' where id = ${last}`.execute(db)
  await sql`insert into review_wording select id, 1, 'editorial', 'Was: so', 'Be so', 'after ¶ 3', ${at} from review_comment where id = ${first}`.execute(db)
  await sql`update review_comment set revision = 2 where id = ${first}`.execute(db)
  await sql`insert into review_agreement select gen_random_uuid(), id, gen_random_uuid(), 'a@b.example', 'Ada', 'A body', 'Government', 'AFG', true, ${at}, ${at}, ${at} from review_comment where id = ${first}`.execute(db)
  const said = { target: 'paragraphs', paragraphs: [2, 3], quote: { words: 'the quay', start: 4 }, type: 'general', text: 'Say: when?', original: 'Say: <b>when</b>?', author: 'Ada', language: 'en', consent: 'full', jointBodies: ['Harbour Union'], channel: 'list' }
  await sql`insert into review_waiting select gen_random_uuid(), forum_id, cycle_id, review_id, 'declined', ${JSON.stringify(said)}::jsonb || jsonb_build_object('inReplyTo', id), 'a@b.example', ${at}, null, 'spam', 'No.', ${at} from review_comment where id = ${first}`.execute(db)
  await sql`update review_review set zone = 'Europe/Zagreb', closes_by_itself = true where number = 1`.execute(db)
  await sql`insert into review_extension select id, 1, '2026-07-01', '2026-07-10', 'Asked: for', ${at} from review_review where number = 1`.execute(db)
}

/** Words that a comment is on, and where it was carried. */
async function addAnchors(db: Db): Promise<void> {
  const anchor = sql`select comment_id, position, paragraph_id from review_anchor order by comment_id, position limit 1`
  await sql`insert into review_origin select a.comment_id, c.review_id, 'A table.csv', 'row', 'f00d', '2026-05-03', true from (${anchor}) a join review_comment c on c.id = a.comment_id`.execute(db)
  await sql`insert into review_range select a.comment_id, a.position, 3, 9, 'the quay', 'before ', ' behind' from (${anchor}) a`.execute(db)
  await sql`insert into review_carry (comment_id, position, version_id, state, method, places, candidates, carried_at, revision)
    select a.comment_id, a.position, r.version_id, 'split', 'lineage', jsonb_build_array(jsonb_build_object('p', a.paragraph_id, 's', 0, 'e', 4)), jsonb_build_array(jsonb_build_object('p', a.paragraph_id)), timestamptz '2026-05-03T08:00:00Z', 3
    from (${anchor}) a join review_comment c on c.id = a.comment_id join review_review r on r.id = c.review_id`.execute(db)
}

/** Notes, readers, redactions and corrections on C-1 and its first answer; what was said of names. */
async function addHandling(db: Db): Promise<void> {
  const forum = sql`(select id from forums_forum limit 1)`
  const [long, short] = ['01890000-0000-7000-8000-0000000a0001', '01890000-0000-7000-8000-0000000a0002'].map((id) => sql.lit(id))
  await sql`insert into people_name values (${long}, ${forum}, 'organisation', 'Harbour Society', null, null), (${short}, ${forum}, 'organisation', 'HARSO', ${long}, '2026-05-03T08:00:00Z')`.execute(db)
  await sql`insert into people_apart select gen_random_uuid(), ${forum}, 'person', 'A. Example', 'Ada Example', timestamptz '2026-05-03T08:00:00Z'`.execute(db)
  await sql`insert into people_unit_words select ${forum}, E'chapter\ncircle', 3`.execute(db)
  const one = sql`(select id from contributions_contribution where number = 1 limit 1)`
  const answer = sql`(select id from contributions_answer where contribution_id = ${one} order by number limit 1)`
  const who = sql`(select id from people_person order by id limit 1)`
  const at = sql`timestamptz '2026-05-03T08:00:00Z'`
  await sql`update contributions_contribution set sender_asked_at = ${at}, sender_confirmed_at = ${at} where id = ${one}`.execute(db)
  await sql`insert into contributions_redaction select gen_random_uuid(), ${one}, ${answer}, 3, 9, 'personal-data', 'A name', ${at}, ${at}, 'Agreed to'`.execute(db)
  const file = sql`(select f.id from contributions_attachment f join contributions_document_block b on b.attachment_id = f.id order by f.id limit 1)`
  await sql`insert into contributions_redaction select gen_random_uuid(), (select contribution_id from contributions_attachment where id = ${file}), null, 1, 4, 'confidential', 'In a file', ${at}, ${at}, 'Agreed to', ${file}`.execute(db)
  await sql`insert into contributions_note select gen_random_uuid(), ${one}, ${who}, 'Ask again', ${at}, ${at}`.execute(db)
  await sql`insert into contributions_reader select ${one}, ${who}, ${at}`.execute(db)
  await sql`insert into contributions_reading select ${one}, ${answer}, ${who}, ${at} on conflict do nothing`.execute(db)
  await sql`insert into contributions_correction values (${sql.lit('01890000-0000-7000-8000-00000000c0de')}, ${one}, ${at}, 'A remark', ${at}, true, 'A reason')`.execute(db)
  await sql`insert into contributions_corrected_answer select ${sql.lit('01890000-0000-7000-8000-00000000c0de')}, ${answer}, 'Was', 'Is'`.execute(db)
}

test('every column of every table that belongs to a forum is in its folder', async () => {
  const first = await freshDatabase()
  const files = await emptyFileStore()
  const taken = await importFolder(first, samplePath('demonstration'), files)
  if ('refusal' in taken) throw new Error(JSON.stringify(taken))
  await addTheRest(first, taken.forumId)
  const all = await columns(first)
  const tables = Map.groupBy(all, (column) => column.table)
  for (const [table, own] of tables) {
    for (const column of await silentColumns(first, table, own)) await fill(first, column)
    expect(await silentColumns(first, table, own)).toEqual([])
  }

  // What machines put forward, and what people said to it, is the desk's own.
  const inFolder = (folder: string) => existsSync(join(folder, 'cycles', '2026', 'suggested.yaml'))
  expect([inFolder(await exportFolder(first, 'demonstration', files)), inFolder(await exportFolder(first, 'demonstration', files, true))]).toEqual([true, false])

  const second = await freshDatabase()
  const again = await importFolder(second, await exportFolder(first, 'demonstration', files), await emptyFileStore())
  expect(again).toMatchObject({ slug: 'demonstration' })
  for (const [table, own] of tables) {
    expect(await rowsOf(second, table, own, taken.forumId), table).toEqual(await rowsOf(first, table, own, taken.forumId))
  }
})

test('what is left out exists', async () => {
  const { rows } = await sql<{ name: string }>`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'
    union select table_name from information_schema.tables where table_schema = 'public'`.execute(await freshDatabase())
  const names = new Set(rows.map(({ name }) => name))
  expect(Object.keys(LEFT_OUT).filter((name) => !names.has(name))).toEqual([])
})
