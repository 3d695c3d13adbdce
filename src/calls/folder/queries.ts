import type { Selectable } from 'kysely'
import { listMilestones } from '../../forums/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { ANYWHERE_ON_EARTH } from '../../shared/time.ts'
import type { Call } from '../model.ts'
import { listCalls } from '../queries.ts'
import type { CallRow, RemarkRow } from '../tables.ts'
import { listParts, type Translation } from '../translations/model.ts'

/** The calls of a cycle, as their file has them; a public one has nobody's mail address and none of the words that were hidden. */
export async function listCallsForFolder(db: Reader, cycleId: Id, isPublic: boolean) {
  const calls = (await listCalls(db, cycleId)).toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
  const ids = calls.map((call) => call.id)
  if (ids.length === 0) return []
  const rows = new Map((await db.selectFrom('calls_call').selectAll().where('id', 'in', ids).execute()).map((row) => [row.id, row]))
  const translations = await db.selectFrom('calls_translation').selectAll().where('call_id', 'in', ids).orderBy('language').orderBy('part').execute()
  const remarks = await db.selectFrom('calls_remark').selectAll().where('call_id', 'in', ids).orderBy('number').execute()
  const notices = isPublic ? [] : await db.selectFrom('calls_notice').selectAll().where('call_id', 'in', ids).orderBy('asked_at').orderBy('id').execute()
  const milestones = (await listMilestones(db, cycleId)).map(({ id }) => id)
  return calls.map((call) => ({
    ...toItem(call, rows.get(call.id), milestones),
    variants: call.variants,
    translations: toLanguages(call, translations.filter((each) => each.call_id === call.id)),
    cutOffs: call.cutOffs,
    remarks: remarks.filter((remark) => remark.call_id === call.id).map((remark) => toRemark(remark, isPublic)),
    notices: notices
      .filter((notice) => notice.call_id === call.id)
      .map(({ id, mail, language, is_before_opening: beforeOpening, asked_at: askedAt, confirmed_at: confirmedAt, left_at: leftAt }) => ({ id, mail, language, beforeOpening, askedAt, confirmedAt, leftAt })),
  }))
}

function toItem(call: Call, row: Selectable<CallRow> | undefined, milestones: readonly Id<'milestone'>[]) {
  return {
    id: call.id,
    slug: call.slug,
    title: call.title,
    introduction: call.introduction,
    audience: call.audience,
    opensOn: call.opensOn,
    deadline: call.deadline,
    deadlineZone: call.deadlineZone === ANYWHERE_ON_EARTH ? null : call.deadlineZone,
    soft: call.isSoft,
    rollingUntil: call.rollingUntil,
    open: call.isOpen,
    closedAt: call.closedAt,
    closedReason: call.closedReason,
    source: call.source,
    revision: call.revision,
    extensions: call.extensions.map(({ earlier, changedOn, reason }) => ({ earlier, changedOn, reason })),
    questions: call.questions.map(({ id, number, text, guidance, kind, isRequired, lengthLimit, hasWords, options }) => ({
      id, number, text, guidance, kind: kind === 'open' ? null : kind, required: isRequired, limit: lengthLimit, words: hasWords, options,
    })),
    survey: call.isSurvey,
    draft: call.isDraft,
    remarksUntil: call.remarksUntil,
    closesWith: call.closesWith === null ? null : milestones.indexOf(call.closesWith) + 1,
    remindedFor: row?.reminded_for ?? null,
    openingToldAt: row?.opening_told_at ?? null,
  }
}

/** `original` only where the text has changed since it was translated. */
function toLanguages(call: Call, translations: readonly Translation[]) {
  const originals = new Map(listParts(call).map(({ part, original }) => [part, original]))
  return [...Map.groupBy(translations, ({ language }) => language)].map(([language, own]) => ({
    language,
    texts: own.map(({ part, text, original }) => ({ of: part, text, original: originals.get(part) === original ? null : original })),
  }))
}

function toRemark(remark: Selectable<RemarkRow>, isPublic: boolean) {
  const isWithheld = isPublic && remark.is_hidden
  return {
    id: remark.id,
    number: remark.number,
    question: remark.question_number,
    about: remark.about,
    text: isWithheld ? null : remark.text,
    author: isWithheld ? null : remark.author,
    language: remark.language,
    receivedAt: remark.received_at,
    answer: remark.answer,
    changed: remark.is_changed,
    hidden: remark.is_hidden,
    answeredAt: remark.answered_at,
  }
}
