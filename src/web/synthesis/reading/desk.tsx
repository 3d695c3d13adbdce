import { countCodePoints } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/fields.tsx'
import { AssignmentHistory } from '../assignments/desk.tsx'
import { MarkedText, RedactedText } from '../pages.tsx'
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

/** One answer, comment or part of a document: what is marked in it, and the form that marks more. */
export function SourcePage(props: { view: View; data: SourceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = deskOf(data)
  const { source } = data
  // Of a document a part is shown, and of its passages those that stand in it.
  const offset = source.document?.offset ?? 0
  const length = countCodePoints(source.text)
  const here = data.passages.filter(({ start, end }) => start < offset + length && end > offset)
  const passages = here.map(({ id, number, start, end }) => ({ id, number, start: Math.max(0, start - offset), end: Math.min(length, end - offset), href: `${base}/passages/P-${number}`, title: `P-${number}` }))
  const link = (to: ToRead | undefined, words: string) => (to === undefined ? null : <a href={`${base}/reading/${to.ref}`}>{words}</a>)
  return (
    <Layout view={view} frame={data.frame} title={source.ref} crumbs={crumbsOf(view, data, source.ref)} islands={['marking.js']} desk>
      <h1>{source.ref}</h1>
      {data.question === null ? null : <p class="lead" lang={data.forum.language} dir="auto">{data.question.number}. {data.question.text}</p>}
      <ReadingPart view={view} data={data} />
      <p class="meta"><a href={source.href}>{t('synthesis.reading.see')}</a></p>
      <nav class="pages" aria-label={t('synthesis.reading.way')}>
        {link(data.before, t('synthesis.reading.before'))}
        {link(data.after, t('synthesis.reading.after'))}
        {link(data.unread, t('synthesis.reading.unread'))}
      </nav>
      {passages.length === 0 ? null : (
        <section class="block">
          <h2>{t('synthesis.reading.marked', { count: passages.length })}</h2>
          <div class="prose"><MarkedText view={view} redactions={source.redactions} text={source.text} lang={source.language} passages={passages} /></div>
          <ul class="lines">
            {here.map((passage) => (
              <li>
                <span><a href={`${base}/passages/P-${passage.number}`}>P-{passage.number}</a>{passage.page === null ? null : <> <span class="quiet-text">{t('documents.page', { page: passage.page })}</span></>} <bdi lang={source.language ?? undefined}><RedactedText view={view} text={passage.quote} redactions={passage.redactions} offset={passage.start} /></bdi></span>
                <span>{data.themes.filter((theme) => passage.themeIds.includes(theme.id)).map((theme) => <span class="tag">{theme.title}</span>)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="block">
        <h2>{t('synthesis.mark.title')}</h2>
        <MarkForm view={view} data={data} form={form} />
      </section>
    </Layout>
  )
}

/** Of a document: its name, and the way from part to part. */
function ReadingPart(props: { view: View; data: SourceData }) {
  const { view, data } = props
  const { document, ref } = data.source
  if (document === undefined) return null
  const { name, part, parts } = document
  const at = (number: number) => `${deskOf(data)}/reading/${ref}${number === 1 ? '' : `?part=${number}`}`
  return (
    <>
      <p class="lead"><bdi>{name}</bdi></p>
      {parts < 2 ? null : (
        <nav class="pages" aria-label={view.t('documents.parts')}>
          {part > 1 ? <a href={at(part - 1)}>{view.t('documents.parts.earlier')}</a> : null}
          <span>{view.t('documents.parts.of', { part, parts })}</span>
          {part < parts ? <a href={at(part + 1)}>{view.t('documents.parts.later')}</a> : null}
        </nav>
      )}
    </>
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
        </div>
      </form>
      <AssignmentHistory view={view} data={data} />
    </Layout>
  )
}

export function deskOf(data: InCycle): string {
  return `/desk/${data.forum.slug}/${data.cycle.slug}`
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = deskOf(data)
  const reading = { ...(last === undefined ? {} : { href: `${desk}/reading` }), label: view.t('synthesis.reading') }
  return [...deskCrumbs(view, data), reading, ...(last === undefined ? [] : [{ label: last }])]
}
