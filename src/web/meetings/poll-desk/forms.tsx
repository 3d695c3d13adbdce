import { z } from 'zod'
import { readAddressees, type Addressee } from '../../../meetings/asking/model.ts'
import { gridOf, MOST_SLOTS, NAMES, readSlots, wallKey, type Deadline, type Poll, type SlotTime } from '../../../meetings/polls/model.ts'
import { deadlineSchema, pollSchema, readHours, readSingles } from '../../../meetings/polls/schema.ts'
import type { PollInput } from '../../../meetings/polls/commands.ts'
import { line, parseFields, prose, type FieldErrors } from '../../../shared/fields.ts'
import { normaliseText } from '../../../shared/text.ts'
import { offsetOf, parsePlainDate, readingsOf, writeDate, writeInstant, writeWeekday, type PlainDate, type PlainTime } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ChoiceField, Field, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { ZoneChoices } from '../polls/pages.tsx'

export const WORKDAYS = ['1', '2', '3', '4', '5']

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors }

/** Reads what a poll says. */
export function readPollInput(submitted: Submitted): Read<PollInput> {
  const parsed = parseFields(pollSchema, { words: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const { title, words = null, zone, minutes, names } = parsed.value
  return { ok: true, value: { title, words, zone, minutes, names } }
}

const READING = 'reading-'

/** What was said of wall clocks that are shown twice: fields named by the wall clock. */
function readReadings(submitted: Submitted): Map<string, readonly string[]> {
  return new Map(Object.entries(submitted.fields).flatMap(([name, values]) => (name.startsWith(READING) ? [[name.slice(READING.length).replace('T', ' '), values] as const] : [])))
}

/** Wall clocks of the form's grid and of its single lines. */
function readWalls(submitted: Submitted): Read<readonly { date: PlainDate; time: PlainTime }[]> {
  const errors: Record<string, string> = {}
  const [from, until] = [submitted.value('from').trim(), submitted.value('until').trim()]
  const hours = readHours(submitted.value('hours'))
  const singles = readSingles(normaliseText(submitted.value('single')))
  if ('wrong' in hours) errors['hours'] = `polls.refusal.no-hour:${clip(hours.wrong)}`
  if ('wrong' in singles) errors['single'] = `polls.refusal.no-slot-line:${clip(singles.wrong)}`
  const dates = { from: parsePlainDate(from), until: until === '' ? parsePlainDate(from) : parsePlainDate(until) }
  if (from !== '' && dates.from === undefined) errors['from'] = 'not-a-date'
  if (from === '' && until !== '') errors['from'] = 'required'
  if (until !== '' && dates.until === undefined) errors['until'] = 'not-a-date'
  const weekdays = new Set((submitted.fields['weekdays'] ?? []).filter((day) => /^[1-7]$/u.test(day)).map(Number))
  if (from !== '' && 'hours' in hours && hours.hours.length === 0) errors['hours'] = 'required'
  if (Object.keys(errors).length > 0 || 'wrong' in hours || 'wrong' in singles) return { ok: false, errors }
  if (dates.from === undefined || dates.until === undefined) return { ok: true, value: singles.walls }
  const grid = gridOf({ from: dates.from, until: dates.until, weekdays, hours: hours.hours })
  return 'problem' in grid ? { ok: false, errors: { until: `polls.refusal.${grid.problem}` } } : { ok: true, value: [...grid, ...singles.walls] }
}

/** What was typed, as the end of an error's code, in which a colon parts it from the rest. */
function clip(text: string): string {
  return text.replaceAll(':', '∶').slice(0, 40)
}

/** Reads the slots that a form asks for in a zone; what its clock leaves out is refused, what it shows twice is asked. */
export function readSlotFields(submitted: Submitted, zone: string): Read<readonly SlotTime[]> {
  const walls = readWalls(submitted)
  if (!walls.ok) return walls
  if (walls.value.length > MOST_SLOTS * 2) return { ok: false, errors: { hours: `polls.refusal.too-many:${MOST_SLOTS}` } }
  const { slots, gaps, twice } = readSlots(walls.value, zone, readReadings(submitted))
  const [gap, double] = [gaps[0], twice[0]]
  const field = submitted.value('from').trim() === '' ? 'single' : 'hours'
  if (gap !== undefined) return { ok: false, errors: { [field]: `polls.refusal.gap:${clip(wallKey(gap))}` } }
  if (double !== undefined) return { ok: false, errors: { [field]: `polls.refusal.twice:${clip(wallKey(double))}` } }
  return { ok: true, value: slots }
}

/** Reads a deadline: none where nothing is written; a time that its zone's clock does not show is refused. */
export function readDeadline(submitted: Submitted, zone: string): Read<Deadline | null> {
  const fields = { deadlineDate: submitted.value('deadlineDate'), deadlineTime: submitted.value('deadlineTime'), deadlineZone: submitted.value('deadlineZone') }
  const parsed = parseFields(deadlineSchema, fields)
  if (!parsed.ok) return parsed
  const { deadlineDate: date, deadlineTime: time, deadlineZone } = parsed.value
  if (date === undefined) return time === undefined ? { ok: true, value: null } : { ok: false, errors: { deadlineDate: 'required' } }
  if (time === undefined) return { ok: false, errors: { deadlineTime: 'required' } }
  const deadline = { date, time, zone: deadlineZone ?? zone }
  return readingsOf(date, time, deadline.zone).length === 0 ? { ok: false, errors: { deadlineTime: `polls.refusal.gap:${clip(wallKey(deadline))}` } } : { ok: true, value: deadline }
}

const addressesSchema = z.object({ addresses: prose(200_000) })

export function readAddresses(submitted: Submitted): Read<readonly Addressee[]> {
  const parsed = parseFields(addressesSchema, { addresses: submitted.value('addresses') })
  if (!parsed.ok) return parsed
  const read = readAddressees(parsed.value.addresses)
  return read.wrong === undefined ? { ok: true, value: read.people } : { ok: false, errors: { addresses: `polls.refusal.no-address:${clip(read.wrong)}` } }
}

export const reasonSchema = z.object({ reason: line(1000).refine((text) => text !== '', { error: 'required' }) })

/** What a poll says: for a new one and for one that there is. */
export function PollFields(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  return (
    <>
      <LineField view={view} form={form} name="title" label={t('polls.form.title')} />
      <TextField view={view} form={form} name="words" rows={3} optional label={t('polls.form.words')} hint={t('polls.form.words.hint')} />
      <Field view={view} form={form} name="zone" label={t('polls.form.zone')} hint={t('polls.form.zone.hint')}>
        <input id="field-zone" name="zone" list="zones" dir="ltr" autocomplete="off" value={typed(form, 'zone')} aria-describedby={form.errors['zone'] === undefined ? 'hint-zone' : 'hint-zone error-zone'} aria-invalid={form.errors['zone'] === undefined ? undefined : 'true'} />
        <ZoneChoices />
      </Field>
      <LineField view={view} form={form} name="minutes" type="number" dir="ltr" label={t('polls.form.minutes')} />
      <ChoiceField view={view} form={form} name="names" label={t('polls.form.names')} choices={NAMES.map((names) => ({ value: names, label: t(`polls.names.${names}`) }))} />
    </>
  )
}

/** These days by these hours, and single ones; which reading is meant, where a clock shows a time twice. */
export function SlotFields(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  return (
    <>
      <fieldset class="group">
        <legend>{t('polls.form.grid')}</legend>
        <LineField view={view} form={form} name="from" type="date" dir="ltr" optional label={t('polls.form.from')} />
        <LineField view={view} form={form} name="until" type="date" dir="ltr" optional label={t('polls.form.until')} />
        <ChoiceField view={view} form={form} name="weekdays" several optional label={t('polls.form.weekdays')} choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: writeWeekday(day, view.lang) }))} />
        <LineField view={view} form={form} name="hours" dir="ltr" optional label={t('polls.form.hours')} hint={t('polls.form.hours.hint')} />
      </fieldset>
      <TextField view={view} form={form} name="single" rows={3} optional label={t('polls.form.single')} hint={t('polls.form.single.hint')} />
      <Readings view={view} form={form} />
    </>
  )
}

