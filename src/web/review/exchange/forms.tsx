import type { Settled } from '../../../review/exchange/model.ts'
import { excerpt } from '../../../shared/text.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { Fields, FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { translator } from '../../messages.ts'
import { ChoiceField, ErrorSummary, FileField, LineField, SelectField } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { groupChoices } from '../comment/forms.tsx'
import type { InReview } from '../data.ts'
import type { FileData, FilesData } from './data.ts'
import { dayOf, FileNotes, isDoubtful, RemarkLine, SureTable } from './pages.tsx'

/** Of a paragraph that is offered, so many letters. */
const OFFERED = 90

function crumbs(view: View, data: InReview, last: string): Crumb[] {
  return [...deskCrumbs(view, data), { href: `/desk${data.cycleBase}/reviews`, label: view.t('review.reviews') }, { label: last }]
}

/** Takes a file in, and names those that came. */
export function FilesPage(props: { view: View; data: FilesData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { file: t('files-in.field.file'), arrivedOn: t('files-in.field.arrived') }
  return (
    <Layout view={view} frame={data.frame} title={t('files-in.title')} desk crumbs={crumbs(view, data, t('files-in.title'))}>
      <h1>{t('files-in.title')}</h1>
      <p class="meta"><span dir="auto">{data.review.title}</span><span dir="auto">{data.version.documentTitle}, {data.version.title}</span></p>
      <p class="lead">{t('files-in.lead')}</p>
      <form method="post" class="sheet" enctype="multipart/form-data">
        <ErrorSummary view={view} form={form} labels={labels} />
        <FileField view={view} form={form} name="file" label={labels.file} hint={t('files-in.hint.file')} />
        <LineField view={view} form={form} name="arrivedOn" type="date" label={labels.arrivedOn} hint={t('files-in.hint.arrived')} />
        <div class="actions"><button>{t('files-in.send')}</button></div>
      </form>
      {data.files.length === 0 ? null : (
        <section class="block">
          <h2>{t('files-in.earlier')}</h2>
          <ul class="todo">
            {data.files.map(({ id, name, arrivedOn, takenAt }) => (
              <li>
                <a href={`/desk${data.base}/files/${id}`}><bdi>{name}</bdi></a>
                <span>{writeShortDate(arrivedOn, view.lang)} · {t(takenAt === null ? 'files-in.waits' : 'files-in.taken')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  )
}

/** What was read of a file: a person says what is doubtful and who is who, then takes all of it. */
export function FilePage(props: { view: View; data: FileData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { settled, kept } = data
  const [doubtful, aside, known] = [settled.filter(isDoubtful), settled.filter(({ standing }) => standing.kind === 'aside'), settled.filter(({ standing }) => standing.kind === 'known')]
  const isTaken = kept.takenAt !== null && Object.keys(form.errors).length === 0
  const fresh = settled.length - aside.length - known.length
  const counts = (
    <p class="meta">
      <span>{t('files-in.new', { count: fresh })}</span><span>{t('files-in.doubtful', { count: doubtful.length })}</span><span>{t('files-in.known', { count: known.length })}</span><span>{t('files-in.aside', { count: aside.length })}</span>
    </p>
  )
  return (
    <Layout view={view} frame={data.frame} title={t('files-in.found')} desk crumbs={[...crumbs(view, data, t('files-in.title')).slice(0, -1), { href: `/desk${data.base}/files`, label: t('files-in.title') }, { label: kept.name }]}>
      <h1>{t('files-in.found')}</h1>
      <p class="lead"><bdi>{kept.name}</bdi></p>
      {counts}
      {isTaken ? <p class="notice">{t('files-in.is-taken')}</p> : null}
      <form method="post" class="sheet returned">
        <ErrorSummary view={view} form={form} labels={labelsOf(view, data)} />
        {isTaken ? null : <Doubts view={view} data={data} form={form} doubtful={doubtful} />}
        {isTaken ? null : <Voices view={view} data={data} form={form} />}
        {isTaken ? null : <Asides view={view} data={data} form={form} aside={aside} />}
        <SureTable view={view} data={data} />
        <FileNotes view={view} data={data} known={known} />
        {isTaken || fresh + aside.length === 0 ? null : (
          <div class="actions"><button name="shall" value="take">{t('files-in.take')}</button></div>
        )}
      </form>
    </Layout>
  )
}

function labelsOf({ t }: View, { settled, authors }: FileData): Record<string, string> {
  const places = settled.flatMap((_, at): [string, string][] => [[`is-${at + 1}`, t('files-in.where', { number: at + 1 })], [`at-${at + 1}`, t('files-in.at')]])
  const people = authors.flatMap(({ name }, at): [string, string][] => [[`name-${at + 1}`, `${t('files-in.field.name')}: ${name}`], [`body-${at + 1}`, `${t('files-in.field.body')}: ${name}`], [`group-${at + 1}`, `${t('files-in.field.group')}: ${name}`]])
  return { ...Object.fromEntries([...places, ...people]), consent: t('files-in.field.consent'), also: t('files-in.aside.title') }
}

function Doubts(props: { view: View; data: FileData; form: FormState; doubtful: readonly Settled[] }) {
  const { view, data, form, doubtful } = props
  const { t } = view
  if (doubtful.length === 0) return null
  const numbered = new Map(data.paragraphs.map((paragraph) => [paragraph.id, paragraph]))
  return (
    <section class="block">
      <h2>{t('files-in.doubtful.title')}</h2>
      <p>{t('files-in.doubtful.lead')}</p>
      <div class="actions"><button name="shall" value="likeliest" class="quiet">{t('files-in.likeliest')}</button></div>
      {doubtful.map((one) => {
        const at = data.settled.indexOf(one) + 1
        const offered = one.where.kind === 'doubtful' ? one.where.candidates.flatMap((id) => numbered.get(id) ?? []) : []
        const choices = [
          ...offered.map(({ number, text }) => ({ value: String(number), label: t('files-in.paragraph', { number, words: excerpt(text, OFFERED) }) })),
          { value: 'whole', label: t('files-in.whole') },
          { value: 'out', label: t('files-in.out') },
        ]
        return (
          <div class="doubtful">
            <RemarkLine view={view} data={data} one={one} />
            <SelectField view={view} form={form} name={`is-${at}`} label={t('files-in.where', { number: at })} nothing={t('files-in.choose')} choices={choices} />
            <LineField view={view} form={form} name={`at-${at}`} optional label={t('files-in.at')} hint={t('files-in.at.hint')} />
          </div>
        )
      })}
    </section>
  )
}

function Voices(props: { view: View; data: FileData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { groups } = groupChoices(view, data.forum)
  return (
    <section class="block">
      <h2>{t('files-in.who.title')}</h2>
      {data.authors.length === 0 ? <p>{t('files-in.who.nobody')}</p> : <p>{t('files-in.who.lead')}</p>}
      {data.authors.map(({ name, organisation, count }, at) => (
        <fieldset class="field group">
          <legend><bdi>{t('files-in.who.as', { name: [name, organisation].filter((part) => part !== '').join(', ') })}</bdi> <span class="hint">{t('files-in.who.count', { count })}</span></legend>
          <LineField view={view} form={form} name={`name-${at + 1}`} optional label={t('files-in.field.name')} />
          <LineField view={view} form={form} name={`body-${at + 1}`} optional label={t('files-in.field.body')} />
          <SelectField view={view} form={form} name={`group-${at + 1}`} optional nothing={t('review.not-said')} label={t('files-in.field.group')} choices={groups} />
        </fieldset>
      ))}
      <ChoiceField view={view} form={form} name="consent" label={t('files-in.field.consent')} choices={(['full', 'without-name', 'not-at-all'] as const).map((consent) => ({ value: consent, label: t(`review.consent-given.${consent}`) }))} />
    </section>
  )
}

function Asides(props: { view: View; data: FileData; form: FormState; aside: readonly Settled[] }) {
  const { view, data, form, aside } = props
  const { t } = view
  if (aside.length === 0) return null
  const choices = aside.map((one) => {
    const why = one.standing.kind === 'aside' ? t(`files-in.why.${one.standing.why}`) : ''
    return { value: String(data.settled.indexOf(one) + 1), label: [one.remark.author ?? '', dayOf(view, one), why, one.quote === '' ? '' : `“${excerpt(one.quote, OFFERED)}”`].filter((part) => part !== '').join(' · ') }
  })
  return (
    <section class="block">
      <ChoiceField view={view} form={form} name="also" label={t('files-in.aside.title')} hint={t('files-in.aside.hint')} choices={choices} several optional />
    </section>
  )
}

/** The same form with the likeliest place chosen wherever nothing was. */
export function likeliestOf(data: FileData, fields: Fields): Fields {
  const numbered = new Map(data.paragraphs.map(({ id, number }) => [id, number]))
  return Object.fromEntries(
    data.settled.flatMap(({ standing, where }, at): [string, readonly string[]][] => {
      const name = `is-${at + 1}`
      const [first] = where.kind === 'doubtful' && standing.kind === 'new' ? where.candidates : []
      const isOpen = where.kind === 'doubtful' && standing.kind === 'new' && (fields[name]?.at(-1) ?? '') === ''
      return isOpen ? [[name, [first === undefined ? 'whole' : String(numbered.get(first) ?? 'whole')]]] : []
    }),
  )
}

/** What a change without words says, in the language of the document where there are sentences for it, else in the reader's. */
export function describer(view: View, language: string): (one: Settled) => string {
  const primary = language.toLowerCase().split('-')[0] ?? ''
  const t = primary === 'en' || primary === 'fr' ? translator(primary) : view.t
  const cut = (text: string): string => excerpt(text.replace(/\s+/gu, ' ').trim(), 2000)
  return ({ remark }) => {
    const { kind } = remark
    const words = { was: cut(remark.was), becomes: cut(remark.becomes) }
    return kind === 'insertion' && remark.becomes.includes('\n') ? t('files-in.said.insertion-paragraph', words) : t(`files-in.said.${kind}`, words)
  }
}
