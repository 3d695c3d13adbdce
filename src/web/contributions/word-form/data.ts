import { takesWords, type Question } from '../../../calls/questions/model.ts'
import { parts, speaker, type Say, type Translation } from '../../../calls/translations/model.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { questionsFor, type Variant } from '../../../calls/variants/model.ts'
import type { Call } from '../../../calls/model.ts'
import { labelled } from '../../../contributions/word-form/export.ts'
import { readForm, type FormBlock, type Printed } from '../../../contributions/word-form/model.ts'
import type { Forum } from '../../../forums/model.ts'
import { readWordParagraphs, WORD_FILE_LIMIT } from '../../../platform/word-paragraphs.ts'
import type { Upload } from '../../../platform/uploads.ts'
import { listCountries } from '../../../shared/countries.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { writeDate, writeInstant } from '../../../shared/time.ts'
import { CAPACITIES, CONSENTS } from '../../../shared/vocabularies.ts'
import { deadlineEnd } from '../../../calls/model.ts'
import { translator, type Translate } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import type { InCall } from '../../calls/data.ts'
import { choiceField, placeField, wordsField } from '../questions/data.ts'

/** Who fills it, in whose language. */
interface Reader {
  readonly t: Translate
  readonly lang: string
  readonly say: Say
}

/** The form of a call from top to bottom: what the call says, the questions, who answers. */
export function formBlocks(forum: Forum, call: Call, variant: Variant | undefined, reader: Reader): FormBlock[] {
  const { t, lang, say } = reader
  const own = (text: string): Printed => ({ text, lang })
  const introduction = variant?.introduction == null ? say(parts.introduction, call.introduction) : say(parts.variantIntroduction(variant.slug), variant.introduction)
  const end = deadlineEnd(call)
  const until = call.deadline === null || end === undefined ? t('announcing.mail.no-deadline') : t('announcing.mail.until', { date: writeDate(call.deadline, lang), utc: writeInstant(end, lang) })
  return [
    { kind: 'title', printed: say(parts.title, call.title) },
    { kind: 'text', printed: introduction },
    { kind: 'hint', printed: own(`${until}\n${t('word-form.how')}`) },
    ...questionsFor(call, variant).flatMap((question) => questionBlocks(question, reader)),
    { kind: 'heading', printed: own(t('contributions.send.who')) },
    { kind: 'line', tag: 'f.contributor', printed: own(t('contributions.send.contributor')) },
    { kind: 'line', tag: 'f.organisation', printed: own(t('contributions.send.organisation')) },
    { kind: 'line', tag: 'f.country', printed: own(t('contributions.send.country')) },
    { kind: 'line', tag: 'f.mail', printed: own(t('contributions.send.mail')) },
    { kind: 'hint', printed: own(t('contributions.send.capacity')) },
    ...CAPACITIES.map((capacity, place): FormBlock => ({ kind: 'check', tag: `f.capacity.${place}`, printed: own(t(`contributions.send.capacity.${capacity}`)) })),
    { kind: 'hint', printed: own(t('contributions.send.stakeholder-group')) },
    ...forum.stakeholderGroups.map(({ title }, place): FormBlock => ({ kind: 'check', tag: `f.stakeholderGroup.${place}`, printed: { text: title, lang: forum.language } })),
    { kind: 'heading', printed: own(t('contributions.send.consent')) },
    ...CONSENTS.map((consent, place): FormBlock => ({ kind: 'check', tag: `f.consent.${place}`, printed: own(t(`contributions.consent.${consent}`)) })),
  ]
}

function questionBlocks(question: Question, { t, lang, say }: Reader): FormBlock[] {
  const { number, kind, options } = question
  const own = (text: string): Printed => ({ text, lang })
  const hints = [
    ...(question.guidance === null ? [] : [say(parts.guidance(number), question.guidance)]),
    ...(kind === 'open' ? [] : [own(t(`word-form.${kind}`, { count: options.length }))]),
    ...(question.lengthLimit === null ? [] : [own(t('contributions.question.limit', { limit: question.lengthLimit }))]),
  ]
  return [
    { kind: 'question', printed: labelled(number, say(parts.question(number), question.text)) },
    ...hints.map((printed): FormBlock => ({ kind: 'hint', printed })),
    ...options.map((option): FormBlock => {
      const printed = say(parts.option(number, option.number), option.text)
      return kind === 'ranking' ? { kind: 'place', tag: `q${number}.p${option.number}`, printed } : { kind: 'check', tag: `q${number}.o${option.number}`, printed }
    }),
    ...(takesWords(question) ? [{ kind: 'box', tag: `q${number}`, printed: own('') } as const] : []),
  ]
}

