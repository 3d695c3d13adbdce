import { html, raw } from 'hono/html'
import type { View } from '../context.ts'

export interface Voice {
  readonly title: string
  /** The group's place in the forum's list, from 1: fixes its colour everywhere. 0 is a group not recorded. */
  readonly place: number
  readonly count: number
}

const WIDTH = 140
const HEIGHT = 6
const GAP = 1

/** A small bar of who stands behind something: one stretch for each stakeholder group in the forum's order, the words for those who do not see it. */
export function VoicesBar(props: { view: View; counts: readonly Voice[]; label?: string }) {
  const shown = props.counts.filter((voice) => voice.count > 0).toSorted((a, b) => (a.place || 99) - (b.place || 99))
  const total = shown.reduce((sum, voice) => sum + voice.count, 0)
  if (total === 0) return null
  const words = shown.map((voice) => `${voice.title} ${voice.count}`).join(', ')
  let x = 0
  const stretches = shown.map((voice) => {
    const width = ((WIDTH - GAP * (shown.length - 1)) * voice.count) / total
    const from = x
    x += width + GAP
    return `<rect class="voice-${placeOf(voice)}" x="${Math.round(from)}" width="${Math.max(1, Math.round(from + width) - Math.round(from))}"/>`
  })
  // A template and not elements: a long page has a bar beside each paragraph, and these are its most numerous tags.
  const label = props.label === undefined ? words : `${props.label}: ${words}`
  return html`<svg class="voices-bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">${raw(stretches.join(''))}</svg>`
}

/** Which colour is which group, in the forum's order. */
export function VoicesLegend(props: { title: string; groups: readonly { readonly title: string }[] }) {
  return (
    <div class="voices-legend">
      <h2>{props.title}</h2>
      <ul>
        {props.groups.map((group, index) => (
          <li>
            <svg viewBox="0 0 12 8" width="12" height="8" aria-hidden="true"><rect class={`voice-${Math.min(index + 1, 7)}`} width="12" height="8" rx="1" /></svg>
            {group.title}
          </li>
        ))}
      </ul>
    </div>
  )
}

function placeOf(voice: Voice): number {
  return Math.min(voice.place, 7)
}
