import { declineCorrection, askSender } from '../../../contributions/corrections/commands.ts'
import { declineCorrectionSchema } from '../../../contributions/corrections/schema.ts'
import { chooseReaders, markRead, markUnread, strikeNote, writeNote } from '../../../contributions/handling/commands.ts'
import { noteSchema } from '../../../contributions/handling/schema.ts'
import { declineContribution, holdContribution, releaseContribution } from '../../../contributions/moderation/commands.ts'
import { declineSchema, holdSchema, releaseSchema } from '../../../contributions/moderation/schema.ts'
import { liftRedaction, redactAnswer, redactDocument } from '../../../contributions/redaction/commands.ts'
import { liftSchema, redactSchema } from '../../../contributions/redaction/schema.ts'
import { transact } from '../../../platform/database.ts'
import { takeCorrection } from '../../../procedures/take-correction.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { readMarking } from '../../synthesis/reading/forms.tsx'
import { letterWriter, loadToRedact, loadCorrection, loadDeciding, loadHandling, loadRedaction, writeEntered, type HandlingData } from './data.ts'
import { HandlingPage } from './desk.tsx'
import { CorrectionPage, ModeratePage, ReasonPage, RedactPage } from './forms.tsx'

/** One contribution at the desk, and the forms behind it. */
export function handlingRoutes(app: App, services: Services): void {
  const path = '/desk/:forum/:cycle/inbox/:ref'
  serveForm<HandlingData>(app, services, {
    path,
    load: loadHandling,
    render: (view, data, form) => <HandlingPage view={view} data={data} form={form} />,
    submit: takeAction,
  })
  serveForm<HandlingData>(app, services, { path: `${path}/hold`, load: loadDeciding, render: (view, data, form) => <ModeratePage view={view} data={data} form={form} decision="hold" />, submit: hold })
  serveForm<HandlingData>(app, services, { path: `${path}/decline`, load: loadDeciding, render: (view, data, form) => <ModeratePage view={view} data={data} form={form} decision="decline" />, submit: decline })
  serveForm<HandlingData>(app, services, { path: `${path}/release`, load: loadDeciding, render: (view, data, form) => <ReasonPage view={view} data={data} form={form} what="release" />, submit: release })
  serveForm(app, services, { path: `${path}/redact/:answer`, load: loadToRedact, render: (view, data, form) => <RedactPage view={view} data={data} form={form} />, submit: redact })
  serveForm(app, services, { path: `${path}/lift/:redaction`, load: loadRedaction, render: (view, data, form) => <ReasonPage view={view} data={data} form={form} what="lift" />, submit: lift })
  serveForm(app, services, { path: `${path}/corrections/:correction`, load: loadCorrection, render: (view, data, form) => <CorrectionPage view={view} data={data} form={form} />, submit: decide })
}

function actorOf({ person }: HandlingData): Actor {
  return { kind: 'person', id: person.id }
}

function placeOf({ cycle, contribution }: HandlingData) {
  return { cycleId: cycle.id, contributionId: contribution.id }
}

async function takeAction(request: PageRequest, data: HandlingData, submitted: Submitted): Promise<FormOutcome> {
  const action = submitted.value('action')
  if (action === 'note') return note(request, data, submitted)
  if (action === 'read' || action === 'unread') return mark(request, data, submitted, action)
  if (action === 'strike') {
    const noteId = submitted.value('note')
    if (!isId(noteId)) return { errors: { '': 'not-found' } }
    await transact(request.db, (tx) => strikeNote(tx, actorOf(data), { ...placeOf(data), noteId }, request.now))
    // Struck just now or by somebody else before: either way it is.
    return { seeOther: here(data) }
  }
  if (!data.decides) return { errors: { '': request.view.t('handling.refusal.may-not') } }
  if (action === 'ask') return ask(request, data)
  return action === 'readers' ? readers(request, data, submitted) : { errors: { '': 'not-in-list' } }
}

