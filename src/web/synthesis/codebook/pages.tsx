import type { ThemeColour } from '../../../synthesis/codebook/model.ts'

/** One shape for each colour, so that the colour is never alone in telling themes apart. */
const SHAPES: Readonly<Record<ThemeColour, string>> = {
  teal: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  green: 'M1.5 1.5h9v9h-9z',
  amber: 'M6 1l5.4 10H.6z',
  purple: 'M6 .4L11.6 6 6 11.6.4 6z',
  blue: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8zM6 3.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z',
  rose: 'M4.2 1h3.6v3.2H11v3.6H7.8V11H4.2V7.8H1V4.2h3.2z',
  brown: 'M.6 4h10.8v4H.6z',
  slate: 'M6 .4l1.6 3.7 4 .4-3 2.7.9 4L6 9.1l-3.5 2.1.9-4-3-2.7 4-.4z',
}

/** The sign of a theme; its title stands beside it. */
export function ThemeSign(props: { colour: ThemeColour | null | undefined }) {
  if (props.colour == null) return null
  return (
    <svg class={`theme-sign theme-${props.colour}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={SHAPES[props.colour]} fill-rule="evenodd" />
    </svg>
  )
}

/** A theme as a label: its sign and its title. */
export function ThemeTag(props: { theme: { readonly title: string; readonly colour?: ThemeColour | null }; lang: string }) {
  return (
    <span class="tag theme-tag">
      <ThemeSign colour={props.theme.colour} />
      <bdi lang={props.lang}>{props.theme.title}</bdi>
    </span>
  )
}
