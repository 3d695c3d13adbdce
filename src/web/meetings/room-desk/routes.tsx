import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import { dropLink, settleLink } from '../../../meetings/dropped-links/commands.ts'
import { callHand, lowerHand, raiseHand } from '../../../meetings/hands/commands.ts'
import { reviseNote, writeNotes } from '../../../meetings/notes/commands.ts'
import { putPoint } from '../../../meetings/points/commands.ts'
import { reviseRemark, takeRemark } from '../../../meetings/remarks/commands.ts'
import { closeRoom, openRoom, putOn } from '../../../meetings/room/commands.ts'
import { droppedLinkSchema, handSchema, noteLinesOf, noteRevisionSchema, noteSchema, pointSchema, remarkRevisionSchema, remarkSchema, strawPollSchema } from '../../../meetings/room/schema.ts'
import { closeStrawPoll, openStrawPoll } from '../../../meetings/straw-polls/commands.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { takeRoomLink } from '../../../procedures/take-room-link.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, FormState, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { isMessageKey, type MessageKey } from '../../messages.ts'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadRoomAtDesk, loadRoomToLead, type RoomAtDesk } from '../room/data.ts'
import { RoomDesk } from '../room/desk.tsx'
import { HandFields, ItemChoice, LinkFields, NoteFields, PointFields, PollFields, QuickChoice, QuickText, RemarkFields } from '../room/forms.tsx'
import { RoomFormPage } from '../room/pages.tsx'

const PATH = '/desk/:forum/meetings/:meeting/room'

/** One thing that is done in a room: the form by itself, what parses it, and the command. */
interface Deed<T extends object> {
  readonly path: string
  readonly load: (request: PageRequest) => Promise<T | 'forbidden' | undefined>
  readonly title: MessageKey
  readonly button: MessageKey
  readonly labels?: (view: View) => Readonly<Record<string, string>>
  readonly initial?: (data: T) => Readonly<Record<string, string>>
  readonly fields?: (view: View, data: T, form: FormState) => Child
  readonly submit: (request: PageRequest, data: T, submitted: Submitted) => Promise<FormOutcome>
}

/** The room for those who work in it. Each thing done there has an address, where its form stands by itself when something in it was wrong. */
export function roomDeskRoutes(app: App, services: Services): void {
  servePrivatePage(app, services, { path: PATH, load: loadRoomAtDesk, render: (view, data) => <RoomDesk view={view} data={data} /> })
  const serve = <T extends RoomAtDesk>(deed: Deed<T>): void =>
    serveForm<T>(app, services, {
      path: `${PATH}/${deed.path}`,
      load: deed.load,
      ...(deed.initial === undefined ? {} : { initial: deed.initial }),
      render: (view, data, form) => (
        <RoomFormPage view={view} data={data} form={form} isDesk title={deed.title} button={deed.button} labels={deed.labels?.(view) ?? {}}>
          {deed.fields?.(view, data, form)}
        </RoomFormPage>
      ),
      submit: deed.submit,
    })
  serve({ load: loadRoomToLead, path: 'open', title: 'room.desk.open-or-close', button: 'room.desk.go', fields: shallField, submit: setOpen })
  serve({ load: loadRoomToLead, path: 'on', title: 'room.desk.put-on', button: 'room.desk.put-on', fields: (view, { content }, form) => <ItemChoice view={view} form={form} items={content.items} isAlone />, submit: setOn })
  serve({ load: loadRoomAtDesk, path: 'notes', title: 'room.desk.add-note', button: 'room.desk.add-note', labels: noteLabels, fields: (view, { content }, form) => <NoteFields view={view} form={form} items={content.items} isAlone />, submit: addNotes })
  serve({ load: loadNote, path: 'notes/:note', title: 'room.desk.edit-note', button: 'room.desk.save', labels: noteLabels, initial: ({ note }) => ({ text: note?.text ?? '', revision: String(note?.revision ?? 0) }), fields: noteFields, submit: editNote })
  serve({ load: loadRoomAtDesk, path: 'remarks', title: 'room.desk.take-remark', button: 'room.desk.take-remark', labels: remarkLabels, fields: (view, { content }, form) => <RemarkFields view={view} form={form} items={content.items} isAlone />, submit: addRemark })
  serve({ load: loadRemark, path: 'remarks/:remark', title: 'room.desk.edit-remark', button: 'room.desk.save', labels: remarkLabels, initial: remarkValues, fields: remarkFields, submit: editRemark })
  serve({ load: loadRoomAtDesk, path: 'hands', title: 'room.desk.raise-for', button: 'room.desk.raise-for', labels: handLabels, fields: (view, { forum }, form) => <HandFields view={view} form={form} forum={forum} isAlone />, submit: addHand })
  serve({ load: loadRoomToLead, path: 'hands/:hand', title: 'room.desk.hand', button: 'room.desk.go', fields: shallField, submit: settleHand })
  serve({ load: loadRoomToLead, path: 'polls', title: 'room.desk.open-poll', button: 'room.desk.open-poll', labels: pollLabels, fields: (view, { content }, form) => <PollFields view={view} form={form} items={content.items} isAlone />, submit: addPoll })
  serve({ load: loadRoomToLead, path: 'polls/:poll', title: 'room.desk.close-poll', button: 'room.desk.close-poll', fields: () => <input type="hidden" name="shall" value="close" />, submit: endPoll })
  serve({ load: loadRoomAtDesk, path: 'links', title: 'room.desk.add-link', button: 'room.desk.add-link', labels: linkLabels, fields: (view, _data, form) => <LinkFields view={view} form={form} isAlone />, submit: addLink })
  serve({ load: loadRoomAtDesk, path: 'links/:link', title: 'room.desk.link', button: 'room.desk.go', fields: shallField, submit: judgeLink })
  serve({ load: loadRoomToLead, path: 'points', title: 'room.desk.put-point', button: 'room.desk.put-point', labels: pointLabels, fields: (view, { content }, form) => <PointFields view={view} form={form} items={content.items} isAlone />, submit: addPoint })
}

