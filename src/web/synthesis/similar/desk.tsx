import type { View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { RedactedText } from '../pages.tsx'
import type { SimilarData } from './data.ts'
import { Stretch } from './pages.tsx'

/** What resembles a passage or a selection, in other contributions. */
export function SimilarPage(props: { view: View; data: SimilarData }) {
  const { view, data } = props
  const { t } = view
  const { asked, found } = data
  const title = t('similar.title')
  const reading = { href: `/desk/${data.forum.slug}/${data.cycle.slug}/reading`, label: t('synthesis.reading') }
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), reading, { href: asked.href, label: asked.ref }, { label: title }]} desk>
      <h1>{title}</h1>
      <blockquote class="quote">
        <p lang={asked.language ?? undefined} dir="auto"><span class="words"><RedactedText view={view} text={asked.text} redactions={asked.redactions} offset={asked.start} /></span></p>
        <p class="source"><a href={asked.href}>{asked.ref}</a></p>
      </blockquote>
      <p class="meta">{t('similar.by-words')}</p>
      {data.isBehind ? <p class="differs">{t('similar.behind')}</p> : null}
      {found.length === 0 ? <p class="empty">{t('similar.none')}</p> : (
        <section class="block" aria-labelledby="found">
          <h2 id="found">{t('similar.found', { count: found.length })}</h2>
          {found.map((similar) => <Stretch view={view} data={data} similar={similar} />)}
        </section>
      )}
    </Layout>
  )
}
