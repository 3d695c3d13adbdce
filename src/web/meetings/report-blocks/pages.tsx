import type { Block } from '../../../meetings/report-blocks/model.ts'
import type { View } from '../../context.ts'
import { isMessageKey } from '../../messages.ts'

/** A generated annex: names, tables of counts, or words with how often they stand there. */
export function BlockView(props: { view: View; block: Block }) {
  const { view, block } = props
  const { t } = view
  if (block.kind === 'names') {
    return (
      <>
        <ol class="people">{block.names.map((name) => <li dir="auto">{name}</li>)}</ol>
        {block.unnamed === 0 ? null : <p class="meta">{t('meetings.report.block.unnamed', { count: block.unnamed })}</p>}
      </>
    )
  }
  if (block.kind === 'words') return <p class="terms" lang={block.language}>{block.words.map(({ word, count }) => <span>{word} ({count}) </span>)}</p>
  return (
    <>
      <p>{t('meetings.report.block.total', { count: block.total })}</p>
      {block.groups.map(({ grouping, rows }) => (
        <table class="figures">
          <caption>{t(`meetings.report.block.${grouping}`)}</caption>
          <tbody>{rows.map(({ key, title, count }) => <tr><th scope="row" dir="auto">{title ?? labelOf(view, key)}</th><td>{count}</td></tr>)}</tbody>
        </table>
      ))}
    </>
  )
}

function labelOf(view: View, word: string): string {
  const key = `meetings.report.block.key.${word.replaceAll(' ', '-')}`
  return isMessageKey(key) ? view.t(key) : word
}
