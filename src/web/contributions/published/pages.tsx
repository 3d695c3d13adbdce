import { judge, type Dimension } from '../../../contributions/overview/model.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { keyTitle, writeNumber, writeSum, type OverviewData } from '../overview/data.ts'

interface Props {
  view: View
  data: OverviewData
}

/** What published figures of a dimension the rows do not bear out, and what they cannot tell. */
export function Differences({ view, data, dimension }: Props & { dimension: Dimension }) {
  const { t, lang } = view
  const figures = data.figures.filter((figure) => figure.dimension === dimension)
  const sums = data.sums.filter((sum) => sum.dimension === dimension)
  const differing = figures.filter((figure) => judge(figure) === 'differs' || judge(figure) === 'cannot-tell')
  if (differing.length + sums.length === 0) return null
  return (
    <div class="differs">
      <p><strong>{t(differing.some((figure) => judge(figure) === 'differs') || sums.length > 0 ? 'overview.differs' : 'overview.cannot-tell')}</strong></p>
      {differing.map((figure) => {
        const { source, published } = figure
        const computed = figure.computed ?? 0
        const later = (figure.atMost ?? 0) - computed
        const words = { source, published, computed, later, name: keyTitle(view, data.forum, figure.key), date: writeShortDate(figure.asOf, lang) }
        return <p>{t(judge(figure) === 'differs' ? 'overview.differs.figure' : 'overview.cannot-tell.figure', words)}</p>
      })}
      {sums.map((sum) => <p>{writeSum(view, data, sum)}</p>)}
    </div>
  )
}

/** Every figure that a document stated, beside the one that the rows give for its day. */
export function Published({ view, data }: Props) {
  const { t, lang } = view
  if (data.figures.length === 0) return null
  return (
    <section class="block">
      <h2 id="published">{t('overview.published')}</h2>
      <p class="quiet-text">{t(data.hasRows ? 'overview.published.lead' : 'overview.published.no-rows')}</p>
      <Differences view={view} data={data} dimension="total" />
      <div class="scroll" tabindex={0} role="region" aria-labelledby="published">
        <table class="published">
          <thead>
            <tr>
              <th scope="col">{t('overview.column.what')}</th><th scope="col">{t('overview.column.as-of')}</th><th scope="col" class="number">{t('overview.column.published')}</th>
              <th scope="col" class="number">{t('overview.column.rows')}</th><th scope="col">{t('overview.column.source')}</th>
            </tr>
          </thead>
          <tbody>
            {data.figures.map((figure) => (
              <tr>
                <th scope="row">{keyTitle(view, data.forum, figure.key)}</th>
                <td>{writeShortDate(figure.asOf, lang)}</td>
                <td class="number">{writeNumber(view, figure.published)}</td>
                <td class={judge(figure) === 'differs' ? 'number warn' : 'number'}>{figure.computed === null ? t('overview.rows.none') : writeNumber(view, figure.computed)}</td>
                <td>{figure.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
