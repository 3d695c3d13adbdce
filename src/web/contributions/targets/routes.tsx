import { removeTarget, setTarget } from '../../../contributions/targets/commands.ts'
import { listTargets } from '../../../contributions/targets/queries.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadCycleAtDesk, type AtDesk } from '../../forums/data.ts'
import type { TargetsAtDesk } from './data.ts'
import { TargetsPage } from './desk.tsx'
import { readTarget } from './forms.tsx'

/** What a cycle aims at, at the desk; the overview shows where it stands. */
export function targetRoutes(app: App, services: Services): void {
  serveForm<TargetsAtDesk & AtDesk>(app, services, {
    path: '/desk/:forum/:cycle/targets',
    load: async (request) => {
      const inCycle = await loadCycleAtDesk(request, 'manage-cycle')
      return typeof inCycle === 'object' ? { ...inCycle, targets: await listTargets(request.db, inCycle.cycle.id) } : inCycle
    },
    initial: () => ({ unit: 'share' }),
    render: (view, data, form) => <TargetsPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const place = { forumId: data.forum.id, cycleId: data.cycle.id }
      const actor: Actor = { kind: 'person', id: data.person.id }
      const back = { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/targets` }
      if (submitted.value('do') === 'remove') {
        const targetId = submitted.value('target')
        // Removed by somebody else meanwhile: what was asked for has happened.
        if (isId(targetId)) await transact(request.db, (tx) => removeTarget(tx, actor, { ...place, targetId }, request.now))
        return back
      }
      const parsed = readTarget(data, submitted)
      if (!parsed.ok) return parsed
      const { who, unit, least } = parsed.value
      const result = await transact(request.db, (tx) => setTarget(tx, actor, { ...place, ...who, unit, least }, request.now))
      return isRefusal(result) ? { errors: { '': request.view.t(`figures.refusal.${result.refusal}`) } } : back
    },
  })
}
