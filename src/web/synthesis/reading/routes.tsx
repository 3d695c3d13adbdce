import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { markPassage } from '../../../procedures/mark-passage.ts'
import { readAnswer } from '../../../procedures/read-answer.ts'
import { unmarkPassage } from '../../../procedures/unmark-passage.ts'
import { line, optional, parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { locate } from '../../../synthesis/model.ts'
import { undoAnchoring } from '../../../synthesis/anchoring/commands.ts'
import { setThemes, type MarkRefusal } from '../../../synthesis/passages/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadBoard, type BoardData } from '../board/data.ts'
import { BoardPage } from '../board/desk.tsx'
import { actorOf, placeOf } from '../data.ts'
import { liveRoutes } from '../live/routes.tsx'
import { idsOf, loadPassage, loadReading, loadSource, type PassageData, type ReadingData, type SourceData } from './data.ts'
import { addressOf, deskOf, PassagePage, ReadingPage, SourcePage } from './desk.tsx'
import { readMarking } from './forms.tsx'

/** The desk on which answers and comments are read and their passages marked. */
export function readingRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle'
  servePrivatePage<ReadingData | BoardData>(app, services, {
    path: `${base}/reading`,
    load: loadRoom,
    render: (view, data) => ('cards' in data ? <BoardPage view={view} data={data} /> : <ReadingPage view={view} data={data} />),
  })
  liveRoutes(app, services)
  serveForm<SourceData>(app, services, {
    path: `${base}/reading/:ref/:answer/read`,
    load: loadSource,
    render: (view, data, form) => <SourcePage view={{ ...view, path: `${deskOf(data)}/reading/${data.source.ref}` }} data={data} form={form} />,
    submit: takeRead,
  })
  for (const path of [`${base}/reading/:ref`, `${base}/reading/:ref/:answer`]) {
    serveForm<SourceData>(app, services, {
      path,
      load: loadSource,
      // Led here from a sentence of a translation, or from one that resembles another: it is ticked, for a person to confirm.
      initial: (_, request) => (tickedIn(request.query['sentence'] ?? request.query['tick'])),
      render: (view, data, form) => <SourcePage view={view} data={data} form={form} />,
      submit: takeMarking,
    })
  }
  serveForm<PassageData>(app, services, {
    path: `${base}/passages/:passage`,
    load: loadPassage,
    initial: ({ passage }) => ({ theme: passage.themeIds }),
    render: (view, data, form) => <PassagePage view={view} data={data} form={form} />,
    submit: takePassage,
  })
}

/** The board of answers; where there is none, or they are asked for, what is read besides: documents and comments. */
async function loadRoom(request: PageRequest): Promise<ReadingData | BoardData | 'forbidden' | undefined> {
  const board = request.query['pile'] === 'others' ? undefined : await loadBoard(request)
  if (board === 'forbidden' || (board !== undefined && board.pile !== undefined)) return board
  const reading = await loadReading(request)
  return typeof reading === 'object' ? { ...reading, piles: reading.piles.filter(({ question }) => question === null) } : reading
}

function tickedIn(sentence: string | undefined): { readonly sentence?: readonly string[] } {
  return sentence !== undefined && /^[0-9]{1,6}$/u.test(sentence) ? { sentence: [sentence] } : {}
}

async function takeMarking(request: PageRequest, data: SourceData, submitted: Submitted): Promise<FormOutcome> {
  const { source } = data
  const marking = readMarking(source.text, source.language, submitted, source.window)
  if (marking === undefined) return { errors: { quote: request.view.t('synthesis.refusal.nothing-chosen') } }
  const title = parseFields(z.object({ newTheme: optional(line(120)) }), { newTheme: submitted.value('newTheme') })
  if (!title.ok) return title
  // Of a long text one part is read at a time: words are looked for in it, and handed on by their place in the whole.
  const found = 'start' in marking ? marking : locate(source.text, marking)
  if (isRefusal(found)) return refuseMarking(request, found.refusal)
  const whole = 'start' in marking ? marking : { start: found.start + source.window.offset, end: found.end + source.window.offset }
  if (submitted.value('shall') === 'similar') return { seeOther: `${deskOf(data)}/similar?${new URLSearchParams({ of: source.ref, start: String(whole.start), end: String(whole.end) }).toString()}` }
  const input = { ...placeOf(data), sourceKind: source.kind, sourceId: source.id, marking: whole, themeIds: idsOf(submitted.fields['theme']), newTheme: title.value.newTheme }
  const marked = await transact(request.db, (tx) => markPassage(tx, actorOf(request), input, request.now))
  return isRefusal(marked) ? refuseMarking(request, marked.refusal) : { seeOther: addressOf(data, request.query['part']) }
}

function refuseMarking(request: PageRequest, refusal: MarkRefusal['refusal'] | 'source-not-found'): FormOutcome {
  const field = { 'quote-not-unique': 'occurrence', 'theme-not-found': 'theme' }[refusal as string] ?? 'quote'
  return { errors: { [field]: request.view.t(`synthesis.refusal.${refusal}`) } }
}

/** Marks an answer as read, or as not read after all, by whoever says so. */
async function takeRead(request: PageRequest, data: SourceData, submitted: Submitted): Promise<FormOutcome> {
  const [contribution = 0, answer = 0] = /^C-([0-9]+)\/([0-9]+)$/u.exec(data.source.ref)?.slice(1).map(Number) ?? []
  const shall = submitted.value('shall')
  if (shall !== 'read' && shall !== 'unread') return { errors: { '': 'not-in-list' } }
  const input = { cycleId: data.cycle.id, contribution, answer, isRead: shall === 'read' }
  const done = await transact(request.db, (tx) => readAnswer(tx, actorOf(request), input, request.now))
  if (isRefusal(done)) return { errors: { '': request.view.t(`reading.refusal.${done.refusal}`) } }
  const [room, back] = [`${deskOf(data)}/reading`, submitted.value('back')]
  // Only back into this room: the address comes from outside.
  return { seeOther: back === room || back.startsWith(`${room}?`) || back.startsWith(`${room}/`) ? back : `${room}/${data.source.ref}` }
}

async function takePassage(request: PageRequest, data: PassageData, submitted: Submitted): Promise<FormOutcome> {
  const input = { ...placeOf(data), passageId: data.passage.id }
  const actor = actorOf(request)
  if (submitted.value('shall') === 'undo-anchoring') {
    const undone = await transact(request.db, (tx) => undoAnchoring(tx, actor, input, request.now))
    return isRefusal(undone) ? { errors: { '': request.view.t(`anchoring.refusal.${undone.refusal}`) } } : { seeOther: `${deskOf(data)}/amended#P-${data.passage.number}` }
  }
  const isTakenBack = submitted.value('shall') === 'unmark'
  const done = isTakenBack
    ? await transact(request.db, (tx) => unmarkPassage(tx, actor, input, request.now))
    : await transact(request.db, (tx) => setThemes(tx, actor, { ...input, themeIds: idsOf(submitted.fields['theme']) }, request.now))
  if (isRefusal(done)) return { errors: { '': request.view.t(`synthesis.refusal.${done.refusal}`) } }
  return { seeOther: isTakenBack ? `${deskOf(data)}/reading` : `${deskOf(data)}/passages/P-${data.passage.number}` }
}
