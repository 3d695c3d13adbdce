import { transact } from '../../../platform/database.ts'
import { accountCampaign } from '../../../procedures/account-campaign.ts'
import { isRefusal } from '../../../shared/result.ts'
import { joinCampaign, leaveCampaign, setCountingRule, splitCampaign, uniteCampaigns } from '../../../synthesis/campaigns/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest, type SeeOther } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { campaignRef, loadCampaign, loadCampaignAtDesk, loadCampaigns, loadCampaignsAtDesk, type CampaignData, type CampaignsData, type CampaignShown } from './data.ts'
import { CampaignDeskPage, CampaignsDeskPage } from './desk.tsx'
import { readCampaignForm, readRule } from './forms.tsx'
import { CampaignPage, CampaignsPage } from './pages.tsx'

/** Form letters: the public pages of what many sent, and the desk where they are read once. */
export function campaignRoutes(app: App, services: Services): void {
  servePage<CampaignsData>(app, services, {
    path: '/:forum/:cycle/campaigns',
    load: loadCampaigns,
    json: (data) => ({ forum: data.forum.slug, cycle: data.cycle.slug, rule: data.count.rule, total: data.total, once: data.count.once, campaigns: data.campaigns.map((shown) => campaignToJson(data, shown)) }),
    render: (view, data) => <CampaignsPage view={view} data={data} />,
  })
  servePage<CampaignData>(app, services, {
    path: '/:forum/:cycle/campaigns/:campaign',
    load: loadCampaign,
    json: (data) => ({
      ...campaignToJson(data, data.shown),
      page: data.page,
      pages: data.pages,
      letters: data.letters.map(({ ref, name, additions, member }) => ({ ref, name, adds: additions?.words ?? null, placedBy: member.placedBy, similarity: member.similarity })),
    }),
    render: (view, data) => <CampaignPage view={view} data={data} />,
  })
  serveForm<CampaignsData>(app, services, {
    path: '/desk/:forum/:cycle/campaigns',
    load: loadCampaignsAtDesk,
    initial: ({ count, revision }) => ({ rule: count.rule, revision: String(revision) }),
    render: (view, data, form) => <CampaignsDeskPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readRule(submitted)
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => setCountingRule(tx, actorOf(request), { ...placeOf(data), ...parsed.value }, request.now))
      return isRefusal(done) ? { errors: { '': done.refusal } } : { seeOther: request.view.path }
    },
  })
  serveForm<CampaignData>(app, services, {
    path: '/desk/:forum/:cycle/campaigns/:campaign',
    load: loadCampaignAtDesk,
    render: (view, data, form) => <CampaignDeskPage view={view} data={data} form={form} />,
    submit: takeCampaignForm,
  })
}

async function takeCampaignForm(request: PageRequest, data: CampaignData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = readCampaignForm(data, submitted)
  if (!parsed.ok) return parsed
  const { shall, contributionIds, from, apart, reason } = parsed.value
  const { t } = request.view
  const at = { ...placeOf(data), campaignId: data.shown.campaign.id }
  const actor = actorOf(request)
  const back = { seeOther: request.view.path }
  if (shall === 'unite') {
    if (from === undefined) return { errors: { from: 'required' } }
    const done = await transact(request.db, (tx) => uniteCampaigns(tx, actor, { ...at, fromId: from }, request.now))
    return isRefusal(done) ? { errors: { from: t(`campaigns.refusal.${done.refusal}`) } } : back
  }
  if (shall === 'merge') {
    const [leadId] = contributionIds
    if (leadId === undefined || contributionIds.length > 1) return { errors: { letter: t('campaigns.refusal.choose-one') } }
    const lead = data.letters.find(({ contribution }) => contribution.id === leadId)
    const sentence = reason ?? t('campaigns.merge.sentence', { campaign: campaignRef(data.shown.campaign), ref: lead?.ref ?? '' })
    const done = await transact(request.db, (tx) => accountCampaign(tx, actor, { ...at, cycle: data.cycle.slug, leadId, reason: sentence }, request.now))
    return isRefusal(done) ? { errors: { letter: t(`campaigns.refusal.${done.refusal}`) } } : back
  }
  if (shall === 'join' && apart === undefined) return { errors: { apart: 'required' } }
  const chosen = shall === 'join' && apart !== undefined ? [apart] : contributionIds
  const command: (...from: Parameters<typeof leaveCampaign>) => ReturnType<typeof leaveCampaign> | ReturnType<typeof splitCampaign> = { leave: leaveCampaign, split: splitCampaign, join: joinCampaign }[shall]
  const done = await transact<Awaited<ReturnType<typeof command>>>(request.db, (tx) => command(tx, actor, { ...at, contributionIds: chosen }, request.now))
  if (!isRefusal(done)) return 'number' in done ? { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/campaigns/K-${done.number}` } : backOrList(request, data, chosen.length)
  if (done.refusal === 'changed-meanwhile') return { errors: { '': done.refusal } }
  return { errors: { letter: t(`campaigns.refusal.${done.refusal}`) } }
}

/** A campaign of which all but one have gone is none any more. */
function backOrList(request: PageRequest, data: CampaignData, moved: number): SeeOther {
  return data.shown.campaign.members - moved < 2 ? { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/campaigns` } : { seeOther: request.view.path }
}

function campaignToJson(data: CampaignsData | CampaignData, shown: CampaignShown): object {
  const ref = campaignRef(shown.campaign)
  return { ref: `${data.cycle.slug}/${ref}`, url: `/${data.forum.slug}/${data.cycle.slug}/campaigns/${ref}`, contributions: shown.campaign.members, common: shown.common }
}
