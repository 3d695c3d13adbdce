import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { discardFinding } from '../../../procedures/discard-finding.ts'
import { reviseFinding } from '../../../procedures/revise-finding.ts'
import { writeFinding } from '../../../procedures/write-finding.ts'
import { parseFields, requiredProse } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import { dropPassages, pickPassages } from '../../../synthesis/findings/commands.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { InCycle } from '../../forums/data.ts'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadFinding, loadFindings, loadPicking, loadWriting, personOf, type FindingData, type FindingsData, type PickingData, type WritingData } from './data.ts'
import { FindingPage, FindingsPage, NewFindingPage, PickingPage } from './desk.tsx'
import { readFinding } from './forms.tsx'

/** The desk on which passages are picked, and findings written, revised and discarded. */
export function findingRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/findings'
  servePrivatePage<FindingsData>(app, services, { path: base, load: loadFindings, render: (view, data) => <FindingsPage view={view} data={data} /> })
  serveForm<WritingData>(app, services, {
    path: `${base}/new`,
    load: loadWriting,
    initial: ({ basket, suggested }) => (suggested === undefined ? { passage: basket } : { passage: suggested.passageIds, statement: suggested.text }),
    render: (view, data, form) => <NewFindingPage view={view} data={data} form={form} />,
    submit: takeNew,
  })
  serveForm<PickingData>(app, services, {
    path: `${base}/pick`,
    load: loadPicking,
    render: (view, data, form) => <PickingPage view={view} data={data} form={form} />,
    submit: takePicked,
  })
  serveForm<FindingData>(app, services, {
    path: `${base}/:finding`,
    load: loadFinding,
    initial: initialFinding,
    render: (view, data, form) => <FindingPage view={view} data={data} form={form} />,
    submit: takeFinding,
  })
}

function initialFinding({ finding, passageIds, stances, themeIds }: FindingData): Record<string, string | readonly string[]> {
  return {
    kind: finding.kind,
    statement: finding.statement,
    questionId: finding.questionId ?? '',
    againstId: finding.againstId ?? '',
    isDeepDive: finding.isDeepDive ? ['yes'] : [],
    revision: String(finding.revision),
    passage: passageIds,
    theme: themeIds,
    ...Object.fromEntries([...stances].map(([id, stance]) => [`stance:${id}`, stance])),
  }
}

async function takeNew(request: PageRequest, data: WritingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = readFinding(data, submitted)
  if (!parsed.ok) return parsed
  return toOutcome(request, data, await transact(request.db, (tx) => writeFinding(tx, actorOf(request), { ...placeOf(data), ...parsed.value }, request.now)))
}

async function takePicked(request: PageRequest, data: PickingData, submitted: Submitted): Promise<FormOutcome> {
  const own = { cycleId: data.cycle.id, personId: personOf(request) }
  const shall = submitted.value('shall')
  const ids = (submitted.fields[shall === 'pick' ? 'passage' : 'dropped'] ?? []).filter(isId)
  if (ids.length === 0 && shall !== 'empty') return { errors: { '': request.view.t('findings.refusal.nothing-picked') } }
  if (shall === 'pick') await transact(request.db, (tx) => pickPassages(tx, { ...own, passageIds: ids }, request.now))
  else await transact(request.db, (tx) => dropPassages(tx, { ...own, passageIds: shall === 'empty' ? 'all' : ids }))
  const query = new URLSearchParams(Object.entries(request.view.query).filter(([name]) => ['theme', 'only', 'page', 'stakeholderGroup', 'regionalGroup'].includes(name))).toString()
  return { seeOther: `${request.view.path}${query === '' ? '' : `?${query}`}` }
}

async function takeFinding(request: PageRequest, data: FindingData, submitted: Submitted): Promise<FormOutcome> {
  const at = { ...placeOf(data), findingId: data.finding.id }
  const actor = actorOf(request)
  if (submitted.value('shall') === 'discard') {
    const said = parseFields(z.object({ reason: requiredProse(3000) }), fieldsToObject(submitted.fields))
    if (!said.ok) return said
    return toOutcome(request, data, await transact(request.db, (tx) => discardFinding(tx, actor, { ...at, ...said.value }, request.now)))
  }
  const parsed = readFinding(data, submitted)
  if (!parsed.ok) return parsed
  return toOutcome(request, data, await transact(request.db, (tx) => reviseFinding(tx, actor, { ...at, ...parsed.value }, request.now)))
}

type FindingRefusal = Refusal<'no-passages' | 'passage-not-found' | 'changed-meanwhile' | 'cited' | 'finding-not-found' | 'synthesis-published' | 'theme-not-found' | 'against-not-found' | 'no-reason'>

const FIELDS: Readonly<Partial<Record<FindingRefusal['refusal'], string>>> = { 'no-passages': 'passage', 'passage-not-found': 'passage', 'theme-not-found': 'theme', 'against-not-found': 'againstId', 'no-reason': 'reason' }

function toOutcome(request: PageRequest, data: InCycle, result: object | FindingRefusal): FormOutcome {
  if (!isRefusal(result)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/findings` }
  const { refusal } = result
  if (refusal === 'changed-meanwhile') return { errors: { '': refusal } }
  if (refusal === 'no-reason') return { errors: { reason: 'required' } }
  const isOwn = refusal === 'synthesis-published' || refusal === 'against-not-found'
  return { errors: { [FIELDS[refusal] ?? '']: request.view.t(isOwn ? `findings.refusal.${refusal}` : `synthesis.refusal.${refusal}`) } }
}
