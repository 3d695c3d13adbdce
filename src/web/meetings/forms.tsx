import { z } from 'zod'
import type { MeetingInput } from '../../meetings/commands.ts'
import { LINK_KINDS, MEETING_KINDS, PARTS, type Meeting, type Part, type Participant, type Sitting } from '../../meetings/model.ts'
import { isSlug } from '../../forums/model.ts'
import type { Cycle } from '../../forums/model.ts'
import { line, oneOf, optional, parseFields, prose, requiredLine, requiredProse, webAddress, type FieldErrors } from '../../shared/fields.ts'
import { isTimeZone, parsePlainDate, parsePlainTime, readingsOf } from '../../shared/time.ts'
import type { FormState, View } from '../context.ts'
import { fieldsToObject, type Submitted } from '../form.tsx'
import { translator } from '../messages.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField, typed } from '../ui/fields.tsx'

/** Sittings that the form has room for; a meeting that has more shows all of its own. */
const SITTINGS = 2
const SITTINGS_LIMIT = 10

const ordinal = line(4).transform((text, context) => {
  if (text === '') return null
  if (/^[1-9][0-9]{0,3}$/u.test(text)) return Number(text)
  context.addIssue({ code: 'custom', message: 'not-a-number' })
  return null
})

export const slugField = requiredLine(60).refine((text) => text === '' || isSlug(text), { error: 'not-a-slug' })

const meetingSchema = z.object({
  title: requiredLine(200),
  kind: oneOf(MEETING_KINDS),
  ordinal,
  note: optional(prose(4000)),
  source: optional(line(2000)),
  reason: optional(line(1000)),
})

const sittingSchema = z.object({
  date: requiredLine(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }).transform((text) => parsePlainDate(text)),
  starts: line(8).refine(isTimeOrEmpty, { error: 'not-a-time' }).transform((text) => parsePlainTime(text) ?? null),
  ends: line(8).refine(isTimeOrEmpty, { error: 'not-a-time' }).transform((text) => parsePlainTime(text) ?? null),
  zone: line(60).refine((text) => text === '' || isTimeZone(text), { error: 'not-a-time-zone' }).transform((text) => (text === '' ? null : text)),
  place: line(300).transform((text) => (text === '' ? null : text)),
})

export const linkSchema = z.object({ kind: oneOf(LINK_KINDS), title: optional(line(300)), url: webAddress().refine((text) => text !== '', { error: 'required' }), passcode: optional(line(200)) })
export const participantsSchema = z.object({ participants: requiredProse(100_000) })

function isTimeOrEmpty(text: string): boolean {
  return text === '' || parsePlainTime(text) !== undefined
}

type ReadMeeting = { readonly ok: true; readonly value: MeetingInput & { reason: string | null } } | { readonly ok: false; readonly errors: FieldErrors }

/** Reads what the meeting form sent. The first sitting is needed; later ones that are empty are none. */
export function readMeetingForm(submitted: Submitted, cycles: readonly Cycle[]): ReadMeeting {
  const parsed = parseFields(meetingSchema, { ordinal: '', ...fieldsToObject(submitted.fields) })
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.errors }
  const chosen = (submitted.fields['cycles'] ?? []).map((slug) => cycles.find((cycle) => cycle.slug === slug))
  if (chosen.length === 0) errors['cycles'] = 'required'
  if (chosen.includes(undefined) || chosen.length > 2) errors['cycles'] = 'not-in-list'
  const sittings: Sitting[] = []
  for (let place = 0; place < SITTINGS_LIMIT; place++) {
    const fields = Object.fromEntries(Object.keys(sittingSchema.shape).map((name) => [name, submitted.value(`${name}-${place}`)]))
    if (place > 0 && Object.values(fields).every((value) => value.trim() === '')) continue
    const sitting = parseFields(sittingSchema, fields)
    if (!sitting.ok) for (const [name, code] of Object.entries(sitting.errors)) errors[`${name}-${place}`] = code
    else if (sitting.value.date !== undefined) {
      const reading = readReading(submitted.value(`reading-${place}`))
      if (isShownTwice(sitting.value) && reading === undefined) errors[`reading-${place}`] = 'meetings.plan.refusal.hour-twice'
      sittings.push({ ...sitting.value, date: sitting.value.date, ...(isShownTwice(sitting.value) && reading === 'second' ? { isLaterReading: true } : {}) })
    }
  }
  if (!parsed.ok || Object.keys(errors).length > 0) return { ok: false, errors }
  const { title, kind, note = null, source = null, reason = null } = parsed.value
  return { ok: true, value: { title, kind, ordinal: parsed.value.ordinal, note, source, reason, sittings, cycleIds: chosen.flatMap((cycle) => (cycle === undefined ? [] : [cycle.id])) } }
}

