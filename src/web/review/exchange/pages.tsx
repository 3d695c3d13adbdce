import type { Settled } from '../../../review/exchange/model.ts'
import { formatParagraphNumbers } from '../../../review/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import { parsePlainDate, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { FileData } from './data.ts'

const SHOWN = 600
/** Rows that the page shows; what is behind them is taken as well. */
const ROWS = 500

/** Who wrote a remark, when, what kind it is, on which words, and what it says. */
export function RemarkLine(props: { view: View; data: FileData; one: Settled }) {
  const { view, data, one } = props
  const { t } = view
  const { remark, quote } = one
  return (
    <>
      <p class="meta">
        <span>{data.settled.indexOf(one) + 1}</span>
        {remark.author === null ? null : <bdi>{remark.author}</bdi>}
        {dayOf(view, one) === '' ? null : <span>{dayOf(view, one)}</span>}
        <span>{t(`files-in.kind.${remark.kind}`)}</span>
        {remark.row === undefined ? null : <span dir="auto">{[remark.row.clause, remark.row.paragraphs].filter((part) => part !== '').join(' · ')}</span>}
      </p>
      {quote === '' || remark.kind === 'deletion' || remark.kind === 'replacement' ? null : <blockquote class="prose"><p dir="auto">{excerpt(quote, SHOWN)}</p></blockquote>}
      <Says view={view} one={one} />
    </>
  )
}

function Says(props: { view: View; one: Settled }) {
  const { view, one } = props
  const { remark, proposal } = one
  return (
    <>
      {remark.words === '' ? null : remark.words.split('\n').map((line) => <p dir="auto">{excerpt(line, SHOWN)}</p>)}
      {remark.was === '' || (remark.kind !== 'deletion' && remark.kind !== 'replacement') ? null : <p dir="auto"><del>{excerpt(remark.was, SHOWN)}</del></p>}
      {remark.becomes.trim() === '' || remark.kind === 'row' || remark.kind === 'move' ? null : <p dir="auto"><ins>{excerpt(remark.becomes.trim(), SHOWN)}</ins></p>}
      {proposal === null || proposal === remark.becomes.trim() && remark.kind !== 'row' ? null : <p dir="auto"><span class="hint">{view.t('files-in.proposes')}</span> {excerpt(proposal, SHOWN)}</p>}
      {remark.isResolved ? <p><span class="tag">{view.t('files-in.resolved')}</span></p> : null}
    </>
  )
}

/** What is taken without a question, and where it stands. */
export function SureTable(props: { view: View; data: FileData }) {
  const { view, data } = props
  const { t } = view
  const sure = data.settled.filter((one) => one.standing.kind === 'new' && !isDoubtful(one))
  if (sure.length === 0) return null
  return (
    <section class="block">
      <h2>{t('files-in.sure.title')}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={t('files-in.sure.title')}>
        <table class="words">
          <thead><tr><th scope="col">{t('files-in.column.number')}</th><th scope="col">{t('files-in.column.who')}</th><th scope="col">{t('files-in.column.where')}</th><th scope="col">{t('files-in.column.what')}</th></tr></thead>
          <tbody>
            {sure.slice(0, ROWS).map((one) => (
              <tr>
                <th scope="row">{data.settled.indexOf(one) + 1}</th>
                <td><bdi>{one.remark.author ?? '–'}</bdi>{dayOf(view, one) === '' ? null : <><br />{dayOf(view, one)}</>}</td>
                <td dir="auto">{placeOf(view, data, one)}{one.where.kind === 'paragraphs' && one.where.range !== null ? <><br /><q>{excerpt(one.quote, 120)}</q></> : null}</td>
                <td>{t(`files-in.kind.${one.remark.kind}`)}<Says view={view} one={one} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sure.length > ROWS ? <p>{t('files-in.sure.more', { count: sure.length - ROWS })}</p> : null}
    </section>
  )
}

/** What is known already, and what of the file is in no comment. */
export function FileNotes(props: { view: View; data: FileData; known: readonly Settled[] }) {
  const { view, data, known } = props
  const { t } = view
  const { named } = data.kept.file
  return (
    <>
      {known.length === 0 ? null : (
        <section class="block">
          <h2>{t('files-in.known.title')}</h2>
          <ul class="lines">
            {known.slice(0, ROWS).map(({ remark, standing }) => (
              <li>
                {standing.kind === 'known' ? <a href={`${data.cycleBase}/comments/R-${standing.number}`}>{t(`files-in.known.${standing.as}`, { ref: formatRef(data.cycle.slug, 'R', standing.number) })}</a> : null}
                {remark.words === '' ? null : <span dir="auto"> {excerpt(remark.words, 120)}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {named.length === 0 ? null : (
        <section class="block">
          <h2>{t('files-in.named.title')}</h2>
          <ul class="lines">{named.map(({ code, count }) => <li>{t(`files-in.named.${code}`, { count })}</li>)}</ul>
        </section>
      )}
    </>
  )
}

export function isDoubtful({ standing, where }: Settled): boolean {
  return standing.kind === 'new' && where.kind === 'doubtful'
}

/** The day of a remark, as its file says. */
export function dayOf(view: View, { remark }: Settled): string {
  const day = parsePlainDate((remark.date ?? '').slice(0, 10))
  return day === undefined ? '' : writeShortDate(day, view.lang)
}

/** Where a remark stands, in words. */
export function placeOf(view: View, data: FileData, { where }: Settled): string {
  const { t } = view
  const numbered = new Map(data.paragraphs.map(({ id, number }) => [id, number]))
  if (where.kind === 'paragraphs') return `¶ ${formatParagraphNumbers(where.ids.flatMap((id) => numbered.get(id) ?? []))}`
  if (where.kind === 'thread') return 'number' in where.to ? t('files-in.answers-ref', { ref: formatRef(data.cycle.slug, 'R', where.to.number) }) : t('files-in.answers', { number: data.settled.findIndex(({ remark }) => 'key' in where.to && remark.key === where.to.key) + 1 })
  return where.kind === 'missing' ? `${t('files-in.missing')}: ${where.where}` : where.kind === 'whole' ? t('files-in.whole') : ''
}
