import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/fields.tsx'
import { AssignmentHistory } from '../assignments/desk.tsx'
import { ReadForm } from '../board/desk.tsx'
import { CodedList, CodedText, KeySheet, MarkerPanel } from '../board/pages.tsx'
import { RedactedText } from '../pages.tsx'
import { Translations } from '../translations/desk.tsx'
import type { PassageData, Pile, ReadingData, SourceData, ToRead } from './data.ts'
import { MarkForm, ThemesField } from './forms.tsx'

const PAGE = 100

/** What there is to read, question by question: what has no passage yet comes first. */
export function ReadingPage(props: { view: View; data: ReadingData }) {
  const { view, data } = props
  const { t } = view
  const base = deskOf(data)
  const unread = data.piles.flatMap((pile) => pile.toRead).filter((toRead) => toRead.passages === 0)
  const [next] = unread
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.reading')} crumbs={crumbsOf(view, data)} desk>
      <h1>{t('synthesis.reading')}</h1>
      <p class="lead">{t('synthesis.reading.lead', { count: unread.length })}</p>
      <p class="actions">
        {next === undefined ? null : <a class="button" href={`${base}/reading/${next.ref}`}>{t('synthesis.reading.next', { ref: next.ref })}</a>}
        <a class="button quiet" href={`${base}/codebook`}>{t('synthesis.codebook')}</a>
        <a class="button quiet" href={`${base}/findings`}>{t('synthesis.findings')}</a>
      </p>
      {data.piles.length === 0 ? <p class="empty">{t('synthesis.reading.none')}</p> : null}
      {data.piles.map((pile, index) => <PileSection view={view} data={data} pile={pile} index={index} />)}
    </Layout>
  )
}

function PileSection(props: { view: View; data: ReadingData; pile: Pile; index: number }) {
  const { view, data, pile, index } = props
  const { t } = view
  const sorted = pile.toRead.toSorted((a, b) => Math.sign(a.passages) - Math.sign(b.passages))
  const pages = Math.ceil(sorted.length / PAGE)
  const page = Math.min(Math.max(1, Number(view.query[`page${index}`]) || 1), pages)
  return (
    <section class="block" id={`pile-${index}`}>
      <h2 lang={data.forum.language} dir="auto">{pile.isDocuments === true ? t('documents.reading.pile') : pile.question === null ? t('synthesis.reading.comments') : `${pile.question.number}. ${pile.question.text}`}</h2>
      <ul class="lines many">
        {sorted.slice((page - 1) * PAGE, page * PAGE).map((toRead) => (
          <li>
            <a href={`${deskOf(data)}/reading/${toRead.ref}`}>{toRead.ref}</a>
            <span class="quiet-text">{t('synthesis.reading.passages', { count: toRead.passages })}</span>
          </li>
        ))}
      </ul>
      {pages < 2 ? null : (
        <nav class="pages" aria-label={t('synthesis.reading.pages')}>
          {page > 1 ? <a href={`?page${index}=${page - 1}#pile-${index}`}>{t('synthesis.reading.earlier')}</a> : null}
          {page < pages ? <a href={`?page${index}=${page + 1}#pile-${index}`}>{t('synthesis.reading.later')}</a> : null}
        </nav>
      )}
    </section>
  )
}

