import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { nameOccasion, nameReaders, type TableData } from './data.ts'

/** The table of who is written to on each occasion, and what may be chosen. */
export function NoticesPage(props: { view: View; data: TableData }) {
  const { view, data } = props
  const { t } = view
  const { forum } = data
  const title = t('notices.title')
  const groups = [
    { key: 'reader', rows: data.rows.filter(({ choice }) => choice !== 'always') },
    { key: 'always', rows: data.rows.filter(({ choice }) => choice === 'always') },
  ] as const
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('notices.lead', { forum: forum.title })}</p>
      <p>{t('notices.how')}</p>
      {groups.map(({ key, rows }) => (
        <section class="block">
          <h2 id={key}>{t(`notices.group.${key}`)}</h2>
          <div class="scroll" tabindex={0} role="region" aria-labelledby={key}>
            <table class="figures words">
              <thead><tr><th scope="col">{t('notices.column.on')}</th><th scope="col">{t('notices.column.who')}</th><th scope="col">{t('notices.column.choice')}</th></tr></thead>
              <tbody>
                {rows.map(({ occasion, choice }) => (
                  <tr><th scope="row">{nameOccasion(t, occasion)}</th><td>{nameReaders(t, occasion)}</td><td>{t(`notices.choice.${choice}`)}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </Layout>
  )
}
