import { z } from 'zod'
import { PRINTED_LISTS } from '../../../contributions/printed/model.ts'
import { oneOf, parseFields, requiredLine } from '../../../shared/fields.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { PrintedAtDesk } from './data.ts'

const schema = z.object({
  number: z.string({ error: 'required' }).trim().refine((text) => text !== '', { error: 'required' }).refine((text) => text === '' || /^[1-9][0-9]{0,8}$/u.test(text), { error: 'not-a-number' }).transform(Number),
  list: oneOf(PRINTED_LISTS),
  name: requiredLine(500),
  source: requiredLine(300),
})

export function readPrintedName(submitted: Submitted) {
  return parseFields(schema, fieldsToObject(submitted.fields))
}

/** How reports spelt contributors: each spelling to be taken back, and the form of another. */
export function PrintedNamesPage(props: { view: View; data: PrintedAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { number: t('figures.printed.number'), list: t('figures.printed.list'), name: t('figures.printed.name'), source: t('overview.field.source') }
  return (
    <Layout view={view} frame={data.frame} title={t('figures.printed')} crumbs={[...deskCrumbs(view, data), { label: t('figures.printed') }]} desk>
      <h1>{t('figures.printed')}</h1>
      <p class="lead">{t('figures.printed.lead')}</p>
      <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/annexes`}>{t('figures.annexes')}</a></p>
      {data.printed.length === 0 ? <p class="empty">{t('figures.printed.none')}</p> : null}
      <ul class="lines">
        {data.printed.map((printed) => (
          <li>
            <span>{printed.ref}: <span dir="auto">{printed.name}</span></span>
            <span class="quiet-text">{t(`figures.printed.list.${printed.list}`)}, {printed.source}</span>
            <form method="post" action={view.path}>
              <input type="hidden" name="printed" value={printed.id} />
              <button class="quiet" name="do" value="remove">{t('figures.target.remove')}</button>
            </form>
          </li>
        ))}
      </ul>
      <h2>{t('figures.printed.new')}</h2>
      <form method="post" action={view.path} class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <LineField view={view} form={form} name="number" label={labels.number} hint={t('figures.printed.number.hint')} type="number" dir="ltr" />
        <ChoiceField view={view} form={form} name="list" label={labels.list} choices={PRINTED_LISTS.map((list) => ({ value: list, label: t(`figures.printed.list.${list}`) }))} />
        <LineField view={view} form={form} name="name" label={labels.name} />
        <LineField view={view} form={form} name="source" label={labels.source} hint={t('overview.field.source.hint')} />
        <div class="actions"><button name="do" value="record">{t('figures.printed.send')}</button></div>
      </form>
    </Layout>
  )
}
