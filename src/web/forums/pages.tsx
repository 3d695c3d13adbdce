import type { Cycle, Forum } from '../../forums/model.ts'
import type { View } from '../context.ts'
import { Layout } from '../ui/layout.tsx'
import type { InForum } from './data.ts'

export interface ForumPageData extends InForum {
  readonly cycles: readonly Cycle[]
}

/** The installation's first page: its forums. */
export function HomePage(props: { view: View; forums: readonly Forum[] }) {
  const { view, forums } = props
  return (
    <Layout view={view} title="Convoke">
      <h1>{view.t('forums.home.title')}</h1>
      <p class="lead">{view.t(forums.length === 0 ? 'forums.home.none' : 'forums.home.lead')}</p>
      <ul class="entries">
        {forums.map((forum) => (
          <li>
            <h2><a href={`/${forum.slug}`}>{forum.title}</a>{forum.isDemonstration ? <span class="warn"> · {view.t('shell.demonstration-mark')}</span> : null}</h2>
            <p>{forum.mandate}</p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** The home page of a forum. */
export function ForumPage(props: { view: View; data: ForumPageData }) {
  const { view, data } = props
  return (
    <Layout view={view} frame={data.frame} title={data.forum.title}>
      <h1>{data.forum.title}</h1>
      <p class="lead">{data.forum.mandate}</p>
      <h2>{view.t('forums.cycles')}</h2>
      <ul class="entries">
        {data.cycles.map((cycle) => (
          <li>
            <h3><a href={`/${data.forum.slug}/${cycle.slug}`}>{cycle.title}</a></h3>
            <p>{cycle.focus}</p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}
