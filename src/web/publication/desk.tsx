import { ANNEX_KINDS } from '../../publication/text/model.ts'
import type { FormState, View } from '../context.ts'
import { deskCrumbs } from '../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import type { Gate, GateData } from './data.ts'

/** The gate: what still stands between a version and its publication, then the form. */
export function PublishDesk(props: { view: View; data: GateData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { gate, versions } = data
  const labels = { title: t('publication.field.title'), summary: t('publication.field.summary'), version: t('publication.field.version'), annexes: t('publication.field.annexes'), credits: t('publication.field.credits'), residue: t('publication.field.residue') }
  return (
    <Layout view={view} frame={data.frame} title={t('publication.desk.title')} desk crumbs={[...deskCrumbs(view, data), { label: t('publication.desk.title') }]}>
      <h1>{t('publication.desk.title')}</h1>
      {gate === undefined ? <p class="empty">{t('publication.desk.no-version')}</p> : (
        <>
          <form method="get" class="filters">
            <div class="field">
              <label for="field-look">{labels.version}</label>
              <select id="field-look" name="version">
                {versions.map((version) => <option value={version.id} selected={version.id === gate.version.id}>{version.documentTitle}, {t('drafts.version', { number: version.number })}</option>)}
              </select>
            </div>
            <button type="submit" class="quiet">{t('publication.desk.look')}</button>
          </form>
          <h2>{t('publication.desk.gate')}: {gate.version.documentTitle}, {t('drafts.version', { number: gate.version.number })}</h2>
          <GateList view={view} data={data} gate={gate} />
          {data.editions.length === 0 ? null : <p class="meta"><span>{t('publication.desk.editions')}</span> {data.editions.map(({ number, title }) => <a href={`/desk${data.base}/editions/${number}`}>{t('publication.edition', { number })}: <bdi>{title}</bdi></a>)}</p>}
          <ErrorSummary view={view} form={form} labels={labels} />
          {(gate.isPublished || gate.groundless.length > 0) && Object.keys(form.errors).length === 0 ? null : (
            <form method="post" class="sheet">
              <input type="hidden" name="version" value={gate.version.id} />
              <LineField view={view} form={form} name="title" label={labels.title} />
              <TextField view={view} form={form} name="summary" label={labels.summary} rows={4} />
              <TextField view={view} form={form} name="credits" label={labels.credits} hint={t('publication.field.credits.hint')} rows={3} optional />
              <input type="hidden" name="annexes-shown" value="yes" />
              <ChoiceField view={view} form={form} name="annexes" label={labels.annexes} hint={t('publication.field.annexes.hint')} choices={ANNEX_KINDS.map((kind) => ({ value: kind, label: t(`publication.field.annex.${kind}`) }))} several optional />
              {gate.waiting === 0 ? null : <ChoiceField view={view} form={form} name="residue" label={labels.residue} choices={[{ value: 'yes', label: t('publication.field.residue.yes') }]} several optional />}
              <div class="actions"><button type="submit">{t('publication.send')}</button></div>
            </form>
          )}
        </>
      )}
    </Layout>
  )
}

function GateList(props: { view: View; data: GateData; gate: Gate }) {
  const { view, data, gate } = props
  const { t } = view
  const { units, waiting, groundless, isPublished } = gate
  return (
    <ul class="todo">
      {isPublished ? <li>{t('publication.desk.published')}</li> : null}
      <li>
        {waiting === 0 ? <span>{t('publication.desk.fates-ok', { units })}</span> : <span class="warn">{t('publication.desk.fates-missing', { count: waiting, units })}</span>}
        {waiting === 0 ? null : <a href={`/desk${data.base}/trace`}>{t('publication.desk.to-trace')}</a>}
      </li>
      <li>
        {groundless.length === 0 ? <span>{t('publication.desk.ground-ok')}</span> : <span class="warn">{t('publication.desk.ground-missing', { numbers: groundless.map((number) => `¶ ${number}`).join(', ') })}</span>}
        {groundless.length === 0 ? null : <a href={`/desk${data.base}/documents/${gate.version.documentSlug}`}>{t('publication.desk.to-text')}</a>}
      </li>
    </ul>
  )
}
