import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import type { TargetsAtDesk } from './data.ts'
import { TargetForm } from './forms.tsx'
import { writeTarget } from './pages.tsx'

/** What a cycle aims at: the targets, each to be taken back, and the form of another. */
export function TargetsPage(props: { view: View; data: TargetsAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('figures.targets')} crumbs={[...deskCrumbs(view, data), { label: t('figures.targets') }]} desk>
      <h1>{t('figures.targets')}</h1>
      <p class="lead">{t('figures.targets.lead')}</p>
      <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/overview`}>{t('overview.desk.see')}</a></p>
      {data.targets.length === 0 ? <p class="empty">{t('figures.targets.none')}</p> : null}
      <ul class="lines">
        {data.targets.map((target) => (
          <li>
            <span>{writeTarget(view, data.forum, target)}</span>
            <form method="post" action={view.path}>
              <input type="hidden" name="target" value={target.id} />
              <button class="quiet" name="do" value="remove">{t('figures.target.remove')}</button>
            </form>
          </li>
        ))}
      </ul>
      <h2>{t('figures.target.new')}</h2>
      <TargetForm view={view} data={data} form={form} />
    </Layout>
  )
}
