import type { Child } from 'hono/jsx'
import { numberRange, type FrozenParagraph, type FrozenText } from '../../drafts/model.ts'
import type { ComparedParagraph } from '../../drafts/versions/model.ts'
import { splitParagraphs } from '../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../shared/time.ts'
import type { Id } from '../../shared/ids.ts'
import type { View } from '../context.ts'
import { anchorOf, type TextSetting } from './blocks/data.ts'
import { Compared, ComparedSections } from './compared/pages.tsx'
import { BlockText, Notes, SectionHeading, SectionTitle } from './blocks/pages.tsx'
import { isHere, runsOf, type Parts } from './parts/data.ts'
import { Elsewhere, PartsNav } from './parts/pages.tsx'
import { ReviewLinks } from '../publication/formats/pages.tsx'
import { RestsOn, Voices } from '../trace/ground/pages.tsx'
import type { Ground } from '../trace/ground/data.ts'
import type { SaidTo } from '../synthesis/cited/data.ts'
import { SaidToParagraph } from '../synthesis/cited/pages.tsx'
import { Layout, type Crumb } from '../ui/layout.tsx'
import { VoicesLegend } from '../ui/voices.tsx'
import type { CompareData, DocumentData, DocumentsData, InDocument, VersionData } from './data.ts'

/** Documents of a cycle that have a version, each with its versions. */
export function DocumentsPage(props: { view: View; data: DocumentsData }) {
  const { view, data } = props
  const title = view.t('drafts.title')
  const shown = data.documents.filter((document) => document.rollingSince !== null || data.versions.some(({ documentId }) => documentId === document.id))
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { href: data.base, label: data.cycle.title }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{view.t('drafts.lead')}</p>
      {shown.length === 0 ? <p class="empty">{view.t('drafts.none')}</p> : null}
      <ul class="entries aside">
        {shown.map((document) => {
          const latest = data.versions.find(({ documentId }) => documentId === document.id)
          return (
            <li>
              <h2 lang={document.language} dir="auto"><a href={`${data.base}/documents/${document.slug}${latest === undefined ? '/rolling' : ''}`}>{document.title}</a></h2>
              <p class="meta">
                <span>{view.t(`drafts.kind.${document.kind}`)}</span>
                {document.rollingSince === null ? null : <a href={`${data.base}/documents/${document.slug}/rolling`}>{view.t('drafts.rolling.name')}</a>}
                {latest === undefined ? null : <a href={`${data.base}/documents/${document.slug}/versions/${latest.number}`}>{view.t('drafts.version', { number: latest.number })}, {writeShortDate(dateInZone(latest.frozenAt, 'UTC'), view.lang)}</a>}
              </p>
            </li>
          )
        })}
      </ul>
    </Layout>
  )
}

/** The way to a document, or to a page below it. */
export function crumbsOf(view: View, data: InDocument, last: string | undefined): Crumb[] {
  const way = [{ href: `/${data.forum.slug}`, label: data.forum.title }, { href: data.base, label: data.cycle.title }, { href: `${data.base}/documents`, label: view.t('drafts.title') }]
  return last === undefined ? [...way, { label: data.document.title }] : [...way, { href: data.address, label: data.document.title }, { label: last }]
}

/** A document: all its versions, the latest first, each with what changed and why. */
export function DocumentPage(props: { view: View; data: DocumentData }) {
  const { view, data } = props
  const { document, versions, address } = data
  return (
    <Layout view={view} frame={data.frame} title={document.title} crumbs={crumbsOf(view, data, undefined)}>
      <h1 lang={document.language} dir="auto">{document.title}</h1>
      <p class="meta"><span>{view.t(`drafts.kind.${document.kind}`)}</span>{data.agreedIn === undefined ? null : <span>{view.t('drafts.agreed-in')} <a href={`/${data.forum.slug}/meetings/${data.agreedIn.slug}`}>{data.agreedIn.title}</a></span>}{document.rollingSince === null ? null : <a href={`${address}/rolling`}>{view.t('drafts.rolling.name')}</a>}<a href={`${address}/suggestions`}>{view.t('drafts.suggestion.title')}</a><a href={`${address}/follow`}>{view.t('release.follow.link')}</a><a href={`${address}.json`}>{view.t('drafts.data')}</a></p>
      {document.chosen === null ? null : <div class="notice"><p>{view.t('options.chosen-on', { date: writeShortDate(dateInZone(document.chosen.at, 'UTC'), view.lang) })}</p><p lang={document.language} dir="auto">{document.chosen.reason}</p></div>}
      <ul class="entries aside">
        {versions.map((version, place) => (
          <li>
            <h2 lang={document.language} dir="auto"><a href={`${address}/versions/${version.number}`}>{view.t('drafts.version-of', { number: version.number, title: version.title })}</a> {place === 0 ? <span class="tag">{view.t('drafts.latest')}</span> : null}</h2>
            <p class="meta">
              <span>{view.t('drafts.frozen-at', { date: writeShortDate(dateInZone(version.frozenAt, 'UTC'), view.lang) })}</span>
              {version.cutOff === null ? null : <span>{view.t('drafts.cut-off', { date: writeShortDate(version.cutOff, view.lang) })}</span>}
              {version.commentsCutOff === null ? null : <span>{view.t('release.comments-cut-off', { date: writeShortDate(version.commentsCutOff, view.lang) })}</span>}
              {version.number === 1 ? null : <a href={`${address}/compare?from=${version.number - 1}&to=${version.number}`}>{view.t('drafts.compare', { number: version.number - 1 })}</a>}
            </p>
            {splitParagraphs(version.note).map((part) => <p lang={document.language} dir="auto">{part}</p>)}
            {version.number === 1 ? null : <p><a href={`${address}/versions/${version.number}/changes`}>{view.t('compared.changes.link')}</a></p>}
          </li>
        ))}
      </ul>
      {versions.length < 2 ? null : <CompareForm view={view} data={data} />}
    </Layout>
  )
}

