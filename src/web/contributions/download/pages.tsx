import type { View } from '../../context.ts'

/** Where all of a cycle's contributions can be had as tables. */
export function DownloadLinks(props: { view: View; base: string; words: string }) {
  const { base } = props
  return (
    <span>
      {props.words} <a href={`${base}/contributions.csv`}>CSV</a> <a href={`${base}/contributions.xlsx`}>XLSX</a> <a href={`${base}/contributions.ndjson`}>JSON</a>
    </span>
  )
}
