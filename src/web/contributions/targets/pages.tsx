import type { Gap, Target } from '../../../contributions/targets/model.ts'
import type { Forum } from '../../../forums/model.ts'
import type { View } from '../../context.ts'
import { keyTitle, writeNumber, writeShare } from '../overview/data.ts'

/** What is aimed at, in words. */
export function writeTarget(view: View, forum: Forum, target: Pick<Target, 'dimension' | 'key' | 'unit' | 'least'>): string {
  const who = target.key === null ? view.t(`figures.target.each.${target.dimension}`) : keyTitle(view, forum, target.key)
  return view.t(`figures.target.${target.unit}`, { who, least: target.least })
}

/** Each group against each target: how far it is, drawn and in words. */
export function GapTable(props: { view: View; forum: Forum; gaps: readonly Gap[] }) {
  const { view, forum, gaps } = props
  const targets = [...new Map(gaps.map(({ target }) => [target.id, target])).values()]
  return (
    <div class="gaps">
      <h3>{view.t('figures.gaps')}</h3>
      {targets.map((target) => (
        <>
          <p class="quiet-text">{writeTarget(view, forum, target)}</p>
          <ul class="gap-list">{gaps.filter((gap) => gap.target.id === target.id).map((gap) => <GapLine view={view} forum={forum} gap={gap} />)}</ul>
        </>
      ))}
    </div>
  )
}

function GapLine(props: { view: View; forum: Forum; gap: Gap }) {
  const { view, forum, gap } = props
  const { target, count, total, missing } = gap
  const reached = target.unit === 'number' ? count / Math.max(1, target.least) : total === 0 ? 0 : (100 * count) / total / target.least
  const has = target.unit === 'number' ? writeNumber(view, count) : `${writeNumber(view, count)} (${writeShare(view, count, total)})`
  return (
    <li class={missing > 0 ? 'short' : undefined}>
      <span>{keyTitle(view, forum, gap.key)}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100" height="9" aria-hidden="true">
        <rect class="trough" width="100" height="10" />
        <rect class={missing > 0 ? 'gap-short' : 'voice-1'} width={Math.min(100, 100 * reached).toFixed(1)} height="10" />
      </svg>
      <span>{missing > 0 ? view.t('figures.gap.missing', { has, missing }) : view.t('figures.gap.met', { has })}</span>
    </li>
  )
}
