import { isMessageKey } from '../../messages.ts'
import type { View } from '../../context.ts'
import type { Block } from './data.ts'

/** A generated annex: names, tables of counts, or words with how often they stand there. */
export function BlockView(props: { view: View; block: Block }) {
  const { view, block } = props
  const { t } = view
  if (block.kind === 'names') return <ol class="people">{block.names.map((name) => <li dir="auto">{name}</li>)}</ol>
  if (block.kind === 'words') return <p class="terms" lang={block.language}>{block.words.map(({ word, count }) => <span>{word} ({count}) </span>)}</p>
  return (
    <>
      <p>{t('meetings.report.block.total', { count: block.total })}</p>
      {block.groups.map(({ grouping, rows }) => (
        <table class="figures">
          <caption>{t(`meetings.report.block.${grouping}`)}</caption>
          <tbody>{rows.map(({ label, count }) => <tr><th scope="row" dir="auto">{labelOf(view, label)}</th><td>{count}</td></tr>)}</tbody>
        </table>
      ))}
    </>
  )
}

function labelOf(view: View, label: string): string {
  const key = `meetings.report.block.key.${label.replace(/^\* /u, '').replaceAll(' ', '-')}`
  return isMessageKey(key) ? view.t(key) : label
}