const actorOf = ({ person }: RoomAtDesk): Actor => ({ kind: 'person', id: person.id })
const roomAt = ({ forum, meeting }: RoomAtDesk, hash = ''): string => `/desk/${forum.slug}/meetings/${meeting.slug}/room${hash}`
const itemHash = (itemId: string | null): string => `#item-${itemId ?? 'none'}`

/** Parses, runs a command in one transaction, and goes back to the room; a refusal stands above the form, with what was typed in it. */
async function run<S extends z.ZodType>(request: PageRequest, schema: S, submitted: Submitted, work: (tx: Tx, value: z.output<S>) => Promise<object>, to: (value: z.output<S>) => string, fieldOf: Readonly<Record<string, string>> = {}): Promise<FormOutcome> {
  const parsed = parseFields(schema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  return settle(await transact(request.db, (tx) => work(tx, parsed.value)), to(parsed.value), fieldOf)
}

function settle(outcome: object, seeOther: string, fieldOf: Readonly<Record<string, string>> = {}): FormOutcome {
  const refusal = 'refusal' in outcome && typeof outcome.refusal === 'string' ? outcome.refusal : undefined
  if (refusal === undefined) return { seeOther }
  const key = `room.refusal.${refusal}`
  return { errors: { [fieldOf[refusal] ?? '']: isMessageKey(key) ? key : refusal } }
}

async function setOpen({ db, now }: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const shall = submitted.value('shall')
  if (shall !== 'open' && shall !== 'close') return { errors: { shall: 'not-in-list' } }
  return settle(await transact<object>(db, (tx) => (shall === 'open' ? openRoom : closeRoom)(tx, actorOf(data), { meetingId: data.meeting.id }, now)), roomAt(data))
}

async function setOn({ db }: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const item = submitted.value('item')
  if (item !== '' && !isId(item)) return { errors: { item: 'not-in-list' } }
  return settle(await transact(db, (tx) => putOn(tx, { meetingId: data.meeting.id, itemId: item === '' ? null : item })), roomAt(data, itemHash(item === '' ? null : item)), { 'no-such-item': 'item' })
}

function addNotes(request: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  return run(request, noteSchema, submitted, async (tx, { item, text }) => {
    const lines = noteLinesOf(text)
    return lines === undefined ? { refusal: 'line-too-long' } : writeNotes(tx, actorOf(data), { meetingId: data.meeting.id, itemId: item, lines }, request.now)
  }, ({ item }) => roomAt(data, itemHash(item)), { 'line-too-long': 'text', 'no-such-item': 'item' })
}

function addRemark(request: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const saidAt = data.content.room.state === 'open' ? request.now : null
  return run(request, remarkSchema, submitted, (tx, { item, ...said }) => takeRemark(tx, actorOf(data), { meetingId: data.meeting.id, itemId: item, ...said, saidAt }, request.now), ({ item }) => roomAt(data, itemHash(item)), { 'no-name-to-show': 'speaker', 'no-such-item': 'item' })
}

function addHand(request: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const isStrange = (group: string | null): boolean => group !== null && !data.forum.stakeholderGroups.some(({ key }) => key === group)
  return run<typeof handSchema>(request, handSchema, submitted, async (tx, hand) => (isStrange(hand.stakeholderGroup) ? { refusal: 'not-in-list' } : raiseHand(tx, { meetingId: data.meeting.id, ...hand }, request.now)), () => roomAt(data), { 'not-in-list': 'stakeholderGroup' })
}

async function settleHand({ db, now, params }: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const [shall, handId] = [submitted.value('shall'), params['hand']]
  if (!isId(handId) || (shall !== 'call' && shall !== 'lower')) return { errors: { shall: 'not-in-list' } }
  const input = { meetingId: data.meeting.id, handId }
  return settle(await transact<object>(db, (tx) => (shall === 'call' ? callHand(tx, input, now) : lowerHand(tx, input))), roomAt(data))
}

function addPoll(request: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  return run(request, strawPollSchema, submitted, (tx, { item, ...poll }) => openStrawPoll(tx, actorOf(data), { meetingId: data.meeting.id, itemId: item, ...poll }, request.now), ({ item }) => roomAt(data, itemHash(item)), { 'options-missing': 'options', 'no-such-item': 'item' })
}

async function endPoll({ db, now, params }: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  if (submitted.value('shall') !== 'close') return { errors: { '': 'not-in-list' } }
  const number = readNumber(params['poll'])
  return settle(await transact<object>(db, (tx) => closeStrawPoll(tx, actorOf(data), { meetingId: data.meeting.id, number }, now)), roomAt(data, `#poll-${number}`))
}

function addLink(request: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  return run(request, droppedLinkSchema, submitted, (tx, { item, ...link }) => dropLink(tx, actorOf(data), { meetingId: data.meeting.id, itemId: item, ...link, isShown: true }, request.now), ({ item }) => roomAt(data, itemHash(item)), { 'no-such-item': 'item' })
}

async function judgeLink({ db, now, params }: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const shall = submitted.value('shall')
  if (shall !== 'show' && shall !== 'remove' && shall !== 'take') return { errors: { shall: 'not-in-list' } }
  const input = { meetingId: data.meeting.id, number: readNumber(params['link']) }
  return settle(await transact<object>(db, (tx) => (shall === 'take' ? takeRoomLink(tx, actorOf(data), input, now) : settleLink(tx, actorOf(data), { ...input, shall }, now))), roomAt(data))
}

function addPoint(request: PageRequest, data: RoomAtDesk, submitted: Submitted): Promise<FormOutcome> {
  return run(request, pointSchema, submitted, (tx, { item, ...point }) => putPoint(tx, actorOf(data), { meetingId: data.meeting.id, itemId: item, ...point }, request.now), ({ item }) => roomAt(data, itemHash(item)), { 'no-such-item': 'item' })
}

function readNumber(text: string | undefined): number {
  return text !== undefined && /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : 0
}

type WithNote = RoomAtDesk & { readonly note: RoomAtDesk['content']['notes'][number] | undefined }

async function loadNote(request: PageRequest): Promise<WithNote | 'forbidden' | undefined> {
  const data = await loadRoomAtDesk(request)
  if (typeof data !== 'object') return data
  const id = request.params['note']
  // One that was taken out meanwhile has its form still, with what was typed.
  return isId(id) ? { ...data, note: data.content.notes.find((note) => note.id === id) } : undefined
}

/** Of two who write in one line the second sees the first one's words beside their own, and what is sent then is meant for those. */
async function editNote(request: PageRequest, data: WithNote, submitted: Submitted): Promise<FormOutcome> {
  const noteId = request.params['note']
  if (data.note === undefined && submitted.value('asNew') === 'yes') return addNotes(request, data, submitted)
  return run(
    request,
    noteRevisionSchema,
    submitted,
    (tx, { text, revision }) => reviseNote(tx, actorOf(data), { meetingId: data.meeting.id, noteId: isId(noteId) ? noteId : data.meeting.id, text, revision }, request.now),
    () => roomAt(data, itemHash(data.note?.itemId ?? null)),
    { 'changed-meanwhile': 'text', 'removed-meanwhile': 'text' },
  )
}

function noteFields(view: View, { note }: WithNote, form: FormState): Child {
  const isBehind = note !== undefined && form.values['revision']?.at(-1) !== String(note.revision)
  return (
    <>
      {note === undefined ? <input type="hidden" name="asNew" value="yes" /> : null}
      <input type="hidden" name="revision" value={String(note?.revision ?? 0)} />
      {isBehind ? <div class="differs"><p>{view.t('room.conflict')}</p><blockquote dir="auto"><p>{note.text}</p></blockquote></div> : null}
      <QuickText view={view} form={form} name="text" isAlone label={view.t('room.desk.note-words')} />
    </>
  )
}

type WithRemark = RoomAtDesk & { readonly remark: RoomAtDesk['content']['remarks'][number] }

async function loadRemark(request: PageRequest): Promise<WithRemark | 'forbidden' | undefined> {
  const data = await loadRoomAtDesk(request)
  if (typeof data !== 'object') return data
  const remark = data.content.remarks.find(({ position }) => String(position) === request.params['remark'])
  return remark === undefined ? undefined : { ...data, remark }
}

function remarkValues({ remark }: WithRemark): Record<string, string> {
  return { item: remark.itemId ?? '', text: remark.text, language: remark.language ?? '', speaker: remark.speaker ?? '', organisation: remark.organisation ?? '', isNamed: remark.isNamed ? 'yes' : '', revision: String(remark.revision) }
}

function remarkFields(view: View, { content }: WithRemark, form: FormState): Child {
  return <><input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? ''} /><RemarkFields view={view} form={form} items={content.items} isAlone /></>
}

