import type { Notice } from '../../../drafts/notices/model.ts'
import type { View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { sentenceOf, type ChecksData } from './data.ts'

/** Notices on a page; the rest is in its data. */
const SHOWN = 300

/** What is wrong in a working text, each with the way to where it is mended. */
export function ChecksDesk(props: { view: View; data: ChecksData }) {
  const { view, data } = props
  const { t } = view
  const { document, notices } = data
  const here = `/desk${data.address}`
  return (
    <Layout view={view} frame={data.frame} title={t('checks.title', { document: document.title })} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: t('drafts.title') }, { href: here, label: document.title }, { label: t('checks.count', { count: notices.length }) }]}>
      <h1>{t('checks.title', { document: document.title })}</h1>
      <p class="lead">{t('checks.lead')}</p>
      <p class="meta"><a href={here}>{t('checks.back')}</a><a href={`${here}/checks.json`}>{t('checks.data')}</a></p>
      {notices.length === 0 ? <p class="notice">{t('checks.none')}</p> : <p class="differs">{t('checks.count', { count: notices.length })}</p>}
      <NoticeList view={view} notices={notices.slice(0, SHOWN)} language={document.language} mend={(notice) => (notice.paragraph === null ? `${here}/sections/${notice.section ?? ''}` : `${here}/paragraphs/${notice.paragraph}`)} />
      {notices.length > SHOWN ? <p><a href={`${here}/checks.json`}>{t('checks.more', { count: notices.length - SHOWN })}</a></p> : null}
    </Layout>
  )
}

/** Notices in reading order, each with its words, what is wrong with them, and the way to mend it. */
export function NoticeList(props: { view: View; notices: readonly Notice[]; language: string; mend: (notice: Notice) => string }) {
  const { view, notices, language, mend } = props
  if (notices.length === 0) return null
  return (
    <ul class="todo notices">
      {notices.map((notice) => (
        <li>
          <span>
            <strong>{notice.number === null ? view.t('checks.heading') : `¶ ${notice.number}`}</strong> <span class="tag">{view.t(`checks.kind.${notice.problem.kind}`)}</span>{' '}
            {notice.text === '' ? null : <q class="stretch" lang={language} dir="auto">{notice.text}</q>} {sentenceOf(view, notice.problem)}
          </span>
          <a href={mend(notice)} aria-label={`${view.t('checks.mend')}: ${notice.number === null ? view.t('checks.heading') : `¶ ${notice.number}`}`}>{view.t('checks.mend')}</a>
        </li>
      ))}
    </ul>
  )
}
