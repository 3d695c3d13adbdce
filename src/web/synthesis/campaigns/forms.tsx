import { z } from 'zod'
import { oneOf, optional, parseFields, prose, revision } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { COUNTING_RULES } from '../../../synthesis/campaigns/model.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import { campaignRef, type CampaignData } from './data.ts'

export function readRule(submitted: Submitted) {
  return parseFields(z.object({ rule: oneOf(COUNTING_RULES), revision: revision() }), fieldsToObject(submitted.fields))
}

export const SHALL = ['leave', 'split', 'join', 'unite', 'merge'] as const

/** Which of a campaign's buttons was pressed, with what was chosen and typed. */
export function readCampaignForm(data: CampaignData, submitted: Submitted) {
  const campaigns = data.others.map(({ id }) => id)
  const parsed = parseFields(
    z.object({
      shall: oneOf(SHALL),
      from: z.string().optional().refine((id) => id === undefined || id === '' || campaigns.some((known) => known === id), { error: 'not-in-list' }).transform((id) => campaigns.find((known) => known === id)),
      apart: z.string().optional().refine((id) => id === undefined || id === '' || data.apart.some((known) => known.id === id), { error: 'not-in-list' }).transform((id) => data.apart.find((known) => known.id === id)?.id),
      reason: optional(prose(2000)),
    }),
    fieldsToObject(submitted.fields),
  )
  return parsed.ok ? { ok: true as const, value: { ...parsed.value, contributionIds: (submitted.fields['letter'] ?? []).filter(isId) } } : parsed
}

export function RuleForm(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  const labels = { rule: t('campaigns.rule') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <SelectField view={view} form={form} name="rule" label={labels.rule} choices={COUNTING_RULES.map((rule) => ({ value: rule, label: t(`campaigns.choose.${rule}`) }))} />
      <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? '0'} />
      <div class="actions"><button class="quiet">{t('campaigns.rule.set')}</button></div>
    </form>
  )
}

/** The letters with a box each, and what can be done with those chosen. */
export function CampaignForm(props: { view: View; data: CampaignData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { letter: t('campaigns.letters'), from: t('campaigns.unite.with'), apart: t('campaigns.apart'), reason: t('campaigns.merge.reason'), shall: t('campaigns.letters') }
  const chosen = new Set(form.values['letter'] ?? [])
  return (
    <form method="post" action={`${view.path}${data.page === 1 ? '' : `?page=${data.page}`}`} class="sheet wide">
      <ErrorSummary view={view} form={form} labels={labels} />
      <fieldset id="letter">
        <legend>{labels.letter}</legend>
        <ul class="lines">
          {data.letters.map((letter) => (
            <li>
              <label>
                <input type="checkbox" name="letter" value={letter.contribution.id} checked={chosen.has(letter.contribution.id)} /> {letter.ref} <bdi>{letter.name ?? ''}</bdi>{' '}
                <span class="quiet-text">{letter.member.placedBy === 'person' ? t('campaigns.by-person') : letter.member.similarity === null ? t('campaigns.first') : t('campaigns.alike', { share: Math.round(letter.member.similarity / 10) })}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div class="actions">
        <button class="quiet" name="shall" value="leave">{t('campaigns.leave')}</button>
        <button class="quiet" name="shall" value="split">{t('campaigns.split')}</button>
      </div>
      <TextField view={view} form={form} name="reason" label={labels.reason} hint={t('campaigns.merge.hint')} rows={2} optional />
      <div class="actions"><button name="shall" value="merge">{t('campaigns.merge')}</button></div>
      {data.others.length === 0 ? null : (
        <>
          <SelectField view={view} form={form} name="from" label={labels.from} choices={data.others.map((other) => ({ value: other.id, label: t('campaigns.name', { ref: campaignRef(other), count: other.members }) }))} nothing={t('campaigns.choose')} optional />
          <div class="actions"><button class="quiet" name="shall" value="unite">{t('campaigns.unite')}</button></div>
        </>
      )}
      {data.apart.length === 0 ? null : (
        <>
          <SelectField view={view} form={form} name="apart" label={labels.apart} choices={data.apart.map(({ id, ref }) => ({ value: id, label: ref }))} nothing={t('campaigns.choose')} optional />
          <div class="actions"><button class="quiet" name="shall" value="join">{t('campaigns.join')}</button></div>
        </>
      )}
    </form>
  )
}
