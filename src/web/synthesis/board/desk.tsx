import { writeRegionalGroup, writeStakeholderGroup } from '../../contributions/data.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { SHOWS, type BoardData, type Card, type Filter } from './data.ts'
import { CodedList, CodedText, KeySheet, MarkerPanel, writeLanguageOf } from './pages.tsx'
import { languageName } from '../../../shared/language.ts'

/** The reading room: the answers to one question side by side. */
export function BoardPage(props: { view: View; data: BoardData }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}`
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.reading')} crumbs={[...deskCrumbs(view, data), { label: t('synthesis.reading') }]} islands={['marking.js']} desk>
      <h1>{t('synthesis.reading')}</h1>
      <nav class="actions" aria-label={t('reading.places')}>
        <a class="button quiet" href={`${base}/codebook`}>{t('synthesis.codebook')}</a>
        <a class="button quiet" href={`${base}/findings`}>{t('synthesis.findings')}</a>
        <a class="button quiet" href={`${base}/suggested-groups${data.pile === undefined ? '' : `?${new URLSearchParams({ question: data.pile.key }).toString()}`}`}>{t('groups.title')}</a>
        <a class="button quiet" href={`${base}/reading?pile=others`}>{t('reading.others')}</a>
      </nav>
      {data.pile === undefined ? <p class="empty">{t('synthesis.reading.none')}</p> : (
        <>
          <Questions view={view} data={data} />
          <h2 class="question" lang={data.forum.language} dir="auto">{data.pile.question.number}. {data.pile.question.text}</h2>
          <Filters view={view} data={data} />
          <div class="live-part" data-live="board">
            <p class="meta" role="status">{t('reading.found', { count: data.found })}</p>
            <Progress view={view} data={data} />
          </div>
          <div class="board">{data.cards.map((card) => <CardArticle view={view} data={data} card={card} base={base} />)}</div>
          <Pages view={view} data={data} />
        </>
      )}
      <KeySheet view={view} />
      <MarkerPanel view={view} base={`${base}/reading`} themes={data.themes} lang={data.forum.language} />
    </Layout>
  )
}

function addressOf(view: View, data: BoardData, change: Readonly<Record<string, string>>): string {
  const kept = { ...(data.pile === undefined ? {} : { question: data.pile.key }), ...data.filters, ...change }
  return `${view.path}?${new URLSearchParams(Object.entries(kept).filter(([, value]) => value !== '')).toString()}`
}

function Questions(props: { view: View; data: BoardData }) {
  const { view, data } = props
  return (
    <nav class="questions" aria-label={view.t('reading.questions')}>
      <ol>
        {data.piles.map((pile) => (
          <li>
            <a href={addressOf(view, data, { question: pile.key })} aria-current={pile.key === data.pile?.key ? 'page' : undefined} title={pile.question.text}>
              <span>{pile.question.number}</span> <span class="quiet-text">{view.t('reading.unread', { count: pile.unread })}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Filters(props: { view: View; data: BoardData }) {
  const { view, data } = props
  const { t } = view
  const { forum, filters } = data
  const missing = { value: NOT_RECORDED, label: t('contributions.not-recorded') }
  const toChoice = ({ key, title }: { key: string; title: string }) => ({ value: key, label: title })
  return (
    <form class="filters" method="get">
      <input type="hidden" name="question" value={data.pile?.key ?? ''} />
      <Menu view={view} data={data} name="show" label={t('reading.filter.show')} choices={SHOWS.map((show) => ({ value: show, label: t(`reading.show.${show}`) }))} />
      <Menu view={view} data={data} name="group" label={t('contributions.fact.stakeholder-group')} choices={[...forum.stakeholderGroups.map(toChoice), missing]} />
      <Menu view={view} data={data} name="region" label={t('contributions.fact.regional-group')} choices={[...forum.regionalGroups.map(toChoice), { value: NO_REGIONAL_GROUP, label: t('contributions.no-group') }, missing]} />
      <Menu view={view} data={data} name="language" label={t('contributions.fact.language')} choices={[...data.languages.map((tag) => ({ value: tag, label: languageName(tag, view.lang) })), missing]} />
      <Menu view={view} data={data} name="theme" label={t('reading.filter.theme')} choices={data.themes.map((theme) => ({ value: theme.slug, label: `${'\u2003'.repeat(theme.depth)}${theme.title}` }))} />
      <button class="quiet" type="submit">{t('contributions.filter')}</button>
      {Object.keys(filters).length === 0 ? null : <a href={`${view.path}?${new URLSearchParams({ question: data.pile?.key ?? '' }).toString()}`}>{t('contributions.filter.clear')}</a>}
    </form>
  )
}

function Menu(props: { view: View; data: BoardData; name: Filter; label: string; choices: readonly { value: string; label: string }[] }) {
  const { view, data, name } = props
  const chosen = data.filters[name] ?? ''
  return (
    <div class="field">
      <label for={`filter-${name}`}>{props.label}</label>
      <select id={`filter-${name}`} name={name}>
        <option value="">{view.t('contributions.filter.all')}</option>
        {props.choices.map((choice) => <option value={choice.value} selected={choice.value === chosen}>{choice.label}</option>)}
      </select>
    </div>
  )
}

/** Who has read how much of all there is. */
function Progress(props: { view: View; data: BoardData }) {
  const { view, data } = props
  if (data.progress.length === 0) return null
  return (
    <ul class="progress">
      {data.progress.map(({ personId, read }) => (
        <li>
          <label>{data.names.get(personId) ?? view.t('codebook.somebody')} <progress max={data.answers} value={read}></progress></label>{' '}
          <span class="quiet-text">{view.t('reading.progress', { read, all: data.answers })}</span>
        </li>
      ))}
    </ul>
  )
}

/** One answer: who gave it, its words with the passages in them, who has read it. */
function CardArticle(props: { view: View; data: BoardData; card: Card; base: string }) {
  const { view, data, card, base } = props
  const { t } = view
  const own = `${base}/reading/${card.ref}`
  const hrefOf = ({ number }: { number: number }) => `${base}/passages/P-${number}`
  const who = [card.contributor, card.organisation].filter((part) => part !== null).join(', ')
  const facts = [writeStakeholderGroup(view, data.forum, card.stakeholderGroup), writeRegionalGroup(view, data.forum, card.regionalGroup), writeLanguageOf(view, card.language)]
  return (
    <article class={card.isRead ? 'answer is-read' : 'answer'} id={`answer-${card.ref.replace('/', '-')}`} tabindex={-1} aria-label={card.ref} data-live={card.ref} data-unread={card.isRead ? undefined : 'true'}>
      <h3><a href={own}>{card.ref}</a> {who === '' ? null : <bdi class="who">{who}</bdi>}</h3>
      <p class="facts-line">{facts.join(' · ')}{card.redactions.length === 0 ? null : <> · <span class="warn">{t('reading.redacted')}</span></>}</p>
      <CodedText view={view} part={card.part} of={card.ref} lang={card.language} passages={card.passages} themes={data.themes} hrefOf={hrefOf} />
      {card.isLong ? <p><a href={own}>{t('reading.read-on')}</a></p> : null}
      <CodedList view={view} passages={card.passages} themes={data.themes} lang={data.forum.language} hrefOf={hrefOf} markers={data.markers} names={data.names} />
      <ReadForm view={view} base={base} card={card} names={data.names} back={addressOf(view, data, { page: String(data.page) })} />
    </article>
  )
}

/** Who has read an answer, and the button that says that oneself has. */
export function ReadForm(props: { view: View; base: string; card: Pick<Card, 'ref' | 'readers' | 'isRead'>; names: ReadonlyMap<string, string>; back: string }) {
  const { view, card } = props
  const { t } = view
  const readers = card.readers.map((id) => props.names.get(id) ?? t('codebook.somebody'))
  return (
    <form method="post" action={`${props.base}/reading/${card.ref}/read`} class="read-by">
      <input type="hidden" name="back" value={props.back} />
      <span class="quiet-text">{readers.length === 0 ? t('reading.read-by-nobody') : t('reading.read-by', { names: readers.join(', ') })}</span>
      <button class="quiet" name="shall" value={card.isRead ? 'unread' : 'read'} aria-label={t(card.isRead ? 'reading.mark-unread.of' : 'reading.mark-read.of', { ref: card.ref })}>{t(card.isRead ? 'reading.mark-unread' : 'reading.mark-read')}</button>
    </form>
  )
}

function Pages(props: { view: View; data: BoardData }) {
  const { view, data } = props
  if (data.pages < 2) return null
  return (
    <nav class="pages" aria-label={view.t('synthesis.reading.pages')}>
      {data.page > 1 ? <a rel="prev" href={addressOf(view, data, { page: String(data.page - 1) })}>{view.t('synthesis.reading.earlier')}</a> : null}
      <span>{data.page} / {data.pages}</span>
      {data.page < data.pages ? <a rel="next" href={addressOf(view, data, { page: String(data.page + 1) })}>{view.t('synthesis.reading.later')}</a> : null}
    </nav>
  )
}
