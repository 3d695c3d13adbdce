import { ANNEX_KINDS } from '../../publication/text/model.ts'
import type { FormState, View } from '../context.ts'
import { deskCrumbs } from '../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import { residueKinds } from '../../publication/gate/model.ts'
import type { GateData } from './gate/data.ts'
import { GateList } from './gate/desk.tsx'

/** The gate: what still stands between a version and its publication, then the form. */
export function PublishDesk(props: { view: View; data: GateData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { looked, versions } = data
  const isMissing = looked !== undefined && residueKinds(looked.gate).length > 0
  const labels = { title: t('publication.field.title'), summary: t('publication.field.summary'), version: t('publication.field.version'), annexes: t('publication.field.annexes'), credits: t('publication.field.credits'), residue: t('gate.shall') }
  return (
    <Layout view={view} frame={data.frame} title={t('publication.desk.title')} desk crumbs={[...deskCrumbs(view, data), { label: t('publication.desk.title') }]}>
      <h1>{t('publication.desk.title')}</h1>
      {data.editions.length === 0 ? null : (
        <p class="meta">{data.editions.map(({ number }) => <a href={`/desk${data.base}/editions/${number}/told`}>{t('publication.edition', { number })}: {t('told.desk.link')}</a>)}</p>
      )}
      {looked === undefined ? <p class="empty">{t('publication.desk.no-version')}</p> : (
        <>
          <form method="get" class="filters">
            <div class="field">
              <label for="field-look">{labels.version}</label>
              <select id="field-look" name="version">
                {versions.map((version) => <option value={version.id} selected={version.id === looked.version.id}>{version.documentTitle}, {t('drafts.version', { number: version.number })}</option>)}
              </select>
            </div>
            <button type="submit" class="quiet">{t('publication.desk.look')}</button>
          </form>
          <h2>{t('publication.desk.gate')}: {looked.version.documentTitle}, {t('drafts.version', { number: looked.version.number })}</h2>
          <GateList view={view} data={data} looked={looked} />
          {data.editions.length === 0 ? null : <p class="meta"><span>{t('publication.desk.editions')}</span> {data.editions.map(({ number, title }) => <a href={`/desk${data.base}/editions/${number}`}>{t('publication.edition', { number })}: <bdi>{title}</bdi></a>)}</p>}
          <ErrorSummary view={view} form={form} labels={labels} />
          {(looked.isPublished || looked.gate.groundless.length > 0) && Object.keys(form.errors).length === 0 ? null : (
            <form method="post" class="sheet">
              <input type="hidden" name="version" value={looked.version.id} />
              <LineField view={view} form={form} name="title" label={labels.title} />
              <TextField view={view} form={form} name="summary" label={labels.summary} rows={4} />
              <TextField view={view} form={form} name="credits" label={labels.credits} hint={t('publication.field.credits.hint')} rows={3} optional />
              <input type="hidden" name="annexes-shown" value="yes" />
              <ChoiceField view={view} form={form} name="annexes" label={labels.annexes} hint={t('publication.field.annexes.hint')} choices={ANNEX_KINDS.map((kind) => ({ value: kind, label: t(`publication.field.annex.${kind}`) }))} several optional />
              {isMissing ? <ChoiceField view={view} form={form} name="residue" label={labels.residue} choices={[{ value: 'yes', label: t('gate.shall.yes') }]} several optional /> : null}
              <div class="actions"><button type="submit">{t('publication.send')}</button></div>
            </form>
          )}
        </>
      )}
    </Layout>
  )
}
