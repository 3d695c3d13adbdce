import { flatten, type FrozenParagraph } from '../../../drafts/model.ts'
import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import { newId } from '../../../platform/new-id.ts'
import { hmac } from '../../../platform/digest.ts'
import { DESK_CHANNELS } from '../../../review/comments/commands.ts'
import type { CommentRefusal } from '../../../review/taking/commands.ts'
import { QUOTE_LIMIT } from '../../../review/comments/schema.ts'
import { isAfterDeadline, isOpen, parseParagraphNumbers } from '../../../review/model.ts'
import type { Forum } from '../../../forums/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { findOccurrences } from '../../../shared/quote.ts'
import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { COMMENT_TYPES, NO_REGIONAL_GROUP, type Confirmation } from '../../../shared/vocabularies.ts'
import type { Services, FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import type { FormOutcome } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { type Choice, ChoiceField, ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { crumbsOf, loadReview, standing, type InReview } from '../data.ts'
import { QuotedParagraphs } from './pages.tsx'

export interface CommentFormData extends InReview {
  /** The paragraphs named in the address. */
  readonly chosen: readonly FrozenParagraph[]
}

/** The form, with the paragraphs that the address names (`?p=31`, `?p=3,5-7`). */
export async function loadCommentForm(request: PageRequest): Promise<CommentFormData | undefined> {
  const inReview = await loadReview(request)
  if (inReview === undefined) return undefined
  const asked = parseParagraphNumbers((request.query['p'] ?? '').slice(0, 400))
  const numbers = 'numbers' in asked ? asked.numbers : []
  const text = numbers.length === 0 ? [] : flatten(await loadFrozenText(request.db, inReview.review.versionId))
  return { ...inReview, chosen: text.filter(({ number }) => numbers.includes(number)) }
}

export function initialComment(data: CommentFormData, request: PageRequest): Record<string, string> {
  const paragraphs = data.chosen.map(({ number }) => number).join(', ')
  const { quote = '', at = '', occurrence = '1' } = request.query
  const place = findOccurrences(data.chosen[0]?.text ?? '', quote.slice(0, QUOTE_LIMIT))[Number(occurrence) - 1]
  return { formKey: newId(), target: paragraphs === '' ? 'whole' : 'paragraphs', paragraphs, quote: quote.slice(0, QUOTE_LIMIT), quoteStart: place === undefined ? at : String(place.start), type: 'general', language: request.view.lang === 'fr' ? 'fr' : 'en' }
}

/** What lets a commenter follow and withdraw a comment: derived from the installation's secret, so that it is stored nowhere. */
export function tokenOf(services: Pick<Services, 'secret'>, commentId: Id): string {
  return hmac(services.secret, `comment:${commentId}`)
}

/** What is wrong, field by field, for a comment that was refused. */
export function refused(view: View, outcome: CommentRefusal | { readonly refusal: 'date-in-future' }): FormOutcome {
  switch (outcome.refusal) {
    case 'no-such-review':
      return { errors: { '': 'form.error.not-found' } }
    case 'review-closed':
      return { errors: { '': `review.refusal.review-closed:${writeShortDate(datePart(outcome.closedAt), view.lang)}` } }
    case 'no-such-comment':
      return { errors: { '': 'review.refusal.no-such-comment' } }
    case 'no-such-paragraph':
      return { errors: { paragraphs: `review.refusal.no-such-paragraph:${outcome.numbers}` } }
    case 'quote-not-found':
    case 'quote-not-unique':
    case 'quote-needs-one-paragraph':
      return { errors: { quote: `anchors.refusal.${outcome.refusal}` } }
    default:
      return { errors: { receivedBy: 'review.refusal.date-in-future' } }
  }
}

function datePart(instant: string) {
  return instant.slice(0, 10) as Parameters<typeof writeShortDate>[0]
}

/** The public form: no account, no JavaScript. */
export function CommentForm(props: { view: View; data: CommentFormData; form: FormState }) {
  const { view, data, form } = props
  const { review } = data
  const title = view.t('review.form.title', { title: review.title })
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOf(view, data).slice(0, -1), { href: data.base, label: review.title }, { label: view.t('review.do-comment') }]}>
      <h1>{title}</h1>
      <p class="meta"><span>{standing(view, review)}</span></p>
      {isOpen(review) && isAfterDeadline(review, view.now) ? <p class="differs">{view.t('review.form.late')}</p> : null}
      <QuotedParagraphs language={data.version.language} base={data.base} paragraphs={data.chosen} />
      {data.chosen.length !== 1 ? null : <p class="meta"><a href={`${data.base}/paragraphs/${data.chosen[0]?.number ?? 0}/follow`}>{view.t('followers.follow.paragraph', { name: `¶ ${data.chosen[0]?.number ?? 0}` })}</a></p>}
      {isOpen(review) || Object.keys(form.errors).length > 0 ? <CommentSheet view={view} data={data} form={form} /> : null}
    </Layout>
  )
}

function CommentSheet(props: { view: View; data: CommentFormData; form: FormState }) {
  const { view, data, form } = props
  return (
    <form class="sheet" method="post" action={`${data.base}/comment`} novalidate>
      <ErrorSummary view={view} form={form} labels={commentLabels(view)} />
      <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
      <WhatFields view={view} form={form} />
      <WhoFields view={view} data={data} form={form} />
      <TextField view={view} form={form} name="jointBodies" optional rows={3} label={view.t('reviewing.field.joint-bodies')} hint={view.t('reviewing.hint.joint-bodies')} />
      <ConsentAndMail view={view} form={form} {...(view.person === undefined ? { confirmation: data.forum.confirmation } : {})} />
      <div class="actions"><button>{view.t('review.form.send')}</button></div>
    </form>
  )
}

