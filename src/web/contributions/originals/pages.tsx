import type { View } from '../../context.ts'

/** That something was cleaned, and what it was cleaned of: for whoever sent it, word for word, folded. */
export function Original(props: { view: View; text: string; of?: string }) {
  const { view, text, of } = props
  return (
    <details class="original">
      <summary>{of === undefined ? view.t('documents.pasted') : view.t('documents.pasted-of', { of })}</summary>
      <p class="quiet-text">{view.t('documents.pasted.means')}</p>
      <pre dir="auto" tabindex={0}>{text}</pre>
    </details>
  )
}
