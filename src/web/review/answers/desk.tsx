import { formatRef } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { DISPOSITIONS } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { CommentFacts, History, Outcome } from '../comment/pages.tsx'
import { Words } from '../register/pages.tsx'
import { PAGE, type AnswerData, type AnswersData, type Beside } from './data.ts'

/** What waits for a response, one line each, the oldest first. */
export function AnswersPage(props: { view: View; data: AnswersData }) {
  const { view, data } = props
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/comments`
  const other = data.state === 'open' ? 'answered' : 'open'
  const pageHref = (page: number): string => `${base}?state=${data.state}&page=${page}`
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.comments')} desk crumbs={[...deskCrumbs(view, data), { label: view.t('review.comments') }]}>
      <h1>{view.t(TITLES[data.state])}</h1>
      <p class="meta">
        <span>{view.t('review.count', { count: data.total })}</span>
        <a href={`${base}?state=${other}`}>{view.t(TITLES[other])}</a>
        <a href={`/desk/${data.forum.slug}/${data.cycle.slug}/reviews`}>{view.t('review.reviews')}</a>
        <a href={`/desk/${data.forum.slug}/${data.cycle.slug}/anchors`}>{view.t('anchors.desk.title')}</a>
      </p>
      {data.waiting.length === 0 ? <p class="empty">{view.t('review.desk.nothing')}</p> : null}
      <ul class="todo">
        {data.waiting.map(({ comment, needsLook }) => (
          <li>
            <span>
              <a href={`${base}/R-${comment.number}`}>{formatRef(data.cycle.slug, 'R', comment.number)}</a>{' '}
              <span lang={comment.language ?? undefined} dir="auto">{excerpt(comment.text, 120)}</span>
              {needsLook ? <> <span class="tag warn">{view.t('review.desk.needs-look')}</span></> : null}
            </span>
            <span class="quiet-text">{writeShortDate(comment.receivedBy, view.lang)}</span>
          </li>
        ))}
      </ul>
      <nav class="pages" aria-label={view.t('review.register-pages')}>
        {data.page > 1 ? <a href={pageHref(data.page - 1)}>{view.t('review.earlier')}</a> : null}
        {data.page * PAGE < data.total ? <a href={pageHref(data.page + 1)}>{view.t('review.later')}</a> : null}
      </nav>
    </Layout>
  )
}

const TITLES = { open: 'review.desk.comments', answered: 'review.desk.answered' } as const

/** One comment, the paragraphs as reviewed beside the working text, and the answer. */
export function AnswerPage(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/comments`
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.comment-title', { ref })} desk crumbs={[...deskCrumbs(view, data), { href: base, label: view.t('review.comments') }, { label: ref }]}>
      <h1>{view.t('review.comment-title', { ref })}</h1>
      <CommentFacts view={view} data={data} />
      <div class="columns even">
        <div>
          <Words view={view} comment={data.comment} />
          {data.standings.some(({ anchor }) => anchor.now !== undefined) ? <p><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/anchors/${data.version.documentSlug}?comment=R-${data.comment.number}`}>{view.t('anchors.desk.look')}</a></p> : null}
          {data.beside.map((beside) => <BesideBlock view={view} data={data} beside={beside} />)}
        </div>
        <div>
          {data.comment.response === null ? null : <Outcome view={view} data={data} />}
          {data.comment.withdrawnAt === null ? <AnswerSheet view={view} data={data} form={form} /> : <p class="differs">{view.t('review.withdrawn-needs-none')}</p>}
          {data.comment.withdrawnAt === null && data.comment.proposal !== null ? <p><a href={`/desk${data.cycleBase}/documents/${data.version.documentSlug}/suggestions/from/R-${data.comment.number}`}>{view.t('drafts.suggestion.from-comment')}</a></p> : null}
          {data.comment.withdrawnAt === null ? <p><a href={`${base}/R-${data.comment.number}/withdraw`}>{view.t('review.desk.withdraw')}</a></p> : null}
          {data.comment.withdrawnAt === null || data.comment.setAsideFor !== null ? <p><a href={`${base}/R-${data.comment.number}/aside`}>{view.t(data.comment.setAsideFor === null ? 'reviewing.aside.link' : 'reviewing.aside.restore-link')}</a></p> : null}
        </div>
      </div>
      <History view={view} data={data} />
    </Layout>
  )
}

function BesideBlock(props: { view: View; data: AnswerData; beside: Beside }) {
  const { view, data } = props
  const { asRead, today, wentOn } = props.beside
  const lang = data.version.language
  return (
    <section class="block">
      <h2>¶ {asRead.number}</h2>
      <h3>{view.t('review.as-reviewed', { version: data.version.title })}</h3>
      <p class="prose" lang={lang} dir="auto">{asRead.text}</p>
      <h3>{view.t('review.desk.working')}</h3>
      {today === undefined ? <p class="differs">{view.t('review.desk.gone')}</p> : <p class="meta"><span>¶ {today.number}</span>{today.text === asRead.text ? <span>{view.t('review.desk.unchanged')}</span> : null}</p>}
      {today === undefined || today.text === asRead.text ? null : <p class="prose" lang={lang} dir="auto">{today.text}</p>}
      {wentOn.map(({ way, paragraph }) => (
        <>
          <p class="differs">{view.t(`review.went-on-${way}`, { number: paragraph.number })}</p>
          <p class="prose" lang={lang} dir="auto">{paragraph.text}</p>
        </>
      ))}
    </section>
  )
}

function AnswerSheet(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { disposition: t('review.field.disposition'), reason: t('review.field.reason'), changed: t('review.field.changed'), changedIn: t('review.field.changed-in'), duplicateOf: t('review.field.duplicate-of') }
  const texts = [{ value: 'working', label: t('review.desk.working') }, ...data.versionNumbers.map((number) => ({ value: String(number), label: t('review.desk.version', { number }) }))]
  return (
    <form class="sheet" method="post">
      <h2>{t(data.comment.response === null ? 'review.desk.answer' : 'review.desk.answer-anew')}</h2>
      <ErrorSummary view={view} form={form} labels={labels} />
      <input type="hidden" name="revision" value={typed(form, 'revision')} />
      <SelectField view={view} form={form} name="disposition" nothing={t('review.choose')} label={labels.disposition} choices={DISPOSITIONS.map((disposition) => ({ value: disposition, label: t(`review.disposition.${disposition}`) }))} />
      <TextField view={view} form={form} name="reason" rows={5} label={labels.reason} hint={t('review.hint.reason')} />
      <LineField view={view} form={form} name="changed" optional label={labels.changed} hint={t('review.hint.paragraphs')} />
      <SelectField view={view} form={form} name="changedIn" label={labels.changedIn} choices={texts} />
      <LineField view={view} form={form} name="duplicateOf" optional label={labels.duplicateOf} hint={t('review.hint.duplicate-of')} />
      <div class="actions"><button>{t('review.desk.answer-do')}</button></div>
    </form>
  )
}

/** Withdraws on behalf of somebody who asked the desk to. */
export function DeskWithdrawForm(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.desk.withdraw')} desk crumbs={[...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/${data.cycle.slug}/comments/R-${data.comment.number}`, label: ref }, { label: view.t('review.desk.withdraw') }]}>
      <h1>{view.t('review.desk.withdraw')}</h1>
      <form class="sheet" method="post">
        <ErrorSummary view={view} form={form} labels={{ reason: view.t('review.mine.reason') }} />
        <p>{view.t('review.mine.withdraw-means')}</p>
        <LineField view={view} form={form} name="reason" optional label={view.t('review.mine.reason')} />
        <div class="actions"><button>{view.t('review.desk.withdraw')}</button></div>
      </form>
    </Layout>
  )
}
