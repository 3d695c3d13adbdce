import { callState, type Call } from '../../../calls/model.ts'
import type { Received, SendRefusal, SentByForm } from '../../../contributions/sending/commands.ts'
import { decideRegionalGroup } from '../../../contributions/model.ts'
import { contributionSchema, entrySchema, missingNames } from '../../../contributions/schema.ts'
import type { FieldErrors } from '../../../shared/fields.ts'
import { parseFields } from '../../../shared/fields.ts'
import { CONTENT_LANGUAGES } from '../../../shared/language.ts'
import type { View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import type { InCall } from '../../calls/data.ts'
import { contributionAddress, followSecret } from '../data.ts'

/** Whether something can be sent now; the page says why when it cannot. */
export function takesContributions(call: Call, view: View): boolean {
  const state = callState(call, view.now)
  return state === 'open' || state === 'late'
}

const ANSWER = 'answer-'

/** The field that holds the answer to a question: by the question's id, so that a revised call finds what was typed. */
export function answerField(questionId: string): string {
  return `${ANSWER}${questionId}`
}

/** What was typed to questions that the call no longer asks. */
export function droppedAnswers(values: Readonly<Record<string, readonly string[]>>, call: Call): string[] {
  const asked = new Set(call.questions.map((question) => answerField(question.id)))
  return Object.entries(values)
    .filter(([name]) => name.startsWith(ANSWER) && !asked.has(name))
    .flatMap(([, typed]) => typed.filter((text) => text.trim() !== ''))
}

/** Reads the public form; errors carry the names of its fields. */
export function readContribution(submitted: Submitted, { forum, call }: InCall) {
  const answers = gatherAnswers(submitted)
  const parsed = parseFields(contributionSchema(forum), { ...fieldsToObject(submitted.fields), answers })
  const typed = (name: string) => submitted.value(name)
  const missing = missingNames({ contributor: typed('contributor'), organisation: typed('organisation'), consent: typed('consent'), capacity: typed('capacity') })
  if (!parsed.ok) return { ok: false as const, errors: { ...missing, ...nameErrors(parsed.errors, answers) } }
  if (Object.keys(missing).length > 0) return { ok: false as const, errors: missing }
  const { revision, ...sent } = parsed.value
  const regionalGroup = decideRegionalGroup(sent.regionalGroup, sent.country, forum.regionalGroups)
  return { ok: true as const, value: { ...sent, regionalGroup, revision, cycleId: call.cycleId, callId: call.id, attachments: gatherFiles(submitted) } }
}

/** Reads the desk's form. */
export function readEntry(submitted: Submitted, { forum, call }: InCall) {
  const answers = gatherAnswers(submitted)
  const parsed = parseFields(entrySchema(forum), { ...fieldsToObject(submitted.fields), answers })
  if (!parsed.ok) return { ok: false as const, errors: nameErrors(parsed.errors, answers) }
  const regionalGroup = decideRegionalGroup(parsed.value.regionalGroup, parsed.value.country, forum.regionalGroups)
  return { ok: true as const, value: { ...parsed.value, regionalGroup, cycleId: call.cycleId, callId: call.id, attachments: gatherFiles(submitted) } }
}

/** The mail that confirms a contribution, in the language its form was read in. */
export function receiptWriter(request: PageRequest, { forum, cycle, call }: InCall): SentByForm['writeReceipt'] {
  return (received) => {
    const link = `${request.services.publicUrl}${followAddress(request, forum.slug, cycle.slug, received)}`
    const { t } = request.view
    return { subject: t('contributions.mail.subject', { ref: received.ref }), body: t('contributions.mail.body', { ref: received.ref, call: call.title, forum: forum.title, link }) }
  }
}

/** The contributor's own page. */
export function followAddress(request: PageRequest, forum: string, cycle: string, received: Received): string {
  return `${contributionAddress(forum, cycle, received.number)}/follow/${followSecret(request.services.secret, received.contributionId)}`
}

/** What the command declined, as a sentence at the head of the form. */
export function toErrors(view: View, { refusal }: SendRefusal): FieldErrors {
  return { '': view.t(`contributions.refusal.${refusal}`) }
}

/** The language to begin with: the one the form is read in, which is a guess that anyone can correct. */
export function initialLanguage(lang: string): string {
  return CONTENT_LANGUAGES.some((tag) => tag === lang) ? lang : ''
}

function gatherAnswers(submitted: Submitted): { questionId: string; text: string }[] {
  return Object.keys(submitted.fields)
    .filter((name) => name.startsWith(ANSWER))
    .map((name) => ({ questionId: name.slice(ANSWER.length), text: submitted.value(name) }))
}

function gatherFiles(submitted: Submitted) {
  const file = submitted.uploads['file']
  return file === undefined || file.size === 0 ? [] : [file]
}

/** Errors by the names that the form has; a key that is none concerns the form as a whole, which then comes back with a new one. */
function nameErrors(errors: FieldErrors, answers: readonly { questionId: string }[]): FieldErrors {
  const named = Object.entries(errors).map(([name, code]) => {
    const place = /^answers\.([0-9]+)/u.exec(name)?.[1]
    if (name === 'answers') return ['', code]
    if (name === 'formKey') return ['', 'contributions.refusal.form-without-key']
    return [place === undefined ? name : answerField(answers[Number(place)]?.questionId ?? ''), code]
  })
  return Object.fromEntries(named) as Record<string, string>
}
