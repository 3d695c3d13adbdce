import { isJudgingOver, type Satisfaction } from '../../../review/desk/model.ts'
import type { Comment } from '../../../review/model.ts'
import { writeDate, type PlainDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { TextField } from '../../ui/fields.tsx'

/** What was said to the answers of a review: who is satisfied, who is not, and silence as silence. */
export function SatisfactionLine(props: { view: View; satisfaction: Satisfaction; judgedUntil: PlainDate | null }) {
  const { view, satisfaction, judgedUntil } = props
  const { answered, satisfied, notSatisfied: against, silent } = satisfaction
  if (answered === 0) return null
  return (
    <p class="meta">
      <span>{view.t('dispositions.satisfaction', { answered, satisfied, against, silent })}</span>
      <span>{view.t('dispositions.silence-means')}</span>
      {judgedUntil === null ? null : <span>{writeUntil(view, judgedUntil)}</span>}
    </p>
  )
}

/** Asks a commenter whether the response is satisfactory, and why not; without account, behind the secret link. */
export function SayForm(props: { view: View; data: { readonly comment: Comment; readonly judgedUntil: PlainDate | null }; form: FormState }) {
  const { view, data, form } = props
  const { response } = data.comment
  if (response === null) return null
  if (isJudgingOver(data, view.now)) return <p class="notice">{data.judgedUntil === null ? null : writeUntil(view, data.judgedUntil)}</p>
  return (
    <form class="sheet" method="post">
      <h2>{view.t('review.mine.satisfied')}</h2>
      <p class="hint">{view.t('review.mine.silence')}</p>
      {data.judgedUntil === null ? null : <p class="hint">{writeUntil(view, data.judgedUntil)}</p>}
      <input type="hidden" name="act" value="satisfied" />
      <input type="hidden" name="revision" value={String(response.revision)} />
      <TextField view={view} form={form} name="words" rows={3} optional label={view.t('dispositions.why-not')} hint={view.t('dispositions.why-not-hint')} />
      <div class="actions">
        <button name="satisfied" value="yes">{view.t('review.mine.yes')}</button>
        <button class="quiet" name="satisfied" value="no">{view.t('review.mine.no')}</button>
      </div>
    </form>
  )
}

function writeUntil(view: View, judgedUntil: PlainDate): string {
  return view.t(isJudgingOver({ judgedUntil }, view.now) ? 'dispositions.judged-over' : 'dispositions.judged-until', { date: writeDate(judgedUntil, view.lang) })
}
