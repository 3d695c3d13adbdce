import { CLOUD_STEPS, cloudSteps } from '../../../publication/cloud/model.ts'
import { labelLanguage } from '../../../publication/labels/model.ts'
import type { Chart } from '../../../publication/charts/model.ts'
import type { AnnexLine, AnnexPart, PrintAnnex } from '../../../publication/text/model.ts'
import { textDirection } from '../../../shared/language.ts'
import type { View } from '../../context.ts'
import { writeNumber } from '../../contributions/overview/data.ts'
import { COMMENTS_SHOWN } from './data.ts'

interface Props {
  readonly view: View
  /** Of the edition: its annexes are in its own language, as its documents have them. */
  readonly language: string
}

/** The heading of an annex, with the letter that it has in every format. */
export function AnnexHeading(props: Props & { annex: Pick<PrintAnnex, 'kind' | 'label' | 'title'> }) {
  const { annex, language } = props
  return <h3 id={annex.kind} lang={labelLanguage(language)}><span class="quiet-text">{annex.label}</span> {annex.title}</h3>
}

/** A generated annex of an edition: the same parts as in its documents. `all`: where comments are listed that have no room here. */
export function AnnexSection(props: Props & { annex: PrintAnnex; all: string }) {
  const { view, language, annex, all } = props
  const own = labelLanguage(language)
  return (
    <>
      <AnnexHeading view={view} language={language} annex={annex} />
      <div lang={own} dir={textDirection(own)}>{annex.parts.map((part) => <Part view={view} language={language} part={part} all={all} />)}</div>
    </>
  )
}

/** A part of an annex. */
export function Part(props: Props & { part: AnnexPart; all: string }) {
  const { view, language, part, all } = props
  switch (part.kind) {
    case 'text':
      return <p>{part.text}</p>
    case 'heading':
      return <h4>{part.text}</h4>
    case 'list':
      return <ul class="names">{part.lines.map((line) => <li><Line view={view} line={line} /></li>)}</ul>
    case 'chart':
      return <ChartPart view={view} language={language} chart={part.chart} />
    case 'words':
      return <Cloud part={part} />
    case 'table':
      return <TablePart view={view} language={language} part={part} all={all} />
  }
}

/** An address of this installation is followed from here, whatever name it has been reached by. */
function Line(props: { view: View; line: AnnexLine }) {
  const { view, line } = props
  const { text, address } = line
  if (address === undefined) return <bdi>{text}</bdi>
  return <a href={address.startsWith(`${view.publicUrl}/`) ? address.slice(view.publicUrl.length) : address} dir="auto">{text}</a>
}

/** The numbers of a chart, each with its bar beside it. */
function ChartPart(props: Props & { chart: Chart }) {
  const { view, chart } = props
  const totals = chart.bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const most = Math.max(1, ...totals)
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={chart.title}>
      <table class="figures barred">
        <thead><tr><th scope="col">{chart.title}</th><td aria-hidden="true"></td><th scope="col">{chart.series[0] ?? ''}</th></tr></thead>
        <tbody>
          {chart.bars.map(({ label }, at) => (
            <tr>
              <th scope="row" dir="auto">{label}</th>
              <td aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect width={(((totals[at] ?? 0) / most) * 100).toFixed(1)} height="10" /></svg></td>
              <td>{writeNumber(view, totals[at] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Larger where a word stands more often, each with its count. */
function Cloud(props: { part: AnnexPart & { kind: 'words' } }) {
  const { words, language } = props.part
  const steps = cloudSteps(words.map(({ count }) => count))
  return <p class="word-cloud" lang={language} dir={textDirection(language)}>{words.map(({ word, count }, at) => <><span class={`step-${steps[at] ?? CLOUD_STEPS}`}>{word}<small> {count}</small></span> </>)}</p>
}

function TablePart(props: Props & { part: AnnexPart & { kind: 'table' }; all: string }) {
  const { view, part, all } = props
  const [head = [], ...rows] = part.rows
  const isFigures = rows.every(([, ...cells]) => cells.every(({ text }) => /^\p{Nd}+$/u.test(text)))
  return (
    <>
      <div class="scroll" tabindex={0} role="region" aria-label={part.title === '' ? (head[0]?.text ?? '…') : part.title}>
        <table class={isFigures ? 'figures' : 'set answers'}>
          <thead><tr>{head.map(({ text }) => <th scope="col">{text}</th>)}</tr></thead>
          <tbody>{rows.slice(0, COMMENTS_SHOWN).map(([first, ...rest]) => <tr><th scope="row">{first === undefined ? null : <Line view={view} line={first} />}</th>{rest.map((line) => <td dir="auto"><Line view={view} line={line} /></td>)}</tr>)}</tbody>
        </table>
      </div>
      {rows.length > COMMENTS_SHOWN ? <p lang={view.lang}><a href={all}>{view.t('editions.annex.more', { count: COMMENTS_SHOWN })}</a></p> : null}
    </>
  )
}
