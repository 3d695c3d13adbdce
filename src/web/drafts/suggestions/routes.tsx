import { decideSuggestion, makeSuggestion, withdrawSuggestion } from '../../../drafts/suggestions/commands.ts'
import { decisionOfAllSchema, decisionSchema, suggestionSchema, withdrawalSchema } from '../../../drafts/suggestions/schema.ts'
import type { Person } from '../../../people/model.ts'
import { newId } from '../../../platform/new-id.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { decideSuggestions } from '../../../procedures/decide-suggestions.ts'
import { suggestFromComment } from '../../../procedures/suggest-from-comment.ts'
import { takeSuggestion } from '../../../procedures/take-suggestion.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { writeTold } from '../../review/told/data.ts'
import { loadDeciding, loadWithdrawing, loadSuggesting, loadSuggestingFromComment, loadSuggestion, loadSuggestions, loadSuggestionsDesk, suggestionAsData, type DecidingData, type SuggestingData, type SuggestionData, type SuggestionsData } from './data.ts'
import { DecideForm, SuggestionsDesk } from './desk.tsx'
import { FromCommentForm, SuggestForm, WithdrawForm } from './forms.tsx'
import { SuggestionPage, SuggestionsPage } from './pages.tsx'

const PUBLIC_BASE = '/:forum/:cycle/documents/:document/suggestions'
const DESK_BASE = `/desk${PUBLIC_BASE}`

/** Changes to a working text: suggested by whoever takes part, decided by the editors, with a public history. */
export function suggestionRoutes(app: App, services: Services): void {
  servePage<SuggestionsData>(app, services, {
    path: PUBLIC_BASE,
    load: loadSuggestions,
    json: ({ document, shown, total, page }) => ({ document: document.slug, total, page, suggestions: shown.map(suggestionAsData) }),
    render: (view, data) => <SuggestionsPage view={view} data={data} />,
  })
  serveForm<SuggestingData>(app, services, {
    path: `${PUBLIC_BASE}/new`,
    load: loadSuggesting,
    initial: initialOf,
    render: (view, data, form) => <SuggestForm view={view} data={data} form={form} />,
    submit: suggest,
  })
  servePage<SuggestionData>(app, services, {
    path: `${PUBLIC_BASE}/:number`,
    load: loadSuggestion,
    json: ({ document, shown }) => ({ document: document.slug, ...suggestionAsData(shown) }),
    render: (view, data) => <SuggestionPage view={view} data={data} />,
  })
  serveForm<SuggestionData>(app, services, {
    path: `${PUBLIC_BASE}/:number/withdraw`,
    load: loadWithdrawing,
    render: (view, data, form) => <WithdrawForm view={view} data={data} form={form} />,
    submit: withdraw,
  })
  deskRoutes(app, services)
}

function deskRoutes(app: App, services: Services): void {
  serveForm<SuggestionsData>(app, services, {
    path: DESK_BASE,
    load: loadSuggestionsDesk,
    render: (view, data, form) => <SuggestionsDesk view={view} data={data} form={form} />,
    submit: decideAll,
  })
  serveForm<SuggestingData>(app, services, {
    path: `${DESK_BASE}/from/:comment`,
    load: loadSuggestingFromComment,
    initial: (data, request) => ({ ...initialOf(data, request), text: data.comment?.proposal ?? data.paragraph?.text ?? '', reason: data.comment?.text.slice(0, 2_000) ?? '' }),
    render: (view, data, form) => <FromCommentForm view={view} data={data} form={form} />,
    submit: suggest,
  })
  serveForm<DecidingData>(app, services, {
    path: `${DESK_BASE}/:number`,
    load: loadDeciding,
    initial: ({ effect, shown, paragraph }) => ({ text: 'text' in effect ? (effect.text ?? '') : (shown.suggestion.text ?? ''), revision: String(paragraph?.revision ?? '') }),
    render: (view, data, form) => <DecideForm view={view} data={data} form={form} />,
    submit: decide,
  })
}

function initialOf({ paragraph }: SuggestingData, { query }: PageRequest): Record<string, string> {
  const kind = query['kind'] === 'addition' || query['kind'] === 'removal' ? query['kind'] : paragraph === undefined ? '' : 'wording'
  return { formKey: newId(), on: paragraph?.id ?? '', kind, text: kind === 'wording' ? (paragraph?.text ?? '') : '' }
}

async function suggest(request: PageRequest, data: SuggestingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(suggestionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { kind, on, text, reason, formKey } = parsed.value
  const { comment, document } = data
  const paragraphId = on === '' ? null : (on as Id<'paragraph'>)
  const outcome = await asPerson(request, (tx, actor, person) => {
    const input = { documentId: document.id, kind, paragraphId, text, reason, authorId: person.id, formKey }
    return comment === undefined ? makeSuggestion(tx, actor, input, request.now) : suggestFromComment(tx, actor, { ...input, commentId: comment.id }, request.now)
  })
  if (!('refusal' in outcome)) return { seeOther: `${comment === undefined ? '' : '/desk'}${data.address}/suggestions/${outcome.number}` }
  const field = outcome.refusal === 'says-the-same' || outcome.refusal === 'empty' ? 'text' : ''
  return { errors: { [field]: request.view.t(`drafts.suggestion.refusal.${outcome.refusal}`) } }
}

async function withdraw(request: PageRequest, data: SuggestionData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(withdrawalSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { suggestion } = data.shown
  const outcome = await asPerson(request, (tx, actor, person) => withdrawSuggestion(tx, actor, { suggestionId: suggestion.id, by: person.id, isEditor: data.isEditor, reason: parsed.value.reason }, request.now))
  if ('refusal' in outcome) return { errors: { '': request.view.t(`drafts.suggestion.refusal.${outcome.refusal}`) } }
  return { seeOther: `${data.address}/suggestions/${suggestion.number}` }
}

async function decide(request: PageRequest, data: DecidingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(decisionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { outcome, reason, text, revision } = parsed.value
  const suggestionId = data.shown.suggestion.id
  const decided = await asPerson(request, (tx, actor, { id: decidedBy }) =>
    outcome === 'accepted'
      ? takeSuggestion(tx, actor, { documentId: data.document.id, suggestionId, cycleSlug: data.cycle.slug, decidedBy, reason, text, revision: /^[0-9]{1,9}$/u.test(revision ?? '') ? Number(revision) : undefined, tell: writeTold(request, data) }, request.now)
      : decideSuggestion(tx, actor, { suggestionId, outcome, reason, taken: null, became: null, decidedBy }, request.now),
  )
  if ('refusal' in decided) return { errors: { '': request.view.t(`drafts.suggestion.refusal.${decided.refusal}`) } }
  return { seeOther: `/desk${data.address}/suggestions` }
}

async function decideAll(request: PageRequest, data: SuggestionsData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(decisionOfAllSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { outcome, reason, author } = parsed.value
  const done = await asPerson(request, (tx, actor, { id: decidedBy }) =>
    decideSuggestions(tx, actor, { documentId: data.document.id, cycleSlug: data.cycle.slug, outcome, reason, decidedBy, authorId: author as Id | undefined, tell: writeTold(request, data) }, request.now),
  )
  return { seeOther: `/desk${data.address}/suggestions${done.left === 0 ? '' : `?left=${done.left}`}` }
}

function asPerson<T extends object>(request: PageRequest, work: (tx: Tx, actor: Actor, person: Person) => Promise<T>): Promise<T> {
  const { person } = request.view
  if (person === undefined) throw new Error('A page for those who take part was loaded for nobody')
  return transact(request.db, (tx) => work(tx, { kind: 'person', id: person.id }, person))
}
