import { transact } from '../../../platform/database.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import { askModel, dismissSuggestion, restoreSuggestion, switchModel, takeSuggestion } from '../../../synthesis/language-model/commands.ts'
import { listPassagesWithThemes } from '../../../synthesis/queries.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf, idsWithin, placeOf } from '../data.ts'
import { loadModel, loadModelRequest, type ModelData, type ModelRequestData } from './data.ts'
import { ModelPage, ModelRequestPage } from './desk.tsx'
import { readQuestion, readTitle } from './forms.tsx'

/** What a language model is asked and puts forward, where the operator has named one and the cycle lets it be asked. */
export function languageModelRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/language-model'
  serveForm<ModelData>(app, services, { path: base, load: loadModel, render: (view, data, form) => <ModelPage view={view} data={data} form={form} />, submit: takeQuestion })
  serveForm<ModelRequestData>(app, services, { path: `${base}/:number`, load: loadModelRequest, render: (view, data, form) => <ModelRequestPage view={view} data={data} form={form} />, submit: takeDecision })
}

async function takeQuestion(request: PageRequest, data: ModelData, submitted: Submitted): Promise<FormOutcome> {
  const { t, path } = request.view
  const shall = submitted.value('shall')
  const actor = actorOf(request)
  if (shall === 'switch-on' || shall === 'switch-off') {
    if (!data.maySwitch) return { errors: { '': t('model.refusal.may-not') } }
    // Switched so by somebody else meanwhile is switched so as well.
    await transact(request.db, (tx) => switchModel(tx, actor, { ...placeOf(data), isOn: shall === 'switch-on' }, request.now))
    return { seeOther: path }
  }
  if (data.model === undefined) return { errors: { '': t('model.none') } }
  const parsed = readQuestion(data, submitted)
  if (!parsed.ok) return parsed
  const theme = data.themes.find(({ id }) => id === parsed.value.theme)
  const ids: Id[] = theme === undefined ? [] : idsWithin(data.themes, theme)
  const passageIds = (await listPassagesWithThemes(request.db, ids)).map(({ id }) => id)
  const done = await transact(request.db, (tx) => askModel(tx, actor, { ...placeOf(data), kind: parsed.value.kind, passageIds }, request.now))
  if (!isRefusal(done)) return { seeOther: `${path}/${done.number}` }
  return { errors: { [done.refusal === 'no-passages' || done.refusal === 'too-many-passages' ? 'theme' : '']: t(`model.refusal.${done.refusal}`) } }
}

async function takeDecision(request: PageRequest, data: ModelRequestData, submitted: Submitted): Promise<FormOutcome> {
  const { t, path } = request.view
  const [shall, suggestionId] = [submitted.value('shall'), submitted.value('suggestion')]
  const suggestion = data.asked.suggestions.find(({ id }) => id === suggestionId)
  if (!isId(suggestionId) || suggestion === undefined) return { errors: { '': t('model.refusal.suggestion-not-found') } }
  const [actor, at] = [actorOf(request), { ...placeOf(data), suggestionId }]
  if (shall === 'take') {
    const titled = data.asked.kind === 'groups' ? readTitle(submitted) : { ok: true as const, value: { title: '' } }
    if (!titled.ok) return titled
    const taken = await transact(request.db, (tx) => takeSuggestion(tx, actor, { ...at, ...titled.value }, request.now))
    if (isRefusal(taken)) return { errors: { '': t(`model.refusal.${taken.refusal}`) } }
    return { seeOther: taken.kind === 'groups' ? path : `/desk/${data.forum.slug}/${data.cycle.slug}/findings/new?suggested=${suggestionId}` }
  }
  if (shall !== 'dismiss' && shall !== 'restore') return { errors: { '': t('resembling.refusal.nothing') } }
  const done = await transact(request.db, async (tx) => (shall === 'dismiss' ? dismissSuggestion(tx, actor, at, request.now) : restoreSuggestion(tx, actor, at, request.now)))
  return isRefusal(done) ? { errors: { '': t(`model.refusal.${done.refusal}`) } } : { seeOther: path }
}
