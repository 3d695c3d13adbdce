import { writeInstant } from '../../../shared/time.ts'
import type { ModelRequest, ModelSuggestion } from '../../../synthesis/language-model/model.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { titleOf } from '../codebook/data.ts'
import { codebookOf, dayOf, nameOf } from '../codebook/desk.tsx'
import type { ModelData, ModelRequestData } from './data.ts'
import { AskForm, SuggestionForm, SwitchForm } from './forms.tsx'

/** What a language model may be asked: whether there is one, whether the cycle lets it be asked, and what was. */
export function ModelPage(props: { view: View; data: ModelData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('model.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), { label: title }]} desk>
      <h1>{title}</h1>
      <p class="lead">{t('model.lead')}</p>
      <ErrorSummary view={view} form={form} labels={{ kind: t('model.field.kind'), theme: t('model.field.theme') }} />
      <p>{data.model === undefined ? t('model.none') : t('model.named', { name: data.model.name, host: data.model.host })}</p>
      <p>{t(data.isOn ? 'model.on' : 'model.off')}{data.switchedAt === undefined ? null : <> <span class="quiet-text">{t('model.switched', { who: nameOf(view, data.names, data.switchedAt.by), date: dayOf(view, data.switchedAt.at) })}</span></>}</p>
      <SwitchForm view={view} data={data} />
      {data.model === undefined || !data.isOn ? null : (
        <section class="block" aria-labelledby="ask">
          <h2 id="ask">{t('model.ask.title')}</h2>
          {data.themes.every(({ passages }) => passages === 0) ? <p class="empty">{t('model.no-themes')}</p> : <><p>{t('model.ask.lead', { host: data.model.host })}</p><AskForm view={view} data={data} form={form} /></>}
        </section>
      )}
      <section class="block" aria-labelledby="asked">
        <h2 id="asked">{t('model.asked')}</h2>
        {data.requests.length === 0 ? <p class="empty">{t('model.asked.none')}</p> : (
          <ul class="lines">
            {data.requests.map((asked) => (
              <li>
                <span><a href={`${view.path}/${asked.number}`}>{t('model.request', { number: asked.number })}</a> {t(`model.kind.${asked.kind}`)} <span class="quiet-text">{writeAsked(view, data, asked)}</span></span>
                <span class={asked.state === 'answered' ? 'tag' : 'tag warn'}>{t(`model.state.${asked.state}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </Layout>
  )
}

function writeAsked(view: View, data: Pick<ModelData, 'names'>, asked: ModelRequest): string {
  return view.t('model.asked-by', { who: nameOf(view, data.names, asked.askedBy), date: dayOf(view, asked.askedAt), count: asked.passages.length })
}

/** One thing that was asked: what the model put forward, each with its passages, and what people decided. */
export function ModelRequestPage(props: { view: View; data: ModelRequestData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { asked } = data
  const title = t('model.request', { number: asked.number })
  const list = `/desk/${data.forum.slug}/${data.cycle.slug}/language-model`
  const unsent = asked.passages.filter(({ isSent }) => isSent === false).length
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), { href: list, label: t('model.title') }, { label: title }]} desk>
      <h1>{title}</h1>
      <p class="lead">{t(`model.kind.${asked.kind}`)}</p>
      <p class="meta">{writeAsked(view, data, asked)} <span class={asked.state === 'answered' ? 'tag' : 'tag warn'}>{t(`model.state.${asked.state}`)}</span></p>
      <ErrorSummary view={view} form={form} labels={{ title: t('groups.field.title') }} />
      {asked.model === null || asked.repliedAt === null || asked.state === 'failed' ? null : <p class="differs">{t('model.made', { model: asked.model, at: writeInstant(asked.repliedAt, view.lang) })}</p>}
      {asked.reason === null ? null : <p class="differs">{t(`model.reason.${asked.reason}`)}</p>}
      {unsent === 0 ? null : <p>{t('model.unsent', { count: unsent })}</p>}
      {asked.reply === null ? null : <RefusedReply view={view} data={data} />}
      {asked.suggestions.map((suggestion) => <Suggestion view={view} data={data} suggestion={suggestion} form={form} />)}
    </Layout>
  )
}

/** A reply that could not be used, for whoever wants to know why; it is words, and nothing follows from it. */
function RefusedReply(props: { view: View; data: ModelRequestData }) {
  const { view, data } = props
  const isOpen = data.asked.passages.every(({ passageId, isSent }) => isSent !== true || data.open.has(passageId))
  return (
    <details class="rests">
      <summary>{view.t('model.reply')}</summary>
      <div class="opened">{isOpen ? <p dir="auto" class="words">{data.asked.reply}</p> : <p class="empty">{view.t('model.withheld')}</p>}</div>
    </details>
  )
}

function Suggestion(props: { view: View; data: ModelRequestData; suggestion: ModelSuggestion; form: FormState }) {
  const { view, data, suggestion, form } = props
  const { t } = view
  const isOpen = suggestion.passageIds.every((id) => data.open.has(id))
  const theme = data.lineage.find(({ id }) => id === suggestion.themeId)
  const told = { who: nameOf(view, data.names, suggestion.decidedBy), date: suggestion.decidedAt === null ? '' : dayOf(view, suggestion.decidedAt) }
  return (
    <section class="block" aria-labelledby={`suggestion-${suggestion.position}`}>
      <h2 id={`suggestion-${suggestion.position}`} dir="auto">{isOpen ? suggestion.text : t('model.withheld')}</h2>
      {suggestion.passageIds.map((id) => {
        const quotation = data.quotations.get(id)
        return quotation === undefined ? null : (
          <blockquote class="quote">
            {data.open.has(id) ? <p lang={quotation.language ?? undefined} dir="auto"><span class="words">{quotation.quote}</span></p> : <p>{t('model.passage-gone')}</p>}
            <p class="source"><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/passages/P-${quotation.passage.number}`}>P-{quotation.passage.number}</a></p>
          </blockquote>
        )
      })}
      {suggestion.decision === null ? (
        isOpen ? <SuggestionForm view={view} suggestion={suggestion} isGroup={data.asked.kind === 'groups'} form={form} /> : null
      ) : (
        <div class="actions">
          <p class="meta">
            {suggestion.decision === 'taken' ? t('groups.taken-by', told) : t('similar.dismissed-by', told)}{' '}
            {theme === undefined ? null : <a href={`${codebookOf(data)}/${theme.slug}`}><bdi>{titleOf(data, theme.id)}</bdi></a>}
            {suggestion.decision === 'taken' && data.asked.kind === 'statements' && isOpen ? <a href={`/desk/${data.forum.slug}/${data.cycle.slug}/findings/new?suggested=${suggestion.id}`}>{t('model.write')}</a> : null}
          </p>
          {suggestion.decision !== 'dismissed' ? null : (
            <form method="post" action={view.path}>
              <input type="hidden" name="suggestion" value={suggestion.id} />
              <button class="quiet" name="shall" value="restore">{t('similar.restore')}</button>
            </form>
          )}
        </div>
      )}
    </section>
  )
}
