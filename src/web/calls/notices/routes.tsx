import { askForNotice, confirmNotice, leaveNotice } from '../../../calls/notices/commands.ts'
import { noticeSchema } from '../../../calls/notices/schema.ts'
import { parts } from '../../../calls/translations/model.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, isOneClick, serveForm } from '../../form.tsx'
import { confirmedByMail } from '../../record/answering/data.ts'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { loadCall, type InCall } from '../data.ts'
import { loadNotice, noticeAddress, type InNotice } from './data.ts'
import { NoticePage, TellMePage } from './forms.tsx'

/** Being told of a call by mail: asked for, confirmed by a link, ended by the same. */
export function noticeRoutes(app: App, services: Services): void {
  const path = '/:forum/:cycle/calls/:call/tell-me'
  serveForm<InCall>(app, services, {
    path,
    load: loadCall,
    render: (view, data, form) => <TellMePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(noticeSchema, fieldsToObject(submitted.fields))
      const { t, lang } = request.view
      if (!parsed.ok) return parsed
      const call = data.say(parts.title, data.call.title).text
      const writeConfirmation = (id: InNotice['notice']['id']) => {
        const link = noticeAddress(services, data, id)
        return { subject: t('announcing.confirm.subject', { call }), body: t('announcing.confirm.body', { call, forum: data.forum.title, link }) + confirmedByMail(services, t) }
      }
      const language = INTERFACE_LANGUAGES.find((each) => each === lang) ?? 'en'
      const asked = await withinLimit(request, 'following', parsed.value.mail, (tx) => askForNotice(tx, PUBLIC, { callId: data.call.id, mail: parsed.value.mail, language, writeConfirmation }, request.now))
      if (isTooMany(asked)) return tooMany(request, 'following', asked)
      return isRefusal(asked) ? { errors: { '': t(`announcing.tell-me.refusal.${asked.refusal}`) } } : { seeOther: `${request.view.path}?sent=1` }
    },
  })
  serveForm<InNotice>(app, services, {
    path: `${path}/:token`,
    load: loadNotice,
    render: (view, data, form) => <NoticePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const input = { noticeId: data.notice.id }
      const work = (tx: Tx) => (submitted.value('shall') === 'leave' || isOneClick(submitted) ? leaveNotice(tx, PUBLIC, input, request.now) : confirmNotice(tx, PUBLIC, input, request.now))
      const done = await transact<object | Refusal<'confirmed-already' | 'left-already'>>(request.db, work)
      // What a mail program posts twice has happened already.
      return isRefusal(done) && !isOneClick(submitted) ? { errors: { '': request.view.t(`announcing.notice.refusal.${done.refusal}`) } } : { seeOther: request.view.path }
    },
  })
}
