import { transact } from '../../../platform/database.ts'
import { markPassage } from '../../../procedures/mark-passage.ts'
import { unmarkPassage } from '../../../procedures/unmark-passage.ts'
import { isRefusal } from '../../../shared/result.ts'
import { locate } from '../../../synthesis/model.ts'
import { setThemes, type MarkRefusal } from '../../../synthesis/passages/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { idsOf, loadPassage, loadReading, loadSource, type PassageData, type ReadingData, type SourceData } from './data.ts'
import { deskOf, PassagePage, ReadingPage, SourcePage } from './desk.tsx'
import { partQuery, readMarking } from './forms.tsx'

/** The desk on which answers and comments are read and their passages marked. */
export function readingRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle'
  servePrivatePage<ReadingData>(app, services, {
    path: `${base}/reading`,
    load: loadReading,
    render: (view, data) => <ReadingPage view={view} data={data} />,
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
  const marking = readMarking(source.text, source.language, submitted)
  if (marking === undefined) return { errors: { quote: request.view.t('synthesis.refusal.nothing-chosen') } }
  // Of a document one part is read at a time: what was chosen is found in it, and handed on as its place in the whole.
  const found = source.document === undefined ? marking : locate(source.text, marking)
  if (isRefusal(found)) return refuseMarking(request, found.refusal)
  const offset = source.document?.offset ?? 0
  const whole = 'start' in found ? { start: found.start + offset, end: found.end + offset } : found
  const input = { ...placeOf(data), sourceKind: source.kind, sourceId: source.id, marking: whole, themeIds: idsOf(submitted.fields['theme']) }
  const marked = await transact(request.db, (tx) => markPassage(tx, actorOf(request), input, request.now))
  return isRefusal(marked) ? refuseMarking(request, marked.refusal) : { seeOther: `${deskOf(data)}/reading/${source.ref}${partQuery(source)}` }
}

function refuseMarking(request: PageRequest, refusal: MarkRefusal['refusal'] | 'source-not-found'): FormOutcome {
  const field = { 'quote-not-unique': 'occurrence', 'theme-not-found': 'theme' }[refusal as string] ?? 'quote'
  return { errors: { [field]: request.view.t(`synthesis.refusal.${refusal}`) } }
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
