import type { View } from '../../../context.ts'
import type { ParagraphChange } from './data.ts'

/** The paragraphs that changed because of a comment, with what was put in and taken out. */
export function Changes(props: { view: View; changes: readonly ParagraphChange[]; language: string }) {
  const { view, changes, language } = props
  return (
    <>
      {changes.map(({ number, href, version, stretches }) => (
        <figure class="change">
          <figcaption class="meta"><a href={href}>¶ {number}</a><span>{view.t('alone.change', { version })}</span></figcaption>
          <p class="prose wording" lang={language} dir="auto">
            {stretches.map(({ kind, text }) => (kind === 'same' ? text : kind === 'inserted' ? <ins><span class="hidden-words"> {view.t('reviewing.inserted')} </span>{text}</ins> : <del><span class="hidden-words"> {view.t('reviewing.deleted')} </span>{text}</del>))}
          </p>
        </figure>
      ))}
    </>
  )
}
