import { transact } from '../../../platform/database.ts'
import { resumeAddress } from '../../../record/bounces/commands.ts'
import { OCCASIONS, isOccasion, type Occasion } from '../../../record/occasions/model.ts'
import { chooseMail, endKind } from '../../../record/preferences/commands.ts'
import { isChosen } from '../../../record/preferences/model.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { translator } from '../../messages.ts'
import { servePage, type PageRequest } from '../../page.tsx'
import { loadChoosing, loadOwnChoosing, loadTable, nameOccasion, nameReaders, type ChoosingData, type TableData } from './data.ts'
import { ChoosingPage, EndingPage, readChosen } from './forms.tsx'
import { NoticesPage } from './pages.tsx'

type EndingData = ChoosingData & { readonly occasion: Occasion }

/** Who is written to when, for everybody; and how somebody has it, by the link in each mail's foot or signed in. */
export function noticeRoutes(app: App, services: Services): void {
  servePage<TableData>(app, services, { path: '/:forum/notices', load: loadTable, json: tableJson, render: (view, data) => <NoticesPage view={view} data={data} /> })
  serveForm<ChoosingData>(app, services, { path: '/notices/:token', load: loadChoosing, render: (view, data, form) => <ChoosingPage view={view} data={data} form={form} />, submit })
  serveForm<EndingData>(app, services, {
    path: '/notices/:token/end',
    load: async (request) => {
      const data = await loadChoosing(request)
      const occasion = data?.mail?.occasion ?? null
      return data !== undefined && isOccasion(occasion) && isChosen(occasion) ? { ...data, occasion } : undefined
    },
    render: (view, data, form) => <EndingPage view={view} data={data} form={form} />,
    // Whatever is posted: a mail program sends `List-Unsubscribe=One-Click`, the page's button nothing.
    submit: async (request, { address, forum, occasion }) => {
      await transact(request.db, (tx) => endKind(tx, { address, forumId: forum.id, occasion }, request.now))
      return { seeOther: request.view.path }
    },
  })
  serveForm<ChoosingData>(app, services, { path: '/desk/:forum/notices', load: loadOwnChoosing, render: (view, data, form) => <ChoosingPage view={view} data={data} form={form} />, submit })
}

async function submit(request: PageRequest, { address, forum }: ChoosingData, submitted: Submitted): Promise<FormOutcome> {
  if (submitted.value('shall') === 'resume') {
    const resumed = await transact(request.db, (tx) => resumeAddress(tx, { address }, request.now))
    return isRefusal(resumed) ? { errors: { '': `notices.refusal.${resumed.refusal}` } } : { seeOther: `${request.view.path}?resumed=1` }
  }
  const chosen = readChosen(submitted)
  if (chosen === undefined) return { errors: { all: 'notices.error.choice' } }
  await transact(request.db, (tx) => chooseMail(tx, { address, forumId: forum.id, chosen }, request.now))
  return { seeOther: `${request.view.path}?saved=1` }
}

function tableJson({ forum, rows }: TableData): object {
  const t = translator('en')
  return { forum: forum.slug, occasions: rows.map(({ occasion, choice }) => ({ occasion, when: nameOccasion(t, occasion), who: nameReaders(t, occasion), choice, urgency: OCCASIONS[occasion].urgency })) }
}
