import { html } from 'hono/html'
import { numberRange, type FrozenParagraph, type Section } from '../../drafts/model.ts'
import { isOpen, PARAGRAPH_LIMIT, type Comment } from '../../review/model.ts'
import { writeDate } from '../../shared/time.ts'
import { splitParagraphs } from '../../shared/text.ts'
import type { ListEntry } from '../../shared/vocabularies.ts'
import type { View } from '../context.ts'
import { cycleCrumbs } from '../forums/data.ts'
import { anchorOf } from '../drafts/blocks/data.ts'
import { BlockText, Notes, SectionHeading, SectionTitle } from '../drafts/blocks/pages.tsx'
import { isHere, runsOf } from '../drafts/parts/data.ts'
import { Elsewhere, PartsNav } from '../drafts/parts/pages.tsx'
import { Layout } from '../ui/layout.tsx'
import { VoicesBar, type Voice } from '../ui/voices.tsx'
import { OfferWords, WordsHint } from './anchors/pages.tsx'
import { NarrowFields, Threads } from './register/pages.tsx'
import { crumbsOf, standing, UNFOLDED, type ReviewPageData, type ReviewsPageData, type Tally } from './data.ts'

/** The reviews of a cycle. */
export function ReviewsPage(props: { view: View; data: ReviewsPageData }) {
  const { view, data } = props
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.reviews')} crumbs={[...cycleCrumbs(data), { label: view.t('review.reviews') }]}>
      <h1>{view.t('review.reviews')}</h1>
      {data.reviews.length === 0 ? <p class="empty">{view.t('review.none')}</p> : null}
      <ul class="entries aside">
        {data.reviews.map(({ review, version, count }) => (
          <li>
            <h2><a href={`${base}/reviews/${review.number}`}>{review.title}</a></h2>
            <p class="meta">
              {version === undefined ? null : <span>{version.documentTitle}, {version.title}</span>}
              <span>{standing(view, review)}</span>
              <a href={`${base}/reviews/${review.number}/comments`}>{view.t('review.count', { count: count?.comments ?? 0 })}</a>
            </p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** The version under review, set with two margins: numbers at the start, who commented at the end. */
export function ReviewPage(props: { view: View; data: ReviewPageData }) {
  const { view, data } = props
  const { review, version, base } = data
  const write = writeParagraphs(view, data)
  return (
    <Layout view={view} frame={data.frame} title={review.title} crumbs={crumbsOf(view, data)} islands={isOpen(review) ? ['range-comment.js'] : []}>
      <h1>{review.title}</h1>
      {splitParagraphs(review.introduction).map((part) => <p class="lead" dir="auto">{part}</p>)}
      <p class="meta">
        <a href={`${data.cycleBase}/documents/${version.documentSlug}/versions/${version.number}`}>{version.documentTitle}, {version.title}</a>
        <span>{standing(view, review)}</span>
        <a href={`${base}/comments`}>{view.t('review.count', { count: data.count.comments })}</a>
        <span>{view.t('review.count-open', { count: data.count.open })}</span>
        <a href={`${base}.json`}>{view.t('review.data')}</a>
      </p>
      {isOpen(review) ? <p class="actions"><a class="button" href={`${base}/comment`}>{view.t('review.do-comment')}</a></p> : null}
      <Period view={view} data={data} />
      {isOpen(review) ? <WordsHint view={view} /> : null}
      <Narrow view={view} data={data} />
      <div class="with-contents reviewed">
        <Contents view={view} data={data} />
        <div>
          <PartsNav view={view} parts={data.parts} />
          {data.text.map((section) => (
            <section>
              <SectionHeading view={view} setting={data.setting} section={section} />
              <SectionComments view={view} data={data} section={section} />
              {runsOf(data.parts, section.paragraphs).map((run) => (run.isHere ? <ol class="paras">{run.paragraphs.map(write)}</ol> : <Elsewhere view={view} parts={data.parts} paragraphs={run.paragraphs} />))}
              <Notes view={view} setting={data.setting} paragraphs={section.paragraphs.filter(({ number }) => isHere(data.parts, number))} />
            </section>
          ))}
          <PartsNav view={view} parts={data.parts} />
          <General view={view} data={data} id="whole" tally={data.onWhole} target="whole" />
          <General view={view} data={data} id="missing" tally={data.onMissing} target="missing" />
        </div>
      </div>
      {isOpen(review) ? <OfferWords view={view} form={`${base}/comment`} /> : null}
    </Layout>
  )
}

function Contents(props: { view: View; data: ReviewPageData }) {
  const { view, data } = props
  const rest = [
    { id: 'whole', label: view.t('review.on-whole'), count: data.onWhole.comments },
    { id: 'missing', label: view.t('review.on-missing'), count: data.onMissing.comments },
  ]
  return (
    <nav class="contents" aria-label={view.t('review.contents')}>
      <ol>
        {data.text.filter(({ title }) => title !== '').map((section) => (
          <li class={`level-${section.level}`}><a href={`#${anchorIn(data, section)}`}><span lang={data.version.language} dir="auto"><SectionTitle view={view} setting={data.setting} section={section} /></span><Figure view={view} count={countIn(section, data)} range={rangeOf(section)} /></a></li>
        ))}
        {rest.map(({ id, label, count }) => (
          <li><a href={`#${id}`}><span>{label}</span><Figure view={view} count={count} range="" /></a></li>
        ))}
      </ol>
    </nav>
  )
}

/** Where it stands and how many comments it has: in the narrow margin the figure alone, for who listens the words too. */
function Figure(props: { view: View; count: number; range: string }) {
  const { view, count, range } = props
  return (
    <span class="figure">
      {range}{range === '' ? '' : ' · '}<span aria-hidden="true">{count}</span><span class="hidden-words">{view.t('review.count', { count })}</span>
    </span>
  )
}

function anchorIn(data: ReviewPageData, section: Section<FrozenParagraph>): string {
  const place = data.setting.places.get(section.id)
  return place === undefined ? '' : anchorOf(place)
}

function rangeOf(section: Section<FrozenParagraph>): string {
  const range = numberRange(section)
  if (range === undefined) return ''
  return range.first === range.last ? `¶ ${range.first}` : `¶ ${range.first}–${range.last}`
}

export function countIn(section: Section<FrozenParagraph>, data: ReviewPageData): number {
  return section.paragraphs.reduce((sum, paragraph) => sum + (data.onParagraph.get(paragraph.id)?.comments ?? 0), 0)
}

/** Makes the function that writes one paragraph. What is the same for all of them is worked out once: a page has hundreds. */
function writeParagraphs(view: View, data: ReviewPageData) {
  const { base, version } = data
  const takesComments = isOpen(data.review)
  const doComment = view.t('review.do-comment')
  const foldLabel = view.t('reviewing.fold')
  const counted = memo((count: number) => view.t('review.count', { count }))
  const toVoices = voicesOf(view, data.forum.stakeholderGroups)
  const inFull = groupByParagraph(data.inFull ?? [])
  const write = (paragraph: FrozenParagraph) => {
    const tally = data.onParagraph.get(paragraph.id)
    const { number } = paragraph
    const count = tally === undefined ? '' : html`<a href="${base}/paragraphs/${number}">${counted(tally.comments)}</a>${takesComments ? ' · ' : ''}`
    const comment = takesComments ? html`<a href="${base}/comment?p=${number}">${doComment}<span class="hidden-words"> ¶ ${number}</span></a>` : ''
    return html`<div class="voices">${tally === undefined ? '' : <VoicesBar view={view} counts={toVoices(tally)} />}<p>${count}${comment}</p></div>`
  }
  const setText = (paragraph: FrozenParagraph) =>
    paragraph.body === undefined ? html`<div class="text">${splitText(paragraph.text).map((part) => html`<p lang="${version.language}" dir="auto">${part}</p>`)}</div>` : <BlockText view={view} setting={data.setting} paragraph={paragraph} />
  // Written as templates: as elements, each of the thousands of tags would be an object first, at twice the time.
  return (paragraph: FrozenParagraph) => {
    const { number } = paragraph
    const comments = inFull.get(paragraph.id) ?? []
    return html`<li class="para" id="p${number}"><a class="mark" href="#p${number}">¶ ${number}</a>${setText(paragraph)}${write(paragraph)}${comments.length === 0 ? '' : <Folded view={view} data={data} paragraph={paragraph} comments={comments} label={foldLabel} />}</li>`
  }
}

/** How its last day was moved, and the other rounds on the same document. */
function Period(props: { view: View; data: ReviewPageData }) {
  const { view, data } = props
  const { t } = view
  const place = data.rounds.findIndex(({ id }) => id === data.review.id) + 1
  return (
    <>
      {data.extensions.map(({ earlier, closesOn, reason }) => <p class="differs">{t('reviewing.period.extended', { earlier: writeDate(earlier, view.lang), closesOn: writeDate(closesOn, view.lang) })} <span dir="auto">{reason}</span></p>)}
      {data.rounds.length < 2 ? null : (
        <p class="meta">
          <span>{t('reviewing.round', { place, count: data.rounds.length })}</span>
          {data.rounds.map((round, index) => (round.id === data.review.id ? null : <a href={`${data.cycleBase}/reviews/${round.number}`}>{t('reviewing.round-other', { place: index + 1, title: round.title })}</a>))}
        </p>
      )}
    </>
  )
}

/** What the page is narrowed to; and the page with every comment on it, to be printed. */
function Narrow(props: { view: View; data: ReviewPageData }) {
  const { view, data } = props
  const { filter } = data
  const { comments: _all, ...chosen } = filter
  const query = new URLSearchParams([...Object.entries(chosen).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])), ['comments', 'all']]).toString()
  const isNarrowed = Object.values(chosen).some((value) => value !== undefined)
  return (
    <>
      <details class="rests narrow" open={isNarrowed}>
        <summary>{view.t('reviewing.narrow')}</summary>
        <form class="filters" method="get" action={data.base}>
          <NarrowFields view={view} forum={data.forum} filter={filter} />
          <button class="quiet">{view.t('review.filter.do')}</button>
          {isNarrowed ? <a href={data.base}>{view.t('reviewing.show-all')}</a> : null}
        </form>
      </details>
      {filter.comments === 'all' ? null : <p class="meta screen"><a href={`${data.base}?${query}`} rel="nofollow">{view.t('reviewing.print')}</a></p>}
    </>
  )
}

/** Where comments are many: the way to those of this section, on a page of their own. */
function SectionComments(props: { view: View; data: ReviewPageData; section: Section<FrozenParagraph> }) {
  const { view, data, section } = props
  const count = countIn(section, data)
  const here = `${data.base}/sections/${data.text.indexOf(section) + 1}`
  const range = sectionRange(section)
  const follow = !isOpen(data.review) ? null : (
    <>
      {range === undefined ? null : <a href={`${data.base}/comment?p=${range}`}>{view.t('alone.comment-section')}</a>}
      <a href={`${here}/follow`}>{view.t('followers.follow.section')}</a>
    </>
  )
  if (data.inFull !== undefined || count === 0) return follow === null ? null : <p class="meta screen">{follow}</p>
  return <p class="meta"><a href={here}>{view.t('reviewing.section-comments', { count })}</a>{follow}</p>
}

/** The numbers of a section as the form takes them; undefined where one comment cannot name so many, or there are none. */
export function sectionRange(section: Section<FrozenParagraph>): string | undefined {
  const range = numberRange(section)
  if (range === undefined || range.last - range.first >= PARAGRAPH_LIMIT) return undefined
  return range.first === range.last ? String(range.first) : `${range.first}-${range.last}`
}

function Folded(props: { view: View; data: ReviewPageData; paragraph: FrozenParagraph; comments: readonly Comment[]; label: string }) {
  return (
    <details class="rests beside" open={props.data.filter.comments === 'all' || (props.data.inFull ?? []).length <= UNFOLDED}>
      <summary>{props.label}</summary>
      <div class="opened"><Threads view={props.view} data={props.data} comments={props.comments} paragraph={{ text: props.paragraph.text, language: props.data.version.language }} /></div>
    </details>
  )
}

/** Comments on the whole, or on what is missing: in full where they are few, else a way to them. */
function General(props: { view: View; data: ReviewPageData; id: string; tally: Tally; target: 'whole' | 'missing' }) {
  const { view, data, id, target } = props
  const shown = (data.inFull ?? []).filter((comment) => comment.target === target)
  return (
    <section class="block">
      <h2 id={id}>{view.t(`review.on-${target}`)}</h2>
      {props.tally.comments === 0 && shown.length === 0 ? <p class="empty">{view.t('review.no-comments')}</p> : null}
      {data.inFull === undefined && props.tally.comments > 0 ? <p><a href={`${data.base}/comments?target=${target}`}>{view.t('review.count', { count: props.tally.comments })}</a></p> : null}
      <Threads view={view} data={data} comments={shown} />
    </section>
  )
}

function groupByParagraph(comments: readonly Comment[]): Map<string, Comment[]> {
  const groups = new Map<string, Comment[]>()
  for (const comment of comments) {
    for (const id of comment.paragraphIds) {
      const known = groups.get(id)
      if (known === undefined) groups.set(id, [comment])
      else known.push(comment)
    }
  }
  return groups
}

/** Counts by group as the bar takes them: in the forum's order, what is not recorded last. */
export function voicesOf(view: View, groups: readonly ListEntry[]): (tally: Tally) => Voice[] {
  const places = new Map(groups.map((group, index) => [group.key, { title: group.title, place: index + 1 }]))
  const unknown = { title: view.t('review.not-recorded'), place: 0 }
  return (tally) => Array.from(tally.groups, ([key, count]) => ({ ...(places.get(key) ?? (key === '' ? unknown : { title: key, place: 0 })), count }))
}

function splitText(text: string): string[] {
  return text.includes('\n') ? splitParagraphs(text) : [text]
}

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(key)
    known.set(key, made)
    return made
  }
}
