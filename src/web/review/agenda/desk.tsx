import { listMeetings } from '../../../meetings/queries.ts'
import { may } from '../../../people/policy.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { loadComment, type CommentPageData } from '../comment/data.ts'
import { CommentFacts } from '../comment/pages.tsx'
import { Words } from '../register/pages.tsx'
import { loadOnAgenda } from './data.ts'
import { PutOnAgenda, SaidForm, type ForAgenda } from './forms.tsx'

export interface AgendaData extends CommentPageData, ForAgenda {
  /** Whether it is theirs to say what is on an agenda; whoever enters comments, such as a rapporteur, enters what was said. */
  readonly mayPut: boolean
}

/** A comment and the agendas it is on. Rapporteurs see its words as anyone does, and all that was said at meetings. */
export async function loadAgenda(request: PageRequest): Promise<AgendaData | 'forbidden' | undefined> {
  const { db, view } = request
  const shown = await loadComment(request)
  if (shown === undefined) return undefined
  const place = { forumId: shown.forum.id, cycleId: shown.cycle.id }
  const mayPut = may(view.person, 'answer-comments', place)
  if (!mayPut && !may(view.person, 'enter-comments', place)) return 'forbidden'
  const data = mayPut ? await loadComment(request, true) : shown
  if (data === undefined) return undefined
  return { ...data, agenda: await loadOnAgenda(db, data.comment, false), meetings: await listMeetings(db, data.forum.id, data.cycle.id), mayPut }
}

/** The agendas of one comment: what was said at each meeting, and the next one. */
export function AgendaPage(props: { view: View; data: AgendaData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  const title = t('agenda.desk.title', { ref })
  const base = `/desk${data.cycleBase}/comments`
  const labels = { meeting: t('agenda.desk.meeting'), why: t('agenda.desk.why'), ...Object.fromEntries(data.agenda.map(({ item, meeting }) => [`said-${item.id}`, t('agenda.desk.said', { meeting: meeting.title })])) }
  const next = data.agenda.find(({ item }) => item.said === null)
  // Who does not answer has no page of the comment at the desk.
  const way = data.mayPut ? [{ href: base, label: t('review.comments') }, { href: `${base}/R-${data.comment.number}`, label: ref }] : [{ href: `${data.cycleBase}/comments/R-${data.comment.number}`, label: ref }]
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), ...way, { label: t('agenda.on') }]}>
      <h1>{title}</h1>
      <p class="lead">{t('agenda.desk.lead')}</p>
      {view.query['done'] === undefined || Object.keys(form.errors).length > 0 ? null : <p class="notice" role="status">{t('agenda.desk.saved')}</p>}
      <ErrorSummary view={view} form={form} labels={labels} />
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={data.comment} />
      {data.agenda.length === 0 ? <p class="empty">{t('agenda.desk.none')}</p> : <ul class="entries">{data.agenda.map((on) => <SaidForm view={view} data={data} form={form} on={on} mayPut={data.mayPut} isNext={on === next} />)}</ul>}
      {data.mayPut ? <PutOnAgenda view={view} data={data} form={form} /> : null}
    </Layout>
  )
}
