import { isOpen } from '../../../review/model.ts'
import type { View } from '../../context.ts'
import { BlockText, SectionTitle } from '../../drafts/blocks/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { crumbsOf } from '../data.ts'
import { Threads } from '../register/pages.tsx'
import { OF_PARAGRAPH, type SectionPageData } from './data.ts'

/** A section with every comment on it: paragraph by paragraph, the comments beside or below. */
export function SectionPage(props: { view: View; data: SectionPageData }) {
  const { view, data } = props
  const { t } = view
  const { base, section, place } = data
  const title = section.title === '' ? t('reviewing.section', { place }) : section.title
  return (
    <Layout view={view} frame={data.frame} title={`${title} – ${data.review.title}`} crumbs={[...crumbsOf(view, data).slice(0, -1), { href: base, label: data.review.title }, { label: title }]}>
      <h1 lang={data.version.language} dir="auto">{section.title === '' ? title : <SectionTitle view={view} setting={data.setting} section={section} />}</h1>
      {isOpen(data.review) ? <p class="actions"><a class="button quiet" href={`${base}/sections/${place}/follow`}>{t('followers.follow.section')}</a></p> : null}
      <ol class="paras reviewed">
        {data.paragraphs.map(({ paragraph, comments, total }) => (
          <li class="para" id={`p${paragraph.number}`}>
            <a class="mark" href={`${base}#p${paragraph.number}`}>¶ {paragraph.number}</a>
            <BlockText view={view} setting={data.setting} paragraph={paragraph} />
            <div class="voices"><p>{total === 0 ? null : <><a href={`${base}/paragraphs/${paragraph.number}`}>{t('review.count', { count: total })}</a>{isOpen(data.review) ? ' · ' : ''}</>}{isOpen(data.review) ? <a href={`${base}/comment?p=${paragraph.number}`}>{t('review.do-comment')}<span class="hidden-words"> ¶ {paragraph.number}</span></a> : null}</p></div>
            {comments.length === 0 ? null : (
              <div class="beside opened">
                <Threads view={view} data={data} comments={comments} paragraph={{ text: paragraph.text, language: data.version.language }} />
                {total > OF_PARAGRAPH ? <p><a href={`${base}/paragraphs/${paragraph.number}`}>{t('reviewing.all-of-paragraph', { count: total, number: paragraph.number })}</a></p> : null}
              </div>
            )}
          </li>
        ))}
      </ol>
      {data.pages < 2 ? null : (
        <nav class="pages" aria-label={t('review.register-pages')}>
          {data.page > 1 ? <a href={`${base}/sections/${place}?page=${data.page - 1}`}>{t('review.earlier')}</a> : null}
          {data.page < data.pages ? <a href={`${base}/sections/${place}?page=${data.page + 1}`}>{t('review.later')}</a> : null}
        </nav>
      )}
      <nav class="pages" aria-label={t('reviewing.sections')}>
        {place > 1 ? <a href={`${base}/sections/${place - 1}`}>{t('reviewing.section-before')}</a> : null}
        {place < data.sections ? <a href={`${base}/sections/${place + 1}`}>{t('reviewing.section-after')}</a> : null}
      </nav>
    </Layout>
  )
}