function CompareForm(props: { view: View; data: Omit<DocumentData, 'agreedIn'>; from?: number; to?: number }) {
  const { view, data } = props
  const latest = data.versions[0]?.number ?? 1
  const chosen = { from: props.from ?? latest - 1, to: props.to ?? latest }
  return (
    <form method="get" action={`${data.address}/compare`} class="filters">
      {(['from', 'to'] as const).map((end) => (
        <div class="field">
          <label for={`field-${end}`}>{view.t(`drafts.compare.${end}`)}</label>
          <select id={`field-${end}`} name={end}>
            {data.versions.map(({ number }) => <option value={number} selected={number === chosen[end]}>{view.t('drafts.version', { number })}</option>)}
          </select>
        </div>
      ))}
      <button type="submit" class="quiet">{view.t('drafts.compare.send')}</button>
    </form>
  )
}

/** A version on a page of its own, with what each paragraph rests on. */
export function VersionPage(props: { view: View; data: VersionData }) {
  const { view, data } = props
  const { document, version, address } = data
  const title = view.t('drafts.version-of', { number: version.number, title: version.title })
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, view.t('drafts.version', { number: version.number }))}>
      <h1 lang={document.language} dir="auto">{title}</h1>
      <p class="meta">
        <span>{view.t('drafts.frozen-at', { date: writeShortDate(dateInZone(version.frozenAt, 'UTC'), view.lang) })}</span>
        {version.cutOff === null ? null : <span>{view.t('drafts.cut-off', { date: writeShortDate(version.cutOff, view.lang) })}</span>}
        {version.commentsCutOff === null ? null : <span>{view.t('release.comments-cut-off', { date: writeShortDate(version.commentsCutOff, view.lang) })}</span>}
        {version.number === 1 ? null : <a href={`${address}/compare?from=${version.number - 1}&to=${version.number}`}>{view.t('drafts.compare', { number: version.number - 1 })}</a>}
        <a href={`${address}/versions/${version.number}/review-copy`}>{view.t('copy.link')}</a>
        <ReviewLinks view={view} address={`${address}/versions/${version.number}`} />
        {document.kind === 'slides' ? <a href={`${address}/versions/${version.number}/slides`}>{view.t('slides.present')}</a> : null}
        <a href={`${address}/versions/${version.number}.json`}>{view.t('drafts.data')}</a>
      </p>
      {version.releasedAt === null ? <p class="differs">{view.t('release.held-note')}</p> : null}
      <div class="with-contents">
        <nav class="contents" aria-label={view.t('drafts.contents')}>
          <ContentsList view={view} setting={data.setting} text={data.text} />
          <VoicesLegend title={view.t('trace.voices')} groups={data.forum.stakeholderGroups} />
        </nav>
        <div>
          <details><summary>{view.t('drafts.what-changed')}</summary>{splitParagraphs(version.note).map((part) => <p lang={document.language} dir="auto">{part}</p>)}<p><a href={`${address}/versions/${version.number}/changes`}>{view.t('compared.changes.link')}</a></p></details>
          <FrozenSections view={view} at={`${address}/versions/${version.number}`} setting={data.setting} text={data.text} parts={data.parts} ground={data.ground} said={{ base: data.base, of: data.said }} />
        </div>
      </div>
    </Layout>
  )
}