/** One answer, comment or part of a document: its words with what is marked in them, and the form that marks more. */
export function SourcePage(props: { view: View; data: SourceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = deskOf(data)
  const { source } = data
  const hrefOf = ({ number }: { number: number }) => `${base}/passages/P-${number}`
  const part = { text: source.text, start: source.window.offset, end: source.window.offset }
  const link = (to: Pick<ToRead, 'ref'> | undefined, words: string, rel?: string) => (to === undefined ? null : <a rel={rel} href={`${base}/reading/${to.ref}`}>{words}</a>)
  return (
    <Layout view={view} frame={data.frame} title={source.ref} crumbs={crumbsOf(view, data, source.ref)} islands={['marking.js']} desk>
      <h1>{source.ref}</h1>
      {data.question === null ? null : <p class="lead" lang={data.forum.language} dir="auto">{data.question.number}. {data.question.text}</p>}
      {source.document === undefined ? null : <p class="lead"><bdi>{source.document.name}</bdi></p>}
      <p class="meta"><a href={source.href}>{t('synthesis.reading.see')}</a></p>
      <nav class="pages" aria-label={t('synthesis.reading.way')}>
        {link(data.before, t('synthesis.reading.before'), 'prev')}
        {link(data.after, t('synthesis.reading.after'), 'next')}
        {link(data.unread, t(source.kind === 'answer' ? 'reading.next-unread' : 'synthesis.reading.unread'))}
      </nav>
      <Parts view={view} data={data} />
      <article class="answer one" tabindex={-1} aria-label={source.ref} data-live={source.ref}>
        {data.passages.length === 0 ? null : <p class="facts-line">{t('synthesis.reading.marked', { count: data.passages.length })}</p>}
        <CodedText view={view} part={part} of={source.ref} lang={source.language} passages={data.passages} themes={data.themes} hrefOf={hrefOf} />
        <CodedList view={view} passages={data.passages} themes={data.themes} lang={data.forum.language} hrefOf={hrefOf} markers={data.markers} names={data.names} />
        {source.kind === 'answer' ? <ReadForm view={view} base={base} card={{ ref: source.ref, readers: data.readers, isRead: data.isRead }} names={data.names} back={addressOf(data, view.query['part'])} /> : null}
      </article>
      <Translations view={view} data={data} />
      <section class="block">
        <h2>{t('synthesis.mark.title')}</h2>
        <MarkForm view={view} data={data} form={form} />
      </section>
      <KeySheet view={view} />
      <MarkerPanel view={view} base={`${base}/reading`} themes={data.themes} lang={data.forum.language} />
    </Layout>
  )
}

/** The ways to the parts of a long text. */
function Parts(props: { view: View; data: SourceData }) {
  const { view, data } = props
  const { number, parts } = data.source.window
  if (parts < 2) return null
  const to = (part: number) => addressOf(data, String(part))
  return (
    <nav class="pages" aria-label={view.t('reading.parts')}>
      {number > 1 ? <a href={to(number - 1)}>{view.t('synthesis.reading.earlier')}</a> : null}
      <span>{view.t('reading.part', { number, parts })}</span>
      {number < parts ? <a href={to(number + 1)}>{view.t('synthesis.reading.later')}</a> : null}
    </nav>
  )
}

/** One passage: its themes, what rests on it, and taking it back. */
export function PassagePage(props: { view: View; data: PassageData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ref = `P-${data.passage.number}`
  return (
    <Layout view={view} frame={data.frame} title={ref} crumbs={crumbsOf(view, data, ref)} desk>
      <h1>{ref}</h1>
      <blockquote class="quote">
        <p dir="auto"><span class="words"><RedactedText view={view} text={data.passage.quote} redactions={data.passage.redactions} offset={data.passage.start} /></span></p>
        {data.passage.page === null ? null : <p class="source">{t('documents.page', { page: data.passage.page })}</p>}
      </blockquote>
      {data.restedOn === 0 ? null : (
        <p class="notice">
          {t('synthesis.passage.rested-on', { count: data.restedOn })}
          {data.findings.map((finding) => <> <a href={`${deskOf(data)}/findings/F-${finding.number}`}>F-{finding.number}</a></>)}
        </p>
      )}
      <form method="post" action={view.path} class="sheet">
        <ErrorSummary view={view} form={form} labels={{ theme: t('synthesis.field.themes') }} />
        <ThemesField view={view} form={form} themes={data.themes} />
        <div class="actions">
          <button>{t('synthesis.passage.save')}</button>
          <button class="quiet" name="shall" value="unmark">{t('synthesis.passage.unmark')}</button>
          {data.isMoved ? <button class="quiet" name="shall" value="undo-anchoring">{t('anchoring.undo')}</button> : null}
        </div>
      </form>
      <p class="actions"><a class="button quiet" href={`${deskOf(data)}/similar?passage=${ref}`}>{t('similar.title')}</a></p>
      <AssignmentHistory view={view} data={data} />
    </Layout>
  )
}

/** Where a source is read, at the part that is read now. */
export function addressOf(data: InCycle & Pick<SourceData, 'source'>, part: string | undefined): string {
  return `${deskOf(data)}/reading/${data.source.ref}${part === undefined ? '' : `?${new URLSearchParams({ part }).toString()}`}`
}

export function deskOf(data: InCycle): string {
  return `/desk/${data.forum.slug}/${data.cycle.slug}`
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = deskOf(data)
  const reading = { ...(last === undefined ? {} : { href: `${desk}/reading` }), label: view.t('synthesis.reading') }
  return [...deskCrumbs(view, data), reading, ...(last === undefined ? [] : [{ label: last }])]
}
