import type { View } from '../../context.ts'
import { writeElsewhere, type ContributionData } from '../data.ts'

/** Where it was published before, and where it stands in the library. */
export function ElsewhereFact(props: { view: View; data: ContributionData }) {
  const { view, data } = props
  const { elsewhere } = data.contribution
  if (elsewhere === null) return null
  const number = data.reference?.split('-').at(-1) ?? ''
  return (
    <>
      {elsewhere.url === null ? writeElsewhere(view, elsewhere) : <a href={elsewhere.url} rel="noreferrer">{writeElsewhere(view, elsewhere)}</a>}
      {data.reference === null ? null : <> <a href={`/${data.forum.slug}/${data.cycle.slug}/references#L-${number}`}>{view.t('sending.fact.reference', { ref: data.reference })}</a></>}
    </>
  )
}
