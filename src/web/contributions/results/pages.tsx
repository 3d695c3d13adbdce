import type { OptionResult, QuestionResult } from '../../../contributions/choices/model.ts'
import { parts } from '../../../calls/translations/model.ts'
import { formatNumber } from '../../../shared/numbers.ts'
import { FORMATS } from '../pictures/data.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { rowsAddress, sizeOf, type ResultsData } from './data.ts'

interface Props {
  view: View
  data: ResultsData
}

/** What was chosen, question by question: a chart in a table of the same numbers. */
export function ResultsPage({ view, data }: Props) {
  const { t } = view
  const { forum, cycle, call } = data
  const address = `/${forum.slug}/${cycle.slug}/calls/${call.slug}`
  const title = data.say(parts.title, call.title)
  return (
    <Layout view={view} frame={data.frame} title={t('contributions.results.of', { call: title.text })} crumbs={[...cycleCrumbs(data), { href: address, label: title.text }, { label: t('contributions.results.title') }]}>
      <p class="meta"><a href={address} lang={title.lang} dir="auto">{title.text}</a></p>
      <h1>{t('contributions.results.title')}</h1>
      <p class="lead">{t(data.results.length === 0 ? 'contributions.results.none' : 'contributions.results.lead', { count: data.counted })}</p>
      <p class="meta">
        <a href={`/${forum.slug}/${cycle.slug}/contributions?call=${call.slug}`}>{t('calls.received.count', { count: data.counted })}</a>
        {data.results.length === 0 ? null : <a href={`${address}/results.csv`}>{t('contributions.results.download')}</a>}
      </p>
      {data.results.map((result) => <Result view={view} data={data} result={result} />)}
      {call.questions.some(({ kind }) => kind === 'open') && data.results.length > 0 ? <p class="notice">{t('contributions.results.open')}</p> : null}
    </Layout>
  )
}

function Result({ view, data, result }: Props & { result: QuestionResult }) {
  const { t } = view
  const { question } = result
  const text = data.say(parts.question(question.number), question.text)
  const [first = '', ...more] = splitParagraphs(text.text)
  return (
    <section class="block" id={`q${question.number}`}>
      <h2 id={`question-${question.number}`} lang={text.lang} dir="auto">{question.number}. {first}</h2>
      {more.map((part) => <p lang={text.lang} dir="auto">{part}</p>)}
      <p class="hint">
        {result.answered === 0 ? t('contributions.results.answered', { answered: 0, asked: result.asked }) : <a href={rowsAddress(data, String(question.number))}>{t('contributions.results.answered', { answered: result.answered, asked: result.asked })}</a>} {t(`contributions.results.rule.${question.kind === 'open' ? 'one' : question.kind}`, { count: question.options.length })}
        {result.mean === null || result.median === null ? null : ` ${t('contributions.results.mean', { mean: figure(view, result.mean, 2), median: result.median })}`}
        {question.hasWords ? ` ${t('contributions.results.words')}` : null}
      </p>
      <ResultTable view={view} data={data} result={result} />
      <p class="meta">
        <span>{t('figures.keep')}</span> {FORMATS.map((format) => <a href={`${view.path}/q${question.number}.${format}`}>{t(`figures.keep.${format}`)}</a>)}
      </p>
    </section>
  )
}

function ResultTable({ view, data, result }: Props & { result: QuestionResult }) {
  const { t } = view
  const { question } = result
  const isRanking = question.kind === 'ranking'
  // The whole width is everybody who answered; of a ranking, the most points.
  const most = Math.max(1, isRanking ? Math.max(...result.options.map((option) => sizeOf(option))) : result.answered)
  return (
    <div class="scroll" tabindex={0} role="region" aria-labelledby={`question-${question.number}`}>
      <table class="bars results" aria-labelledby={`question-${question.number}`}>
        <thead>
          <tr>
            <th scope="col">{t('contributions.results.option')}</th>
            <td></td>
            <th scope="col" class="number">{t(isRanking ? 'contributions.results.points' : 'contributions.results.share')}</th>
            <th scope="col" class="number">{t(isRanking ? 'contributions.results.placed' : 'contributions.results.count')}</th>
            {isRanking ? <th scope="col" class="number">{t('contributions.results.mean-place')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {result.options.map((option, place) => {
            const said = data.say(parts.option(question.number, option.number), option.text)
            return (
              <tr>
                <th scope="row" lang={said.lang} dir="auto">{question.kind === 'rating' ? `${place + 1}. ` : ''}{said.text}</th>
                <td class="bar">
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100" height="15" aria-hidden="true">
                    {sizeOf(option) === 0 ? null : <rect class="voice-1" width={((100 * sizeOf(option)) / most).toFixed(1)} height="10" />}
                  </svg>
                </td>
                <td class="number">{isRanking ? figure(view, option.points ?? 0, 0) : share(view, option)}</td>
                <td class="number">{option.count === 0 ? '0' : <a href={rowsAddress(data, `${question.number}-${option.number}`)}>{figure(view, option.count, 0)}</a>}</td>
                {isRanking ? <td class="number">{option.meanPlace === null ? '–' : figure(view, option.meanPlace, 2)}</td> : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function share(view: View, option: OptionResult): string {
  return option.share === null ? '–' : formatNumber(view.lang, option.share, { style: 'percent', maximumFractionDigits: 0 })
}

function figure(view: View, number: number, digits: number): string {
  return formatNumber(view.lang, number, { maximumFractionDigits: digits })
}
