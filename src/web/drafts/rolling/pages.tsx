import { flatten } from '../../../drafts/model.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { VoicesLegend } from '../../ui/voices.tsx'
import { ContentsList, crumbsOf, FrozenSections } from '../pages.tsx'
import type { RollingData } from './data.ts'

/** The working text as it stands, for every reader; a page left open says when the text has moved on. */
export function RollingPage(props: { view: View; data: RollingData }) {
  const { view, data } = props
  const { t } = view
  const { document, address } = data
  const since = document.rollingSince
  const isEmpty = flatten(data.text).length === 0
  return (
    <Layout view={view} frame={data.frame} title={t('drafts.rolling.title', { title: document.title })} crumbs={crumbsOf(view, data, t('drafts.rolling.name'))} islands={['rolling.js']}>
      <h1 lang={document.language} dir="auto">{document.title}</h1>
      <p class="lead">{t('drafts.rolling.lead')}</p>
      <p class="meta">
        {since === null ? null : <span>{t('drafts.rolling.since', { date: writeShortDate(dateInZone(since, 'UTC'), view.lang) })}</span>}
        {view.person === undefined ? null : <a href={`${address}/draft-comments`}>{t('early.title')}</a>}
        <a href={`${address}/suggestions/new`}>{t('drafts.suggestion.make')}</a>
        <a href={`${address}/rolling.json`}>{t('drafts.data')}</a>
      </p>
      <div class="moved notice" role="status" data-events={`${address}/rolling/events`} data-version={data.version} data-moved={t('drafts.rolling.moved')} data-show={t('drafts.rolling.show')} hidden />
      {isEmpty ? <p class="empty">{t('drafts.rolling.empty')}</p> : (
        <div class="with-contents">
          <nav class="contents" aria-label={t('drafts.contents')}>
            <ContentsList view={view} setting={data.setting} text={data.text} />
            <VoicesLegend title={t('trace.voices')} groups={data.forum.stakeholderGroups} />
          </nav>
          <div data-text><FrozenSections view={view} setting={data.setting} text={data.text} parts={data.parts} ground={data.ground} /></div>
        </div>
      )}
    </Layout>
  )
}
