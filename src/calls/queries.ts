import { sql, type Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { CutOff } from './cut-offs/model.ts'
import type { Call, Extension } from './model.ts'
import type { Question } from './questions/model.ts'
import type { CallRow } from './tables.ts'
import type { Variant } from './variants/model.ts'

/** The calls of a cycle in the order in which they open, each with its questions and earlier deadlines. */
export async function listCalls(db: Reader, cycleId: Id): Promise<Call[]> {
  const rows = await selectCalls(db)
    .where('calls_call.cycle_id', '=', cycleId)
    .orderBy('opens_on', (order) => order.asc().nullsFirst())
    .orderBy('calls_call.id')
    .execute()
  return rows.map(toCall)
}

export async function findCall(db: Reader, cycleId: Id, slug: string): Promise<Call | undefined> {
  const row = await selectCalls(db).where('calls_call.cycle_id', '=', cycleId).where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : toCall(row)
}

export async function findCallById(db: Reader, id: Id): Promise<Call | undefined> {
  const row = await selectCalls(db).where('calls_call.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toCall(row)
}

/** A call as it stands, kept from being revised, extended or closed until the transaction ends; many may hold it so at once. */
export async function lockCallForInput(tx: Tx, id: Id): Promise<Call | undefined> {
  await tx.selectFrom('calls_call').select('id').where('id', '=', id).forShare().execute()
  return findCallById(tx, id)
}

/** A call as it stands, kept from being changed by anybody else, and from taking contributions, until the transaction ends. */
export async function lockCallForChange(tx: Tx, id: Id): Promise<Call | undefined> {
  await tx.selectFrom('calls_call').select('id').where('id', '=', id).forUpdate().execute()
  return findCallById(tx, id)
}

/** A cut-off of a cycle by its address, with the call whose contributions it labels. */
export async function findCutOff(db: Reader, cycleId: Id, slug: string): Promise<(CutOff & { readonly callId: Id<'call'> }) | undefined> {
  const row = await db.selectFrom('calls_cut_off').selectAll().where('cycle_id', '=', cycleId).where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'cut-off'>, slug: row.slug, title: row.title, on: row.on_date, note: row.note, callId: row.call_id as Id<'call'> }
}

/** A call with all that belongs to it, in one reading. */
function selectCalls(db: Reader) {
  return db
    .selectFrom('calls_call')
    .selectAll('calls_call')
    .select([
      sql<Question[]>`(select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'number', q.number, 'text', q.text, 'guidance', q.guidance, 'kind', q.kind, 'isRequired', q.is_required,
        'lengthLimit', q.length_limit, 'hasWords', q.has_words, 'options', (select coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'text', o.text) order by o.position, o.number), '[]')
          from calls_option o where o.question_id = q.id)) order by q.number), '[]') from calls_question q where q.call_id = calls_call.id)`.as('asked'),
      sql<Extension[]>`(select coalesce(jsonb_agg(jsonb_build_object('earlier', e.earlier, 'changedOn', e.changed_on, 'reason', e.reason) order by e.sequence), '[]')
        from calls_extension e where e.call_id = calls_call.id)`.as('extended'),
      sql<Variant[]>`(select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'slug', v.slug, 'title', v.title, 'introduction', v.introduction, 'questions', v.questions) order by v.position, v.slug), '[]')
        from calls_variant v where v.call_id = calls_call.id)`.as('varied'),
      sql<CutOff[]>`(select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'slug', k.slug, 'title', k.title, 'on', k.on_date, 'note', k.note) order by k.on_date, k.slug), '[]')
        from calls_cut_off k where k.call_id = calls_call.id)`.as('cut'),
    ])
}

interface Parts {
  readonly asked: Question[]
  readonly extended: Extension[]
  readonly varied: Variant[]
  readonly cut: CutOff[]
}

function toCall(row: Selectable<CallRow> & Parts): Call {
  return {
    id: row.id as Id<'call'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    slug: row.slug,
    title: row.title,
    introduction: row.introduction,
    audience: row.audience,
    opensOn: row.opens_on,
    deadline: row.deadline,
    deadlineZone: row.deadline_zone,
    isSoft: row.is_soft,
    rollingUntil: row.rolling_until,
    isOpen: row.is_open,
    closedAt: row.closed_at,
    closedReason: row.closed_reason,
    source: row.source,
    isSurvey: row.is_survey,
    isDraft: row.is_draft,
    remarksUntil: row.remarks_until,
    closesWith: row.closes_with as Id<'milestone'> | null,
    revision: row.revision,
    questions: row.asked,
    extensions: row.extended,
    variants: row.varied,
    cutOffs: row.cut,
  }
}
