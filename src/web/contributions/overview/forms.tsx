import { z } from 'zod'
import { DIMENSIONS, type Dimension, type PublishedFigure } from '../../../contributions/overview/model.ts'
import { plainDateSchema } from '../../../shared/approximate-date.ts'
import { parseFields, requiredLine, revision } from '../../../shared/fields.ts'
import { CAPACITIES, NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import type { InCycle } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, type Choice } from '../../ui/fields.tsx'
import { keyTitle } from './data.ts'

const published = z
  .string({ error: 'required' })
  .trim()
  .refine((text) => text !== '', { error: 'required' })
  .refine((text) => text === '' || /^[0-9]{1,8}$/u.test(text), { error: 'not-a-number' })
  .transform(Number)

const correction = z.object({ published, source: requiredLine(300), revision: revision() })

/** Reads the form of a new figure; what was counted must be of the forum's own lists. */
export function readFigure(data: InCycle, submitted: Submitted) {
  const known = new Set(listKeys(data))
  const what = z
    .string({ error: 'required' })
    .refine((text) => text !== '', { error: 'required' })
    .refine((text) => text === '' || known.has(text), { error: 'not-in-list' })
    .transform((text) => ({ dimension: text.slice(0, text.indexOf(':')) as Dimension, key: text.slice(text.indexOf(':') + 1) }))
  return parseFields(z.object({ what, asOf: plainDateSchema, published, source: requiredLine(300) }), fieldsToObject(submitted.fields))
}

export function readCorrection(submitted: Submitted) {
  return parseFields(correction, fieldsToObject(submitted.fields))
}

export function FigureForm(props: { view: View; data: InCycle; form: FormState; figure?: PublishedFigure }) {
  const { view, data, form, figure } = props
  const { t } = view
  const labels = { what: t('overview.field.what'), asOf: t('overview.field.as-of'), published: t('overview.field.published'), source: t('overview.field.source') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      {figure === undefined ? (
        <>
          <SelectField view={view} form={form} name="what" label={labels.what} choices={listChoices(view, data)} nothing={t('overview.field.what.choose')} />
          <LineField view={view} form={form} name="asOf" label={labels.asOf} type="date" dir="ltr" />
        </>
      ) : (
        <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? String(figure.revision)} />
      )}
      <LineField view={view} form={form} name="published" label={labels.published} type="number" dir="ltr" />
      <LineField view={view} form={form} name="source" label={labels.source} hint={t('overview.field.source.hint')} />
      <div class="actions">
        <button>{t('overview.desk.save')}</button>
        {figure === undefined ? null : <button class="quiet" name="shall" value="remove">{t('overview.desk.remove')}</button>}
      </div>
    </form>
  )
}

function listKeys({ forum }: InCycle): string[] {
  const keys: Readonly<Record<Dimension, readonly string[]>> = {
    total: ['total'],
    stakeholderGroup: [...forum.stakeholderGroups.map((group) => group.key), NOT_RECORDED],
    regionalGroup: [...forum.regionalGroups.map((group) => group.key), NO_REGIONAL_GROUP, NOT_RECORDED],
    capacity: [...CAPACITIES, NOT_RECORDED],
  }
  return DIMENSIONS.flatMap((dimension) => keys[dimension].map((key) => `${dimension}:${key}`))
}

function listChoices(view: View, data: InCycle): Choice[] {
  return listKeys(data).map((value) => {
    const dimension = value.slice(0, value.indexOf(':')) as Dimension
    const title = keyTitle(view, data.forum, value.slice(value.indexOf(':') + 1))
    return { value, label: dimension === 'total' ? title : `${view.t(`overview.column.${dimension}`)}: ${title}` }
  })
}
