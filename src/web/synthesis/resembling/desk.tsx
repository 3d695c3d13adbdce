import { languageName } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { codebookOf, crumbsOf, dayOf, nameOf } from '../codebook/desk.tsx'
import { ThemeSign } from '../codebook/pages.tsx'
import { Stretch } from '../similar/pages.tsx'
import type { ResemblingData, ShownDismissal } from './data.ts'

/** Unread stretches that resemble what has a theme: each is taken or dismissed by a person. */
export function ResemblingPage(props: { view: View; data: ResemblingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('resembling.title')
  const isNone = data.resembling.length === 0
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title, data.theme)} desk>
      <h1>{title}</h1>
      <p class="lead" dir="auto"><ThemeSign colour={data.theme.colour} /> <a href={`${codebookOf(data)}/${data.theme.slug}`}>{data.theme.title}</a></p>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p>{t('resembling.lead')}</p>
      <p class="meta">{t('similar.by-words')}</p>
      {data.isBehind ? <p class="differs">{t('similar.behind')}</p> : null}
      {isNone ? <p class="empty">{t('resembling.none')}</p> : null}
      {data.resembling.map(({ language, found }) => (
        <section class="block" aria-labelledby={`in-${language}`}>
          <h2 id={`in-${language}`}>{t('resembling.found', { count: found.length, language: languageName(language, view.lang) })}</h2>
          {found.map((similar) => (
            <Stretch view={view} data={data} similar={similar}>
              <form method="post" action={view.path} class="actions">
                <Place answer={similar.of.id} start={similar.unit.start} end={similar.unit.end} />
                <button class="quiet" name="shall" value="take">{t('resembling.take')}</button>
                <button class="quiet" name="shall" value="dismiss">{t('resembling.dismiss')}</button>
              </form>
            </Stretch>
          ))}
        </section>
      ))}
      <Dismissed view={view} data={data} />
    </Layout>
  )
}

function Place(props: { answer: string; start: number; end: number }) {
  return (
    <>
      <input type="hidden" name="answer" value={props.answer} />
      <input type="hidden" name="start" value={String(props.start)} />
      <input type="hidden" name="end" value={String(props.end)} />
    </>
  )
}

function Dismissed(props: { view: View; data: ResemblingData }) {
  const { view, data } = props
  if (data.dismissed.length === 0) return null
  return (
    <details class="rests">
      <summary>{view.t('resembling.dismissed', { count: data.dismissed.length })}</summary>
      <div class="opened">{data.dismissed.map((dismissal) => <DismissedStretch view={view} data={data} dismissal={dismissal} />)}</div>
    </details>
  )
}

function DismissedStretch(props: { view: View; data: ResemblingData; dismissal: ShownDismissal }) {
  const { view, data, dismissal } = props
  return (
    <blockquote class="quote">
      <p lang={dismissal.language ?? undefined} dir="auto"><span class="words">{dismissal.text ?? view.t('resembling.withheld')}</span></p>
      <p class="source">{dismissal.ref}, {view.t('similar.dismissed-by', { who: nameOf(view, data.who, dismissal.dismissedBy), date: dayOf(view, dismissal.dismissedAt) })}</p>
      <form method="post" action={view.path} class="actions">
        <Place answer={dismissal.answerId} start={dismissal.start} end={dismissal.end} />
        <button class="quiet" name="shall" value="restore">{view.t('similar.restore')}</button>
      </form>
    </blockquote>
  )
}