function editRemark(request: PageRequest, data: WithRemark, submitted: Submitted): Promise<FormOutcome> {
  return run(request, remarkRevisionSchema, submitted, (tx, { item, ...said }) => reviseRemark(tx, actorOf(data), { meetingId: data.meeting.id, remarkId: data.remark.id, itemId: item, ...said }, request.now), ({ item }) => roomAt(data, itemHash(item)), { 'no-name-to-show': 'speaker', 'no-such-item': 'item' })
}

/** Where several things can be done to one, the form by itself asks which. */
function shallField(view: View, _data: RoomAtDesk, form: FormState): Child {
  const choices = view.path.endsWith('/open') ? (['open', 'close'] as const) : view.path.includes('/room/hands/') ? (['call', 'lower'] as const) : (['show', 'take', 'remove'] as const)
  return <QuickChoice view={view} form={form} isAlone name="shall" label={view.t('room.form.shall')} choices={choices.map((value) => ({ value, label: view.t(`room.shall.${value}`) }))} />
}

const noteLabels = (view: View) => ({ text: view.t('room.form.notes'), item: view.t('room.form.item') })
const remarkLabels = (view: View) => ({ text: view.t('room.form.remark'), speaker: view.t('room.form.speaker'), organisation: view.t('room.form.organisation'), language: view.t('room.form.language'), item: view.t('room.form.item') })
const handLabels = (view: View) => ({ name: view.t('room.form.name'), organisation: view.t('room.form.organisation'), stakeholderGroup: view.t('room.form.group') })
const pollLabels = (view: View) => ({ question: view.t('room.form.question'), options: view.t('room.form.options'), item: view.t('room.form.item') })
const linkLabels = (view: View) => ({ url: view.t('meetings.form.link-url'), title: view.t('meetings.form.link-title') })
const pointLabels = (view: View) => ({ text: view.t('room.form.point'), strength: view.t('room.form.strength'), item: view.t('room.form.item') })
