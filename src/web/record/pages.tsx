import { writeInstant } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { Layout } from '../ui/layout.tsx'
import type { ForumRecordData, RecordData, Told } from './data.ts'

export function ForumRecordPage(props: { view: View; data: ForumRecordData }) {
  const { view, data } = props
  const crumbs = [{ href: `/${data.forum.slug}`, label: data.forum.title }, { label: view.t('record.title') }]
  return (
    <Layout view={view} frame={data.frame} title={view.t('record.title')} crumbs={crumbs}>
      <h1>{view.t('record.title')}</h1>
      <p class="lead">{view.t('record.lead')}</p>
      <Entries view={view} data={data} />
    </Layout>
  )
}

export function InstallationRecordPage(props: { view: View; data: RecordData }) {
  const { view } = props
  return (
    <Layout view={view} title={view.t('record.title')}>
      <h1>{view.t('record.title')}</h1>
      <p class="lead">{view.t('record.lead-installation')}</p>
      <Entries view={view} data={props.data} />
    </Layout>
  )
}

function Entries(props: { view: View; data: RecordData }) {
  const { view, data } = props
  const { chain } = data
  if (chain === undefined) return <p class="empty">{view.t('record.empty')}</p>
  return (
    <>
      <p>{view.t('record.verify')}</p>
      <p class="meta">
        <span>{view.t('record.length', { count: chain.length })}</span>
        <span>{view.t('record.head')} <code class="hash" dir="ltr">{chain.head}</code></span>
        <a href={dataAddress(view, data)}>{view.t('record.data')}</a>
      </p>
      <ToldList view={view} told={data.told} withHash />
      <nav class="pages" aria-label={view.t('record.pages')}>
        {data.before === undefined ? null : <a href={view.path}>{view.t('record.newest')}</a>}
        {data.earlier === undefined ? null : <a href={`${view.path}?before=${data.earlier}`} rel="next">{view.t('record.earlier')}</a>}
      </nav>
    </>
  )
}

function dataAddress(view: View, data: RecordData): string {
  return `${view.path}.json${data.before === undefined ? '' : `?before=${data.before}`}`
}

/** Acts as sentences, newest first, each with its time and a way to what it is about. */
export function ToldList(props: { view: View; told: readonly Told[]; withHash?: boolean }) {
  const { view } = props
  return (
    <ol class={props.withHash === true ? 'entries aside' : 'entries'} reversed>
      {props.told.map(({ entry, sentence, href }) => (
        <li id={`entry-${entry.sequence}`}>
          <p dir="auto">{href === undefined ? sentence : <a href={href}>{sentence}</a>}</p>
          <p class="meta">
            <time datetime={entry.at}>{writeInstant(entry.at, view.lang)}</time>
            {props.withHash === true ? <span>{view.t('record.entry', { sequence: entry.sequence })} <code dir="ltr">{entry.hash.slice(0, 12)}</code></span> : null}
          </p>
        </li>
      ))}
    </ol>
  )
}
