import { withdrawContribution } from '../../../contributions/commands.ts'
import { withdrawSchema } from '../../../contributions/schema.ts'
import { transact } from '../../../platform/database.ts'
import { releaseContribution } from '../../../procedures/release-contribution.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { contributionAddress, type ContributionData } from '../data.ts'
import { loadFollow, loadFollowed, type FollowData } from './data.ts'
import { FollowPage, ReleasePage, WithdrawPage } from './pages.tsx'

/** The contributor's own page, behind the secret link: the receipt, and the way to withdraw. */
export function followRoutes(app: App, services: Services): void {
  const path = '/:forum/:cycle/contributions/:ref/follow/:secret'
  servePrivatePage<FollowData>(app, services, {
    path,
    load: loadFollow,
    render: (view, data) => <FollowPage view={view} data={data} />,
  })
  serveForm<ContributionData>(app, services, {
    path: `${path}/release`,
    load: async (request) => {
      const followed = await loadFollowed(request)
      return followed === undefined || followed.contribution.state === 'pending-clearance' ? followed : { seeOther: addressOf(request, followed) }
    },
    render: (view, data, form) => <ReleasePage view={view} data={data} form={form} />,
    submit: async (request, data) => {
      const input = { contributionId: data.contribution.id, cycleId: data.cycle.id, by: 'sender' as const }
      // Released just now, by an earlier click or by whoever clears it: either way the page says how it stands.
      await transact(request.db, (tx) => releaseContribution(tx, PUBLIC, input, request.now))
      return { seeOther: addressOf(request, data) }
    },
  })
  serveForm<ContributionData>(app, services, {
    path: `${path}/withdraw`,
    load: async (request) => {
      const followed = await loadFollowed(request)
      return followed?.contribution.withdrawnAt == null ? followed : { seeOther: addressOf(request, followed) }
    },
    render: (view, data, form) => <WithdrawPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(withdrawSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const input = { contributionId: data.contribution.id, cycleId: data.cycle.id, reason: parsed.value.reason }
      await transact(request.db, (tx) => withdrawContribution(tx, PUBLIC, input, request.now))
      // Withdrawn just now or by an earlier click: either way the page says so, and when.
      return { seeOther: addressOf(request, data) }
    },
  })
}

function addressOf(request: PageRequest, data: ContributionData): string {
  return `${contributionAddress(data.forum.slug, data.cycle.slug, data.contribution.number)}/follow/${request.params['secret'] ?? ''}`
}
