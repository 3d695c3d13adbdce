import { transact } from '../../../platform/database.ts'
import { declineSchema } from '../../../review/waiting/schema.ts'
import { putBack, setAside, type WriteNotice } from '../../../review/wordings/commands.ts'
import { parseFields } from '../../../shared/fields.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { translator } from '../../messages.ts'
import type { CommentPageData } from '../comment/data.ts'
import { actorOf } from '../desk.tsx'
import { mineAddress } from '../waiting/data.ts'
import { loadToSetAside, SetAsidePage } from './desk.tsx'

/** The desk takes a comment out of sight, with a reason, and puts it back. */
export function asideRoutes(app: App, services: Services): void {
  serveForm<CommentPageData>(app, services, {
    path: '/desk/:forum/:cycle/comments/:comment/aside',
    load: loadToSetAside,
    render: (view, data, form) => <SetAsidePage view={view} data={data} form={form} />,
    submit: submitAside,
  })
}

async function submitAside(request: PageRequest, data: CommentPageData, submitted: Submitted): Promise<FormOutcome> {
  const language = data.comment.language ?? data.forum.language
  const t = translator(language)
  const which = { commentId: data.comment.id, cycleSlug: data.cycle.slug }
  const facts = ({ commentId, number }: Parameters<WriteNotice>[0]) => ({ ref: formatRef(data.cycle.slug, 'R', number), title: data.review.title, link: `${request.services.publicUrl}${mineAddress(request, data.cycleBase, commentId, number)}` })
  const back = { seeOther: `/desk${data.cycleBase}/comments/R-${data.comment.number}` }
  if (submitted.value('act') === 'restore') {
    const write: WriteNotice = (about) => ({ language, subject: t('reviewing.mail.restored.subject', facts(about)), body: t('reviewing.mail.restored.body', facts(about)) })
    const restored = await transact(request.db, (tx) => putBack(tx, actorOf(request), { ...which, write }, request.now))
    return 'refusal' in restored ? { errors: { '': `review.refusal.${restored.refusal}` } } : back
  }
  const parsed = parseFields(declineSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { reason, note } = parsed.value
  const write: WriteNotice = (about) => {
    const all = { ...facts(about), reason: t(`reviewing.reason.${reason}`), note: note === undefined ? '' : `\n${note}\n` }
    return { language, subject: t('reviewing.mail.aside.subject', all), body: t('reviewing.mail.aside.body', all) }
  }
  const done = await transact(request.db, (tx) => setAside(tx, actorOf(request), { ...which, reason, note, write }, request.now))
  return 'refusal' in done ? { errors: { '': `review.refusal.${done.refusal}` } } : back
}
