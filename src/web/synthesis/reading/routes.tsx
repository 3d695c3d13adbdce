import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { markPassage } from '../../../procedures/mark-passage.ts'
import { readAnswer } from '../../../procedures/read-answer.ts'
import { unmarkPassage } from '../../../procedures/unmark-passage.ts'
import { line, optional, parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { setThemes } from '../../../synthesis/passages/commands.ts'
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
    load: (request) => (request.query['pile'] === 'others' ? loadReading(request) : loadBoard(request)),
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

async function takeMarking(request: PageRequest, data: SourceData, submitted: Submitted): Promise<FormOutcome> {
  const { source } = data
  const marking = readMarking(source, submitted)
  if (marking === undefined) return { errors: { quote: request.view.t('synthesis.refusal.nothing-chosen') } }
  const title = parseFields(z.object({ newTheme: optional(line(120)) }), { newTheme: submitted.value('newTheme') })
  if (!title.ok) return title
  const input = { ...placeOf(data), sourceKind: source.kind, sourceId: source.id, marking, themeIds: idsOf(submitted.fields['theme']), newTheme: title.value.newTheme }
  const marked = await transact(request.db, (tx) => markPassage(tx, actorOf(request), input, request.now))
  if (!isRefusal(marked)) return { seeOther: addressOf(data, request.query['part']) }
  const field = { 'quote-not-unique': 'occurrence', 'theme-not-found': 'theme' }[marked.refusal as string] ?? 'quote'
  return { errors: { [field]: request.view.t(`synthesis.refusal.${marked.refusal}`) } }
}

/** Marks an answer as read, or as not read after all, by whoever says so. */
async function takeRead(request: PageRequest, data: SourceData, submitted: Submitted): Promise<FormOutcome> {
  const [contribution = 0, answer = 0] = /^C-([0-9]+)\/([0-9]+)$/u.exec(data.source.ref)?.slice(1).map(Number) ?? []
  const input = { cycleId: data.cycle.id, contribution, answer, isRead: submitted.value('shall') !== 'unread' }
  const done = await transact(request.db, (tx) => readAnswer(tx, actorOf(request), input, request.now))
  if (isRefusal(done)) return { errors: { '': request.view.t(`reading.refusal.${done.refusal}`) } }
  const [room, back] = [`${deskOf(data)}/reading`, submitted.value('back')]
  // Only back into this room: the address comes from outside.
  return { seeOther: back === room || back.startsWith(`${room}?`) || back.startsWith(`${room}/`) ? back : `${room}/${data.source.ref}` }
}

async function takePassage(request: PageRequest, data: PassageData, submitted: Submitted): Promise<FormOutcome> {
  const input = { ...placeOf(data), passageId: data.passage.id }
  const actor = actorOf(request)
  const isTakenBack = submitted.value('shall') === 'unmark'
  const done = isTakenBack
    ? await transact(request.db, (tx) => unmarkPassage(tx, actor, input, request.now))
    : await transact(request.db, (tx) => setThemes(tx, actor, { ...input, themeIds: idsOf(submitted.fields['theme']) }, request.now))
  if (isRefusal(done)) return { errors: { '': request.view.t(`synthesis.refusal.${done.refusal}`) } }
  return { seeOther: isTakenBack ? `${deskOf(data)}/reading` : `${deskOf(data)}/passages/P-${data.passage.number}` }
}
