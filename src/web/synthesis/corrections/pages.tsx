import type { Forum } from '../../../forums/model.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { DigestData, SaidToSentence, SentenceShown } from './data.ts'

/** What somebody is asked: each sentence that cites them, in context, to be accepted or contested. */
export function DigestPage(props: { view: View; data: DigestData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('corrections.digest.title')
  const date = writeShortDate(data.round.closesOn, view.lang)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('corrections.digest.lead', { count: data.sentences.length })}</p>
      <p class={data.isOpen ? 'notice' : 'differs'}>{data.isOpen ? t('corrections.digest.until', { date }) : t('corrections.digest.over', { date })}</p>
      <ErrorSummary view={view} form={form} labels={{ reason: t('corrections.field.reason') }} />
      <ol class="paras">
        {data.sentences.map((sentence) => (
          <li class="para" id={sentence.anchor}>
            <a class="mark" href={sentence.href ?? `#${sentence.anchor}`}>{sentence.ref}</a>
            <div class="text">
              {sentence.question === null ? null : <p class="quiet-text" lang={data.forum.language} dir="auto">{sentence.question}</p>}
              <p lang={sentence.language} dir="auto">{sentence.correction.statement}</p>
              {sentence.current === sentence.correction.statement ? null : <p class="differs">{sentence.current === null ? t('corrections.digest.gone') : <>{t('corrections.digest.now')} <span lang={sentence.language} dir="auto">{sentence.current}</span></>}</p>}
              <OwnWords view={view} sentence={sentence} base={base} />
              <Answer view={view} data={data} sentence={sentence} form={form} />
            </div>
          </li>
        ))}
      </ol>
    </Layout>
  )
}

/** Which of their words a sentence rests on. */
export function OwnWords(props: { view: View; sentence: SentenceShown; base: string }) {
  const { view, sentence, base } = props
  const { t } = view
  return (
    <div class="opened">
      <p class="source">{t('corrections.digest.words')} <a href={`${base}/contributions/C-${sentence.contribution}`}>C-{sentence.contribution}</a></p>
      {sentence.words.map(({ quote, stance, language }) => (quote === null ? null : (
        <blockquote class="quote">
          <p lang={language ?? undefined} dir="auto"><span class="words">{quote}</span></p>
          {stance === 'supports' ? null : <p class="source">{t(`findings.stance.${stance}`)}</p>}
        </blockquote>
      )))}
      {sentence.words.length === 0 ? <p class="empty">{t('corrections.digest.no-words')}</p> : null}
    </div>
  )
}

function Answer(props: { view: View; data: DigestData; sentence: SentenceShown; form: FormState }) {
  const { view, data, sentence, form } = props
  const { t } = view
  const { correction } = sentence
  const isOwn = typed(form, 'sentence') === correction.id
  const own: FormState = isOwn ? form : { values: { reason: [correction.reason ?? ''] }, errors: {}, uploads: {} }
  return (
    <div class="answer">
      <p><strong>{t(`corrections.said.${correction.verdict ?? 'silent'}`)}</strong>{correction.reason === null ? null : <> <span dir="auto">{correction.reason}</span></>}</p>
      {correction.settlement === null ? null : <p>{t(`corrections.settlement.${correction.settlement}`)} <span lang={data.forum.language} dir="auto">{correction.settledReason}</span></p>}
      {!data.isOpen || correction.settlement !== null ? null : (
        <>
          {correction.verdict === 'accepted' ? null : (
            <form method="post" class="inline-form"><input type="hidden" name="sentence" value={correction.id} /><button name="verdict" value="accepted" aria-label={t('corrections.do.accept.of', { ref: sentence.ref })}>{t('corrections.do.accept')}</button></form>
          )}
          <details class="rests" open={isOwn}>
            <summary>{t('corrections.do.contest')}</summary>
            <form method="post" class="sheet">
              <input type="hidden" name="sentence" value={correction.id} />
              <ReasonField view={view} form={own} id={correction.id} />
              <div class="actions"><button class="quiet" name="verdict" value="contested" aria-label={t('corrections.do.contest.of', { ref: sentence.ref })}>{t('corrections.do.contest.send')}</button></div>
            </form>
          </details>
        </>
      )}
    </div>
  )
}

/** Several forms stand on the page: each field has an id of its own, only the one that came back keeps the plain one. */
function ReasonField(props: { view: View; form: FormState; id: string }) {
  const { view, form, id } = props
  const { t } = view
  if (Object.keys(form.errors).length > 0) return <TextField view={view} form={form} name="reason" label={t('corrections.field.reason')} hint={t('corrections.field.reason.hint')} rows={3} />
  return (
    <div class="field">
      <label for={`reason-${id}`}>{t('corrections.field.reason')}</label>
      <p class="hint" id={`hint-${id}`}>{t('corrections.field.reason.hint')}</p>
      <textarea id={`reason-${id}`} name="reason" rows={3} dir="auto" aria-required="true" aria-describedby={`hint-${id}`}>{`\n${typed(form, 'reason')}`}</textarea>
    </div>
  )
}

/** What the sender of a contribution said to the sentences that cite it, on the contribution's own page. Nothing where nobody was asked. */
export function SaidToSentences(props: { view: View; forum: Forum; said: readonly SaidToSentence[] }) {
  const { view, forum, said } = props
  const { t } = view
  if (said.length === 0) return null
  return (
    <section class="block" aria-labelledby="corrections">
      <h2 id="corrections">{t('corrections.of.title')}</h2>
      <ul class="entries">
        {said.map((each) => (
          <li>
            <p>{each.href === null ? <bdi>{each.ref}</bdi> : <a href={each.href}>{each.ref}</a>} <span lang={each.language} dir="auto">{each.statement}</span></p>
            <p><span class={each.verdict === 'contested' ? 'tag warn' : 'tag'}>{t(`corrections.verdict.${each.verdict ?? 'silent'}`)}</span>{each.reason === null ? null : <> <span class="words" dir="auto">{each.reason}</span></>}</p>
            {each.settlement === null ? (each.verdict === 'contested' ? <p class="quiet-text">{t('corrections.unsettled')}</p> : null) : <p class="quiet-text">{t(`corrections.settlement.${each.settlement}`)} <span lang={forum.language} dir="auto">{each.settledReason}</span></p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
