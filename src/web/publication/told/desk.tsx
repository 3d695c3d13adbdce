import { UNTOLD, type Source, type Untold } from '../../../publication/told/model.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { StopData, ToldData } from './data.ts'

/** What a list shows. */
const SHOWN = 200

/** Who was told of an edition, who can still be, and who cannot, with the reason. */
export function ToldDesk(props: { view: View; data: ToldData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { edition, telling, base } = data
  const title = t('told.desk.title', { edition: edition.number })
  const people = new Set(telling.told.map(({ source }) => source.address)).size
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${base}/publish`, label: t('publication.desk.title') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('told.desk.lead')}</p>
      <p class="meta"><a href={`${base}/editions/${edition.number}`}>{t('publication.edition', { number: edition.number })}</a></p>
      <ErrorSummary view={view} form={form} labels={{}} />
      {people === 0 ? null : <p class="count"><strong>{people}</strong> {t('told.desk.count', { count: people })}</p>}
      {telling.recipients.length === 0 ? <p class="notice">{t('told.desk.all')}</p> : (
        <form method="post" class="sheet">
          <p>{t('told.desk.waiting', { count: telling.recipients.length })}</p>
          <div class="actions"><button type="submit">{t('told.desk.send')}</button></div>
        </form>
      )}
      {telling.untold.length === 0 ? null : (
        <section class="block">
          <h2>{t('told.desk.untold')}</h2>
          {UNTOLD.map((why) => <UntoldList view={view} data={data} why={why} />)}
        </section>
      )}
      {telling.told.length === 0 ? null : (
        <section class="block">
          <h2>{t('told.desk.told')}</h2>
          <ul class="names">
            {telling.told.slice(0, SHOWN).map(({ source, toldAt }) => <li><SourceLink base={base} source={source} /> {writeShortDate(dateInZone(toldAt, 'UTC'), view.lang)}</li>)}
          </ul>
          {telling.told.length > SHOWN ? <p>{t('told.desk.more', { count: telling.told.length - SHOWN })}</p> : null}
        </section>
      )}
    </Layout>
  )
}

function UntoldList(props: { view: View; data: ToldData; why: Untold }) {
  const { view, data, why } = props
  const own = data.telling.untold.filter((each) => each.why === why)
  if (own.length === 0) return null
  return (
    <>
      <h3>{view.t(`told.desk.why.${why}`)}</h3>
      <p>{view.t('told.desk.untold.count', { count: own.length })}</p>
      <ul class="names">{own.slice(0, SHOWN).map(({ source }) => <li><SourceLink base={data.base} source={source} /></li>)}</ul>
      {own.length > SHOWN ? <p>{view.t('told.desk.more', { count: own.length - SHOWN })}</p> : null}
    </>
  )
}

function SourceLink(props: { base: string; source: Source }) {
  const { base, source } = props
  return <a href={source.kind === 'comment' ? `${base}/comments/R-${source.number}` : `${base}/contributions/C-${source.number}`}>{source.ref}</a>
}

/** Behind the link in every such mail: one button, to stop or to begin again. */
export function StopPage(props: { view: View; data: StopData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('told.stop.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t(data.isStopped ? 'told.stop.stopped' : 'told.stop.lead', { forum: data.forum.title })}</p>
      <form method="post" class="sheet">
        <ErrorSummary view={view} form={form} labels={{}} />
        <input type="hidden" name="shall" value={data.isStopped ? 'again' : 'stop'} />
        <div class="actions"><button type="submit">{t(data.isStopped ? 'told.stop.again' : 'told.stop.stop')}</button></div>
      </form>
    </Layout>
  )
}
