import { choiceSchema } from '../../../drafts/choosing/schema.ts'
import { transact } from '../../../platform/database.ts'
import { chooseOutline } from '../../../procedures/choose-outline.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { loadOptions, type OptionsData } from './data.ts'
import { OptionsPage } from './desk.tsx'

/** Outlines side by side, of which one is chosen. */
export function optionRoutes(app: App, services: Services): void {
  serveForm<OptionsData>(app, services, {
    path: '/desk/:forum/:cycle/outlines',
    load: loadOptions,
    render: (view, data, form) => <OptionsPage view={view} data={data} form={form} />,
    submit: async ({ db, view, now }, data, submitted) => {
      const parsed = parseFields(choiceSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const { outline: id, ...rest } = parsed.value
      const outline = data.outlines.find(({ document }) => document.id === id)?.document
      const { person } = view
      if (outline === undefined || person === undefined) return { errors: { outline: 'not-in-list' } }
      const input = { forumId: data.forum.id, cycleId: data.cycle.id, outlineId: outline.id, language: outline.language, ...rest }
      const chosen = await transact(db, (tx) => chooseOutline(tx, { kind: 'person', id: person.id }, input, now))
      return isRefusal(chosen) ? { errors: beside(view, chosen.refusal) } : { seeOther: `/desk${data.base}/documents/${rest.slug}` }
    },
  })
}

type ChoiceRefusal = Extract<Awaited<ReturnType<typeof chooseOutline>>, { refusal: string }>['refusal']

function beside(view: View, refusal: ChoiceRefusal): Record<string, string> {
  if (refusal === 'slug-taken') return { slug: view.t('drafts.refusal.slug-taken') }
  if (refusal === 'not-an-outline' || refusal === 'chosen-already') return { outline: view.t(`options.refusal.${refusal}`) }
  return { outline: view.t(`begin.refusal.${refusal}`) }
}
