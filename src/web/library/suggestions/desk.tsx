import { publicSuggester, suggestionRef, type PaperSuggestion } from '../../../library/suggestions/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { PaperDeskData, PapersDeskData } from './data.ts'

function crumbsOf(view: View, forum: PapersDeskData['forum']) {
  return [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }]
}

function titleOf(view: View, { title, address, files }: PaperSuggestion): string {
  return title ?? address ?? files[0]?.name ?? view.t('library.paper.file')
}

/** Papers that wait to be listed. */
export function PapersDesk(props: { view: View; data: PapersDeskData }) {
  const { view, data } = props
  const { t } = view
  const { forum, show, suggestions, counts, page, hasMore, cited } = data
  const here = `/desk/${forum.slug}/papers`
  const choices = [['waiting', here], ['unconfirmed', `${here}?show=unconfirmed`], ['decided', `${here}?show=decided`]] as const
  return (
    <Layout view={view} frame={data.frame} desk title={t('desk.papers.title')} crumbs={[...crumbsOf(view, forum), { label: t('desk.papers.title') }]}>
      <h1>{t('desk.papers.title')}</h1>
      <p class="lead">{t('desk.papers.lead')}</p>
      <p class="meta">{choices.map(([choice, href]) => <span>{choice === show ? <strong aria-current="page">{t(`desk.papers.show.${choice}`, { waiting: counts.waiting, count: counts.unconfirmed })}</strong> : <a href={href}>{t(`desk.papers.show.${choice}`, { waiting: counts.waiting, count: counts.unconfirmed })}</a>}</span>)}</p>
      {show === 'unconfirmed' ? <p>{t('desk.papers.unconfirmed.lead')}</p> : null}
      {suggestions.length === 0 ? <p class="empty">{t(`desk.papers.none.${show}`)}</p> : (
        <ul class="entries">
          {suggestions.map((suggestion) => {
            const became = suggestion.referenceId === null ? undefined : cited.get(suggestion.referenceId)
            return (
              <li>
                <h2 dir="auto"><a href={`${here}/${suggestion.id}`}>{titleOf(view, suggestion)}</a></h2>
                <Facts view={view} suggestion={suggestion} />
                {became === undefined ? null : <p class="meta"><span>{t('library.paper.became')} <a href={became.href}>{became.ref}</a></span></p>}
              </li>
            )
          })}
        </ul>
      )}
      {page > 1 || hasMore ? (
        <nav class="pages" aria-label={t('desk.mail.pages')}>
          {page > 1 ? <a href={`${here}?show=${show}&page=${page - 1}`} rel="prev">{t('desk.papers.earlier')}</a> : null}
          {hasMore ? <a href={`${here}?show=${show}&page=${page + 1}`} rel="next">{t('desk.papers.further')}</a> : null}
        </nav>
      ) : null}
    </Layout>
  )
}

function Facts(props: { view: View; suggestion: PaperSuggestion }) {
  const { view, suggestion } = props
  const { t } = view
  const who = [suggestion.name, suggestion.organisation].filter((each) => each !== null).join(', ')
  return (
    <p class="meta">
      {suggestion.number === null ? null : <span>{suggestionRef(suggestion.number)}</span>}{' '}
      <span dir="auto">{suggestion.mail === null ? who : who === '' ? suggestion.mail : `${who} <${suggestion.mail}>`}</span>{' '}
      <span>{writeInstant(suggestion.suggestedAt, view.lang)}</span>{' '}
      {suggestion.files.length === 0 ? null : <span>{t('library.paper.files', { count: suggestion.files.length })}</span>}{' '}
      <span class="tag">{t(`library.paper.state.${suggestion.state}`)}</span>
    </p>
  )
}