const READINGS = ['first', 'second'] as const

function readReading(text: string): (typeof READINGS)[number] | undefined {
  return READINGS.find((each) => each === text)
}

/** True where the clock of the zone is put back that day and shows the hour of beginning twice: then it has to be said which is meant. */
function isShownTwice({ date, starts, zone }: { readonly date: Sitting['date'] | undefined; readonly starts: Sitting['starts']; readonly zone: string | null }): boolean {
  return date !== undefined && starts !== null && zone !== null && readingsOf(date, starts, zone).length === 2
}

/** What the meeting form shows of a meeting that there is. */
export function meetingValues(meeting: Meeting, cycles: readonly Cycle[]): Record<string, string | readonly string[]> {
  const sittings = meeting.sittings.flatMap(({ date, starts, ends, zone, place: room, isLaterReading }, place): [string, string][] => [
    [`reading-${place}`, isLaterReading === true ? 'second' : 'first'],
    [`date-${place}`, date],
    [`starts-${place}`, starts ?? ''],
    [`ends-${place}`, ends ?? ''],
    [`zone-${place}`, zone ?? ''],
    [`place-${place}`, room ?? ''],
  ])
  return {
    title: meeting.title,
    kind: meeting.kind,
    ordinal: meeting.ordinal === null ? '' : String(meeting.ordinal),
    note: meeting.note ?? '',
    source: meeting.source ?? '',
    cycles: cycles.filter((cycle) => meeting.cycleIds.includes(cycle.id)).map((cycle) => cycle.slug),
    revision: String(meeting.revision),
    ...Object.fromEntries(sittings),
  }
}

/** The form of a meeting; a new one has a slug, one that there is has a reason for changes and the revision it was read at. */
export function MeetingForm(props: { view: View; form: FormState; cycles: readonly Cycle[]; isNew: boolean; sittings: number }) {
  const { view, form, cycles } = props
  const count = Math.max(SITTINGS, props.sittings)
  const places = Array.from({ length: count }, (_, place) => place)
  const labels = labelsOf(view, places)
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {props.isNew ? null : <Revision form={form} />}
      <LineField view={view} form={form} name="title" label={view.t('meetings.form.title')} />
      {props.isNew ? <LineField view={view} form={form} name="slug" dir="ltr" label={view.t('meetings.form.slug')} hint={view.t('meetings.form.slug-hint')} /> : null}
      <SelectField view={view} form={form} name="kind" label={view.t('meetings.form.kind')} choices={MEETING_KINDS.map((kind) => ({ value: kind, label: view.t(`meetings.kind.${kind}`) }))} />
      <LineField view={view} form={form} name="ordinal" type="number" optional label={view.t('meetings.form.ordinal')} />
      <ChoiceField
        view={view} form={form} name="cycles" several label={view.t('meetings.form.cycles')} hint={view.t('meetings.form.cycles-hint')}
        choices={cycles.map((cycle) => ({ value: cycle.slug, label: cycle.title }))}
      />
      {places.map((place) => <SittingFields view={view} form={form} place={place} />)}
      {props.isNew ? null : <LineField view={view} form={form} name="reason" optional label={view.t('meetings.form.reason')} hint={view.t('meetings.form.reason-hint')} />}
      <TextField view={view} form={form} name="note" rows={3} optional label={view.t('meetings.form.note')} hint={view.t('meetings.form.note-hint')} />
      <LineField view={view} form={form} name="source" optional label={view.t('meetings.form.source')} />
      <div class="actions"><button type="submit">{view.t('meetings.form.save')}</button></div>
    </form>
  )
}

