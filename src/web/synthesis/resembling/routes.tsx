import { transact } from '../../../platform/database.ts'
import { takeLikeness } from '../../../procedures/take-likeness.ts'
import { isRefusal } from '../../../shared/result.ts'
import { dismissLikeness, restoreLikeness } from '../../../synthesis/resembling/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { findMeant, loadResembling, type ResemblingData } from './data.ts'
import { ResemblingPage } from './desk.tsx'

/** Unread passages that resemble coded ones, theme by theme. */
export function resemblingRoutes(app: App, services: Services): void {
  serveForm<ResemblingData>(app, services, {
    path: '/desk/:forum/:cycle/codebook/:theme/resembling',
    load: loadResembling,
    render: (view, data, form) => <ResemblingPage view={view} data={data} form={form} />,
    submit: takeDecision,
  })
}

async function takeDecision(request: PageRequest, data: ResemblingData, submitted: Submitted): Promise<FormOutcome> {
  const { t } = request.view
  const shall = submitted.value('shall')
  const meant = await findMeant(request, data, submitted)
  if (meant === undefined) return { errors: { '': t('resembling.refusal.gone') } }
  const actor = actorOf(request)
  const at = { ...placeOf(data), themeId: data.theme.id }
  const likeness = { ...at, ...meant }
  if (shall === 'take') {
    const taken = await transact(request.db, (tx) => takeLikeness(tx, actor, { ...at, answerId: meant.answer.id, start: meant.start, end: meant.end }, request.now))
    return isRefusal(taken) ? { errors: { '': t(taken.refusal === 'theme-not-found' ? 'synthesis.refusal.theme-not-found' : 'resembling.refusal.gone') } } : { seeOther: request.view.path }
  }
  if (shall !== 'dismiss' && shall !== 'restore') return { errors: { '': t('resembling.refusal.nothing') } }
  const done = await transact(request.db, async (tx) => (shall === 'dismiss' ? dismissLikeness(tx, actor, likeness, request.now) : restoreLikeness(tx, actor, likeness, request.now)))
  return isRefusal(done) ? { errors: { '': t('resembling.refusal.gone') } } : { seeOther: request.view.path }
}
