import { html, raw } from 'hono/html'
import type { Strength } from '../../../synthesis/findings/model.ts'
import type { View } from '../../context.ts'

const WIDTH = 140
const SIDES = ['supports', 'qualifies', 'opposes'] as const

/** How strong a finding is, as a bar out of all who could have spoken, and in words: computed, never typed. */
export function StrengthLines(props: { view: View; strength: Strength }) {
  const { view, strength } = props
  return (
    <>
      <StrengthBar view={view} strength={strength} />
      {SIDES.map((side) => {
        const words = wordsOf(view, strength, side)
        return words === '' ? null : <p class={`strength ${side}`}>{words}</p>
      })}
    </>
  )
}

/** One side in words: `supported by 7 of 12 contributions, from 4 groups`. Empty for a side on which nobody stands, but for support. */
export function wordsOf(view: View, strength: Strength, side: (typeof SIDES)[number]): string {
  const { contributions, comments, groups, regions } = strength[side]
  if (contributions + comments === 0 && side !== 'supports') return ''
  const parts = [
    contributions > 0 || comments === 0 ? view.t(`findings.strength.${side}`, { count: contributions, of: Math.max(strength.of, contributions) }) : '',
    comments > 0 ? view.t(`findings.strength.${side}.comments`, { count: comments }) : '',
    groups.length > 0 ? view.t('findings.strength.groups', { count: groups.length }) : '',
    regions.length > 0 ? view.t('findings.strength.regions', { count: regions.filter((region) => region !== 'none').length }) : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function StrengthBar(props: { view: View; strength: Strength }) {
  const { view, strength } = props
  const spoken = SIDES.reduce((sum, side) => sum + strength[side].contributions, 0)
  const of = Math.max(strength.of, spoken)
  if (of === 0) return null
  let x = 0
  const stretches = SIDES.map((side) => {
    const width = (WIDTH * strength[side].contributions) / of
    const from = x
    x += width
    return width === 0 ? '' : `<rect class="${side}" x="${from.toFixed(1)}" width="${Math.max(2, width - 1).toFixed(1)}" height="8"/>`
  })
  const label = SIDES.map((side) => wordsOf(view, strength, side)).filter((words) => words !== '').join('; ')
  return html`<svg class="strength-bar" viewBox="0 0 ${WIDTH} 8" width="${WIDTH}" height="8" role="img" aria-label="${label}"><rect class="silent" width="${WIDTH}" height="8"/>${raw(stretches.join(''))}</svg>`
}
