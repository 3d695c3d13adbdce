import { languageName } from '../../../shared/language.ts'
import { excerpt } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { titleOf } from '../codebook/data.ts'
import { codebookOf, dayOf, nameOf } from '../codebook/desk.tsx'
import { RedactedText } from '../pages.tsx'
import { writeMachine } from '../similar/pages.tsx'
import type { GroupsData, ShownGroup } from './data.ts'
import { GroupForm, SuggestForm } from './forms.tsx'

/** Groups of answers that have words in common, question by question: each becomes a theme put forward, or is dismissed, by a person. */
export function GroupsPage(props: { view: View; data: GroupsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('groups.title')
  const reading = { href: `/desk/${data.forum.slug}/${data.cycle.slug}/reading`, label: t('synthesis.reading') }
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), reading, { label: title }]} desk>
      <h1>{title}</h1>
      <p class="lead">{t('groups.lead')}</p>
      <ErrorSummary view={view} form={form} labels={{ title: t('groups.field.title'), language: t('groups.field.language') }} />
      <Questions view={view} data={data} />
      {data.asked === undefined ? <p class="empty">{t('groups.no-question')}</p> : <OfQuestion view={view} data={data} form={form} />}
      <p class="meta"><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/language-model`}>{t('model.title')}</a></p>
    </Layout>
  )
}

function Questions(props: { view: View; data: GroupsData }) {
  const { view, data } = props
  if (data.questions.length < 2) return null
  return (
    <nav class="questions" aria-label={view.t('reading.questions')}>
      {[...Map.groupBy(data.questions, ({ call }) => call)].map(([call, questions], _, calls) => (
        <>
          {calls.length < 2 ? null : <p class="meta"><bdi lang={data.forum.language}>{call}</bdi></p>}
          <ol>
            {questions.map(({ key, question }) => (
              <li><a href={`${view.path}?${new URLSearchParams({ question: key }).toString()}`} aria-current={key === data.asked?.key ? 'page' : undefined} title={question.text}><span>{question.number}</span></a></li>
            ))}
          </ol>
        </>
      ))}
    </nav>
  )
}

function OfQuestion(props: { view: View; data: GroupsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { asked } = data
  return (
    <>
      <h2 class="question" lang={data.forum.language} dir="auto">{asked?.question.number}. {asked?.question.text}</h2>
      {data.isBehind ? <p class="differs">{t('similar.behind')}</p> : null}
      <SuggestForm view={view} data={data} form={form} />
      {data.open.length === 0 ? <p class="empty">{t('groups.none')}</p> : null}
      {data.open.map((group) => (
        <section class="block" id={`group-${group.id}`} aria-labelledby={`terms-${group.id}`}>
          <Terms view={view} data={data} group={group} />
          <GroupForm view={view} data={data} group={group} form={form} />
        </section>
      ))}
      <Decided view={view} data={data} />
    </>
  )
}

function addressOf(data: GroupsData): string {
  return `/desk/${data.forum.slug}/${data.cycle.slug}/reading`
}

/** What a group is named by, where it came from, and its answers. */
function Terms(props: { view: View; data: GroupsData; group: ShownGroup }) {
  const { view, data, group } = props
  const { t } = view
  return (
    <>
      <h3 id={`terms-${group.id}`} lang={group.language} dir="auto">{group.terms.join(', ')}</h3>
      <p class="meta">
        {t('groups.members', { count: group.answers.length, language: languageName(group.language, view.lang) })}{' '}
        {t('groups.made', { machine: writeMachine(view, group.machine), who: nameOf(view, data.names, group.madeBy), date: dayOf(view, group.madeAt) })}
      </p>
      {group.answers.slice(0, FEW).map((answer) => (
        <blockquote class="quote plain">
          <p class="quoted" lang={answer.language ?? undefined} dir="auto"><RedactedText view={view} text={excerpt(answer.text, 200)} redactions={answer.redactions} offset={0} /></p>
          <p class="source"><a href={`${addressOf(data)}/C-${answer.contributionNumber}/${answer.number}`}>C-{answer.contributionNumber}/{answer.number}</a></p>
        </blockquote>
      ))}
      {group.answers.length <= FEW ? null : (
        <details>
          <summary>{t('groups.more', { count: group.answers.length - FEW })}</summary>
          <p>{group.answers.slice(FEW, MANY).map((answer) => <><a href={`${addressOf(data)}/C-${answer.contributionNumber}/${answer.number}`}>C-{answer.contributionNumber}/{answer.number}</a>{' '}</>)}</p>
        </details>
      )}
    </>
  )
}

/** Answers told with their beginnings, and those told at all. */
const [FEW, MANY] = [5, 200]

function Decided(props: { view: View; data: GroupsData }) {
  const { view, data } = props
  const { t } = view
  if (data.decided.length === 0) return null
  return (
    <section class="block" aria-labelledby="decided">
      <h2 id="decided">{t('groups.decided')}</h2>
      <ul class="lines">
        {data.decided.map((group) => {
          const told = { who: nameOf(view, data.names, group.decidedBy), date: group.decidedAt === null ? '' : dayOf(view, group.decidedAt) }
          const theme = data.lineage.find(({ id }) => id === group.themeId)
          return (
            <li>
              <span>
                <bdi lang={group.language}>{group.terms.join(', ')}</bdi>{' '}
                <span class="quiet-text">{group.decision === 'taken' ? t('groups.taken-by', told) : t('similar.dismissed-by', told)}</span>{' '}
                {theme === undefined ? null : <a href={`${codebookOf(data)}/${theme.slug}`}><bdi>{titleOf(data, theme.id)}</bdi></a>}
              </span>
              {group.decision !== 'dismissed' ? null : (
                <form method="post" action={`${view.path}?${new URLSearchParams({ question: data.asked?.key ?? '' }).toString()}`}>
                  <input type="hidden" name="group" value={group.id} />
                  <button class="quiet" name="shall" value="restore">{t('similar.restore')}</button>
                </form>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