/** The desk's form for what came by mail, list, meeting or on paper. */
export function EnterForm(props: { view: View; data: CommentFormData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('review.enter.title', { title: data.review.title })
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.cycleBase}/reviews`, label: view.t('review.reviews') }, { label: title }]}>
      <h1>{title}</h1>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={commentLabels(view)} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        <SelectField view={view} form={form} name="channel" label={view.t('review.field.channel')} choices={DESK_CHANNELS.map((channel) => ({ value: channel, label: view.t(`review.channel.${channel}`) }))} />
        <LineField view={view} form={form} name="receivedBy" type="date" label={view.t('review.field.received-by')} />
        <WhatFields view={view} form={form} />
        <WhoFields view={view} data={data} form={form} />
        <ChoiceField
          view={view} form={form} name="consent" label={view.t('review.field.consent-given')}
          choices={(['full', 'without-name', 'not-at-all'] as const).map((consent) => ({ value: consent, label: view.t(`review.consent-given.${consent}`) }))}
        />
        <TextField view={view} form={form} name="jointBodies" optional rows={3} label={view.t('reviewing.field.joint-bodies')} hint={view.t('reviewing.hint.joint-bodies')} />
        <input type="hidden" name="mail" value="" />
        <div class="actions"><button>{view.t('review.enter.do')}</button></div>
      </form>
    </Layout>
  )
}

/** Whether the name may be shown, and the address for the receipt; with what has to be confirmed by it, where the forum asks for that. */
export function ConsentAndMail(props: { view: View; form: FormState; confirmation?: Confirmation }) {
  const { view, form, confirmation = 'none' } = props
  return (
    <>
      <ChoiceField view={view} form={form} name="consent" label={view.t('review.field.consent')} choices={[{ value: 'full', label: view.t('review.consent.full') }, { value: 'without-name', label: view.t('review.consent.without-name') }]} />
      <LineField view={view} form={form} name="mail" type="email" dir="ltr" autocomplete="email" optional label={view.t('review.field.mail')} hint={view.t(confirmation === 'none' ? 'review.hint.mail' : `reviewing.hint.mail-${confirmation}`)} />
    </>
  )
}

function WhatFields(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  return (
    <>
      <ChoiceField view={view} form={form} name="target" label={t('review.field.target')} choices={(['paragraphs', 'whole', 'missing'] as const).map((target) => ({ value: target, label: t(`review.target.${target}`) }))} />
      <LineField view={view} form={form} name="paragraphs" optional label={t('review.field.paragraphs')} hint={t('review.hint.paragraphs')} />
      <LineField view={view} form={form} name="quote" optional label={t('anchors.field.quote')} hint={t('anchors.hint.quote')} />
      <input type="hidden" name="quoteStart" value={typed(form, 'quoteStart')} />
      <LineField view={view} form={form} name="missingWhere" optional label={t('review.field.missing-where')} hint={t('review.hint.missing-where')} />
      <ChoiceField view={view} form={form} name="type" label={t('review.field.type')} choices={COMMENT_TYPES.map((type) => ({ value: type, label: t(`review.type.${type}`), hint: t(`review.type-hint.${type}`) }))} />
      <TextField view={view} form={form} name="text" label={t('review.field.text')} />
      <TextField view={view} form={form} name="proposal" optional rows={4} label={t('review.field.proposal')} hint={t('review.hint.proposal')} />
    </>
  )
}

export function WhoFields(props: { view: View; data: Pick<InReview, 'forum'>; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { groups, regions } = groupChoices(view, data.forum)
  return (
    <>
      <LineField view={view} form={form} name="author" optional autocomplete="name" label={t('review.field.author')} hint={t('review.hint.author')} />
      <LineField view={view} form={form} name="organisation" optional autocomplete="organization" label={t('review.field.organisation')} />
      <SelectField view={view} form={form} name="stakeholderGroup" optional nothing={t('review.not-said')} label={t('review.field.stakeholder-group')} choices={groups} />
      <SelectField view={view} form={form} name="regionalGroup" optional nothing={t('review.not-said')} label={t('review.field.regional-group')} choices={regions} />
      <SelectField view={view} form={form} name="language" optional nothing={t('review.not-said')} label={t('review.field.language')} choices={CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))} />
    </>
  )
}

/** The groups that a forum asks for, as a menu offers them. */
export function groupChoices(view: View, forum: Forum): { groups: Choice[]; regions: Choice[] } {
  return {
    groups: forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title })),
    regions: [...forum.regionalGroups.map(({ key, title }) => ({ value: key, label: title })), { value: NO_REGIONAL_GROUP, label: view.t('review.no-regional-group') }],
  }
}

function commentLabels(view: View): Record<string, string> {
  const { t } = view
  return {
    target: t('review.field.target'), paragraphs: t('review.field.paragraphs'), quote: t('anchors.field.quote'), missingWhere: t('review.field.missing-where'), type: t('review.field.type'), text: t('review.field.text'),
    proposal: t('review.field.proposal'), author: t('review.field.author'), organisation: t('review.field.organisation'), stakeholderGroup: t('review.field.stakeholder-group'),
    regionalGroup: t('review.field.regional-group'), language: t('review.field.language'), consent: t('review.field.consent'), mail: t('review.field.mail'), jointBodies: t('reviewing.field.joint-bodies'), channel: t('review.field.channel'), receivedBy: t('review.field.received-by'),
  }
}
