import { withdrawContribution } from '../../../contributions/commands.ts'
import { withdrawSchema } from '../../../contributions/schema.ts'
import { transact } from '../../../platform/database.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { contributionAddress, followSecret, loadOwnContribution, type ContributionData } from '../data.ts'
import { loadOriginals } from '../originals/data.ts'
import { FollowPage, WithdrawPage } from './pages.tsx'

/** The contributor's own page, behind the secret link: the receipt, and the way to withdraw. */
export function followRoutes(app: App, services: Services): void {
  const path = '/:forum/:cycle/contributions/:ref/follow/:secret'
  servePrivatePage<ContributionData>(app, services, {
    path,
    load: loadFollowed,
    render: (view, data) => <FollowPage view={view} data={data} />,
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

/** A wrong secret is an address that leads nowhere: nobody learns whether the number exists. */
async function loadFollowed(request: PageRequest): Promise<ContributionData | undefined> {
  const own = await loadOwnContribution(request)
  const secret = request.params['secret'] ?? ''
  if (own === undefined || !equalSecrets(secret, followSecret(request.services.secret, own.contribution.id))) return undefined
  return { ...own, originals: await loadOriginals(request.db, own.call, own.contribution.id) }
}

function addressOf(request: PageRequest, data: ContributionData): string {
  return `${contributionAddress(data.forum.slug, data.cycle.slug, data.contribution.number)}/follow/${request.params['secret'] ?? ''}`
}
