import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { campaignRef, type CampaignData, type CampaignsData, type CampaignShown, type Letter } from './data.ts'

/** Letters that many sent: each read once, all of them counted by a rule that is said. */
export function CampaignsPage(props: { view: View; data: CampaignsData }) {
  const { view, data } = props
  const { t } = view
  const title = t('campaigns.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('campaigns.lead')}</p>
      <CountingRuleNote view={view} data={data} />
      {data.campaigns.length === 0 ? <p class="empty">{t('campaigns.none')}</p> : null}
      <ul class="entries">
        {data.campaigns.map((shown) => (
          <li id={campaignRef(shown.campaign)}>
            <h2><a href={`${view.path}/${campaignRef(shown.campaign)}`}>{t('campaigns.name', { ref: campaignRef(shown.campaign), count: shown.campaign.members })}</a></h2>
            <p dir="auto" {...langOf(shown)}>{shown.common[0] ?? t('campaigns.unreadable')}</p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** How campaigns are counted here, with the figures that follow from it. */
export function CountingRuleNote(props: { view: View; data: Pick<CampaignsData, 'count' | 'total'> }) {
  const { view, data } = props
  const { count, total } = data
  const { t } = view
  return (
    <div class="block">
      <p>{t(`campaigns.rule.${count.rule}`)}</p>
      {count.campaigns === 0 ? null : (
        <dl class="facts">
          {count.rule === 'once' ? null : <><dt>{t('campaigns.each')}</dt><dd>{t('campaigns.number', { count: total })}</dd></>}
          {count.rule === 'each' ? null : <><dt>{t('campaigns.once')}</dt><dd>{t('campaigns.number', { count: count.once })}</dd></>}
          <dt>{t('campaigns.of-one')}</dt>
          <dd>{t('campaigns.number', { count: count.members })}</dd>
        </dl>
      )}
    </div>
  )
}

export function CampaignPage(props: { view: View; data: CampaignData }) {
  const { view, data } = props
  const { t } = view
  const ref = campaignRef(data.shown.campaign)
  const list = `/${data.forum.slug}/${data.cycle.slug}/campaigns`
  const title = t('campaigns.name', { ref, count: data.shown.campaign.members })
  const named = data.letters.filter(({ name }) => name !== null)
  const adding = data.letters.filter(({ additions }) => (additions?.words.length ?? 0) > 0)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: list, label: t('campaigns.title') }, { label: ref }]}>
      <h1>{title}</h1>
      <CommonText view={view} shown={data.shown} />
      <section class="block" aria-labelledby="signatories">
        <h2 id="signatories">{t('campaigns.signatories')}</h2>
        <ul class="lines">
          {named.map((letter) => <li><a href={letter.href}><bdi>{letter.name}</bdi></a> <span class="quiet-text">{letter.ref}</span></li>)}
        </ul>
        {data.unnamed === 0 ? null : <p class="meta">{t('campaigns.unnamed', { count: data.unnamed })}</p>}
      </section>
      <section class="block" aria-labelledby="additions">
        <h2 id="additions">{t('campaigns.additions')}</h2>
        {adding.length === 0 ? <p class="empty">{t('campaigns.additions.none')}</p> : null}
        <ul class="entries">{adding.map((letter) => <AdditionOf letter={letter} />)}</ul>
      </section>
      <Pages view={view} page={data.page} pages={data.pages} />
    </Layout>
  )
}

export function CommonText(props: { view: View; shown: CampaignShown }) {
  const { view, shown } = props
  const { t } = view
  return (
    <section class="block" aria-labelledby="common">
      <h2 id="common">{t('campaigns.common')}</h2>
      <p class="meta">{t('campaigns.common.how')}</p>
      {shown.common.length === 0 ? <p class="empty">{t('campaigns.unreadable')}</p> : (
        <blockquote class="quote" dir="auto" {...langOf(shown)}>{shown.common.map((sentence) => <p>{sentence}</p>)}</blockquote>
      )}
    </section>
  )
}

export function AdditionOf(props: { letter: Letter }) {
  const { letter } = props
  return (
    <li>
      <h3><a href={letter.href}>{letter.ref}</a>{letter.name === null ? null : <> <bdi>{letter.name}</bdi></>}</h3>
      <div dir="auto" {...(letter.contribution.language === null ? {} : { lang: letter.contribution.language })}>
        {(letter.additions?.words ?? []).map((sentence) => <p>{sentence}</p>)}
      </div>
    </li>
  )
}

export function Pages(props: { view: View; page: number; pages: number }) {
  const { view, page, pages } = props
  const { t } = view
  if (pages === 1) return null
  return (
    <nav class="pages" aria-label={t('campaigns.pages')}>
      {page > 1 ? <a href={`${view.path}?page=${page - 1}`} rel="prev">{t('campaigns.earlier')}</a> : null}
      {page < pages ? <a href={`${view.path}?page=${page + 1}`} rel="next">{t('campaigns.later')}</a> : null}
    </nav>
  )
}

function langOf(shown: CampaignShown): { lang?: string } {
  return shown.language === null ? {} : { lang: shown.language }
}
