import { writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { ContributionData } from '../data.ts'

/** What happened to a contribution, from the record. */
export function History(props: { view: View; data: Pick<ContributionData, 'history'> }) {
  const { view, data } = props
  if (data.history.length === 0) return null
  return (
    <section class="block" aria-labelledby="history">
      <h2 id="history">{view.t('contributions.page.history')}</h2>
      <ul class="lines">
        {data.history.map(({ entry, sentence }) => (
          <li>
            <span dir="auto">{sentence}</span>
            <span class="hint">{writeInstant(entry.at, view.lang)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
