import { transact } from '../../../platform/database.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import { dismissGroup, restoreGroup, suggestGroups, takeGroup } from '../../../synthesis/suggested-groups/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadGroups, type GroupsData } from './data.ts'
import { GroupsPage } from './desk.tsx'
import { readTitle } from './forms.tsx'

/** Groups of answers put forward by a comparison of their words. */
export function suggestedGroupRoutes(app: App, services: Services): void {
  serveForm<GroupsData>(app, services, {
    path: '/desk/:forum/:cycle/suggested-groups',
    load: loadGroups,
    initial: ({ languages }) => ({ language: languages[0]?.language ?? '' }),
    render: (view, data, form) => <GroupsPage view={view} data={data} form={form} />,
    submit: takeDecision,
  })
}

async function takeDecision(request: PageRequest, data: GroupsData, submitted: Submitted): Promise<FormOutcome> {
  const { t } = request.view
  const { asked } = data
  const [shall, groupId] = [submitted.value('shall'), submitted.value('group')]
  if (asked === undefined) return { errors: { '': t('groups.no-question') } }
  const back = { seeOther: `${request.view.path}?${new URLSearchParams({ question: asked.key }).toString()}` }
  const [actor, place] = [actorOf(request), placeOf(data)]
  if (shall === 'suggest') {
    const language = data.languages.find((each) => each.language === submitted.value('language'))?.language
    if (language === undefined) return { errors: { language: 'not-in-list' } }
    const done = await transact(request.db, (tx) => suggestGroups(tx, actor, { ...place, questionId: asked.question.id, language }, request.now))
    return isRefusal(done) ? { errors: { language: t(`groups.refusal.${done.refusal}`) } } : back
  }
  if (!isId(groupId)) return { errors: { '': t('groups.refusal.group-not-found') } }
  const titled = shall === 'take' ? readTitle(submitted) : undefined
  if (titled?.ok === false) return titled
  const at = { ...place, groupId }
  const command = { dismiss: dismissGroup, restore: restoreGroup }[shall === 'restore' ? 'restore' : 'dismiss']
  if (titled === undefined && shall !== 'dismiss' && shall !== 'restore') return { errors: { '': t('resembling.refusal.nothing') } }
  const done = await transact(request.db, async (tx) => (titled === undefined ? command(tx, actor, at, request.now) : takeGroup(tx, actor, { ...at, ...titled.value }, request.now)))
  return isRefusal(done) ? { errors: { '': t('groups.refusal.group-not-found') } } : back
}
