import { confirmEntry, proposeCorrection } from '../../../contributions/corrections/commands.ts'
import { correctedText, correctionSchema } from '../../../contributions/corrections/schema.ts'
import { transact } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { answerName, loadCheck, type CheckData } from './data.ts'
import { CheckPage } from './pages.tsx'

/** The sender's page: what the desk entered for them, to be confirmed or corrected. */
export function checkRoutes(app: App, services: Services): void {
  serveForm<CheckData>(app, services, {
    path: '/:forum/:cycle/contributions/:ref/check/:secret',
    load: loadCheck,
    initial: ({ answers }) => Object.fromEntries(answers.map((answer) => [answerName(answer.id), answer.text])),
    render: (view, data, form) => <CheckPage view={view} data={data} form={form} />,
    submit: (request, data, submitted) => (submitted.value('action') === 'confirm' ? confirm(request, data) : correct(request, data, submitted)),
  })
}

/** Whatever stands in the fields: confirmed is what the desk entered. */
async function confirm({ db, now, view }: PageRequest, { cycle, contribution }: CheckData): Promise<FormOutcome> {
  await transact(db, (tx) => confirmEntry(tx, PUBLIC, { cycleId: cycle.id, contributionId: contribution.id }, now))
  // Confirmed just now or by an earlier click: either way the page says so, and when.
  return { seeOther: view.path }
}

async function correct({ db, now, view }: PageRequest, { cycle, contribution, answers }: CheckData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(correctionSchema, fieldsToObject(submitted.fields))
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.errors }
  const texts = answers.flatMap(({ id }) => {
    const name = answerName(id)
    // An answer whose field did not come with the form stays as it is.
    if (submitted.fields[name] === undefined) return []
    const text = correctedText.safeParse(submitted.value(name))
    if (!text.success) errors[name] = text.error.issues[0]?.message ?? 'required'
    return text.success ? [{ answerId: id, text: text.data }] : []
  })
  if (!parsed.ok || Object.keys(errors).length > 0) return { errors }
  const input = { cycleId: cycle.id, contributionId: contribution.id, answers: texts, remark: parsed.value.remark }
  const proposed = await transact(db, (tx) => proposeCorrection(tx, PUBLIC, input, now))
  return 'refusal' in proposed ? { errors: { '': view.t(`check.refusal.${proposed.refusal}`) } } : { seeOther: view.path }
}
