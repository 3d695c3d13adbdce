import { transact } from '../../../platform/database.ts'
import { declineTogether, restoreTogether, takeTogether } from '../../../review/floods/commands.ts'
import { declineSchema } from '../../../review/waiting/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { placeNewsWriter } from '../followers/data.ts'
import { declineWriter, manyReceiptWriter } from '../waiting/data.ts'
import { AT_ONCE, loadAlike, type AlikeData } from './data.ts'
import { AlikePage } from './desk.tsx'

/** A flood of alike comments, decided with one click. */
export function floodRoutes(app: App, services: Services): void {
  serveForm<AlikeData>(app, services, {
    path: '/desk/:forum/:cycle/waiting-comments/alike/:waiting',
    load: loadAlike,
    render: (view, data, form) => <AlikePage view={view} data={data} form={form} />,
    submit: submitTogether,
  })
}

async function submitTogether(request: PageRequest, data: AlikeData, submitted: Submitted): Promise<FormOutcome> {
  const ids = (submitted.fields['chosen'] ?? []).slice(0, AT_ONCE).flatMap((id) => (isId(id) ? [id as Id<'comment'>] : []))
  const many = { cycleId: data.cycle.id, ids }
  const [actor, queue] = [actorOf(request), `/desk${data.cycleBase}/waiting-comments`]
  const act = submitted.value('act')
  const wrong = (refusal: 'nothing-chosen' | 'not-waiting' | 'not-all-taken'): FormOutcome => ({ errors: { [refusal === 'nothing-chosen' ? 'chosen' : '']: `limits.refusal.${refusal}` } })
  if (act === 'restore') {
    const restored = await transact(request.db, (tx) => restoreTogether(tx, actor, many, request.now))
    return 'refusal' in restored ? wrong(restored.refusal) : { seeOther: `${queue}/alike/${ids[0] ?? ''}?done=${restored.done}` }
  }
  if (act === 'take') {
    const taken = await transact(request.db, (tx) => takeTogether(tx, actor, { ...many, cycleSlug: data.cycle.slug, receipt: manyReceiptWriter(request, data), toFollowers: placeNewsWriter(request.services) }, request.now))
    return 'refusal' in taken ? wrong(taken.refusal) : { seeOther: `${queue}?taken=${taken.done}` }
  }
  const parsed = parseFields(declineSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { reason, note } = parsed.value
  const write = (id: Id<'comment'>) => declineWriter(request, data, data.group.find((each) => each.id === id), { reason, note })
  const declined = await transact(request.db, (tx) => declineTogether(tx, actor, { ...many, reason, note, write }, request.now))
  return 'refusal' in declined ? wrong(declined.refusal) : { seeOther: `${queue}/alike/${ids[0] ?? ''}?done=${declined.done}` }
}
