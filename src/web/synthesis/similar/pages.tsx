import type { Child } from 'hono/jsx'
import type { Similar } from '../../../synthesis/similar/queries.ts'
import { WORDS } from '../../../synthesis/similar/model.ts'
import type { View } from '../../context.ts'
import { writeStakeholderGroup } from '../../contributions/data.ts'
import type { InCycle } from '../../forums/data.ts'
import { RedactedText } from '../pages.tsx'
import { placeInReading } from './data.ts'

/** A stretch that was put forward: its words, whose they are, and which words were the reason. */
export function Stretch(props: { view: View; data: InCycle; similar: Similar; children?: Child }) {
  const { view, data, similar } = props
  const { of, unit } = similar
  const who = [of.contributor, of.stakeholderGroup === null ? null : writeStakeholderGroup(view, data.forum, of.stakeholderGroup)].filter((part) => part !== null).join(', ')
  return (
    <blockquote class="quote">
      <p lang={of.language ?? undefined} dir="auto"><span class="words"><RedactedText view={view} text={unit.text} redactions={of.redactions} offset={unit.start} /></span></p>
      <p class="source">
        <a href={placeInReading(data, similar)}>{view.t('similar.open', { ref: `C-${of.contributionNumber}/${of.number}` })}</a>
        {who === '' ? null : <> <bdi>{who}</bdi></>}
        {similar.letters === 0 ? null : <> {view.t('similar.letters', { count: similar.letters })}</>}
      </p>
      <Reason view={view} words={similar.shared} language={of.language} />
      {props.children}
    </blockquote>
  )
}

/** The words that two texts share. */
function Reason(props: { view: View; words: readonly string[]; language: string | null }) {
  return <p class="source">{props.view.t('similar.shared')} {props.words.map((word, index) => <>{index === 0 ? '' : ', '}<bdi lang={props.language ?? undefined}>{word}</bdi></>)}</p>
}

/** What put something forward, in the reader's language. */
export function writeMachine(view: View, machine: string): string {
  return machine === WORDS ? view.t('similar.machine') : machine
}
