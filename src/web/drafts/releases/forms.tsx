import type { Version } from '../../../drafts/model.ts'
import { dateInZone, writeDate, writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import type { ReleaseData, ReleasesData } from './data.ts'

function crumbs(view: View, data: ReleasesData): Crumb[] {
  return [...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: view.t('drafts.title') }, { href: `/desk${data.address}`, label: data.document.title }]
}

/** Where a version stands: public since, held back, going round, to come out. */
export function writeStage(view: View, version: Version): string {
  const date = (at: string): string => writeShortDate(dateInZone(at as Version['frozenAt'], 'UTC'), view.lang)
  if (version.releasedAt !== null) return view.t('release.stage.since', { date: date(version.releasedAt) })
  const day = version.releaseOn === null ? '' : view.t('release.stage.on', { date: writeShortDate(version.releaseOn, view.lang) })
  const round = version.circulatedAt === null ? view.t('release.stage.held') : view.t('release.stage.round', { date: date(version.circulatedAt) })
  return day === '' ? round : `${round} · ${day}`
}

/** All versions of a document at the desk, and the block for other sites. */
export function ReleasesPage(props: { view: View; data: ReleasesData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('release.desk.title')} desk crumbs={[...crumbs(view, data), { label: t('release.desk.title') }]}>
      <h1>{t('release.desk.title')}</h1>
      <p class="lead">{t('release.desk.lead', { count: data.followers })}</p>
      {data.versions.length === 0 ? <p class="empty">{t('drafts.none')}</p> : null}
      <ul class="todo">
        {data.versions.map((version) => (
          <li>
            <span><a href={`/desk${data.address}/versions/${version.number}`}>{t('drafts.version-of', { number: version.number, title: version.title })}</a></span>
            <span>{writeStage(view, version)}</span>
          </li>
        ))}
      </ul>
      {data.versions.some(({ releasedAt }) => releasedAt !== null) ? (
        <section class="block">
          <h2>{t('announcing.embed')}</h2>
          <p>{t('release.embed.lead')} <a href={`${data.address}/embed`}>{t('announcing.embed.see')}</a></p>
          <label class="copyable"><span>{t('announcing.embed.code')}</span><textarea readonly rows={3} lang="en" dir="auto">{`\n${data.embed}`}</textarea></label>
        </section>
      ) : null}
    </Layout>
  )
}

/** One version at the desk: sent round, given a day, made public, opened to comment. */
export function ReleasePage(props: { view: View; data: ReleaseData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { version, review } = data
  const told = view.query['told'] ?? ''
  const title = t('drafts.version-of', { number: version.number, title: version.title })
  const labels = { addresses: t('announcing.addresses'), releaseOn: t('release.field.release-on'), toFollowers: t('release.field.followers', { count: data.followers }) }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...crumbs(view, data), { href: `/desk${data.address}/versions`, label: t('release.desk.title') }, { label: t('drafts.version', { number: version.number }) }]}>
      <h1 lang={data.document.language} dir="auto">{title}</h1>
      <p class="lead">{writeStage(view, version)}</p>
      {/^[0-9]{1,6}$/u.test(told) ? <p class="notice">{t('announcing.sent', { count: Number(told) })}</p> : null}
      <p class="meta">
        <a href={`${data.address}/versions/${version.number}`}>{t('release.read')}</a>
        {review === undefined ? <a href={`/desk${data.base}/reviews/open`}>{t('release.open-review')}</a> : <a href={`${data.base}/reviews/${review.number}`}>{review.title}</a>}
      </p>
      <ErrorSummary view={view} form={form} labels={labels} />
      {version.releasedAt !== null && Object.keys(form.errors).length === 0 ? null : <Stages view={view} data={data} form={form} labels={labels} />}
    </Layout>
  )
}

function Stages(props: { view: View; data: ReleaseData; form: FormState; labels: Readonly<Record<'addresses' | 'releaseOn' | 'toFollowers', string>> }) {
  const { view, data, form, labels } = props
  const { t } = view
  return (
    <>
      <section class="block">
        <h2>{t('release.round')}</h2>
        <p>{t('release.round.lead')}</p>
        <label class="copyable"><span>{t('release.link')}</span><textarea readonly rows={2} lang="en" dir="ltr">{`\n${data.link}`}</textarea></label>
        <form method="post" class="sheet">
          {data.followers === 0 ? null : <ChoiceField view={view} form={form} name="toFollowers" label={labels.toFollowers} choices={[{ value: 'yes', label: t('announcing.followers.yes') }]} several optional />}
          <TextField view={view} form={form} name="addresses" label={labels.addresses} hint={t('announcing.addresses.hint')} rows={4} optional />
          <div class="actions"><button name="shall" value="circulate">{t('release.round.do')}</button></div>
        </form>
      </section>
      <section class="block">
        <h2>{t('release.public')}</h2>
        <p>{data.version.releaseOn === null ? t('release.public.lead') : t('release.public.planned', { date: writeDate(data.version.releaseOn, view.lang) })}</p>
        <form method="post" class="sheet">
          <LineField view={view} form={form} name="releaseOn" type="date" label={labels.releaseOn} hint={t('release.field.release-on.hint')} optional dir="ltr" />
          <div class="actions"><button name="shall" value="plan" class="quiet">{t('release.plan')}</button> <button name="shall" value="release">{t('release.now')}</button></div>
        </form>
      </section>
    </>
  )
}
