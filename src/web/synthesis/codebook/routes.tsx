import { transact } from '../../../platform/database.ts'
import { isRefusal } from '../../../shared/result.ts'
import { addTheme, moveTheme, reviseTheme } from '../../../synthesis/codebook/commands.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import { listPassages, listThemes } from '../../../synthesis/queries.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import type { InCycle } from '../../forums/data.ts'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, loadCycleAtDesk, placeOf } from '../data.ts'
import { CodebookPage, EditThemePage, MoveThemePage, NewThemePage, type CodebookData, type InTheme } from './desk.tsx'
import { readMove, readRevisedTheme, readTheme } from './forms.tsx'

/** The codebook at the desk: themes are added, reworded and moved. */
export function codebookRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/codebook'
  const back = (data: InCycle) => ({ seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/codebook` })
  servePrivatePage<CodebookData>(app, services, { path: base, load: loadCodebook, render: (view, data) => <CodebookPage view={view} data={data} /> })
  serveForm<CodebookData>(app, services, {
    path: `${base}/new`,
    load: loadCodebook,
    render: (view, data, form) => <NewThemePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readTheme(data.themes, submitted)
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => addTheme(tx, actorOf(request), { ...placeOf(data), ...parsed.value }, request.now))
      return isRefusal(done) ? { errors: { parentId: request.view.t(`synthesis.refusal.${done.refusal}`) } } : back(data)
    },
  })
  serveForm<InTheme>(app, services, {
    path: `${base}/:theme`,
    load: loadTheme,
    initial: ({ theme }) => ({ title: theme.title, description: theme.description ?? '', revision: String(theme.revision) }),
    render: (view, data, form) => <EditThemePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readRevisedTheme(submitted)
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => reviseTheme(tx, actorOf(request), { ...placeOf(data), themeId: data.theme.id, ...parsed.value }, request.now))
      return isRefusal(done) ? { errors: { '': done.refusal } } : back(data)
    },
  })
  serveForm<InTheme>(app, services, {
    path: `${base}/:theme/move`,
    load: loadTheme,
    initial: ({ theme, themes }) => {
      const siblings = themes.filter((each) => each.parentId === theme.parentId)
      return { parentId: theme.parentId ?? '', place: String(siblings.findIndex((each) => each.id === theme.id) + 1) }
    },
    render: (view, data, form) => <MoveThemePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readMove(data.themes, submitted)
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => moveTheme(tx, actorOf(request), { ...placeOf(data), themeId: data.theme.id, ...parsed.value }, request.now))
      return isRefusal(done) ? { errors: { parentId: request.view.t(`synthesis.refusal.${done.refusal}`) } } : back(data)
    },
  })
}

async function loadCodebook(request: PageRequest): Promise<CodebookData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const passages = await listPassages(request.db, inCycle.cycle.id)
  const themes: readonly PlacedTheme[] = await listThemes(request.db, inCycle.cycle.id)
  return { ...inCycle, themes, counts: new Map(themes.map((theme) => [theme.id, passages.filter((passage) => passage.themeIds.includes(theme.id)).length])) }
}

async function loadTheme(request: PageRequest): Promise<InTheme | 'forbidden' | undefined> {
  const codebook = await loadCodebook(request)
  if (typeof codebook !== 'object') return codebook
  const theme = codebook.themes.find((each) => each.slug === request.params['theme'])
  return theme === undefined ? undefined : { ...codebook, theme }
}
