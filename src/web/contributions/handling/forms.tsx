import type { Child } from 'hono/jsx'
import { DECLINE_REASONS, HOLD_REASONS } from '../../../contributions/moderation/model.ts'
import { REDACTION_REASONS } from '../../../contributions/redaction/model.ts'
import { diffWords, joinStretches, segmentWords } from '../../../shared/word-diff.ts'
import { splitSentences } from '../../../synthesis/model.ts'
import type { FormState, View } from '../../context.ts'
import { Occurrences } from '../../synthesis/reading/forms.tsx'
import { ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { inboxCrumbs } from '../inbox/desk.tsx'
import type { HandlingData, loadToRedact, loadCorrection, loadRedaction } from './data.ts'

type Loaded<Load extends (...args: never[]) => unknown> = Extract<Awaited<ReturnType<Load>>, object>

function Page(props: { view: View; data: HandlingData; title: string; lead: string; islands?: readonly string[]; children?: Child }) {
  const { view, data, title } = props
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={inboxCrumbs(view, data, { href: data.address, label: `C-${data.contribution.number}` }, { label: title })} islands={props.islands ?? []} desk>
      <h1>{title}</h1>
      <p class="lead">{props.lead}</p>
      {props.children}
    </Layout>
  )
}

/** Why it is held or declined, and what the contributor is told besides. */
export function ModeratePage(props: { view: View; data: HandlingData; form: FormState; decision: 'hold' | 'decline' }) {
  const { view, data, form, decision } = props
  const { t } = view
  const reasons = decision === 'hold' ? HOLD_REASONS : DECLINE_REASONS
  return (
    <Page view={view} data={data} title={t(`moderation.${decision}.title`, { ref: data.ref })} lead={t(`moderation.${decision}.lead`)}>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('moderation.reason'), note: t('moderation.note') }} />
        <SelectField view={view} form={form} name="reason" label={t('moderation.reason')} hint={t('moderation.reason.hint')} nothing="–" choices={reasons.map((reason) => ({ value: reason, label: t(`moderation.reason.${reason}`) }))} />
        <TextField view={view} form={form} name="note" label={t('moderation.note')} hint={t(data.mail === null ? 'moderation.note.no-mail' : 'moderation.note.hint')} rows={4} optional />
        <div class="actions">
          <button>{t(`moderation.${decision}`)}</button>
          <a class="button quiet" href={data.address}>{t('handling.back')}</a>
        </div>
      </form>
    </Page>
  )
}

/** Undoes a hold or a decline, or lifts a redaction: a reason, for the desk. */
export function ReasonPage(props: { view: View; data: HandlingData; form: FormState; what: 'release' | 'lift' }) {
  const { view, data, form, what } = props
  const { t } = view
  return (
    <Page view={view} data={data} title={t(`handling.${what}.title`, { ref: data.ref })} lead={t(`handling.${what}.lead`)}>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('handling.reason') }} />
        <TextField view={view} form={form} name="reason" label={t('handling.reason')} hint={t('handling.reason.hint')} rows={3} />
        <div class="actions">
          <button>{t(`handling.${what}`)}</button>
          <a class="button quiet" href={data.address}>{t('handling.back')}</a>
        </div>
      </form>
    </Page>
  )
}

export type LiftData = Loaded<typeof loadRedaction>

