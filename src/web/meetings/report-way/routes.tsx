import { z } from 'zod'
import { answerCorrection, finishReport, openCorrections, sendCorrection } from '../../../meetings/report-corrections/commands.ts'
import { CORRECTION_RESPONSES } from '../../../meetings/report/model.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC, type Actor } from '../../../record/model.ts'
import { line, mailAddress, oneOf, optional, parseFields, requiredLine, requiredProse } from '../../../shared/fields.ts'
import { parsePlainDate } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { readRevision } from '../forms.tsx'
import { loadCorrect, loadWayAtDesk, type CorrectData, type WayData } from './data.ts'
import { WayPage } from './desk.tsx'
import { CorrectPage } from './pages.tsx'

const correctionSchema = z.object({
  paragraph: line(6).refine((text) => text === '' || /^¶?\s*[1-9][0-9]{0,3}$/u.test(text), { error: 'not-a-number' }).transform((text) => (text === '' ? null : Number(text.replace(/\D/gu, '')))),
  text: requiredProse(4000),
  name: requiredLine(200),
  mail: optional(mailAddress()),
  formKey: requiredLine(60),
})
const answerSchema = z.object({ number: requiredLine(6), response: oneOf(CORRECTION_RESPONSES), reason: requiredProse(4000) })

/** Corrections of reports: sent by anybody, answered at the desk; and a report opened to them and finished. Registered before the pages of meetings. */
export function reportWayRoutes(app: App, services: Services): void {
  serveForm(app, services, {
    path: '/:forum/meetings/:meeting/correct',
    load: loadCorrect,
    initial: (_data, request) => ({ formKey: newId(), paragraph: request.query['p'] ?? '' }),
    render: (view, data, form) => <CorrectPage view={view} data={data} form={form} />,
    submit: correct,
  })
  serveForm(app, services, {
    path: '/desk/:forum/meetings/:meeting/report-way',
    load: loadWayAtDesk,
    initial: ({ meeting }) => ({ revision: String(meeting.revision) }),
    render: (view, data, form) => <WayPage view={view} data={data} form={form} />,
    submit: goOn,
  })
}

async function correct(request: PageRequest, data: CorrectData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(correctionSchema, { paragraph: '', mail: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return { errors: parsed.errors }
  const { forum, meeting } = data
  const { paragraph, text, name, mail, formKey } = parsed.value
  const input = { forumId: forum.id, cycleId: meeting.cycleIds[0] ?? null, meeting, paragraph, text, name, mail: mail ?? null, language: request.view.lang, formKey }
  const sent = await withinLimit(request, 'comment', mail, (tx) => sendCorrection(tx, PUBLIC, input, request.now))
  if (isTooMany(sent)) return tooMany(request, 'comment', sent)
  if ('refusal' in sent) return { errors: { [sent.refusal === 'not-open' ? '' : 'paragraph']: `meetings.report.refusal.${sent.refusal}` } }
  return { seeOther: `/${forum.slug}/meetings/${meeting.slug}/correct?sent=${sent.number}` }
}

async function goOn(request: PageRequest, data: WayData, submitted: Submitted): Promise<FormOutcome> {
  const { forum, meeting } = data
  const actor: Actor = { kind: 'person', id: data.person.id }
  const here = { seeOther: `/desk/${forum.slug}/meetings/${meeting.slug}/report-way` }
  const to = { forumId: forum.id, meetingId: meeting.id, revision: readRevision(submitted) }
  const shall = submitted.value('shall')
  if (shall === 'open') {
    const until = parsePlainDate(submitted.value('until').trim())
    if (until === undefined) return { errors: { until: submitted.value('until').trim() === '' ? 'required' : 'not-a-date' } }
    const opened = await transact(request.db, (tx) => openCorrections(tx, actor, { ...to, until }, request.now))
    return 'refusal' in opened ? { errors: { [opened.refusal === 'until-past' ? 'until' : '']: `meetings.report.refusal.${opened.refusal}` } } : here
  }
  if (shall === 'finish') {
    const finished = await transact(request.db, (tx) => finishReport(tx, actor, to, request.now))
    return 'refusal' in finished ? { errors: { '': `meetings.report.refusal.${finished.refusal}` } } : here
  }
  return (await answer(request, data, submitted, actor)) ?? here
}

async function answer(request: PageRequest, { forum, meeting }: WayData, submitted: Submitted, actor: Actor): Promise<FormOutcome | undefined> {
  const parsed = parseFields(answerSchema, { number: '', response: '', reason: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return { errors: parsed.errors }
  const { response, reason } = parsed.value
  const number = /^[1-9][0-9]{0,5}$/u.test(parsed.value.number) ? Number(parsed.value.number) : 0
  const write = (language: string): { subject: string; body: string; language?: string | undefined } => {
    const t = translator(language)
    const address = `${request.services.publicUrl}/${forum.slug}/meetings/${meeting.slug}#correction-${number}`
    return { subject: t('meetings.report.letter.subject', { title: meeting.title }), body: t('meetings.report.letter.body', { title: meeting.title, response: t(`meetings.report.response.${response}`), reason, address }) }
  }
  const answered = await transact(request.db, (tx) => answerCorrection(tx, actor, { forumId: forum.id, cycleId: meeting.cycleIds[0] ?? null, meeting, number, response, reason, write }, request.now))
  return 'refusal' in answered ? { errors: { number: `meetings.report.refusal.${answered.refusal}` } } : undefined
}