/** Which of two is meant: asked only where the zone's clock shows a time twice. */
function Readings(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  const zone = typed(form, 'zone')
  const submitted = { fields: form.values, uploads: {}, files: [], value: (name: string) => typed(form, name) }
  const walls = Object.keys(form.errors).length === 0 ? undefined : readWalls(submitted)
  const input = parseFields(pollSchema.shape.zone, zone)
  if (walls?.ok !== true || !input.ok || walls.value.length > MOST_SLOTS * 2) return null
  const { twice } = readSlots(walls.value, input.value, new Map())
  return (
    <>
      {twice.map(({ date, time, readings }) => (
        <fieldset class="group">
          <legend>{t('polls.form.twice', { date: writeDate(date, view.lang), time, zone: input.value })}</legend>
          {(['earlier', 'later'] as const).map((reading, at) => {
            const instant = readings[at] ?? readings[0]
            const name = `${READING}${date}T${time}`
            return (
              <label class="choice">
                <input type="checkbox" name={name} value={reading} checked={(form.values[name] ?? []).includes(reading)} />
                <span>{t(`polls.form.twice.${reading}`, { utc: writeInstant(instant, view.lang), offset: offsetOf(instant, input.value) })}</span>
              </label>
            )
          })}
        </fieldset>
      ))}
    </>
  )
}

export function DeadlineFields(props: { view: View; form: FormState; optional: boolean }) {
  const { view, form, optional } = props
  const { t } = view
  return (
    <fieldset class="group">
      <legend>{t('polls.form.deadline')}</legend>
      <LineField view={view} form={form} name="deadlineDate" type="date" dir="ltr" optional={optional} label={t('polls.form.deadline.date')} />
      <LineField view={view} form={form} name="deadlineTime" type="time" dir="ltr" optional={optional} label={t('polls.form.deadline.time')} />
      <LineField view={view} form={form} name="deadlineZone" dir="ltr" optional label={t('polls.form.deadline.zone')} hint={t('polls.form.deadline.zone.hint')} />
      <ChoiceField view={view} form={form} name="kind" label={t('polls.form.deadline.kind')} choices={(['firm', 'soft'] as const).map((kind) => ({ value: kind, label: t(`polls.form.deadline.${kind}`) }))} />
    </fieldset>
  )
}

export function AddressField(props: { view: View; form: FormState; optional: boolean }) {
  const { t } = props.view
  return <TextField view={props.view} form={props.form} name="addresses" rows={5} optional={props.optional} label={t('polls.form.addresses')} hint={t('polls.form.addresses.hint', { example: 'Ama Owusu <ama@example.org>' })} />
}

export function CycleField(props: { view: View; form: FormState; cycles: readonly { readonly slug: string; readonly title: string }[] }) {
  const { t } = props.view
  return <SelectField view={props.view} form={props.form} name="cycle" optional nothing={t('polls.form.cycle.none')} label={t('polls.form.cycle')} choices={props.cycles.map(({ slug, title }) => ({ value: slug, label: title }))} />
}

/** What the form of a poll begins with. */
export function pollValues(poll: Poll): Record<string, string | readonly string[]> {
  return { title: poll.title, words: poll.words ?? '', zone: poll.zone, minutes: String(poll.minutes), names: poll.names, revision: String(poll.revision) }
}