/** The answer or document, sentence by sentence, and the words to be taken from the public pages. The island fills in what is selected. */
export function RedactPage(props: { view: View; data: Loaded<typeof loadToRedact>; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { source } = data
  const { window } = source
  const language = data.contribution.language
  const at = (part: number): string => `${view.path}?part=${part}`
  const ticked = form.values['sentence'] ?? []
  const labels = { quote: t('redaction.words'), occurrence: t('synthesis.field.occurrence'), reason: t('redaction.reason'), note: t('redaction.note') }
  return (
    <Page view={view} data={data} title={t('redaction.title', { ref: `${data.ref}/${source.name}` })} lead={t(source.kind === 'answer' ? 'redaction.lead' : 'redaction.lead.document')} islands={['marking.js']}>
      {window.parts < 2 ? null : (
        <nav class="pages" aria-label={t('documents.parts')}>
          {window.number > 1 ? <a rel="prev" href={at(window.number - 1)}>{t('documents.parts.earlier')}</a> : null}
          <span>{t('documents.parts.of', { part: window.number, parts: window.parts })}</span>
          {window.number < window.parts ? <a rel="next" href={at(window.number + 1)}>{t('documents.parts.later')}</a> : null}
        </nav>
      )}
      <form class="sheet" method="post" action={window.parts < 2 ? view.path : at(window.number)} novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <fieldset class="field sentences">
          <legend>{t('redaction.sentences')}</legend>
          <p class="hint">{t('redaction.sentences.hint')}</p>
          <ol class="sentences" lang={language ?? undefined} data-selectable="true">
            {splitSentences(source.text, language).map((sentence, index) => (
              <li>
                <input type="checkbox" name="sentence" value={String(index)} checked={ticked.includes(String(index))} aria-labelledby={`sentence-${index}`} />
                <span class="words" id={`sentence-${index}`} dir="auto" data-start={String(window.offset + sentence.start)}>{sentence.text}</span>
              </li>
            ))}
          </ol>
        </fieldset>
        <TextField view={view} form={form} name="quote" label={labels.quote} hint={t('redaction.words.hint')} rows={2} {...(language === null ? {} : { lang: language })} optional />
        <input type="hidden" name="places" value={form.values['places']?.at(-1) ?? ''} />
        <Occurrences view={view} text={window.whole} form={form} label={labels.occurrence} />
        <SelectField view={view} form={form} name="reason" label={labels.reason} hint={t('redaction.reason.hint')} nothing="–" choices={REDACTION_REASONS.map((reason) => ({ value: reason, label: t(`redaction.reason.${reason}`) }))} />
        <TextField view={view} form={form} name="note" label={labels.note} hint={t('redaction.note.hint')} rows={2} optional />
        <div class="actions">
          <button>{t('redaction.do')}</button>
          <a class="button quiet" href={data.address}>{t('handling.back')}</a>
        </div>
      </form>
    </Page>
  )
}

/** What a sender would have otherwise, beside what was entered: taken over, or declined with a reason. */
export function CorrectionPage(props: { view: View; data: Loaded<typeof loadCorrection>; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const language = data.contribution.language
  return (
    <Page view={view} data={data} title={t('correction.title', { ref: data.ref })} lead={t('correction.lead')}>
      {data.correction.remark === null ? null : <blockquote class="quote"><p dir="auto" lang={language ?? undefined}>{data.correction.remark}</p></blockquote>}
      {data.correction.answers.map((answer) => (
        <section class="block">
          <h2 dir="auto" lang={data.forum.language}>{data.answers.find(({ id }) => id === answer.answerId)?.question ?? ''}</h2>
          <Difference earlier={answer.earlier} text={answer.text} language={language} />
        </section>
      ))}
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('correction.reason') }} />
        <TextField view={view} form={form} name="reason" label={t('correction.reason')} hint={t('correction.reason.hint')} rows={3} optional />
        <div class="actions">
          {data.correction.answers.length === 0 ? null : <button name="action" value="take">{t('correction.take')}</button>}
          <button class="quiet" name="action" value="decline">{t('correction.decline')}</button>
        </div>
      </form>
    </Page>
  )
}

/** Two wordings as one text: what goes crossed out, what comes underlined. */
export function Difference(props: { earlier: string; text: string; language: string | null }) {
  const tag = props.language ?? 'und'
  const stretches = joinStretches(diffWords(segmentWords(props.earlier, tag), segmentWords(props.text, tag)))
  return (
    <p class="words" dir="auto" lang={props.language ?? undefined}>
      {stretches.map(({ kind, text }) => (kind === 'same' ? text : kind === 'inserted' ? <ins>{text}</ins> : <del>{text}</del>))}
    </p>
  )
}
