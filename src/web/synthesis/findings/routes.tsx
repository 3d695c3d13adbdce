import { transact } from '../../../platform/database.ts'
import { discardFinding } from '../../../procedures/discard-finding.ts'
import { reviseFinding } from '../../../procedures/revise-finding.ts'
import { writeFinding } from '../../../procedures/write-finding.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { InCycle } from '../../forums/data.ts'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadFinding, loadFindings, loadWriting, type FindingData, type FindingsData, type WritingData } from './data.ts'
import { FindingPage, FindingsPage, NewFindingPage } from './desk.tsx'
import { readFinding } from './forms.tsx'

/** The desk on which findings are written, revised and discarded. */
export function findingRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/findings'
  servePrivatePage<FindingsData>(app, services, { path: base, load: loadFindings, render: (view, data) => <FindingsPage view={view} data={data} /> })
  serveForm<WritingData>(app, services, {
    path: `${base}/new`,
    load: loadWriting,
    render: (view, data, form) => <NewFindingPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readFinding(data, submitted)
      if (!parsed.ok) return parsed
      return toOutcome(request, data, await transact(request.db, (tx) => writeFinding(tx, actorOf(request), { ...placeOf(data), ...parsed.value }, request.now)))
    },
  })
  serveForm<FindingData>(app, services, {
    path: `${base}/:finding`,
    load: loadFinding,
    initial: ({ finding, passageIds }) => ({ kind: finding.kind, statement: finding.statement, questionId: finding.questionId ?? '', revision: String(finding.revision), passage: passageIds }),
    render: (view, data, form) => <FindingPage view={view} data={data} form={form} />,
    submit: takeFinding,
  })
}

async function takeFinding(request: PageRequest, data: FindingData, submitted: Submitted): Promise<FormOutcome> {
  const at = { ...placeOf(data), findingId: data.finding.id }
  const actor = actorOf(request)
  if (submitted.value('shall') === 'discard') return toOutcome(request, data, await transact(request.db, (tx) => discardFinding(tx, actor, at, request.now)))
  const parsed = readFinding(data, submitted)
  if (!parsed.ok) return parsed
  return toOutcome(request, data, await transact(request.db, (tx) => reviseFinding(tx, actor, { ...at, ...parsed.value }, request.now)))
}

type FindingRefusal = Refusal<'no-passages' | 'passage-not-found' | 'changed-meanwhile' | 'cited' | 'finding-not-found'>

function toOutcome(request: PageRequest, data: InCycle, result: object | FindingRefusal): FormOutcome {
  if (!isRefusal(result)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/findings` }
  const { refusal } = result
  if (refusal === 'changed-meanwhile') return { errors: { '': refusal } }
  const field = refusal === 'no-passages' || refusal === 'passage-not-found' ? 'passage' : ''
  return { errors: { [field]: request.view.t(`synthesis.refusal.${refusal}`) } }
}
