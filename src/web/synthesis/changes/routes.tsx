import { transact } from '../../../platform/database.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import { mergeThemes, removeTheme, splitTheme, undoChange } from '../../../synthesis/changes/commands.ts'
import { signOffTheme } from '../../../synthesis/codebook/commands.ts'
import { decideProposal, proposeApplication } from '../../../synthesis/proposals/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadThemeAtDesk, type InTheme } from '../codebook/data.ts'
import { codebookOf, EditThemePage } from '../codebook/desk.tsx'
import { themeFields } from '../codebook/forms.tsx'
import { actorOf, placeOf } from '../data.ts'
import { idsOf } from '../reading/data.ts'
import { loadApplication, loadChange, loadProposal, loadThemeAtStake, type Application, type ChangeData, type ProposalData, type ThemeAtStake } from './data.ts'
import { ApplyPage, MergePage, ProposalPage, RemovePage, SplitPage, UndoPage } from './desk.tsx'
import { readSplit } from './forms.tsx'

const BASE = '/desk/:forum/:cycle'

/** What is done to a codebook as a whole: merged, split, removed, signed off, given to many passages at once, and taken back. */
export function changeRoutes(app: App, services: Services): void {
  serveForm<ThemeAtStake>(app, services, { path: `${BASE}/codebook/:theme/merge`, load: loadThemeAtStake, render: (view, data, form) => <MergePage view={view} data={data} form={form} />, submit: takeMerge })
  serveForm<ThemeAtStake>(app, services, { path: `${BASE}/codebook/:theme/split`, load: loadThemeAtStake, render: (view, data, form) => <SplitPage view={view} data={data} form={form} />, submit: takeSplit })
  serveForm<ThemeAtStake>(app, services, { path: `${BASE}/codebook/:theme/remove`, load: loadThemeAtStake, render: (view, data, form) => <RemovePage view={view} data={data} form={form} />, submit: takeRemoval })
  serveForm<Application>(app, services, { path: `${BASE}/codebook/:theme/apply`, load: loadApplication, render: (view, data, form) => <ApplyPage view={view} data={data} form={form} />, submit: takeApplication })
  serveForm<ProposalData>(app, services, { path: `${BASE}/codebook-proposals/:number`, load: loadProposal, render: (view, data, form) => <ProposalPage view={view} data={data} form={form} />, submit: takeDecision })
  serveForm<ChangeData>(app, services, { path: `${BASE}/codebook-changes/:number/undo`, load: loadChange, render: (view, data, form) => <UndoPage view={view} data={data} form={form} />, submit: takeUndo })
  // One button on other pages; its own address shows the theme.
  serveForm<InTheme>(app, services, {
    path: `${BASE}/codebook/:theme/sign-off`,
    load: loadThemeAtDesk,
    render: (view, data, form) => <EditThemePage view={{ ...view, path: `${codebookOf(data)}/${data.theme.slug}` }} data={data} form={form} />,
    initial: ({ theme }) => themeFields(theme),
    submit: takeSignOff,
  })
}

async function takeMerge(request: PageRequest, data: ThemeAtStake, submitted: Submitted): Promise<FormOutcome> {
  const intoId = submitted.value('intoId')
  if (!isId(intoId)) return { errors: { intoId: 'required' } }
  const done = await transact(request.db, (tx) => mergeThemes(tx, actorOf(request), { ...placeOf(data), themeId: data.theme.id, intoId }, request.now))
  return isRefusal(done) ? { errors: { intoId: request.view.t(`codebook.refusal.${done.refusal}`) } } : { seeOther: codebookOf(data) }
}

async function takeSplit(request: PageRequest, data: ThemeAtStake, submitted: Submitted): Promise<FormOutcome> {
  const parsed = readSplit(submitted)
  if (!parsed.ok) return parsed
  const done = await transact(request.db, (tx) => splitTheme(tx, actorOf(request), { ...placeOf(data), themeId: data.theme.id, ...parsed.value }, request.now))
  if (!isRefusal(done)) return { seeOther: codebookOf(data) }
  return { errors: { [done.refusal === 'no-passages' ? 'passages' : 'intoId']: request.view.t(`codebook.refusal.${done.refusal}`) } }
}

async function takeRemoval(request: PageRequest, data: ThemeAtStake): Promise<FormOutcome> {
  const done = await transact(request.db, (tx) => removeTheme(tx, actorOf(request), { ...placeOf(data), themeId: data.theme.id }, request.now))
  return isRefusal(done) ? { errors: { '': request.view.t(`codebook.refusal.${done.refusal}`) } } : { seeOther: codebookOf(data) }
}

async function takeApplication(request: PageRequest, data: Application, submitted: Submitted): Promise<FormOutcome> {
  const input = { ...placeOf(data), themeId: data.theme.id, passageIds: idsOf(submitted.fields['passage']), reason: data.words, machine: null }
  const done = await transact(request.db, (tx) => proposeApplication(tx, actorOf(request), input, request.now))
  if (!isRefusal(done)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/codebook-proposals/${done.number}` }
  return { errors: { '': request.view.t(done.refusal === 'no-passages' ? 'codebook.refusal.nothing-found' : `codebook.refusal.${done.refusal}`) } }
}

async function takeDecision(request: PageRequest, data: ProposalData, submitted: Submitted): Promise<FormOutcome> {
  const shall = submitted.value('shall')
  if (shall !== 'all' && shall !== 'none' && shall !== 'some') return { errors: { '': 'not-in-list' } }
  const accepted = shall === 'all' ? data.passages.map(({ id }) => id) : shall === 'none' ? [] : idsOf(submitted.fields['passage'])
  // Nothing ticked, and nothing said of all or none: the button was pressed too early.
  if (shall === 'some' && accepted.length === 0) return { errors: { '': request.view.t('codebook.refusal.no-passages') } }
  const done = await transact(request.db, (tx) => decideProposal(tx, actorOf(request), { ...placeOf(data), number: data.proposal.number, accepted }, request.now))
  return isRefusal(done) ? { errors: { '': request.view.t(`codebook.refusal.${done.refusal}`) } } : { seeOther: codebookOf(data) }
}

async function takeUndo(request: PageRequest, data: ChangeData): Promise<FormOutcome> {
  const done = await transact(request.db, (tx) => undoChange(tx, actorOf(request), { ...placeOf(data), number: data.change.number }, request.now))
  return isRefusal(done) ? { errors: { '': request.view.t(`codebook.refusal.${done.refusal}`) } } : { seeOther: codebookOf(data) }
}

/** Signed off by somebody else meanwhile is signed off as well. */
async function takeSignOff(request: PageRequest, data: InTheme): Promise<FormOutcome> {
  await transact(request.db, (tx) => signOffTheme(tx, actorOf(request), { ...placeOf(data), themeId: data.theme.id }, request.now))
  return { seeOther: codebookOf(data) }
}
