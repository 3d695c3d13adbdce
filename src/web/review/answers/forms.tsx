import type { Proposal } from '../../../review/desk/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { TextField, typed } from '../../ui/fields.tsx'
import { AnswerFields } from '../queue/forms.tsx'
import { Disposition } from '../register/pages.tsx'
import type { AnswerData } from './data.ts'

/** The answer: sent at once, or proposed for somebody else to confirm, where the review wants that. */
export function AnswerSheet(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isByTwo = data.setting.needsConfirmation
  return (
    <form class="sheet" method="post">
      <h2>{t(data.comment.response === null ? 'review.desk.answer' : 'review.desk.answer-anew')}</h2>
      {isByTwo ? <p class="differs">{t('dispositions.two-eyes')}</p> : null}
      <input type="hidden" name="revision" value={typed(form, 'revision')} />
      <input type="hidden" name="proposal" value={typed(form, 'proposal')} />
      <AnswerFields view={view} form={form} versionNumbers={data.versionNumbers} namesParagraphs />
      <div class="actions">
        {isByTwo ? null : <button name="act" value="answer" data-key="send">{t('review.desk.answer-do')}</button>}
        <button class={isByTwo ? undefined : 'quiet'} name="act" value="propose" data-key={isByTwo ? 'send' : undefined}>{t('dispositions.propose.do')}</button>
      </div>
    </form>
  )
}

/** What somebody proposed: confirmed as it is, or dropped. */
export function ProposalBlock(props: { view: View; data: AnswerData; proposal: Proposal }) {
  const { view, data, proposal } = props
  const { t } = view
  const isOwn = data.setting.needsConfirmation && proposal.proposedBy === data.person.id
  return (
    <section class="block">
      <h2>{t('dispositions.proposal')}</h2>
      <p class="meta"><span dir="auto">{data.names.get(proposal.proposedBy) ?? t('record.actor.unknown')}</span><span>{writeInstant(proposal.proposedAt, view.lang)}</span></p>
      <Disposition view={view} response={proposal} />
      {data.proposedOriginal === undefined ? null : <p>{t('review.same-as')} R-{data.proposedOriginal}</p>}
      {proposal.changed.length === 0 ? null : <p>{t('review.changed')} {data.changedNumbers.map((number) => `¶ ${number}`).join(', ')}</p>}
      {isOwn ? <p class="differs">{t('dispositions.own-proposal')}</p> : null}
      <form method="post">
        <input type="hidden" name="proposal" value={String(proposal.revision)} />
        <div class="actions">
          {isOwn ? null : <button name="act" value="confirm">{t('dispositions.confirm.do')}</button>}
          <button class="quiet" name="act" value="drop">{t('dispositions.proposal.drop')}</button>
        </div>
      </form>
    </section>
  )
}

export function AssignForm(props: { view: View; data: AnswerData }) {
  const { view, data } = props
  const { t } = view
  const others = data.assignedTo === undefined || data.answerers.some(({ id }) => id === data.assignedTo) ? [] : [{ id: data.assignedTo, name: data.names.get(data.assignedTo) ?? '' }]
  return (
    <form method="post" class="filters">
      <div class="field">
        <label for="field-person">{t('dispositions.assign.to')}</label>
        <select id="field-person" name="person">
          <option value="">{t('dispositions.assign.nobody')}</option>
          {[...data.answerers, ...others].map(({ id, name }) => <option value={id} selected={id === data.assignedTo}>{name}</option>)}
        </select>
      </div>
      <button class="quiet" name="act" value="assign">{t('dispositions.assign.do')}</button>
    </form>
  )
}

/** What the desk says among itself. */
export function Notes(props: { view: View; data: AnswerData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <section class="block">
      <h2>{t('dispositions.notes')}</h2>
      {data.notes.map((note) => (
        <article>
          <p class="meta"><span dir="auto">{data.names.get(note.authorId) ?? t('record.actor.unknown')}</span><span>{writeInstant(note.writtenAt, view.lang)}</span></p>
          {splitParagraphs(note.text).map((part) => <p dir="auto">{note.struckAt === null ? part : <del>{part}</del>}</p>)}
          {note.struckAt === null ? <form method="post"><input type="hidden" name="note" value={note.id} /><button class="quiet" name="act" value="strike">{t('dispositions.note.strike')}</button></form> : null}
        </article>
      ))}
      <form method="post">
        <TextField view={view} form={form} name="text" rows={2} optional label={t('dispositions.note')} hint={t('dispositions.note.hint')} />
        <div class="actions"><button class="quiet" name="act" value="note">{t('dispositions.note.do')}</button></div>
      </form>
    </section>
  )
}
