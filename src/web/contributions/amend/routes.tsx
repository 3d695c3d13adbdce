import { transact } from '../../../platform/database.ts'
import { amendContribution } from '../../../procedures/amend-contribution.ts'
import { PUBLIC } from '../../../record/model.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadFollowed } from '../follow/data.ts'
import { loadAmending, readAmendment, type AmendData } from './data.ts'
import { AmendPage } from './forms.tsx'

/** The way to amend, behind the contributor's own link. */
export function amendRoutes(app: App, services: Services): void {
  serveForm<AmendData>(app, services, {
    path: '/:forum/:cycle/contributions/:ref/follow/:secret/amend',
    load: async (request) => {
      const own = await loadFollowed(request)
      if (own === undefined) return undefined
      return own.contribution.withdrawnAt === null && own.contribution.declinedAt === null ? loadAmending(request, own) : { seeOther: request.view.path.replace(/\/amend$/u, '') }
    },
    initial: ({ begins }) => begins,
    render: (view, data, form) => <AmendPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readAmendment(submitted, data)
      if (!parsed.ok) return parsed
      const amended = await transact(request.db, (tx) => amendContribution(tx, PUBLIC, { ...parsed.value, contributionId: data.contribution.id }, request.now))
      const back = request.view.path.replace(/\/amend$/u, '')
      if (!isRefusal(amended)) return { seeOther: `${back}#amendments` }
      return { errors: { '': amended.refusal === 'changed-meanwhile' ? 'sending.refusal.amended-meanwhile' : `sending.refusal.${amended.refusal}` } }
    },
  })
}
