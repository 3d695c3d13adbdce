import type { Child } from 'hono/jsx'
import type { CutOff } from '../../../calls/cut-offs/model.ts'
import { writeShortDate, type PlainDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { FACE, PAGE_PALETTE } from '../../ui/picture.tsx'
import { drawTime } from '../../ui/time-chart.tsx'
import { chartOf, hasCourse, hasSeveralCalls, writeDay, writeStep, type ArrivalData } from './data.ts'

interface Props {
  view: View
  data: ArrivalData
  asOf: PlainDate
  href: (from: PlainDate, until: PlainDate) => string
  children?: Child
}

/** How contributions came over time: drawn twice, for wide and narrow screens, and once as a table. */
export function Arrivals(props: Props) {
  const { view, data } = props
  const { t } = view
  if (data.total === 0) return null
  const several = hasSeveralCalls(data)
  return (
    <section class="block">
      <h2 id="arrivals">{t('overview.arrivals')}</h2>
      {data.bounds === 0 ? null : <p class="quiet-text">{t('overview.arrivals.bounds', { count: data.bounds, total: data.total })}</p>}
      {hasCourse(data) ? (
        <>
          <Chart view={view} data={data} size="wide" />
          <Chart view={view} data={data} size="narrow" />
          <ol class="chart-days">{data.days.map((day) => <li>{writeDay(view, day, several)}</li>)}</ol>
          <details>
            <summary>{t('overview.arrivals.numbers')}</summary>
            <ArrivalTable {...props} />
          </details>
        </>
      ) : (
        <ul class="bare">{data.days.map((day) => <li>{writeDay(view, day, several)}</li>)}</ul>
      )}
      {hasCourse(data) ? props.children : null}
    </section>
  )
}

/** The cut-offs of the cycle's calls: each the figures as of its day. */
export function CutOffs(props: { view: View; data: { readonly arrivals: ArrivalData; readonly cutOff: CutOff | undefined } }) {
  const { view, data } = props
  const { cutOffs } = data.arrivals
  if (cutOffs.length === 0) return null
  return (
    <p class="meta">
      <span>{view.t('overview.cut-offs')}</span>{' '}
      {cutOffs.map((cutOff) => <a href={`${view.path}?cutOff=${cutOff.slug}`} aria-current={cutOff.slug === data.cutOff?.slug ? 'true' : undefined}>{view.t('overview.day.of.cut-off', { of: cutOff.title, date: writeShortDate(cutOff.on, view.lang) })}</a>)}
    </p>
  )
}

function Chart(props: { view: View; data: ArrivalData; size: 'wide' | 'narrow' }) {
  const { view, data, size } = props
  const drawing = drawTime(chartOf(view, data, size === 'wide' ? 'words' : 'numbers'), { width: size === 'wide' ? 880 : 350, palette: PAGE_PALETTE, isMirrored: view.dir === 'rtl' })
  const words = view.t('overview.arrivals.picture', { count: data.total, from: writeShortDate(data.steps[0]?.from ?? ('2000-01-01' as PlainDate), view.lang), until: writeShortDate(data.steps.at(-1)?.until ?? ('2000-01-01' as PlainDate), view.lang) })
  return (
    <svg class={`chart ${size}`} viewBox={`0 0 ${drawing.width} ${drawing.height}`} width={drawing.width} height={drawing.height} role="img" aria-label={words} font-family={FACE} direction="ltr">
      {drawing.marks}
    </svg>
  )
}

function ArrivalTable({ view, data, href }: Props) {
  const { t } = view
  return (
    <div class="scroll" tabindex={0} role="region" aria-labelledby="arrivals">
      <table class="figures">
        <thead>
          <tr><th scope="col">{t('overview.arrivals.when')}</th><th scope="col">{t('overview.arrivals.came')}</th><th scope="col">{t('overview.arrivals.by-then')}</th></tr>
        </thead>
        <tbody>
          {data.steps.filter(({ count }) => count > 0).map((step) => (
            <tr>
              <th scope="row">{writeStep(view, step, data.length)}</th>
              <td><a href={href(step.from, step.until)}>{step.count}</a></td>
              <td>{step.cumulative}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
