import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { answerSuggestion, sendSuggestion, withdrawSuggestion } from '../../../synthesis/suggestions/commands.ts'
import { suggestionSchema, verdictSchema } from '../../../synthesis/suggestions/schema.ts'
import { withdrawnByMail } from '../../record/answering/data.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadMySuggestion, loadSuggesting, loadSuggestionsDesk, suggestionAddress, type MySuggestionData, type SuggestingData, type SuggestionsData } from './data.ts'
import { MySuggestionPage, SuggestForm, SuggestionsDesk } from './forms.tsx'

/** Comments and other wordings for findings: sent by anyone, answered at the desk, followed by a secret link. */
export function suggestionRoutes(app: App, services: Services): void {
  serveForm<SuggestingData>(app, services, {
    path: '/:forum/:cycle/findings/:finding/suggest',
    load: loadSuggesting,
    initial: ({ finding }, request) => ({ formKey: newId(), proposal: finding.statement, language: request.view.lang === 'fr' ? 'fr' : 'en' }),
    render: (view, data, form) => <SuggestForm view={view} data={data} form={form} />,
    submit: send,
  })
  serveForm<MySuggestionData>(app, services, {
    path: '/:forum/:cycle/suggestions/:suggestion/mine/:secret',
    load: loadMySuggestion,
    render: (view, data, form) => <MySuggestionPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      if (submitted.value('shall') !== 'withdraw') return { errors: { '': 'not-in-list' } }
      const input = { ...placeOf(data), suggestionId: data.suggestion.id }
      await transact(request.db, (tx) => withdrawSuggestion(tx, PUBLIC, input, request.now))
      // Withdrawn just now or by an earlier click: either way the page says so.
      return { seeOther: request.view.path }
    },
  })
  serveForm<SuggestionsData>(app, services, {
    path: '/desk/:forum/:cycle/suggestions',
    load: loadSuggestionsDesk,
    render: (view, data, form) => <SuggestionsDesk view={view} data={data} form={form} />,
    submit: answer,
  })
}

async function send(request: PageRequest, data: SuggestingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(suggestionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { t, lang } = request.view
  const input = {
    ...placeOf(data),
    ...parsed.value,
    findingId: data.finding.id,
    receipt: (id: Parameters<typeof suggestionAddress>[2]['id'], number: number) => {
      const ref = `${data.cycle.slug}/S-${number}`
      const link = `${request.services.publicUrl}${suggestionAddress(request.services, data, { id, number })}`
      return { language: lang, subject: t('suggestions.mail.receipt.subject', { ref }), body: t('suggestions.mail.receipt.body', { ref, link }) + withdrawnByMail(request.services, t) }
    },
  }
  const sent = await transact(request.db, (tx) => sendSuggestion(tx, PUBLIC, input, request.now))
  if (isRefusal(sent)) return { errors: { [sent.refusal === 'nothing-said' ? 'proposal' : '']: t(sent.refusal === 'nothing-said' ? 'suggestions.refusal.nothing-said' : 'synthesis.refusal.finding-not-found') } }
  return { seeOther: suggestionAddress(request.services, data, { id: sent.suggestionId, number: sent.number }) }
}

async function answer(request: PageRequest, data: SuggestionsData, submitted: Submitted): Promise<FormOutcome> {
  const found = data.suggestions.find(({ suggestion }) => suggestion.id === submitted.value('suggestion'))
  if (found === undefined) return { errors: { '': 'changed-meanwhile' } }
  const parsed = parseFields(verdictSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { suggestion } = found
  const language = suggestion.language ?? data.forum.language
  const t = translator(language)
  const ref = `${data.cycle.slug}/S-${suggestion.number}`
  const link = `${request.services.publicUrl}${suggestionAddress(request.services, data, suggestion)}`
  const notice = { language, subject: t('suggestions.mail.answer.subject', { ref }), body: t('suggestions.mail.answer.body', { ref, verdict: t(`suggestions.verdict.${parsed.value.verdict}`), reason: parsed.value.reason, link }) }
  const answered = await transact(request.db, (tx) => answerSuggestion(tx, actorOf(request), { ...placeOf(data), ...parsed.value, suggestionId: suggestion.id, notice }, request.now))
  return isRefusal(answered) ? { errors: { '': 'changed-meanwhile' } } : { seeOther: request.view.path }
}