export type FormValues = Record<string, string | readonly string[]>
export type WordFormRefusal = 'not-a-word-file' | 'too-large' | 'other-call' | 'nothing-filled'

/** What a filled form says, as the fields of the web form, to be checked before it is sent; or why it cannot be read. */
export async function readWordForm(request: PageRequest, { forum, call }: InCall, upload: Upload): Promise<{ values: FormValues; missing: number } | { refusal: WordFormRefusal }> {
  if (upload.size > WORD_FILE_LIMIT) return { refusal: 'too-large' }
  const chunks: Uint8Array[] = []
  for await (const chunk of request.services.files.read(upload.sha256) as AsyncIterable<Uint8Array>) chunks.push(chunk)
  const paragraphs = readWordParagraphs(Buffer.concat(chunks))
  if ('refusal' in paragraphs) return paragraphs
  const translations = await listTranslations(request.db, call.id)
  const read = readForm(paragraphs, INTERFACE_LANGUAGES.map((lang) => formBlocks(forum, call, undefined, readerOf(forum, translations, lang))))
  if (read.callId !== undefined && read.callId !== call.id) return { refusal: 'other-call' }
  if (read.filled.size === 0) return { refusal: 'nothing-filled' }
  return { values: toValues(forum, call, read.filled), missing: questionsAmong(call, read.missing) }
}

export function readerOf(forum: Forum, translations: readonly Translation[], lang: string): Reader {
  return { t: translator(lang), lang, say: speaker(translations, forum.language, lang) }
}

/** Questions of which nothing was found; a version for one audience has fewer, and that is no fault. */
function questionsAmong(call: Call, missing: readonly string[]): number {
  return call.questions.filter(({ number }) => missing.some((tag) => tag === `q${number}` || tag.startsWith(`q${number}.`))).length
}

function toValues(forum: Forum, call: Call, filled: ReadonlyMap<string, string>): FormValues {
  const values: FormValues = {}
  for (const { id, number, kind, options } of call.questions) {
    const words = filled.get(`q${number}`)
    if (words !== undefined) values[wordsField(id)] = words
    const ticked = options.filter((option) => filled.has(`q${number}.o${option.number}`)).map((option) => String(option.number))
    if (ticked.length > 0 && kind !== 'ranking') values[choiceField(id)] = ticked
    for (const option of options) {
      const place = filled.get(`q${number}.p${option.number}`)
      if (place !== undefined) values[placeField(id, option.number)] = place
    }
  }
  for (const field of ['contributor', 'organisation', 'mail'] as const) values[field] = (filled.get(`f.${field}`) ?? '').replaceAll(/\s*\n\s*/gu, ' ')
  return { ...values, country: countryOf(filled.get('f.country') ?? ''), ...chosen(filled, 'capacity', CAPACITIES), ...chosen(filled, 'stakeholderGroup', forum.stakeholderGroups.map(({ key }) => key)), ...chosen(filled, 'consent', CONSENTS) }
}

/** Of what can be chosen once, the one that was ticked; of several ticked none, so that the person says. */
function chosen(filled: ReadonlyMap<string, string>, field: string, values: readonly string[]): FormValues {
  const ticked = values.filter((_, place) => filled.has(`f.${field}.${place}`))
  return ticked.length === 1 ? { [field]: ticked[0] ?? '' } : {}
}

function countryOf(written: string): string {
  const name = written.trim().toLocaleLowerCase()
  const known = INTERFACE_LANGUAGES.flatMap((lang) => listCountries(lang)).find((country) => country.code.toLowerCase() === name || country.name.toLocaleLowerCase() === name)
  return known?.code ?? ''
}
