import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { VoicesBar, type Voice } from '../../ui/voices.tsx'
import { GroundList, regionsOf, voicesOf } from '../ground/pages.tsx'
import type { ParagraphTrace } from './data.ts'

/** Everything that stands behind one paragraph: the people by group and region, then what it rests on. */
export function ParagraphPage(props: { view: View; data: ParagraphTrace }) {
  const { view, data } = props
  const { t } = view
  const { paragraph, ground, at, place } = data
  const named = t('became.sentence', { edition: place.edition === null ? 'no' : 'yes', document: place.document, number: place.number, paragraph: paragraph.number })
  const title = t('became.paragraph.title', { place: named })
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `${at}#p${paragraph.number}`, label: place.edition === null ? place.document : t('publication.edition', { number: place.number }) }, { label: `¶ ${paragraph.number}` }]}>
      <h1>{title}</h1>
      <p class="lead">{t('became.paragraph.lead')}</p>
      <blockquote class="prose" lang={data.language}>{paragraph.text.split('\n').map((line) => <p dir="auto">{line}</p>)}</blockquote>
      <p class="meta">
        <a href={`${at}#p${paragraph.number}`}>{t('became.paragraph.back')}</a>
        {paragraph.isOwnVoice ? <span>{t('trace.own-voice')}</span> : null}
        <a href={`${view.path}.json`}>{t('trace.data')}</a>
      </p>
      {ground === undefined || ground.contributions === 0 ? <p class="empty">{t('became.paragraph.nobody')}</p> : (
        <section class="block">
          <h2>{t('became.paragraph.people', { count: ground.contributions })}</h2>
          <div class="columns">
            <Bars view={view} title={t('became.paragraph.groups')} voices={voicesOf(view, data.forum, ground)} />
            <Bars view={view} title={t('became.paragraph.regions')} voices={regionsOf(view, data.forum, ground)} />
          </div>
          <h3>{t('became.paragraph.sources')}</h3>
          <ul class="names">{data.people.map(({ ref, url, name }) => <li><a href={url}>{ref}</a>{name === null ? null : <> <span dir="auto">{name}</span></>}</li>)}</ul>
        </section>
      )}
      {ground === undefined ? null : <section class="block"><h2>{t('trace.rests-on')}</h2><GroundList view={view} ground={ground} /></section>}
      <nav class="pages">
        {paragraph.number > 1 ? <a href={`${at}/paragraphs/${paragraph.number - 1}`} rel="prev">{t('became.paragraph.previous')}</a> : null}
        {paragraph.number < paragraph.last ? <a href={`${at}/paragraphs/${paragraph.number + 1}`} rel="next">{t('became.paragraph.next')}</a> : null}
      </nav>
    </Layout>
  )
}

/** A bar, and the same in numbers beside it. */
function Bars(props: { view: View; title: string; voices: readonly Voice[] }) {
  const shown = props.voices.filter(({ count }) => count > 0)
  return (
    <div class="behind">
      <h3>{props.title}</h3>
      <VoicesBar view={props.view} counts={shown} label={props.title} />
      <ul class="counts">{shown.map(({ title, place, count }) => <li><svg viewBox="0 0 12 8" width="12" height="8" aria-hidden="true"><rect class={`voice-${Math.min(place, 7)}`} width="12" height="8" rx="1" /></svg> <span dir="auto">{title}</span> {count}</li>)}</ul>
    </div>
  )
}
