import { compareProposal } from '../../../review/proposals/model.ts'
import type { Comment } from '../../../review/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import type { View } from '../../context.ts'

/** A paragraph that a proposed wording is shown as a change of. */
export interface ReviewedText {
  readonly text: string
  readonly language: string
}

/** A proposed wording: as a change of the paragraph where it is on one and like it, else in its own words. */
export function Proposal(props: { view: View; comment: Comment; paragraph: ReviewedText | undefined }) {
  const { view, comment, paragraph } = props
  const { proposal } = comment
  if (proposal === null) return null
  const change = paragraph === undefined ? undefined : compareProposal(paragraph.text, proposal, paragraph.language)
  if (change === undefined) {
    return (
      <>
        <p>{view.t('review.proposes')}</p>
        <div class="prose">{splitParagraphs(proposal).map((part) => <p lang={comment.language ?? undefined} dir="auto">{part}</p>)}</div>
      </>
    )
  }
  return (
    <>
      <p>{view.t(change.isPart ? 'reviewing.proposes-part' : 'review.proposes')}</p>
      <div class="prose">
        <p class="wording" lang={paragraph?.language} dir="auto">
          {change.stretches.map(({ kind, text }) => (kind === 'same' ? text : kind === 'inserted' ? <ins><Said words={view.t('reviewing.inserted')} />{text}</ins> : <del><Said words={view.t('reviewing.deleted')} />{text}</del>))}
        </p>
      </div>
    </>
  )
}

/** What a screen reader says before a word that is put in or struck: colour and line are nothing to it. */
function Said(props: { words: string }) {
  return <span class="hidden-words"> {props.words} </span>
}
