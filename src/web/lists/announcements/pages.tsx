import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeInstant, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { nameAudience, type AnnouncementData, type AnnouncementsData } from './data.ts'

/** What followers of a forum were sent. */
export function AnnouncementsPage(props: { view: View; data: AnnouncementsData }) {
  const { view, data } = props
  const { t } = view
  const { forum, announcements } = data
  return (
    <Layout view={view} frame={data.frame} title={t('lists.announcements')} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { label: t('lists.announcements') }]}>
      <h1>{t('lists.announcements')}</h1>
      <p class="lead">{t('lists.announcements.lead')}</p>
      {announcements.length === 0 ? <p class="empty">{t('lists.announcements.none')}</p> : (
        <ul class="entries">
          {announcements.map((each) => (
            <li>
              <h2><a href={`/${forum.slug}/announcements/${each.number}`} lang={each.language} dir="auto">{each.subject}</a></h2>
              <p class="meta"><span>{writeShortDate(dateInZone(each.madeAt, 'UTC'), view.lang)}</span></p>
            </li>
          ))}
        </ul>
      )}
      {data.next === null ? null : <nav class="pages"><a href={`?before=${data.next}`} rel="next">{t('lists.announcements.older')}</a></nav>}
    </Layout>
  )
}

export function AnnouncementPage(props: { view: View; data: AnnouncementData }) {
  const { view, data } = props
  const { t } = view
  const { forum, announcement, lists } = data
  return (
    <Layout view={view} frame={data.frame} title={announcement.subject} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/announcements`, label: t('lists.announcements') }, { label: announcement.subject }]}>
      <h1 lang={announcement.language} dir="auto">{announcement.subject}</h1>
      <p class="meta"><span>{writeInstant(announcement.madeAt, view.lang)}</span></p>
      <section class="block">{splitParagraphs(announcement.text).map((paragraph) => <p lang={announcement.language} dir="auto">{paragraph}</p>)}</section>
      <section class="block">
        <h2>{t('lists.announced.to')}</h2>
        <ul>
          {announcement.audiences.map((each) => <li dir="auto">{nameAudience(t, each)}</li>)}
          {lists.map((list) => <li><a href={`/${forum.slug}/lists/${list.slug}`} lang={list.language} dir="auto">{list.title}</a></li>)}
        </ul>
      </section>
    </Layout>
  )
}
