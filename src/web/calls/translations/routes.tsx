import { seenBy, translateCall } from '../../../calls/translations/commands.ts'
import { listParts } from '../../../calls/translations/model.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields, prose } from '../../../shared/fields.ts'
import { isLanguageTag } from '../../../shared/language.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, loadCallAtDesk, type InCall } from '../data.ts'
import { callDeskAddress } from '../hub/desk.tsx'
import { LanguagePage, LanguagesPage, textField, type CallLanguage, type CallLanguages } from './desk.tsx'

/** The desk's forms of a call's texts in other languages. */
export function translationRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/calls/:call/languages'
  servePrivatePage<CallLanguages>(app, services, {
    path: base,
    load: async (request) => {
      const data = await loadCallAtDesk(request)
      return typeof data === 'object' ? { ...data, translations: await listTranslations(request.db, data.call.id) } : data
    },
    render: (view, data) => <LanguagesPage view={view} data={data} />,
  })
  serveForm<CallLanguage>(app, services, {
    path: `${base}/:language`,
    load: loadLanguage,
    initial: (data) => ({
      seen: data.seen,
      ...Object.fromEntries(listParts(data.call).map(({ part }, place) => [textField(place), data.translations.find((each) => each.language === data.language && each.part === part)?.text ?? ''])),
    }),
    render: (view, data, form) => <LanguagePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const read = readTexts(data, submitted)
      if (!read.ok) return read
      const input = { callId: data.call.id, language: data.language, seen: submitted.value('seen'), texts: read.value }
      const done = await transact(request.db, (tx) => translateCall(tx, actorOf(request), input, request.now))
      return isRefusal(done) ? { errors: { '': request.view.t(`calls.refusal.${done.refusal}`) } } : { seeOther: `${callDeskAddress(data)}/languages` }
    },
  })
}

async function loadLanguage(request: PageRequest): Promise<CallLanguage | 'forbidden' | undefined> {
  const data = await loadCallAtDesk(request)
  const language = request.params['language'] ?? ''
  if (typeof data !== 'object') return data
  if (!isLanguageTag(language) || language.length > 35 || language === data.forum.language) return undefined
  const translations = await listTranslations(request.db, data.call.id)
  return { ...data, translations, language, seen: seenBy(data.call, translations, language) }
}

const TEXT = prose(20_000)

function readTexts({ call }: InCall, submitted: Submitted): { ok: true; value: Map<string, string> } | { ok: false; errors: Record<string, string> } {
  const texts = new Map<string, string>()
  const errors: Record<string, string> = {}
  listParts(call).forEach(({ part }, place) => {
    const parsed = parseFields(TEXT, submitted.value(textField(place)))
    if (parsed.ok) texts.set(part, parsed.value)
    else errors[textField(place)] = parsed.errors[''] ?? 'required'
  })
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: texts }
}