/** One of them: what was sent, whether it is known who sent it, and what becomes of it. */
export function PaperDesk(props: { view: View; data: PaperDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, suggestion, same } = data
  const title = titleOf(view, suggestion)
  const isOpen = suggestion.state === 'waiting' || suggestion.state === 'unconfirmed'
  const proof = suggestion.proof ?? (suggestion.askedAt === null ? 'not-asked' : 'asked')
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={[...crumbsOf(view, forum), { href: `/desk/${forum.slug}/papers`, label: t('desk.papers.title') }, { label: title }]}>
      <h1 dir="auto">{title}</h1>
      <Facts view={view} suggestion={suggestion} />
      <p class={suggestion.proof === null ? 'differs' : 'meta'}>{t(`desk.papers.proof.${proof}`)}</p>
      <p class="meta"><span>{publicSuggester(suggestion) === null ? t('desk.papers.unnamed') : t('desk.papers.named')}</span></p>
      <Said view={view} suggestion={suggestion} />
      {suggestion.files.length === 0 ? null : (
        <section class="block">
          <h2>{t('desk.mail.files')}</h2>
          <ul>{suggestion.files.map((file, place) => <li><a href={`/desk/${forum.slug}/papers/${suggestion.id}/files/${place + 1}`} dir="auto">{file.name}</a></li>)}</ul>
        </section>
      )}
      {same === undefined ? null : <p class="differs">{t(isOpen ? 'desk.papers.same' : 'library.paper.became')} <a href={same.href}>{same.ref}</a> <span dir="auto">{same.reference.title}</span></p>}
      {suggestion.reason === null ? null : <p class="notice"><strong>{t('library.paper.reason')}</strong> <span dir="auto">{suggestion.reason}</span></p>}
      {isOpen ? <Deciding view={view} data={data} form={form} /> : null}
    </Layout>
  )
}

function Said(props: { view: View; suggestion: PaperSuggestion }) {
  const { view, suggestion } = props
  const { t } = view
  const { author, publisher, published, address, note } = suggestion
  const facts = [['author', author], ['publisher', publisher], ['published', published]] as const
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (value === null ? null : <div><dt>{t(`library.field.${name}`)}</dt><dd dir="auto">{value}</dd></div>))}
        {address === null ? null : <div><dt>{t('library.field.url')}</dt><dd dir="ltr"><a href={address} rel="noreferrer nofollow ugc">{address}</a></dd></div>}
      </dl>
      {note === null ? null : <section class="block"><h2>{t('desk.papers.note')}</h2>{splitParagraphs(note).map((paragraph) => <p dir="auto">{paragraph}</p>)}</section>}
    </>
  )
}

function Deciding(props: { view: View; data: PaperDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, suggestion, cycles, same } = data
  const labels = { decision: t('desk.papers.decision'), reason: t('desk.papers.reason'), withhold: t('desk.papers.withhold') }
  const decisions = [...(same === undefined ? [] : (['same'] as const)), 'declined'] as const
  return (
    <>
      {cycles.length === 0 ? <p class="empty">{t('desk.papers.no-cycle')}</p> : (
        <section class="block">
          <h2>{t('desk.papers.list')}</h2>
          <div class="actions">{cycles.map((cycle) => <a class="button quiet" href={`/desk/${forum.slug}/${cycle.slug}/references?paper=${suggestion.id}`}>{t('desk.papers.list-in', { cycle: cycle.title })}</a>)}</div>
        </section>
      )}
      <form class="sheet" method="post" novalidate>
        <h2>{t('desk.papers.else')}</h2>
        <ErrorSummary view={view} form={form} labels={labels} />
        <ChoiceField view={view} form={form} name="decision" label={labels.decision} choices={decisions.map((value) => ({ value, label: t(`desk.papers.decision.${value}`, { ref: same?.ref ?? '' }) }))} />
        <TextField view={view} form={form} name="reason" rows={3} optional label={labels.reason} hint={t('desk.papers.reason.hint')} />
        <ChoiceField view={view} form={form} name="withhold" label={labels.withhold} several choices={[{ value: 'yes', label: t('desk.papers.withhold.yes') }]} optional />
        <div class="actions"><button>{t('desk.papers.decide')}</button></div>
      </form>
    </>
  )
}
