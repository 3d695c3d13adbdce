import type { Reference } from '../../library/model.ts'
import { writeShortDate } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { Layout } from '../ui/layout.tsx'
import type { LibraryData } from './data.ts'
import { SuggestedPapers } from './suggestions/pages.tsx'

/** The works that a cycle's documents rest on. */
export function ReferencesPage(props: { view: View; data: LibraryData }) {
  const { view, data } = props
  const title = view.t('library.title')
  const crumbs = [{ href: `/${data.forum.slug}`, label: data.forum.title }, { href: data.base, label: data.cycle.title }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs}>
      <h1>{title}</h1>
      <p class="lead">{view.t('library.lead')}</p>
      <ReferenceList view={view} data={data} />
      <SuggestedPapers view={view} data={data.suggested} />
    </Layout>
  )
}

/** `narrow`: beside something else, where nothing has room at the side. */
export function ReferenceList(props: { view: View; data: LibraryData; narrow?: boolean }) {
  const { view, data } = props
  if (data.references.length === 0) return <p class="empty">{view.t('library.none')}</p>
  return (
    <>
      <ul class={props.narrow === true ? 'entries' : 'entries aside'}>
        {data.references.map((reference) => (
          <li id={`L-${reference.number}`}>
            <h2 dir="auto">{reference.url === null ? reference.title : <a href={reference.url} rel="noreferrer">{reference.title}</a>}</h2>
            <p class="meta">
              <span>{`${data.cycle.slug}/L-${reference.number}`}</span>
              {reference.author === null ? null : <span dir="auto">{reference.author}</span>}
              {reference.publisher === null ? null : <span dir="auto">{reference.publisher}</span>}
              {reference.published === null ? null : <span>{view.t('library.published', { date: writeShortDate(reference.published, view.lang) })}</span>}
              <SuggestedBy view={view} data={data} reference={reference} />
            </p>
            {reference.note === null ? null : <p dir="auto">{reference.note}</p>}
          </li>
        ))}
      </ul>
      {data.next === null ? null : <nav class="pages"><a href={`?after=${data.next}`} rel="next">{view.t('library.later')}</a></nav>}
    </>
  )
}

function SuggestedBy(props: { view: View; data: LibraryData; reference: Reference }) {
  const { view, data, reference } = props
  const by = data.suggestedBy.get(reference.id)
  if (by === undefined) return null
  return <span>{by.name === null ? view.t('library.paper.suggested') : view.t('library.paper.suggested-by', { name: by.name })} {by.href === null ? by.ref : <a href={`${data.base}/references${by.href}`}>{by.ref}</a>}</span>
}
