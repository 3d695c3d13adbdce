import { formatRef } from '../../../shared/refs.ts'
import { DISPOSITIONS } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { CommentBlock } from '../register/pages.tsx'
import type { TogetherData } from './data.ts'
import { queueCrumbs } from './desk.tsx'

/** The fields of an answer, for one comment or for many. */
export function AnswerFields(props: { view: View; form: FormState; versionNumbers: readonly number[]; namesParagraphs: boolean; isReasonOptional?: boolean }) {
  const { view, form } = props
  const { t } = view
  const labels = answerLabels(view)
  const texts = [{ value: 'working', label: t('review.desk.working') }, ...props.versionNumbers.map((number) => ({ value: String(number), label: t('review.desk.version', { number }) }))]
  return (
    <>
      <SelectField view={view} form={form} name="disposition" nothing={t('review.choose')} label={labels.disposition} choices={DISPOSITIONS.map((disposition) => ({ value: disposition, label: t(`review.disposition.${disposition}`) }))} />
      <TextField view={view} form={form} name="reason" rows={5} optional={props.isReasonOptional === true} label={labels.reason} hint={t('review.hint.reason')} />
      {props.namesParagraphs ? <LineField view={view} form={form} name="changed" optional label={labels.changed} hint={t('review.hint.paragraphs')} /> : <input type="hidden" name="changed" value="" />}
      {props.namesParagraphs ? <SelectField view={view} form={form} name="changedIn" label={labels.changedIn} choices={texts} /> : <input type="hidden" name="changedIn" value="working" />}
      <LineField view={view} form={form} name="duplicateOf" optional label={labels.duplicateOf} hint={t('review.hint.duplicate-of')} />
    </>
  )
}

export function answerLabels({ t }: View) {
  return { disposition: t('review.field.disposition'), reason: t('review.field.reason'), changed: t('review.field.changed'), changedIn: t('review.field.changed-in'), duplicateOf: t('review.field.duplicate-of') }
}

/** One answer for many comments, each of which may have words of its own before it. */
export function TogetherForm(props: { view: View; data: TogetherData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('dispositions.together.title', { count: data.waiting.length })
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={queueCrumbs(view, data, { label: t('dispositions.together.do') })} islands={['inbox.js', 'answering.js']}>
      <h1>{title}</h1>
      {data.waiting.length === 0 ? <p class="empty">{t('review.desk.nothing')}</p> : (
        <form method="post">
          <ErrorSummary view={view} form={form} labels={{ ...answerLabels(view), chosen: t('review.comments') }} />
          <div class="columns even">
            <div>
              <ul class="entries" id="field-chosen">
                {data.waiting.map(({ comment, proposal }) => (
                  <li>
                    <label class="choice"><input type="checkbox" name="chosen" value={comment.id} checked={form.values['chosen']?.includes(comment.id) ?? true} /><span>{t('dispositions.together.this', { ref: formatRef(data.cycle.slug, 'R', comment.number) })}</span></label>
                    <input type="hidden" name={`seen-${comment.id}`} value={typed(form, `seen-${comment.id}`) === '' ? `${comment.response?.revision ?? 0}.${proposal?.revision ?? 0}` : typed(form, `seen-${comment.id}`)} />
                    <CommentBlock view={view} data={data} comment={comment} />
                    <details class="rests" open={typed(form, `own-${comment.id}`) !== ''}>
                      <summary>{t('dispositions.together.own')}</summary>
                      <TextField view={view} form={form} name={`own-${comment.id}`} rows={3} optional label={t('dispositions.together.own-words')} hint={t('dispositions.together.own-hint')} />
                    </details>
                  </li>
                ))}
              </ul>
            </div>
            <div class="sheet">
              <h2>{t('dispositions.together.answer')}</h2>
              {data.needsConfirmation ? <p class="differs">{t('dispositions.two-eyes')}</p> : null}
              <AnswerFields view={view} form={form} versionNumbers={data.versionNumbers} namesParagraphs={data.documentId !== undefined} isReasonOptional />
              <div class="actions">
                {data.needsConfirmation ? null : <button name="act" value="answer" data-key="send">{t('dispositions.together.send')}</button>}
                <button class={data.needsConfirmation ? undefined : 'quiet'} name="act" value="propose" data-key={data.needsConfirmation ? 'send' : undefined}>{t('dispositions.propose.do')}</button>
              </div>
            </div>
          </div>
        </form>
      )}
      <p class="actions"><a href={data.base}>{t('review.comments')}</a></p>
    </Layout>
  )
}
