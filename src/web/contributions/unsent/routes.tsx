import { addFiles, dropUnsent, mailUnsentLink, removeFile, saveUnsent, type SaveRefusal } from '../../../contributions/unsent/commands.ts'
import { CLEARANCES } from '../../../contributions/sending/model.ts'
import type { Unsent } from '../../../contributions/unsent/model.ts'
import { transact } from '../../../platform/database.ts'
import { mailAddress, optional, parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { z } from 'zod'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { isSeeOther, type PageRequest } from '../../page.tsx'
import { followAddress, initialLanguage, placesOfOthers, receiptWriter, toErrors, type SendOne } from '../send/data.ts'
import {
  loadInvitation, loadStep, loadUnsent, previewAddress, previewSecret, readUnsent, STEPS, suggestGroups, takeSuggestion, typedOf, unsentAddress, writeKeptUntil, type AtUnsent, type Step, type StepData,
} from './data.ts'
import { errorsOfStep, StepPage } from './forms.tsx'
import { CheckPage, GonePage, LaterPage } from './pages.tsx'

const PATH = '/:forum/:cycle/calls/:call/unsent/:id/:secret'

/** A contribution that is being written: its steps, what keeps it, and the way to send it. Behind a secret link, without account. */
export function unsentRoutes(app: App, services: Services, send: SendOne): void {
  serveForm<AtUnsent>(app, services, {
    path: PATH,
    load: loadUnsent,
    initial: ({ unsent }) => ({ to: unsent?.fields['mail']?.at(-1) ?? '' }),
    render: (view, data, form) => <LaterPage view={view} data={data} form={form} isMailed={view.query['mailed'] === '1'} />,
    submit: leaveForLater,
  })
  for (const step of STEPS) {
    serveForm<StepData>(app, services, {
      path: `${PATH}/${step}`,
      load: (request) => loadStep(request, step),
      initial: (data, request) => ({ language: initialLanguage(request.view.lang), ...data.unsent?.fields }),
      render: (view, data, form) => (data.unsent === undefined && Object.keys(form.errors).length === 0 ? <GonePage view={view} data={data} /> : step === 'check' ? renderCheck(services, view, data, form) : <StepPage view={view} data={data} form={form} />),
      submit: (request, data, submitted) => (step === 'check' ? sendUnsent(request, data, submitted, send) : takeStep(request, data, submitted)),
    })
  }
}

function renderCheck(services: Services, view: PageRequest['view'], data: StepData, form: Parameters<typeof CheckPage>[0]['form']) {
  const read = data.unsent === undefined ? undefined : readUnsent(data, data.id, data.unsent)
  const previewLink = `${view.publicUrl}${previewAddress(data, data.id, previewSecret(services.secret, data.id))}`
  return <CheckPage view={view} data={data} form={form} sent={read?.ok === true ? read.value : undefined} mistakes={read?.ok === false ? read.errors : {}} previewLink={previewLink} />
}

/** Keeps a step, and goes where its writer wants: on, out, or back to the same step with one field more. */
async function takeStep(request: PageRequest, data: StepData, submitted: Submitted): Promise<FormOutcome> {
  const kept = await save(request, data, submitted)
  if (isRefusal(kept)) return tellRefusal(request, kept)
  const base = unsentAddress(data, data.id, data.secret)
  const go = submitted.value('go')
  // The island saves while one types, and goes nowhere.
  if (go === 'keep') return { seeOther: base }
  const files = submitted.files.filter(({ field }) => field === 'file')
  if (files.length > 0) {
    const added = await transact(request.db, (tx) => addFiles(tx, { id: data.id, files }, request.now))
    if (isRefusal(added)) return { errors: { file: `sending.refusal.${added.refusal}` } }
  }
  const remove = submitted.value('remove')
  if (remove !== '') {
    await transact(request.db, (tx) => removeFile(tx, { id: data.id, fileId: remove as typeof data.id }, request.now))
    return { seeOther: `${base}/documents#files` }
  }
  if (go === 'take') return takeKnown(request, data, kept, base)
  if (go === 'add' && data.step === 'documents') return files.length === 0 ? { errors: { file: 'required' } } : { seeOther: `${base}/documents#files` }
  if (go === 'add') {
    const next = Math.max(0, ...placesOfOthers(kept.fields)) + 1
    return { seeOther: `${base}/who?others=${next}#other-${next}` }
  }
  if (go === 'save') return saveForLater(request, data, kept)
  const read = readUnsent(data, data.id, kept)
  const errors = read.ok ? {} : errorsOfStep(read.errors, data.step)
  if (Object.keys(errors).length > 0) return { errors }
  return { seeOther: `${base}/${STEPS[STEPS.indexOf(data.step) + 1] ?? 'check'}` }
}

/** Sent meanwhile, by a double click or on another page, it leads to its receipt; else the form says why it was not kept. */
async function tellRefusal(request: PageRequest, { refusal }: SaveRefusal): Promise<FormOutcome> {
  const now = refusal === 'gone' ? await loadUnsent(request) : undefined
  return now !== undefined && isSeeOther(now) ? now : { errors: { '': `sending.refusal.${refusal}` } }
}

async function takeKnown(request: PageRequest, data: StepData, kept: Unsent, base: string): Promise<FormOutcome> {
  const suggestion = await suggestGroups(request, data, kept.fields)
  if (suggestion !== undefined) {
    const typed = takeSuggestion(suggestion, kept.fields)
    await transact(request.db, (tx) => saveUnsent(tx, { id: data.id, place: placeOf(data), typed, revision: kept.revision }, request.now))
  }
  return { seeOther: `${base}/${data.step}` }
}

/** Shows the link, and mails it where an address was given: once to each. */
async function saveForLater(request: PageRequest, data: AtUnsent, kept: Unsent): Promise<FormOutcome> {
  const base = unsentAddress(data, data.id, data.secret)
  const parsed = parseFields(mailSchema, { to: kept.fields['mail']?.at(-1) ?? '' })
  if (!parsed.ok || parsed.value.to === undefined) return { seeOther: base }
  await mailLink(request, data, kept, parsed.value.to)
  return { seeOther: `${base}?mailed=1` }
}

const mailSchema = z.object({ to: optional(mailAddress()) })

async function mailLink(request: PageRequest, data: AtUnsent, unsent: Unsent, to: string): Promise<void> {
  const { t, lang } = request.view
  const link = `${request.services.publicUrl}${unsentAddress(data, data.id, data.secret)}`
  const mail = { language: lang, subject: t('sending.mail.later.subject', { call: data.call.title }), body: t('sending.mail.later.body', { call: data.call.title, forum: data.forum.title, link, date: writeKeptUntil(request.view, unsent) }) }
  await transact(request.db, (tx) => mailUnsentLink(tx, { unsent, to, mail }, request.now))
}

async function leaveForLater(request: PageRequest, data: AtUnsent, submitted: Submitted): Promise<FormOutcome> {
  const base = unsentAddress(data, data.id, data.secret)
  if (submitted.value('go') === 'drop') {
    await transact(request.db, (tx) => dropUnsent(tx, { id: data.id }))
    return { seeOther: base }
  }
  // Dropped meanwhile: there is nothing to mail a link to, and the page says so.
  if (data.unsent === undefined) return { seeOther: base }
  const parsed = parseFields(mailSchema, { to: submitted.value('to') })
  if (!parsed.ok) return parsed
  if (parsed.value.to === undefined) return { errors: { to: 'required' } }
  await mailLink(request, data, data.unsent, parsed.value.to)
  return { seeOther: `${base}?mailed=1` }
}

/** Sends what is kept, as it is kept: what the check page shows is what is taken. */
async function sendUnsent(request: PageRequest, data: StepData, submitted: Submitted, send: SendOne): Promise<FormOutcome> {
  const { unsent } = data
  if (unsent === undefined) return { errors: { '': 'sending.refusal.gone' } }
  if (!['send', 'save', 'take'].includes(submitted.value('go'))) return { errors: { '': 'not-in-list' } }
  const base = unsentAddress(data, data.id, data.secret)
  const typed = { clearance: [submitted.value('clearance')], waits: [submitted.value('waits')] }
  const kept = await transact(request.db, (tx) => saveUnsent(tx, { id: data.id, place: placeOf(data), typed, revision: unsent.revision }, request.now))
  if (isRefusal(kept)) return tellRefusal(request, kept)
  if (submitted.value('go') === 'take') return takeKnown(request, data, kept, base)
  if (submitted.value('go') === 'save') return saveForLater(request, data, kept)
  const read = readUnsent(data, data.id, kept)
  if (!read.ok) return { errors: { '': 'sending.refusal.mistakes' } }
  const clearance = readClearance(typed.clearance[0] ?? '')
  const waits = submitted.value('waits') === 'yes'
  const input = { ...read.value, clearance: waits ? (clearance ?? 'read') : clearance, waitsForClearance: waits, invitationId: unsent.invitationId ?? undefined, writeReceipt: receiptWriter(request, data) }
  const received = await send(input, request.now)
  return isRefusal(received) ? { errors: toErrors(request.view, received) } : { seeOther: followAddress(request, data.forum.slug, data.cycle.slug, received) }
}

function readClearance(text: string) {
  return CLEARANCES.find((value) => value === text)
}

function placeOf({ forum, cycle, call }: AtUnsent) {
  return { forumId: forum.id, cycleId: cycle.id, callId: call.id }
}

async function save(request: PageRequest, data: AtUnsent, submitted: Pick<Submitted, 'fields' | 'value'>): Promise<Unsent | SaveRefusal> {
  const saved = submitted.value('saved')
  const revision = /^[1-9][0-9]{0,8}$/u.test(saved) ? Number(saved) : 0
  const invitation = revision === 0 ? await loadInvitation(request, data.call, submitted.value('invitation')) : undefined
  const device = /^[0-9a-zA-Z-]{1,60}$/u.exec(submitted.value('device'))?.[0]
  const input = { id: data.id, place: { ...placeOf(data), invitationId: invitation?.id }, typed: { ...(invitation?.organisation == null ? {} : { organisation: [invitation.organisation] }), ...typedOf(submitted.fields) }, revision, from: device }
  return transact(request.db, (tx) => saveUnsent(tx, input, request.now))
}

/** A step that nobody has saved yet: the form under a new key. */
export function newStep(data: Omit<AtUnsent, 'unsent'>, step: Step): StepData {
  return { ...data, unsent: undefined, step, suggestion: undefined, remarks: [] }
}