async function note({ db, now }: PageRequest, data: HandlingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(noteSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const written = await transact(db, (tx) => writeNote(tx, actorOf(data), { ...placeOf(data), ...parsed.value }, now))
  return 'refusal' in written ? { errors: { '': 'not-found' } } : { seeOther: `${here(data)}#notes` }
}

async function mark({ db, now }: PageRequest, data: HandlingData, submitted: Submitted, action: 'read' | 'unread'): Promise<FormOutcome> {
  const asked = submitted.value('answer')
  const answerNumber = data.answers.find(({ number }) => String(number) === asked)?.number
  if (asked !== '' && answerNumber === undefined) return { errors: { '': 'not-found' } }
  const input = { cycleId: data.cycle.id, contributionIds: [data.contribution.id], answerNumber }
  await transact(db, (tx) => (action === 'read' ? markRead(tx, actorOf(data), input, now) : markUnread(tx, actorOf(data), input, now)))
  return { seeOther: here(data) }
}

async function readers({ db, now }: PageRequest, data: HandlingData, submitted: Submitted): Promise<FormOutcome> {
  const chosen = new Set(submitted.fields['reader'] ?? [])
  const personIds = data.readers.filter(({ id }) => chosen.has(id)).map(({ id }) => id)
  await transact(db, (tx) => chooseReaders(tx, actorOf(data), { ...placeOf(data), personIds }, now))
  return { seeOther: `${here(data)}#readers` }
}

async function ask(request: PageRequest, data: HandlingData): Promise<FormOutcome> {
  const write = letterWriter(request, data, 'asked', { sent: writeEntered(data.answers) })
  const asked = await transact(request.db, (tx) => askSender(tx, actorOf(data), { ...placeOf(data), write }, request.now))
  return 'refusal' in asked ? { errors: { '': request.view.t(`handling.refusal.${asked.refusal}`) } } : { seeOther: `${here(data)}#sender` }
}

async function hold(request: PageRequest, data: HandlingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(holdSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { reason, note: said } = parsed.value
  const write = letterWriter(request, data, 'held', { reason: `moderation.reason.${reason}`, note: said })
  const held = await transact(request.db, (tx) => holdContribution(tx, actorOf(data), { ...placeOf(data), reason, note: said, write }, request.now))
  return answer(request, data, held)
}

async function decline(request: PageRequest, data: HandlingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(declineSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { reason, note: said } = parsed.value
  const write = letterWriter(request, data, 'declined', { reason: `moderation.reason.${reason}`, note: said })
  const declined = await transact(request.db, (tx) => declineContribution(tx, actorOf(data), { ...placeOf(data), reason, note: said, write }, request.now))
  return answer(request, data, declined)
}

async function release(request: PageRequest, data: HandlingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(releaseSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const released = await transact(request.db, (tx) => releaseContribution(tx, actorOf(data), { ...placeOf(data), ...parsed.value, write: letterWriter(request, data, 'released') }, request.now))
  return answer(request, data, released)
}

async function redact(request: PageRequest, data: Exclude<Awaited<ReturnType<typeof loadToRedact>>, 'forbidden' | undefined>, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(redactSchema, fieldsToObject(submitted.fields))
  const marking = readMarking(data.source.text, data.contribution.language, submitted, data.source.window)
  const missing: Record<string, string> = marking === undefined ? { quote: request.view.t('redaction.refusal.nothing-chosen') } : {}
  if (!parsed.ok) return { errors: { ...parsed.errors, ...missing } }
  if (marking === undefined) return { errors: missing }
  const { kind, id, name } = data.source
  const input = { cycleId: data.cycle.id, marking, ...parsed.value }
  const redacted = await transact(request.db, async (tx) => (kind === 'answer' ? redactAnswer(tx, actorOf(data), { ...input, answerId: id }, request.now) : redactDocument(tx, actorOf(data), { ...input, attachmentId: id }, request.now)))
  if (!('refusal' in redacted)) return { seeOther: `${here(data)}#${kind === 'answer' ? `A-${name}` : 'redactions'}` }
  return { errors: { [redacted.refusal === 'quote-not-unique' ? 'occurrence' : 'quote']: request.view.t(`redaction.refusal.${redacted.refusal}`) } }
}

async function lift(request: PageRequest, data: Exclude<Awaited<ReturnType<typeof loadRedaction>>, 'forbidden' | undefined>, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(liftSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { cycleId: data.cycle.id, redactionId: data.redaction.id, ...parsed.value }
  const lifted = await transact(request.db, (tx) => liftRedaction(tx, actorOf(data), input, request.now))
  return answer(request, data, lifted)
}

async function decide(request: PageRequest, data: Exclude<Awaited<ReturnType<typeof loadCorrection>>, 'forbidden' | undefined>, submitted: Submitted): Promise<FormOutcome> {
  const { db, now, view } = request
  const input = { ...placeOf(data), correctionId: data.correction.id }
  if (submitted.value('action') === 'take') {
    const taken = await transact(db, (tx) => takeCorrection(tx, actorOf(data), { ...input, write: letterWriter(request, data, 'correction-taken') }, now))
    if (!('refusal' in taken)) return { seeOther: here(data) }
    return { errors: { '': view.t(`correction.refusal.${taken.refusal}`, { refs: 'refs' in taken ? taken.refs.join(', ') : '' }) } }
  }
  const parsed = parseFields(declineCorrectionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const write = letterWriter(request, data, 'correction-declined', { note: parsed.value.reason })
  const declined = await transact(db, (tx) => declineCorrection(tx, actorOf(data), { ...input, ...parsed.value, write }, now))
  return 'refusal' in declined ? { errors: { '': view.t(`correction.refusal.${declined.refusal}`, { refs: '' }) } } : { seeOther: here(data) }
}

type Decided = 'already-decided' | 'nothing-to-undo' | 'already-lifted'

function answer(request: PageRequest, data: HandlingData, done: object | { readonly refusal: Decided }): FormOutcome {
  return 'refusal' in done ? { errors: { '': request.view.t(`handling.refusal.${done.refusal}`) } } : { seeOther: here(data) }
}

function here(data: HandlingData): string {
  return data.query === '' ? data.address : `${data.address}?${data.query}`
}
