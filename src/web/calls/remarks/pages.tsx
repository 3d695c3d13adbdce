import { takesRemarks } from '../../../calls/model.ts'
import type { Remark } from '../../../calls/remarks/model.ts'
import { parts } from '../../../calls/translations/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import { diffWords, joinStretches, segmentWords } from '../../../shared/word-diff.ts'
import type { View } from '../../context.ts'
import { changeSince, type WithRemarks } from './data.ts'

/** What was said about the text of a call, each with its answer and with what changed. */
export function Remarks(props: { view: View; data: WithRemarks }) {
  const { view, data } = props
  const { t } = view
  const { call, remarks } = data
  const isTaken = takesRemarks(call, view.now)
  if (remarks.length === 0 && !isTaken) return null
  return (
    <section class="block" aria-labelledby="remarks">
      <h2 id="remarks">{t('calls.remarks.title')}</h2>
      {isTaken ? <p>{t('calls.remarks.lead')} <a href={`/${data.forum.slug}/${data.cycle.slug}/calls/${call.slug}/remark`}>{t('calls.remarks.send.title')}</a></p> : null}
      <ol class="entries remarks">
        {remarks.map((remark) => (
          <li id={`remark-${remark.number}`}>
            <RemarkWords view={view} data={data} remark={remark} />
            <p class="answer">
              {remark.answer === null || remark.answeredAt === null ? <span class="empty">{t('calls.remarks.unanswered')}</span> : (
                <><strong>{t(remark.isChanged ? 'calls.remarks.changed' : 'calls.remarks.answered', { date: writeShortDate(dateInZone(remark.answeredAt, 'UTC'), view.lang) })}</strong> <span lang={data.forum.language} dir="auto">{remark.answer}</span></>
              )}
            </p>
            <Change view={view} data={data} remark={remark} />
          </li>
        ))}
      </ol>
    </section>
  )
}

export function RemarkWords(props: { view: View; data: WithRemarks; remark: Remark }) {
  const { view, data, remark } = props
  const { t } = view
  const question = remark.question === null ? undefined : data.call.questions.find(({ number }) => number === remark.question)
  const about = question === undefined ? undefined : data.say(parts.question(question.number), question.text)
  return (
    <>
      <p class="meta">
        <span>{remark.question === null ? t('calls.remarks.of-whole', { number: remark.number }) : t('calls.remarks.of-question', { number: remark.number, question: remark.question })}</span>
        {about === undefined ? null : <a href={`#q${remark.question}`} lang={about.lang} dir="auto">{about.text}</a>}
        <span dir="auto">{remark.author ?? t('calls.remarks.no-name')}</span>
        <span>{writeShortDate(dateInZone(remark.receivedAt, 'UTC'), view.lang)}</span>
      </p>
      {remark.isHidden && remark.text === '' ? <p class="empty">{t('calls.remarks.hidden')}</p> : <div lang={remark.language ?? undefined}>{splitParagraphs(remark.text).map((part) => <p dir="auto">{part}</p>)}</div>}
    </>
  )
}

/** The words that went and that came since the remark was made. */
function Change(props: { view: View; data: WithRemarks; remark: Remark }) {
  const { view, data, remark } = props
  const change = remark.isChanged ? changeSince(data.call, remark) : undefined
  if (change === undefined) return null
  const words = (text: string) => segmentWords(text, data.forum.language)
  return (
    <details class="change">
      <summary>{view.t('calls.remarks.see-change')}</summary>
      <p lang={data.forum.language} dir="auto">
        {joinStretches(diffWords(words(change.before), words(change.now))).map(({ kind, text }) => (kind === 'same' ? text : kind === 'deleted' ? <del>{text}</del> : <ins>{text}</ins>))}
      </p>
    </details>
  )
}
