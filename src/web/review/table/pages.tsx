import { excerpt, splitParagraphs } from '../../../shared/text.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { crumbsOf } from '../data.ts'
import { whoSays, writeTarget } from '../register/pages.tsx'
import { SatisfactionLine } from '../satisfaction/pages.tsx'
import { TABLE_PAGE, type TableData } from './data.ts'

/** Code points of a comment that stand in the table itself; all of it stands on its own page. */
const SHOWN = 600

/** Every comment with what became of it, as one table. */
export function TablePage(props: { view: View; data: TableData }) {
  const { view, data } = props
  const { t } = view
  const title = t('dispositions.table.title', { title: data.review.title })
  const rows = data.rows.slice((data.page - 1) * TABLE_PAGE, data.page * TABLE_PAGE)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOf(view, data).slice(0, -1), { href: data.base, label: data.review.title }, { label: t('dispositions.table') }]}>
      <h1>{title}</h1>
      <SatisfactionLine view={view} satisfaction={data.satisfaction} judgedUntil={data.judgedUntil} />
      <TableFiles view={view} base={data.base} />
      {rows.length === 0 ? <p class="empty">{t('review.no-comments')}</p> : (
        <div class="scroll" tabindex={0} role="region" aria-label={title}>
          <table class="figures dispositions">
            <thead><tr>{(['member', 'paragraph', 'type', 'comment', 'change', 'observation'] as const).map((column) => <th scope="col">{t(`dispositions.iso.${column}`)}</th>)}</tr></thead>
            <tbody>{rows.map((row) => <Row view={view} data={data} row={row} />)}</tbody>
          </table>
        </div>
      )}
      <nav class="pages" aria-label={t('review.register-pages')}>
        {data.page > 1 ? <a href={`${data.base}/dispositions?page=${data.page - 1}`}>{t('review.earlier')}</a> : null}
        {data.page * TABLE_PAGE < data.rows.length ? <a href={`${data.base}/dispositions?page=${data.page + 1}`}>{t('review.later')}</a> : null}
      </nav>
    </Layout>
  )
}

/** The same as files. */
export function TableFiles(props: { view: View; base: string }) {
  const { t } = props.view
  return (
    <p class="meta">
      {(['csv', 'xlsx', 'docx'] as const).map((ending) => <a href={`${props.base}/dispositions.${ending}`}>{t(`dispositions.file.${ending}`)}</a>)}
      <a href={`${props.base}/annotations.jsonld`}>{t('dispositions.file.jsonld')}</a>
      <a href={`${props.base}/comments.atom`}>{t('dispositions.file.atom')}</a>
    </p>
  )
}

function Row(props: { view: View; data: TableData; row: TableData['rows'][number] }) {
  const { view, data, row } = props
  const { t } = view
  const { comment } = row
  const said = comment.withdrawnAt === null ? comment.text : t('review.state.withdrawn')
  return (
    <tr>
      <th scope="row"><a href={`${data.cycleBase}/comments/R-${comment.number}`}>{row.ref}</a><br /><bdi>{whoSays(view, data.forum, comment)[0]}</bdi></th>
      <td>{row.paragraphs === '' ? writeTarget(view, comment, '') : row.paragraphs}</td>
      <td>{t(`review.type.${comment.type}`)}</td>
      <td lang={comment.language ?? undefined} dir="auto">{excerpt(said, SHOWN)}</td>
      <td lang={comment.language ?? undefined} dir="auto">{comment.proposal === null ? '' : excerpt(comment.proposal, SHOWN)}</td>
      <td>{comment.response === null ? t('review.not-answered') : (
        <>
          <p><strong>{t(`review.disposition.${comment.response.disposition}`)}</strong>{row.duplicateOf === '' ? '' : ` ${row.duplicateOf}`}</p>
          {splitParagraphs(comment.response.reason).map((part) => <p dir="auto">{part}</p>)}
          {row.changed === '' ? null : <p>{t('review.changed')} {row.changed}</p>}
          <p class="quiet-text">{t(comment.isSatisfied === null ? 'review.silent' : comment.isSatisfied ? 'review.satisfied' : 'review.not-satisfied')}</p>
          {row.objection === '' ? null : <p dir="auto">{row.objection}</p>}
        </>
      )}</td>
    </tr>
  )
}
