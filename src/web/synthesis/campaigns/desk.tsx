import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { AdditionOf, CommonText, CountingRuleNote, Pages } from './pages.tsx'
import { campaignRef, type CampaignData, type CampaignsData } from './data.ts'
import { CampaignForm, RuleForm } from './forms.tsx'

/** The campaigns of a cycle at the desk, and the rule by which they are counted. */
export function CampaignsDeskPage(props: { view: View; data: CampaignsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('campaigns.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), { label: title }]} desk>
      <h1>{title}</h1>
      <p class="lead">{t('campaigns.desk.lead')}</p>
      {data.campaigns.length === 0 ? <p class="empty">{t('campaigns.none')}</p> : null}
      <ul class="lines">
        {data.campaigns.map((shown) => (
          <li>
            <span><a href={`${view.path}/${campaignRef(shown.campaign)}`}>{t('campaigns.name', { ref: campaignRef(shown.campaign), count: shown.campaign.members })}</a><br /><span class="quiet-text" dir="auto">{shown.common[0] ?? ''}</span></span>
          </li>
        ))}
      </ul>
      <section class="block" aria-labelledby="rule">
        <h2 id="rule">{t('campaigns.rule')}</h2>
        <CountingRuleNote view={view} data={data} />
        <RuleForm view={view} form={form} />
      </section>
    </Layout>
  )
}

/** One campaign at the desk: read once, its letters moved by hand. */
export function CampaignDeskPage(props: { view: View; data: CampaignData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ref = campaignRef(data.shown.campaign)
  const title = t('campaigns.name', { ref, count: data.shown.campaign.members })
  const list = `/desk/${data.forum.slug}/${data.cycle.slug}/campaigns`
  const adding = data.letters.filter(({ additions }) => (additions?.words.length ?? 0) > 0)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), { href: list, label: t('campaigns.title') }, { label: ref }]} desk>
      <h1>{title}</h1>
      <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/campaigns/${ref}`}>{t('campaigns.see')}</a></p>
      <CommonText view={view} shown={data.shown} />
      <section class="block" aria-labelledby="additions">
        <h2 id="additions">{t('campaigns.additions')}</h2>
        {adding.length === 0 ? <p class="empty">{t('campaigns.additions.none')}</p> : null}
        <ul class="entries">{adding.map((letter) => <AdditionOf letter={letter} />)}</ul>
      </section>
      <CampaignForm view={view} data={data} form={form} />
      <Pages view={view} page={data.page} pages={data.pages} />
    </Layout>
  )
}