/** Sections with the range of their paragraphs; what has no title is found by its paragraphs. */
export function ContentsList(props: { view: View; setting: TextSetting; text: FrozenText }) {
  const { view, setting } = props
  return (
    <ol>
      {props.text.filter(({ title }) => title !== '').map((section, place) => {
        const range = numberRange(section)
        const at = setting.places.get(section.id)
        return (
          <li class={`level-${section.level}`}>
            <a href={`#${at === undefined ? '' : anchorOf(at)}`}>
              <span lang={setting.language} dir="auto"><SectionTitle view={view} setting={setting} section={section} /></span>
              {range === undefined ? null : <span class="figure">{place === 0 ? '¶ ' : ''}{range.first === range.last ? range.first : `${range.first}–${range.last}`}</span>}
            </a>
          </li>
        )
      })}
    </ol>
  )
}

/** The text between its two margins; `at` is the address of the version or edition, below which each paragraph has a page of what stands behind it. */
export function FrozenSections(props: { view: View; at?: string; setting: TextSetting; text: FrozenText; parts: Parts; ground: ReadonlyMap<Id, Ground>; after?: (paragraph: FrozenParagraph) => Child; said?: { readonly base: string; readonly of: ReadonlyMap<Id, SaidTo> } }) {
  const { view, at, setting, text, parts, ground, said } = props
  const { forum, language } = setting
  return (
    <>
      <PartsNav view={view} parts={parts} />
      {text.map((section) => (
        <section>
          <SectionHeading view={view} setting={setting} section={section} />
          {runsOf(parts, section.paragraphs).map((run) => (!run.isHere ? <Elsewhere view={view} parts={parts} paragraphs={run.paragraphs} /> : <ol class="paras">
            {run.paragraphs.map((paragraph) => (
              <li class="para" id={`p${paragraph.number}`} value={paragraph.number}>
                <a class="mark" href={`#p${paragraph.number}`}>¶ {paragraph.number}</a>
                <BlockText view={view} setting={setting} paragraph={paragraph} />
                <Voices view={view} forum={forum} ground={ground.get(paragraph.id)} isOwnVoice={paragraph.isOwnVoice} />
                {props.after?.(paragraph)}
                <RestsOn view={view} ground={ground.get(paragraph.id)} behind={at === undefined ? undefined : `${at}/paragraphs/${paragraph.number}`} />
                {said === undefined ? null : <SaidToParagraph view={view} base={said.base} language={language} said={said.of.get(paragraph.id)} />}
              </li>
            ))}
          </ol>))}
          <Notes view={view} setting={setting} paragraphs={section.paragraphs.filter(({ number }) => isHere(parts, number))} />
        </section>
      ))}
      <PartsNav view={view} parts={parts} />
    </>
  )
}

const COUNTED = ['changed', 'new', 'removed', 'split', 'merged', 'unchanged'] as const

/** How many paragraphs changed in each way, in words. */
export function countFortunes(view: View, paragraphs: readonly Pick<ComparedParagraph, 'fortune'>[]): string[] {
  return COUNTED.map((fortune) => ({ fortune, count: paragraphs.filter((paragraph) => paragraph.fortune === fortune).length })).flatMap(({ fortune, count }) => (count === 0 ? [] : [view.t(`drafts.compare.count.${fortune}`, { count })]))
}

/** Two versions against each other, paragraph by paragraph. */
export function ComparePage(props: { view: View; data: CompareData }) {
  const { view, data } = props
  const { document, from, to, paragraphs, address } = data
  const query = { from: String(from.number), to: String(to.number) }
  const title = view.t('drafts.compare.title', { document: document.title, from: from.number, to: to.number })
  const isSame = data.sections.length === 0 && paragraphs.every((paragraph) => paragraph.fortune === 'unchanged' && !paragraph.isMoved)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, view.t('drafts.compare.choose'))}>
      <h1 lang={document.language} dir="auto">{title}</h1>
      <CompareForm view={view} data={data} from={from.number} to={to.number} />
      <p class="meta">
        {countFortunes(view, paragraphs).map((words) => <span>{words}</span>)}
        <a href={`${address}/compare?from=${to.number}&to=${from.number}`}>{view.t('drafts.compare.swap')}</a>
        <a href={`${address}/compare.json?from=${from.number}&to=${to.number}`}>{view.t('drafts.data')}</a>
      </p>
      {isSame ? <p class="notice">{view.t('drafts.compare.same')}</p> : null}
      <ComparedSections view={view} sections={data.sections} language={document.language} />
      <h2>{view.t('drafts.compare.list')}</h2>
      <PartsNav view={view} parts={data.parts} query={query} />
      <ol class="paras compared">{paragraphs.filter((_, index) => isHere(data.parts, index + 1)).map((paragraph) => <Compared view={view} paragraph={paragraph} language={document.language} />)}</ol>
      <PartsNav view={view} parts={data.parts} query={query} />
    </Layout>
  )
}
