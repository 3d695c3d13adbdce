import { ANCHOR_STATES } from '../../../review/anchors/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { PlaceNow } from '../anchors/data.ts'
import { MarkedParagraph } from '../anchors/pages.tsx'
import { PAGE, type CarriedData, type SettlingData, type ToSettle } from './data.ts'

/** For each document how its comments stand in the latest version, and what a person has to say. */
export function CarriedPage(props: { view: View; data: CarriedData }) {
  const { view, data } = props
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/anchors`
  return (
    <Layout view={view} frame={data.frame} title={view.t('anchors.desk.title')} desk crumbs={[...deskCrumbs(view, data), { label: view.t('anchors.desk.title') }]}>
      <h1>{view.t('anchors.desk.title')}</h1>
      <p class="lead">{view.t('anchors.desk.lead')}</p>
      {data.documents.length === 0 ? <p class="empty">{view.t('anchors.desk.none')}</p> : null}
      <ul class="entries">
        {data.documents.map(({ document, version, counts }) => (
          <li>
            <h2><span lang={document.language} dir="auto">{document.title}</span>, <span dir="auto">{version.title}</span></h2>
            <p class="meta">{ANCHOR_STATES.filter((state) => (counts.get(state) ?? 0) > 0).map((state) => <span>{view.t('anchors.desk.count', { count: counts.get(state) ?? 0, state: view.t(`anchors.state.${state}`) })}</span>)}</p>
            {(counts.get('doubtful') ?? 0) === 0 ? <p class="quiet-text">{view.t('anchors.desk.settled')}</p> : <p><a class="button" href={`${base}/${document.slug}`}>{view.t('anchors.desk.settle')}</a></p>}
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** What a person has to say, one after the other, the likeliest place chosen: one button settles the page. */
export function SettlingForm(props: { view: View; data: SettlingData; form: FormState }) {
  const { view, data, form } = props
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/anchors`
  const title = data.only === undefined ? data.version.title : formatRef(data.cycle.slug, 'R', data.only.number)
  const labels = Object.fromEntries(data.items.flatMap(({ key, comment }) => [`verdict-${key}`, `other-${key}`].map((name) => [name, `R-${comment.number}`])))
  return (
    <Layout view={view} frame={data.frame} title={`${view.t('anchors.desk.title')}: ${title}`} desk crumbs={[...deskCrumbs(view, data), { href: base, label: view.t('anchors.desk.title') }, { label: title }]}>
      <h1>{view.t('anchors.desk.where', { version: data.version.title })}</h1>
      {data.items.length === 0 ? <p class="empty">{view.t('anchors.desk.settled')}</p> : (
        <form class="sheet" method="post">
          <ErrorSummary view={view} form={form} labels={labels} />
          <p>{view.t(data.only === undefined ? 'anchors.desk.batch' : 'anchors.desk.one')}</p>
          {data.items.map((item) => <Item view={view} data={data} form={form} item={item} />)}
          <div class="actions"><button>{view.t('anchors.desk.do', { count: data.items.length })}</button></div>
        </form>
      )}
      <nav class="pages" aria-label={view.t('review.register-pages')}>
        {data.page > 1 ? <a href={`${base}/${data.document.slug}?page=${data.page - 1}`}>{view.t('review.earlier')}</a> : null}
        {data.only === undefined && data.page * PAGE < data.total ? <a href={`${base}/${data.document.slug}?page=${data.page + 1}`}>{view.t('review.later')}</a> : null}
      </nav>
    </Layout>
  )
}

function Item(props: { view: View; data: SettlingData; form: FormState; item: ToSettle }) {
  const { view, data, form, item } = props
  const { key, comment, carried, asRead, candidates, places } = item
  const name = `verdict-${key}`
  const error = form.errors[name]
  const language = data.document.language
  return (
    <fieldset class="group settle" id={`field-${name}`} tabindex={-1} aria-describedby={error === undefined ? undefined : `error-${name}`}>
      <legend><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/comments/R-${comment.number}`}>R-{comment.number}</a></legend>
      <input type="hidden" name={`revision-${key}`} value={typed(form, `revision-${key}`)} />
      <div class="field">
        {error === undefined ? null : <p class="error" id={`error-${name}`}>{view.error(error)}</p>}
        <p lang={comment.language ?? undefined} dir="auto">{excerpt(comment.text, 200)}</p>
        {asRead === undefined ? null : <><p class="label">{view.t('anchors.desk.as-read', { number: asRead.number, version: asRead.version })}</p><blockquote class="quote"><MarkedParagraph language={language} text={asRead.text} range={asRead.range} /></blockquote></>}
        <p class="label">{view.t('anchors.desk.stands', { version: data.version.title })}</p>
        <Choice form={form} name={name} value="later" words={view.t(carried.state === 'doubtful' ? 'anchors.desk.later' : 'anchors.desk.keep', { places: numbersOf(places), state: view.t(`anchors.state.${carried.state}`) })} />
        {candidates.map((place, at) => <Choice form={form} name={name} value={`candidate-${at + 1}`} words={view.t('anchors.desk.here', { number: place.number })} place={place} language={language} />)}
        <Choice form={form} name={name} value="other" words={view.t('anchors.desk.elsewhere')} />
        <Choice form={form} name={name} value="deleted" words={view.t('anchors.desk.gone')} />
        {carried.state === 'doubtful' ? null : <Choice form={form} name={name} value="doubtful" words={view.t('anchors.desk.take-back')} />}
      </div>
      <LineField view={view} form={form} name={`other-${key}`} optional label={view.t('anchors.desk.numbers')} hint={view.t('anchors.desk.numbers-hint')} />
    </fieldset>
  )
}

function numbersOf(places: readonly PlaceNow[]): string {
  return places.length === 0 ? '–' : places.map(({ number }) => `¶ ${number}`).join(', ')
}

function Choice(props: { form: FormState; name: string; value: string; words: string; place?: PlaceNow; language?: string }) {
  const { form, name, value, place, language } = props
  return (
    <label class="choice">
      <input type="radio" name={name} value={value} checked={typed(form, name) === value} />
      <span>{props.words}{place === undefined || language === undefined ? null : <span class="hint settle-words"><MarkedParagraph language={language} text={place.text} range={place.range} /></span>}</span>
    </label>
  )
}
