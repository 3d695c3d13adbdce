import { hmac } from '../../../platform/digest.ts'
import { callState, type Call } from '../../../calls/model.ts'
import type { Received, SendRefusal, SentByForm } from '../../../contributions/sending/commands.ts'
import { takesWords } from '../../../calls/questions/model.ts'
import { questionsFor } from '../../../calls/variants/model.ts'
import { decideRegionalGroup } from '../../../contributions/model.ts'
import { contributionSchema, entrySchema, missingNames } from '../../../contributions/schema.ts'
import type { FieldErrors } from '../../../shared/fields.ts'
import { parseFields } from '../../../shared/fields.ts'
import { CONTENT_LANGUAGES } from '../../../shared/language.ts'
import type { Instant } from '../../../shared/time.ts'
import type { SentFile } from '../../../contributions/sending/model.ts'
import type { Fields, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import type { InCall } from '../../calls/data.ts'
import { contributionAddress, followSecret } from '../data.ts'
import { readAnswers, wordsField } from '../questions/data.ts'

/** Takes one contribution; of those that come to a call at the same time several are taken in one transaction. */
export type SendOne = (input: SentByForm, now: Instant) => Promise<Received | SendRefusal>

/** Whether something can be sent now; the page says why when it cannot. */
export function takesContributions(call: Call, view: View): boolean {
  const state = callState(call, view.now)
  return state === 'open' || state === 'late'
}

const ANSWER = 'answer-'

/** What was typed to questions that the call no longer asks. */
export function droppedAnswers(values: Readonly<Record<string, readonly string[]>>, call: Call): string[] {
  const asked = new Set(call.questions.map((question) => wordsField(question.id)))
  return Object.entries(values)
    .filter(([name]) => name.startsWith(ANSWER) && !asked.has(name))
    .flatMap(([, typed]) => typed.filter((text) => text.trim() !== ''))
}

/** Reads the public form; errors carry the names of its fields. */
export function readContribution(submitted: Pick<Submitted, 'fields' | 'value' | 'files' | 'uploads'>, { forum, call, variant }: InCall) {
  const answers = gatherAnswers(submitted, call)
  const { choices, errors } = readAnswers(submitted.fields, questionsFor(call, variant))
  const parsed = parseFields(contributionSchema(forum), { ...fieldsToObject(submitted.fields), answers, others: gatherOthers(submitted.fields), elsewhere: gatherElsewhere(submitted.fields) })
  const typed = (name: string) => submitted.value(name)
  const missing = missingNames({ contributor: typed('contributor'), organisation: typed('organisation'), consent: typed('consent'), capacity: typed('capacity') })
  if (!parsed.ok) return { ok: false as const, errors: { ...errors, ...missing, ...nameErrors(parsed.errors, answers, placesOfOthers(submitted.fields)) } }
  const wrong = { ...errors, ...missing }
  if (Object.keys(wrong).length > 0) return { ok: false as const, errors: wrong }
  const { revision, ...sent } = parsed.value
  const regionalGroup = decideRegionalGroup(sent.regionalGroup, sent.country, forum.regionalGroups)
  const others = sent.others?.map((other) => ({ ...other, regionalGroup: decideRegionalGroup(other.regionalGroup, other.country, forum.regionalGroups) }))
  return { ok: true as const, value: { ...sent, choices, variantId: variant?.id, others, regionalGroup, revision, cycleId: call.cycleId, callId: call.id, attachments: gatherFiles(submitted) } }
}

/** Reads the desk's form. */
export function readEntry(submitted: Submitted, { forum, call }: InCall) {
  const answers = gatherAnswers(submitted, call)
  const { choices, errors } = readAnswers(submitted.fields, call.questions, { isLenient: true })
  const parsed = parseFields(entrySchema(forum), { ...fieldsToObject(submitted.fields), answers })
  if (!parsed.ok) return { ok: false as const, errors: { ...errors, ...nameErrors(parsed.errors, answers) } }
  if (Object.keys(errors).length > 0) return { ok: false as const, errors }
  const regionalGroup = decideRegionalGroup(parsed.value.regionalGroup, parsed.value.country, forum.regionalGroups)
  return { ok: true as const, value: { ...parsed.value, choices, regionalGroup, cycleId: call.cycleId, callId: call.id, attachments: gatherFiles(submitted) } }
}

/** The mail that confirms a contribution, in the language its form was read in; with the link to confirm it by, where its forum asks for that. */
export function receiptWriter(request: PageRequest, { forum, cycle, call }: InCall): SentByForm['writeReceipt'] {
  return (received) => {
    const link = `${request.services.publicUrl}${followAddress(request, forum.slug, cycle.slug, received)}`
    const { t, lang } = request.view
    const body = t('contributions.mail.body', { ref: received.ref, call: call.title, forum: forum.title, link })
    const waits = received.state === 'pending-clearance' ? `\n${t('sending.mail.clearance')}\n` : received.state === 'pending-confirmation' && forum.confirmation === 'hold' ? `\n${t('sending.mail.hold')}\n` : ''
    const confirm = forum.confirmation === 'mail' ? `\n${t('sending.mail.confirm', { link: `${request.services.publicUrl}${confirmAddress(request, forum.slug, cycle.slug, received)}` })}\n` : ''
    const byMail = request.services.takesMail ? `\n${t('shell.reply.withdraw')}\n` : ''
    return { language: lang, subject: t(confirm === '' ? 'contributions.mail.subject' : 'sending.mail.confirm.subject', { ref: received.ref }), body: `${body}${waits}${confirm}${byMail}` }
  }
}

/** The page on which its sender confirms a contribution: only the mail leads there. */
export function confirmAddress(request: PageRequest, forum: string, cycle: string, received: Pick<Received, 'number' | 'contributionId'>): string {
  return `${contributionAddress(forum, cycle, received.number)}/confirm/${confirmSecret(request.services.secret, received.contributionId)}`
}

export function confirmSecret(secret: string, contributionId: string): string {
  return hmac(secret, `confirm:${contributionId}`)
}

/** The contributor's own page. */
export function followAddress(request: PageRequest, forum: string, cycle: string, received: Pick<Received, 'number' | 'contributionId'>): string {
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

/** Words to questions that only ask for a choice are no answers. */
export function gatherAnswers(submitted: Pick<Submitted, 'fields' | 'value'>, call: Call): { questionId: string; text: string }[] {
  const wordless = new Set<string>(call.questions.filter((question) => !takesWords(question)).map((question) => wordsField(question.id)))
  return Object.keys(submitted.fields)
    .filter((name) => name.startsWith(ANSWER) && !wordless.has(name))
    .map((name) => ({ questionId: name.slice(ANSWER.length), text: submitted.value(name) }))
}

function gatherFiles(submitted: Pick<Submitted, 'files' | 'uploads'>): SentFile[] {
  const sent = submitted.files.filter((file) => file.field === 'file').map(({ name, mediaType, size, sha256 }) => ({ name, mediaType, size, sha256 }))
  if (sent.length > 0) return sent
  const kept = submitted.uploads['file']
  return kept === undefined || kept.size === 0 ? [] : [kept]
}

/** What is asked of each further contributor. */
export const OTHER_PARTS = ['name', 'organisation', 'capacity', 'country', 'stakeholderGroup', 'regionalGroup'] as const

export function otherField(place: number, part: (typeof OTHER_PARTS)[number]): string {
  return `other-${place}-${part}`
}

/** The rows of further contributors in which something is written, with the places that they have in the form. */
export function placesOfOthers(fields: Fields): number[] {
  const places = Object.entries(fields).flatMap(([name, values]) => {
    const place = /^other-([0-9]{1,2})-/u.exec(name)?.[1]
    return place === undefined || (values.at(-1) ?? '').trim() === '' ? [] : [Number(place)]
  })
  return [...new Set(places)].sort((a, b) => a - b)
}

export function gatherOthers(fields: Fields) {
  return placesOfOthers(fields).map((place) => Object.fromEntries(OTHER_PARTS.map((part) => [part, fields[otherField(place, part)]?.at(-1) ?? ''])))
}

export const ELSEWHERE_PARTS = ['title', 'publisher', 'published', 'url'] as const

/** Where it was published before; undefined where nothing is written of it. */
function gatherElsewhere(fields: Fields) {
  const written = ELSEWHERE_PARTS.map((part) => [part, fields[`elsewhere-${part}`]?.at(-1) ?? ''] as const)
  return written.every(([, text]) => text.trim() === '') ? undefined : Object.fromEntries(written)
}

/** Errors by the names that the form has; a key that is none concerns the form as a whole, which then comes back with a new one. */
export function nameErrors(errors: FieldErrors, answers: readonly { questionId: string }[], others: readonly number[] = []): FieldErrors {
  const named = Object.entries(errors).map(([name, code]) => {
    const place = /^answers\.([0-9]+)/u.exec(name)?.[1]
    const other = /^others\.([0-9]+)\.(\w+)/u.exec(name)
    if (other !== null) return [`other-${others[Number(other[1])] ?? 0}-${other[2] ?? ''}`, code]
    if (name.startsWith('elsewhere.')) return [name.replace('.', '-'), code]
    if (name === 'answers' || name === 'others') return ['', code]
    if (name === 'formKey') return ['', 'contributions.refusal.form-without-key']
    return [place === undefined ? name : wordsField(answers[Number(place)]?.questionId ?? ''), code]
  })
  return Object.fromEntries(named) as Record<string, string>
}
