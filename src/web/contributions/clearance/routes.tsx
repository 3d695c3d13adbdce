import { remarkSchema } from '../../../contributions/schema.ts'
import { transact } from '../../../platform/database.ts'
import { remarkContribution } from '../../../procedures/remark-contribution.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { readRequest, type PageRequest } from '../../page.tsx'
import { sendBytes } from '../file/routes.tsx'
import { loadPreview, type Preview } from './data.ts'
import { PreviewPage } from './pages.tsx'

/** The preview for those who clear a contribution, behind a link of its own: read only, but for remarks and the clearance itself. */
export function clearanceRoutes(app: App, services: Services): void {
  const path = '/:forum/:cycle/calls/:call/preview/:id/:secret'
  serveForm<Preview>(app, services, {
    path,
    load: loadPreview,
    render: (view, data, form) => <PreviewPage view={view} data={data} form={form} />,
    submit: takeRemark,
  })
  app.get(`${path}/files/:position/:name`, async (c) => {
    const request = await readRequest(c, services)
    const data = await loadPreview(request)
    return sendBytes(c, request, data?.files[Number(request.params['position']) - 1])
  })
}

async function takeRemark(request: PageRequest, data: Preview, submitted: Submitted): Promise<FormOutcome> {
  const isCleared = submitted.value('go') === 'clear'
  const mayNot = data.isOver || data.may === 'read' || (isCleared && data.may !== 'clear')
  if (mayNot) return { errors: { '': 'sending.refusal.not-waiting' } }
  const parsed = parseFields(remarkSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  if (!isCleared && parsed.value.text === undefined) return { errors: { text: 'required' } }
  const of = data.sent === undefined ? { unsentId: data.id } : { contributionId: data.sent.contribution.id, cycleId: data.cycle.id }
  const kept = await transact(request.db, (tx) => remarkContribution(tx, PUBLIC, { of, name: parsed.value.name, text: parsed.value.text ?? '', isCleared }, request.now))
  if (isRefusal(kept)) return { errors: { '': `sending.refusal.${kept.refusal}` } }
  return { seeOther: `${request.view.path}?kept=1` }
}
