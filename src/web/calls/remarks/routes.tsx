import { answerRemark, sendRemark } from '../../../calls/remarks/commands.ts'
import { remarkAnswerSchema, remarkSchema } from '../../../calls/remarks/schema.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { servePrivatePage } from '../../page.tsx'
import { actorOf, loadCall, type InCall } from '../data.ts'
import { callDeskAddress } from '../hub/desk.tsx'
import { loadRemarkAtDesk, loadRemarksAtDesk, type InRemark, type WithRemarks } from './data.ts'
import { AnswerRemarkPage, RemarksDeskPage } from './desk.tsx'
import { RemarkPage } from './forms.tsx'

/** Remarks on the text of a call before it opens: the public form, and the desk's answers. */
export function remarkRoutes(app: App, services: Services): void {
  serveForm<InCall>(app, services, {
    path: '/:forum/:cycle/calls/:call/remark',
    load: loadCall,
    initial: (_, request) => ({ formKey: newId(), question: request.query['question'] ?? '' }),
    render: (view, data, form) => <RemarkPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(remarkSchema, fieldsToObject(submitted.fields))
      const { t } = request.view
      if (!parsed.ok) return 'formKey' in parsed.errors ? { errors: { '': t('calls.remarks.refusal.form-used') } } : parsed
      const sent = await transact(request.db, (tx) => sendRemark(tx, PUBLIC, { ...parsed.value, callId: data.call.id, language: request.view.lang }, request.now))
      if (isRefusal(sent)) return { errors: { [sent.refusal === 'unknown-question' ? 'question' : '']: t(`calls.remarks.refusal.${sent.refusal}`) } }
      return { seeOther: `/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}#remark-${sent.number}` }
    },
  })
  const base = '/desk/:forum/:cycle/calls/:call/remarks'
  servePrivatePage<WithRemarks>(app, services, { path: base, load: loadRemarksAtDesk, render: (view, data) => <RemarksDeskPage view={view} data={data} /> })
  serveForm<InRemark>(app, services, {
    path: `${base}/:number`,
    load: loadRemarkAtDesk,
    initial: () => ({ isHidden: 'no' }),
    render: (view, data, form) => <AnswerRemarkPage view={view} data={{ ...data, remarks: [data.remark] }} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(remarkAnswerSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => answerRemark(tx, actorOf(request), { ...parsed.value, callId: data.call.id, number: data.remark.number }, request.now))
      return isRefusal(done) ? { errors: { '': request.view.t(`calls.remarks.refusal.${done.refusal}`) } } : { seeOther: `${callDeskAddress(data)}/remarks` }
    },
  })
}
