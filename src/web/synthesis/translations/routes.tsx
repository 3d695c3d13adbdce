import { transact } from '../../../platform/database.ts'
import { isRefusal } from '../../../shared/result.ts'
import { enterTranslation, removeTranslation } from '../../../synthesis/translations/commands.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadSource, type SourceData } from '../reading/data.ts'
import { deskOf } from '../reading/desk.tsx'
import { readTranslation, TranslationPage } from './desk.tsx'

/** Translations are entered and revised at the desk, beside the original; `new` is one in a language that it has none in. */
export function translationRoutes(app: App, services: Services): void {
  for (const path of ['/desk/:forum/:cycle/reading/:ref/:answer/translations/:language', '/desk/:forum/:cycle/reading/:ref/translations/:language']) {
    serveForm<SourceData>(app, services, {
      path,
      load: loadOriginal,
      initial: (data, request) => {
        const known = data.translations.find(({ language }) => language === request.params['language'])
        return known === undefined ? { revision: '0' } : { language: known.language, text: known.text, machine: known.machine ?? '', revision: String(known.revision) }
      },
      render: (view, data, form) => <TranslationPage view={view} data={data} form={form} />,
      submit: takeTranslation,
    })
  }
}

/** What can be translated: an answer or a comment; in a language that it has a translation in, or `new`. */
async function loadOriginal(request: PageRequest): Promise<SourceData | 'forbidden' | undefined> {
  const data = await loadSource(request)
  if (typeof data !== 'object') return data
  const asked = request.params['language']
  return data.source.kind !== 'document' && (asked === 'new' || data.translations.some(({ language }) => language === asked)) ? data : undefined
}

async function takeTranslation(request: PageRequest, data: SourceData, submitted: Submitted): Promise<FormOutcome> {
  const { source } = data
  const of = { kind: source.kind, id: source.id, ref: source.ref, text: source.window.whole }
  const done = submitted.value('shall') === 'remove' ? await remove(request, data, of, request.params['language'] ?? '') : await enter(request, data, of, submitted)
  if ('errors' in done) return done
  if (isRefusal(done)) return { errors: { '': request.view.t(`translation.refusal.${done.refusal}`) } }
  return { seeOther: `${deskOf(data)}/reading/${source.ref}` }
}

type Of = Parameters<typeof enterTranslation>[2]['source']

function remove(request: PageRequest, data: SourceData, source: Of, language: string) {
  return transact(request.db, (tx) => removeTranslation(tx, actorOf(request), { ...placeOf(data), source, language }, request.now))
}

async function enter(request: PageRequest, data: SourceData, source: Of, submitted: Submitted) {
  const parsed = readTranslation(submitted)
  if (!parsed.ok) return parsed
  if (parsed.value.language === data.source.language) return { errors: { language: request.view.t('translation.refusal.same-language') } }
  return transact(request.db, (tx) => enterTranslation(tx, actorOf(request), { ...placeOf(data), source, ...parsed.value }, request.now))
}
