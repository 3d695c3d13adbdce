import { answerPoint, withdrawPointAnswer } from '../../../meetings/point-answers/commands.ts'
import { listPoint, revisePoint } from '../../../meetings/points/commands.ts'
import { pointAnswerSchema, pointListSchema, pointRevisionSchema } from '../../../meetings/room/schema.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { loadMyAnswer, loadPoint, loadPointAtDesk, loadPoints, pointAsData, pointMailWriter, type MyAnswer, type PointAtDesk, type PointData, type PointsData } from './data.ts'
import { AnswerPage, EditPointPage, ListPointPage, PointPage, PointsPage } from './pages.tsx'

/** What meetings come to: the list of a forum, a page for each, answers to what is before the list, and the work on it at the desk. */
export function pointRoutes(app: App, services: Services): void {
  serveForm<PointAtDesk>(app, services, {
    path: '/desk/:forum/points/:point',
    load: loadPointAtDesk,
    initial: ({ point }) => ({ text: point.text, strength: point.strength, revision: String(point.revision) }),
    render: (view, data, form) => <EditPointPage view={view} data={data} form={form} />,
    submit: submitRevision,
  })
  serveForm<PointAtDesk>(app, services, {
    path: '/desk/:forum/points/:point/list',
    load: loadPointAtDesk,
    initial: ({ point }) => ({ revision: String(point.revision) }),
    render: (view, data, form) => <ListPointPage view={view} data={data} form={form} />,
    submit: submitListing,
  })
  servePage<PointsData>(app, services, {
    path: '/:forum/points',
    load: loadPoints,
    json: (data) => ({ forum: data.forum.slug, points: data.points.map((point) => pointAsData(data, point, [])) }),
    render: (view, data) => <PointsPage view={view} data={data} />,
  })
  servePage<PointData>(app, services, {
    path: '/:forum/points/:point',
    load: loadPoint,
    json: (data) => pointAsData(data, data.point, data.answers),
    render: (view, data) => <PointPage view={view} data={data} />,
  })
  serveForm<PointData>(app, services, {
    path: '/:forum/points/:point/answer',
    load: loadPoint,
    initial: (_data, { view }) => ({ formKey: newId(), name: view.person?.name ?? '' }),
    render: (view, data, form) => <AnswerPage view={view} data={data} form={form} />,
    submit: submitAnswer,
  })
  serveForm<MyAnswer>(app, services, {
    path: '/:forum/points/:point/answer/:token',
    load: loadMyAnswer,
    initial: ({ mine }) => (mine === undefined ? {} : { stance: mine.stance, text: mine.text, name: mine.name ?? '', isNamed: mine.isNamed ? 'yes' : '' }),
    render: (view, data, form) => <AnswerPage view={view} data={data} form={form} />,
    submit: submitMine,
  })
}

async function submitRevision(request: PageRequest, { point, person, forum, meeting }: PointAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(pointRevisionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const revised = await transact(request.db, (tx) => revisePoint(tx, { kind: 'person', id: person.id }, { pointId: point.id, ...parsed.value }, request.now))
  if (isRefusal(revised)) return { errors: { '': `points.refusal.${revised.refusal}` } }
  return { seeOther: meeting === undefined ? `/${forum.slug}/points/${point.number}` : `/desk/${forum.slug}/meetings/${meeting.slug}/room#point-${point.number}` }
}

async function submitListing(request: PageRequest, data: PointAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(pointListSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { until, revision } = parsed.value
  if (until === undefined) return { errors: { until: 'required' } }
  const { point, person, forum, audience } = data
  const write = pointMailWriter(request.services, data, until)
  const listed = await transact(request.db, (tx) => listPoint(tx, { kind: 'person', id: person.id }, { pointId: point.id, revision, until, recipients: audience, write }, request.now))
  if (isRefusal(listed)) return { errors: { [listed.refusal === 'day-is-past' ? 'until' : '']: `points.refusal.${listed.refusal}` } }
  return { seeOther: `/${forum.slug}/points/${point.number}` }
}

async function submitAnswer(request: PageRequest, { forum, point }: PointData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(pointAnswerSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { pointId: point.id, askedId: null, language: request.view.lang, ...parsed.value }
  const answered = await withinLimit(request, 'point-answer', undefined, (tx) => answerPoint(tx, PUBLIC, input, request.now))
  if (isTooMany(answered)) return tooMany(request, 'point-answer', answered)
  return isRefusal(answered) ? refused(answered.refusal) : { seeOther: `/${forum.slug}/points/${point.number}#answer-${answered.number}` }
}

async function submitMine(request: PageRequest, data: MyAnswer, submitted: Submitted): Promise<FormOutcome> {
  const { point, askedId } = data
  const sent = { seeOther: `${request.view.path}?sent=1` }
  if (submitted.value('shall') === 'withdraw') {
    const withdrawn = await transact(request.db, (tx) => withdrawPointAnswer(tx, PUBLIC, { pointId: point.id, askedId }, request.now))
    return isRefusal(withdrawn) ? refused(withdrawn.refusal) : sent
  }
  const parsed = parseFields(pointAnswerSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { pointId: point.id, language: request.view.lang, ...parsed.value, askedId, formKey: null }
  const answered = await withinLimit(request, 'point-answer', askedId, (tx) => answerPoint(tx, PUBLIC, input, request.now))
  if (isTooMany(answered)) return tooMany(request, 'point-answer', answered)
  return isRefusal(answered) ? refused(answered.refusal) : sent
}

function refused(code: 'not-before-the-list' | 'words-missing' | 'no-name-to-show' | 'nothing-to-withdraw'): FormOutcome {
  const field = code === 'words-missing' ? 'text' : code === 'no-name-to-show' ? 'name' : ''
  return { errors: { [field]: `points.refusal.${code}` } }
}
