import { formatRef } from '../../../shared/refs.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { AgendaBlock } from '../agenda/forms.tsx'
import { CommentFacts, History, Outcome } from '../comment/pages.tsx'
import { behindQueue } from '../queue/data.ts'
import { queueCrumbs, QueueKeys } from '../queue/desk.tsx'
import { answerLabels } from '../queue/forms.tsx'
import { Disposition, whoSays, Words } from '../register/pages.tsx'
import type { AnswerData, Beside } from './data.ts'
import { AnswerSheet, AssignForm, Notes, ProposalBlock } from './forms.tsx'

/** One comment, the paragraphs as reviewed beside the working text, what is like it, what the desk says, and the answer. */
export function AnswerPage(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { comment } = data
  const ref = formatRef(data.cycle.slug, 'R', comment.number)
  const isStanding = comment.withdrawnAt === null
  return (
    <Layout view={view} frame={data.frame} title={t('review.comment-title', { ref })} desk crumbs={queueCrumbs(view, data, { label: ref })} islands={['inbox.js', 'answering.js']}>
      <h1>{t('review.comment-title', { ref })}</h1>
      <Neighbours view={view} data={data} />
      <CommentFacts view={view} data={data} />
      <ErrorSummary view={view} form={form} labels={{ ...answerLabels(view), text: t('dispositions.note'), person: t('dispositions.assign.to') }} />
      <div class="columns even">
        <div>
          <Words view={view} comment={comment} />
          {data.standings.some(({ anchor }) => anchor.now !== undefined) ? <p><a href={`/desk${data.cycleBase}/anchors/${data.version.documentSlug}?comment=R-${comment.number}`}>{t('anchors.desk.look')}</a></p> : null}
          {data.beside.map((beside) => <BesideBlock view={view} data={data} beside={beside} />)}
          <AlikeBlock view={view} data={data} />
        </div>
        <div>
          {comment.response === null ? null : <Outcome view={view} data={data} />}
          {data.proposal === undefined || !isStanding ? null : <ProposalBlock view={view} data={data} proposal={data.proposal} />}
          {isStanding ? <AnswerSheet view={view} data={data} form={form} /> : <p class="differs">{t('review.withdrawn-needs-none')}</p>}
          {isStanding ? <AssignForm view={view} data={data} /> : null}
          <Notes view={view} data={data} form={form} />
          <AgendaBlock view={view} data={data} form={form} />
          {isStanding && comment.proposal !== null ? <p><a href={`/desk${data.cycleBase}/documents/${data.version.documentSlug}/suggestions/from/R-${comment.number}`}>{t('drafts.suggestion.from-comment')}</a></p> : null}
          {isStanding ? <p><a href={`${data.base}/R-${comment.number}/withdraw`}>{t('review.desk.withdraw')}</a></p> : null}
          {isStanding || comment.setAsideFor !== null ? <p><a href={`${data.base}/R-${comment.number}/aside`}>{t(comment.setAsideFor === null ? 'reviewing.aside.link' : 'reviewing.aside.restore-link')}</a></p> : null}
        </div>
      </div>
      <History view={view} data={data} />
      <QueueKeys view={view} keys={['j', 'k', 'digit', 'a', 'n', 's', 'send']} />
    </Layout>
  )
}

function Neighbours(props: { view: View; data: AnswerData }) {
  const { view, data } = props
  return (
    <nav class="pages" aria-label={view.t('dispositions.neighbours')}>
      {data.before === undefined ? null : <a href={behindQueue(data, `R-${data.before}`)} rel="prev">R-{data.before}</a>}
      <span>{view.t(`dispositions.left.${data.choice.state}`, { count: data.left })}</span>
      {data.after === undefined ? null : <a href={behindQueue(data, `R-${data.after}`)} rel="next">R-{data.after}</a>}
    </nav>
  )
}

/** A paragraph before and after: as reviewed, and what became of it in the working text. */
function BesideBlock(props: { view: View; data: AnswerData; beside: Beside }) {
  const { view, data } = props
  const { asRead, today, stretches, wentOn } = props.beside
  const lang = data.version.language
  const isSame = today?.text === asRead.text
  return (
    <section class="block">
      <h2>¶ {asRead.number}</h2>
      <h3>{view.t('review.as-reviewed', { version: data.version.title })}</h3>
      <p class="prose" lang={lang} dir="auto">{asRead.text}</p>
      <h3>{view.t('review.desk.working')}</h3>
      {today === undefined ? <p class="differs">{view.t('review.desk.gone')}</p> : <p class="meta"><span>¶ {today.number}</span>{isSame ? <span>{view.t('review.desk.unchanged')}</span> : null}</p>}
      {today === undefined || isSame ? null : <p class="prose wording" lang={lang} dir="auto">{stretches.map(({ kind, text }) => (kind === 'inserted' ? <ins>{text}</ins> : kind === 'deleted' ? <del>{text}</del> : text))}</p>}
      {wentOn.map(({ way, paragraph }) => (
        <>
          <p class="differs">{view.t(`review.went-on-${way}`, { number: paragraph.number })}</p>
          <p class="prose" lang={lang} dir="auto">{paragraph.text}</p>
        </>
      ))}
    </section>
  )
}

/** Comments that say nearly the same, with what was answered to them; all that wait can be answered with this one. */
function AlikeBlock(props: { view: View; data: AnswerData }) {
  const { view, data } = props
  const { t } = view
  if (data.alike.length === 0) return null
  const waiting = [data.comment, ...data.alike.map(({ comment }) => comment)].filter(({ response, withdrawnAt }) => response === null && withdrawnAt === null)
  return (
    <section class="block">
      <h2>{t('dispositions.alike')}</h2>
      {waiting.length < 2 ? null : <p class="actions"><a class="button quiet" data-key="s" href={`${data.base}/together?refs=${waiting.map(({ number }) => number).join('.')}`}>{t('dispositions.alike.together', { count: waiting.length })}</a></p>}
      <ul class="entries">
        {data.alike.map(({ comment, percent }) => (
          <li>
            <p class="meta">
              <a href={behindQueue(data, `R-${comment.number}`)}>{formatRef(data.cycle.slug, 'R', comment.number)}</a>
              {whoSays(view, data.forum, comment).slice(0, 1).map((word) => <span dir="auto">{word}</span>)}
              <span>{t('dispositions.alike.percent', { percent })}</span>
            </p>
            <Words view={view} comment={comment} />
            {comment.response === null ? null : <Disposition view={view} response={comment.response} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Withdraws on behalf of somebody who asked the desk to. */
export function DeskWithdrawForm(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.desk.withdraw')} desk crumbs={queueCrumbs(view, data, { href: `${data.base}/R-${data.comment.number}`, label: ref }, { label: view.t('review.desk.withdraw') })}>
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
