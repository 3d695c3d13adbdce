import { flatten } from '../../../drafts/model.ts'
import { transact } from '../../../platform/database.ts'
import { settleAnchors, type AnchorToSettle, type Verdict } from '../../../review/anchors/commands.ts'
import { parseParagraphNumbers } from '../../../review/model.ts'
import type { FieldErrors } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { loadCarried, loadSettling, type CarriedData, type SettlingData, type ToSettle } from './data.ts'
import { CarriedPage, SettlingForm } from './desk.tsx'

/** The desk at which a person says where comments stand in a later version, where that could not be told. */
export function settlingRoutes(app: App, services: Services): void {
  servePrivatePage<CarriedData>(app, services, { path: '/desk/:forum/:cycle/anchors', load: loadCarried, render: (view, data) => <CarriedPage view={view} data={data} /> })
  serveForm<SettlingData>(app, services, {
    path: '/desk/:forum/:cycle/anchors/:document',
    load: loadSettling,
    initial: initialVerdicts,
    render: (view, data, form) => <SettlingForm view={view} data={data} form={form} />,
    submit: submitVerdicts,
  })
}

/** The likeliest place is chosen before, so that one click settles a page of them. */
function initialVerdicts(data: SettlingData): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { key, carried, candidates } of data.items) {
    fields[`revision-${key}`] = String(carried.revision)
    fields[`verdict-${key}`] = carried.state === 'doubtful' && candidates.length > 0 ? 'candidate-1' : 'later'
  }
  return fields
}

async function submitVerdicts(request: PageRequest, data: SettlingData, submitted: Submitted): Promise<FormOutcome> {
  const errors: Record<string, string> = {}
  const anchors = data.items.flatMap((item): AnchorToSettle[] => {
    const verdict = readVerdict(data, item, submitted)
    if (verdict === undefined) return []
    if ('errors' in verdict) {
      Object.assign(errors, verdict.errors)
      return []
    }
    const sent = submitted.value(`revision-${item.key}`)
    return [{ commentId: item.comment.id, position: item.carried.position, revision: /^[1-9][0-9]{0,8}$/u.test(sent) ? Number(sent) : 0, verdict }]
  })
  if (Object.keys(errors).length > 0) return { errors }
  const input = { documentId: data.document.id, cycleSlug: data.cycle.slug, versionId: data.version.id, anchors }
  const settled = await transact(request.db, (tx) => settleAnchors(tx, actorOf(request), input, request.now))
  if ('refusal' in settled) return { errors: { '': settled.refusal === 'settled-meanwhile' ? `anchors.refusal.settled-meanwhile:${settled.ref}` : `anchors.refusal.${settled.refusal}` } }
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}`
  return { seeOther: data.only === undefined ? `${base}/anchors/${data.document.slug}` : `${base}/comments/R-${data.only.number}` }
}

/** What the form says of one anchor; undefined where it says nothing of it, or leaves it as it is. */
function readVerdict(data: SettlingData, { key, candidates }: ToSettle, submitted: Submitted): Verdict | { errors: FieldErrors } | undefined {
  const said = submitted.value(`verdict-${key}`)
  if (said === '' || said === 'later') return undefined
  if (said === 'deleted' || said === 'doubtful') return { kind: said }
  if (said === 'other') return readNumbers(data, key, submitted)
  const chosen = candidates.find((_, at) => said === `candidate-${at + 1}`)
  return chosen === undefined ? { errors: { [`verdict-${key}`]: 'not-in-list' } } : { kind: 'placed', places: [{ paragraphId: chosen.id, range: chosen.range }] }
}

function readNumbers(data: SettlingData, key: string, submitted: Submitted): Verdict | { errors: FieldErrors } {
  const name = `other-${key}`
  const parsed = parseParagraphNumbers(submitted.value(name).slice(0, 400))
  if ('error' in parsed) return { errors: { [name]: parsed.error } }
  if (parsed.numbers.length === 0) return { errors: { [name]: 'required' } }
  const ids = new Map(flatten(data.text).map(({ id, number }) => [number, id]))
  const places = parsed.numbers.flatMap((number) => {
    const id = ids.get(number)
    return id === undefined ? [] : [{ paragraphId: id, range: null }]
  })
  return places.length < parsed.numbers.length ? { errors: { [name]: 'anchors.refusal.no-such-place' } } : { kind: 'placed', places }
}
