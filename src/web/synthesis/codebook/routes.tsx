import { transact } from '../../../platform/database.ts'
import { isRefusal } from '../../../shared/result.ts'
import { addTheme, moveTheme, reviseTheme } from '../../../synthesis/codebook/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import type { InCycle } from '../../forums/data.ts'
import { servePrivatePage } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadCodebook, loadThemeAtDesk, type CodebookData, type InTheme } from './data.ts'
import { CodebookPage, EditThemePage, MoveThemePage, NewThemePage } from './desk.tsx'
import { readMove, readRevisedTheme, readTheme, themeFields } from './forms.tsx'

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
    load: loadThemeAtDesk,
    initial: ({ theme }) => themeFields(theme),
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
    load: loadThemeAtDesk,
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
