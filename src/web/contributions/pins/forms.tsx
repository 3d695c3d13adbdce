import { z } from 'zod'
import type { Call } from '../../../calls/model.ts'
import { GROUPINGS } from '../../../contributions/overview/model.ts'
import type { PinFilter } from '../../../contributions/pins/model.ts'
import { plainDateSchema } from '../../../shared/approximate-date.ts'
import { line, optional, optionalOneOf, parseFields, requiredLine } from '../../../shared/fields.ts'
import { CAPACITIES, NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, type Choice } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { keyTitle } from '../overview/data.ts'

export interface PinAtDesk extends InCycle {
  readonly calls: readonly Call[]
}

/** Reads the form of a figure to be pinned. The same grouping twice is the one, crossed with nothing. */
export function readPin(data: PinAtDesk, submitted: Submitted) {
  const known = (grouping: (typeof GROUPINGS)[number]) => optional(line(200)).refine((key) => key === undefined || keysOf(data, grouping).includes(key), { error: 'not-in-list' })
  const schema = z
    .object({
      title: requiredLine(200), asOf: plainDateSchema, cutOff: optional(line(200)), rows: optionalOneOf(GROUPINGS), columns: optionalOneOf(GROUPINGS),
      stakeholderGroup: known('stakeholderGroup'), regionalGroup: known('regionalGroup'), capacity: known('capacity'),
      call: optional(line(100)).refine((slug) => slug === undefined || data.calls.some((call) => call.slug === slug), { error: 'not-in-list' }),
    })
    .transform(({ title, asOf, cutOff, rows, columns, ...filter }) => {
      const chosen = Object.fromEntries(Object.entries(filter).filter(([, key]) => key !== undefined)) as PinFilter
      const [rowsBy, columnsBy] = rows === undefined ? [columns ?? null, null] : [rows, columns === rows ? null : (columns ?? null)]
      return { title, asOf, cutOff: cutOff ?? null, rowsBy, columnsBy, filter: chosen }
    })
  return parseFields(schema, fieldsToObject(submitted.fields))
}

function keysOf({ forum }: InCycle, grouping: (typeof GROUPINGS)[number]): readonly string[] {
  if (grouping === 'capacity') return [...CAPACITIES, NOT_RECORDED]
  return grouping === 'stakeholderGroup' ? [...forum.stakeholderGroups.map(({ key }) => key), NOT_RECORDED] : [...forum.regionalGroups.map(({ key }) => key), NO_REGIONAL_GROUP, NOT_RECORDED]
}

export function PinFormPage(props: { view: View; data: PinAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('figures.pin.new')
  const groupings: Choice[] = GROUPINGS.map((each) => ({ value: each, label: t(`overview.column.${each}`) }))
  const labels = {
    title: t('figures.pin.field.title'), asOf: t('overview.field.as-of'), cutOff: t('figures.pin.field.cut-off'), rows: t('overview.cross.rows'), columns: t('overview.cross.columns'),
    stakeholderGroup: t('overview.column.stakeholderGroup'), regionalGroup: t('overview.column.regionalGroup'), capacity: t('overview.column.capacity'), call: t('contributions.fact.call'),
  }
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), { label: title }]} desk>
      <h1>{title}</h1>
      <p class="lead">{t('figures.pin.new.lead')}</p>
      <form method="post" action={view.path} class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <LineField view={view} form={form} name="title" label={labels.title} />
        <LineField view={view} form={form} name="asOf" label={labels.asOf} type="date" dir="ltr" />
        <LineField view={view} form={form} name="cutOff" label={labels.cutOff} hint={t('figures.pin.field.cut-off.hint')} optional />
        <SelectField view={view} form={form} name="rows" label={labels.rows} choices={groupings} nothing={t('figures.pin.nothing')} optional />
        <SelectField view={view} form={form} name="columns" label={labels.columns} choices={groupings} nothing={t('figures.pin.nothing')} optional />
        <fieldset>
          <legend>{t('figures.pin.field.filter')}</legend>
          {data.calls.length < 2 ? null : <SelectField view={view} form={form} name="call" label={labels.call} choices={data.calls.map(({ slug, title }) => ({ value: slug, label: title }))} nothing={t('contributions.filter.all')} optional />}
          {GROUPINGS.map((each) => (
            <SelectField view={view} form={form} name={each} label={labels[each]} choices={keysOf(data, each).map((key) => ({ value: key, label: keyTitle(view, data.forum, key) }))} nothing={t('contributions.filter.all')} optional />
          ))}
        </fieldset>
        <div class="actions"><button>{t('figures.pin.send')}</button></div>
      </form>
    </Layout>
  )
}
