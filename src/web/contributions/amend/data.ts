import { amendingState } from '../../../contributions/amendments/model.ts'
import { listAmendments } from '../../../contributions/amendments/queries.ts'
import { decideRegionalGroup } from '../../../contributions/model.ts'
import { listContributors } from '../../../contributions/queries.ts'
import { amendmentSchema, missingNames } from '../../../contributions/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import type { ContributionData } from '../data.ts'
import { choiceField, placeField, readAnswers, wordsField } from '../questions/data.ts'
import { gatherAnswers, gatherOthers, nameErrors, OTHER_PARTS, otherField, placesOfOthers } from '../send/data.ts'

export interface AmendData extends ContributionData {
  readonly state: ReturnType<typeof amendingState>
  readonly count: number
  /** What the form begins with: everything as it was sent or last amended. */
  readonly begins: Readonly<Record<string, string | readonly string[]>>
}

export async function loadAmending(request: PageRequest, own: ContributionData): Promise<AmendData> {
  const amendments = await listAmendments(request.db, own.contribution.id)
  const others = await listContributors(request.db, [own.contribution.id])
  const questions = new Map(own.call.questions.map(({ id, number }) => [number, id]))
  const { contribution } = own
  const begins: Record<string, string | readonly string[]> = {
    contributor: contribution.contributor ?? '',
    organisation: contribution.organisation ?? '',
    capacity: contribution.capacity ?? '',
    stakeholderGroup: contribution.stakeholderGroup ?? '',
    country: contribution.country ?? '',
    regionalGroup: contribution.regionalGroup ?? 'not-said',
    language: contribution.language ?? '',
    consent: contribution.consent,
    licence: contribution.licence ?? '',
    amendments: String(amendments.length),
  }
  for (const answer of own.answers) {
    const question = questions.get(answer.number)
    if (question !== undefined) begins[wordsField(question)] = answer.text
  }
  for (const { question: { id: questionId }, options } of own.choices) {
    begins[choiceField(questionId)] = options.map(String)
    for (const [index, option] of options.entries()) begins[placeField(questionId, option)] = String(index + 1)
  }
  for (const [index, other] of others.entries()) {
    for (const part of OTHER_PARTS) begins[otherField(index + 1, part)] = other[part] ?? (part === 'regionalGroup' ? 'not-said' : '')
  }
  return { ...own, state: amendingState(own.call, request.now), count: amendments.length, begins }
}

/** Reads an amendment; errors carry the names of its fields. */
export function readAmendment(submitted: Submitted, { forum, call }: Pick<AmendData, 'forum' | 'call'>) {
  const answers = gatherAnswers(submitted, call)
  const { choices, errors } = readAnswers(submitted.fields, call.questions, { isLenient: true })
  const typed = (name: string) => submitted.value(name)
  const missing = missingNames({ contributor: typed('contributor'), organisation: typed('organisation'), consent: typed('consent'), capacity: typed('capacity') })
  const parsed = parseFields(amendmentSchema(forum), { ...fieldsToObject(submitted.fields), answers, others: gatherOthers(submitted.fields) })
  if (!parsed.ok) return { ok: false as const, errors: { ...errors, ...missing, ...nameErrors(parsed.errors, answers, placesOfOthers(submitted.fields)) } }
  const wrong = { ...errors, ...missing }
  if (Object.keys(wrong).length > 0) return { ok: false as const, errors: wrong }
  const others = parsed.value.others?.map((other) => ({ ...other, regionalGroup: decideRegionalGroup(other.regionalGroup, other.country, forum.regionalGroups) }))
  const regionalGroup = decideRegionalGroup(parsed.value.regionalGroup, parsed.value.country, forum.regionalGroups)
  const files = submitted.files.filter(({ field }) => field === 'file').map(({ name, mediaType, size, sha256 }) => ({ name, mediaType, size, sha256 }))
  return { ok: true as const, value: { ...parsed.value, choices, others, regionalGroup, cycleId: call.cycleId, callId: call.id, attachments: files } }
}
