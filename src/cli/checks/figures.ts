import { compareFigures, daysToCount, judge, sumOf, wrongSums } from '../../contributions/overview/model.ts'
import { countCohorts, listPublishedFigures } from '../../contributions/overview/queries.ts'
import { overCycles, type Check } from './check.ts'

/** Published figures agree with the ones computed from rows, each and in their sums. */
export const checkFigures: Check = {
  name: 'published-figures',
  run: ({ db, forum, ...scope }) =>
    overCycles({ db, forum, ...scope }, async (cycle) => {
      const figures = await listPublishedFigures(db, cycle.id)
      const [first] = figures
      if (first === undefined) return { checked: 0, findings: [] }
      const days = daysToCount(first.asOf, figures)
      const cohorts = await countCohorts(db, cycle.id, days)
      const compared = compareFigures(figures, cohorts, days)
      const differing = compared
        .filter((figure) => judge(figure) === 'differs')
        .map((figure) => `${figure.dimension} ${figure.key} as of ${figure.asOf} was published as ${figure.published}, and the rows give ${figure.computed ?? 0} (${figure.source}).`)
      const sums = wrongSums(compared, cohorts, days, forum).map(
        (sum) => `The figures by ${sum.dimension} as of ${sum.asOf} come to ${sum.published + sumOf(sum.unpublished)} with the rows that have none, and there are ${sum.rows} rows (${sum.source}).`,
      )
      return { checked: figures.length, findings: [...differing, ...sums].map((sentence) => ({ subject: cycle.slug, sentence, serious: false })) }
    }),
}
