import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { setMinorityRule } from '../../../synthesis/minority/commands.ts'
import { GROUP_LIMITS, VOICE_LIMITS, type MinorityRule } from '../../../synthesis/minority/model.ts'
import { findMinorityRule } from '../../../synthesis/minority/queries.ts'
import { minorityRuleSchema } from '../../../synthesis/minority/schema.ts'
import type { App, FormState, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ErrorSummary, SelectField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { actorOf, loadCycleAtDesk, placeOf } from '../data.ts'

interface MinorityData extends InCycle {
  readonly rule: MinorityRule & { readonly revision: number }
}

/** Up to how much support a position is kept as a minority position: chosen at the desk, published beside the findings. */
export function minorityRoutes(app: App, services: Services): void {
  serveForm<MinorityData>(app, services, {
    path: '/desk/:forum/:cycle/minority',
    load: async (request) => {
      const inCycle = await loadCycleAtDesk(request)
      return typeof inCycle === 'object' ? { ...inCycle, rule: await findMinorityRule(request.db, inCycle.cycle.id) } : inCycle
    },
    initial: ({ rule }) => ({ groups: String(rule.groups), voices: String(rule.voices), revision: String(rule.revision) }),
    render: (view, data, form) => <MinorityPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(minorityRuleSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => setMinorityRule(tx, actorOf(request), { ...placeOf(data), ...parsed.value }, request.now))
      if (!isRefusal(done)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/findings` }
      return { errors: { '': done.refusal === 'changed-meanwhile' ? done.refusal : request.view.t('corrections.refusal.synthesis-published') } }
    },
  })
}

function MinorityPage(props: { view: View; data: MinorityData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('minority.title')
  const labels = { groups: t('minority.groups'), voices: t('minority.voices') }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/${data.cycle.slug}/findings`, label: t('synthesis.findings') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('minority.lead')}</p>
      <form method="post" class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <SelectField view={view} form={form} name="groups" label={labels.groups} choices={GROUP_LIMITS.map((value) => ({ value, label: value }))} />
        <SelectField view={view} form={form} name="voices" label={labels.voices} choices={VOICE_LIMITS.map((value) => ({ value, label: value }))} />
        <input type="hidden" name="revision" value={typed(form, 'revision')} />
        <div class="actions"><button>{t('minority.set')}</button></div>
      </form>
    </Layout>
  )
}