function labelsOf(view: View, places: readonly number[]): Record<string, string> {
  const fixed = ['title', 'slug', 'kind', 'ordinal', 'cycles', 'reason', 'note', 'source'] as const
  const ofSitting = ['date', 'starts', 'ends', 'zone', 'place'] as const
  const reading = places.map((place): [string, string] => [`reading-${place}`, `${view.t('meetings.form.sitting', { number: place + 1 })}: ${view.t('meetings.plan.reading')}`])
  const sittings = places.flatMap((place) =>
    ofSitting.map((name): [string, string] => [`${name}-${place}`, `${view.t('meetings.form.sitting', { number: place + 1 })}: ${view.t(`meetings.form.${name}`)}`]),
  )
  return Object.fromEntries([...fixed.map((name): [string, string] => [name, view.t(`meetings.form.${name}`)]), ...sittings, ...reading])
}

function SittingFields(props: { view: View; form: FormState; place: number }) {
  const { view, form, place } = props
  const hint = view.t('meetings.form.time-hint')
  return (
    <fieldset class="group">
      <legend>{view.t('meetings.form.sitting', { number: place + 1 })}</legend>
      {place === 0 ? null : <p class="hint">{view.t('meetings.form.second')}</p>}
      <LineField view={view} form={form} name={`date-${place}`} type="date" dir="ltr" optional={place > 0} label={view.t('meetings.form.date')} />
      <LineField view={view} form={form} name={`starts-${place}`} type="time" dir="ltr" optional label={view.t('meetings.form.starts')} hint={hint} />
      <LineField view={view} form={form} name={`ends-${place}`} type="time" dir="ltr" optional label={view.t('meetings.form.ends')} />
      <LineField view={view} form={form} name={`zone-${place}`} dir="ltr" optional label={view.t('meetings.form.zone')} hint={view.t('meetings.form.zone-hint')} />
      {isShownTwice({ date: parsePlainDate(typed(form, `date-${place}`)), starts: parsePlainTime(typed(form, `starts-${place}`)) ?? null, zone: isTimeZone(typed(form, `zone-${place}`)) ? typed(form, `zone-${place}`) : null }) ? (
        <ChoiceField view={view} form={form} name={`reading-${place}`} label={view.t('meetings.plan.reading')} choices={READINGS.map((each) => ({ value: each, label: view.t(`meetings.plan.reading.${each}`) }))} />
      ) : null}
      <LineField view={view} form={form} name={`place-${place}`} optional label={view.t('meetings.form.place')} />
    </fieldset>
  )
}

/** The revision that a form was filled in from: a change made meanwhile is then noticed. */
export function Revision(props: { form: FormState }) {
  return <input type="hidden" name="revision" value={props.form.values['revision']?.at(-1) ?? ''} />
}

/** The revision a form carried; 0, which none has, when it carried none. */
export function readRevision(submitted: Submitted): number {
  const text = submitted.value('revision')
  return /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : 0
}

/** The words that name a part in the list of participants: those of every language of the product, and the plain keys. */
export function partWords(): Map<string, Part> {
  const languages = [translator('en'), translator('fr')]
  return new Map(PARTS.flatMap((part) => [[part, part] as const, ...languages.map((t) => [t(`meetings.part.${part}`).toLowerCase(), part] as const)]))
}

/** The list of participants as it is typed. */
export function writeParticipants(view: View, participants: readonly Participant[]): string {
  return participants
    .map(({ name, organisation, part }) => {
      const known = PARTS.find((each) => each === part)
      const bracket = known === undefined || known === 'participant' ? '' : ` (${view.t(`meetings.part.${known}`)})`
      return `${name}${organisation === null ? '' : ` / ${organisation}`}${bracket}`
    })
    .join('\n')
}
