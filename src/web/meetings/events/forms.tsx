import { z } from 'zod'
import { PARTS } from '../../../meetings/model.ts'
import { PANELLIST_STATES, type Event, type Panellist, type PanellistState, type Session } from '../../../meetings/events/model.ts'
import { line, oneOf, parseFields, prose, requiredLine, type FieldErrors } from '../../../shared/fields.ts'
import { isTimeZone, parsePlainDate, type PlainDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import type { EventData, EventsData, SessionDeskData } from './data.ts'
import { ConflictLine } from './pages.tsx'

const nullable = (limit: number) => line(limit).transform((text) => (text === '' ? null : text))
const day = () => requiredLine(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }).transform((text) => (parsePlainDate(text) ?? text) as PlainDate)

export const eventSchema = z.object({
  title: requiredLine(200),
  place: nullable(300),
  zone: nullable(60).refine((zone) => zone === null || isTimeZone(zone), { error: 'not-a-time-zone' }),
  firstDay: day(),
  lastDay: day(),
  daysBefore: line(2).refine((text) => text === '' || /^(?:[0-9]|[12][0-9]|30)$/u.test(text), { error: 'not-a-number' }).transform(Number),
  note: prose(4000).transform((text) => (text === '' ? null : text)),
  source: nullable(2000),
})

export function eventValues({ title, place, zone, firstDay, lastDay, daysBefore, note, source, revision }: Event): Record<string, string> {
  return { title, place: place ?? '', zone: zone ?? '', firstDay, lastDay, daysBefore: String(daysBefore), note: note ?? '', source: source ?? '', revision: String(revision) }
}

/** An annual meeting as a form: a new one, or one that there is with the conflicts that were found. */
export function EventForm(props: { view: View; data: EventsData | EventData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isNew = !('event' in data)
  const title = isNew ? t('meetings.plan.events.new') : data.event.title
  const labels = Object.fromEntries((['title', 'slug', 'place', 'zone', 'firstDay', 'lastDay', 'daysBefore', 'note', 'source'] as const).map((name) => [name, t(`meetings.plan.event.${name}`)]))
  const label = (name: string): string => labels[name] ?? name
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { href: `/desk/${data.forum.slug}/events`, label: t('meetings.plan.events.title') }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={crumbs}>
      <h1>{title}</h1>
      {view.query['done'] === undefined ? null : <p class="notice" role="status">{t('meetings.desk.saved')}</p>}
      {isNew ? null : <p><a href={`/${data.forum.slug}/events/${data.event.slug}`}>{t('meetings.desk.public')}</a></p>}
      {isNew || data.conflicts.length === 0 ? null : (
        <section class="block differs">
          <h2>{t('meetings.plan.conflicts', { count: data.conflicts.length })}</h2>
          <ul>{data.conflicts.map((conflict) => <ConflictLine view={view} data={data} conflict={conflict} />)}</ul>
        </section>
      )}
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        {isNew ? null : <Revision form={form} />}
        <LineField view={view} form={form} name="title" label={label('title')} />
        {isNew ? <LineField view={view} form={form} name="slug" dir="ltr" label={label('slug')} hint={t('meetings.plan.event.slug-hint')} /> : null}
        <LineField view={view} form={form} name="firstDay" type="date" dir="ltr" label={label('firstDay')} />
        <LineField view={view} form={form} name="lastDay" type="date" dir="ltr" label={label('lastDay')} />
        <LineField view={view} form={form} name="daysBefore" type="number" dir="ltr" optional label={label('daysBefore')} hint={t('meetings.plan.event.daysBefore-hint')} />
        <LineField view={view} form={form} name="place" optional label={label('place')} />
        <LineField view={view} form={form} name="zone" dir="ltr" optional label={label('zone')} hint={t('meetings.form.zone-hint')} />
        <TextField view={view} form={form} name="note" rows={3} optional lang={data.forum.language} label={label('note')} />
        <LineField view={view} form={form} name="source" optional label={label('source')} />
        <div class="actions"><button type="submit">{t('meetings.form.save')}</button></div>
      </form>
    </Layout>
  )
}

const [PEOPLE, EMPTY] = [40, 3]
const sessionSchema = z.object({ event: line(60), form: nullable(200), organiser: nullable(300), description: prose(10_000).transform((text) => (text === '' ? null : text)) })
const panellistSchema = z.object({ name: requiredLine(200), organisation: nullable(300), part: oneOf(PARTS), state: oneOf(PANELLIST_STATES) })

type ReadSession = { readonly ok: true; readonly value: Session } | { readonly ok: false; readonly errors: FieldErrors }

/** Reads what a session is; a panellist without a name is none. */
export function readSessionForm(submitted: Submitted, events: readonly Event[]): ReadSession {
  const value = (name: string): string => submitted.value(name)
  const parsed = parseFields(sessionSchema, { event: value('event'), form: value('form'), organiser: value('organiser'), description: value('description') })
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.errors }
  const event = events.find(({ slug }) => slug === value('event'))
  if (value('event') !== '' && event === undefined) errors['event'] = 'not-in-list'
  const panellists: Panellist[] = []
  for (let at = 0; at < PEOPLE; at++) {
    const fields = Object.fromEntries(Object.keys(panellistSchema.shape).map((name) => [name, value(`${name}-${at}`)]))
    if (`${fields['name'] ?? ''}${fields['organisation'] ?? ''}`.trim() === '') continue
    const read = parseFields(panellistSchema, { ...fields, part: fields['part'] || 'panellist', state: fields['state'] || 'suggested' })
    if (read.ok) panellists.push(read.value)
    else for (const [name, code] of Object.entries(read.errors)) errors[`${name}-${at}`] = code
  }
  if (!parsed.ok || Object.keys(errors).length > 0) return { ok: false, errors }
  const { form, organiser, description } = parsed.value
  return { ok: true, value: { eventId: event?.id ?? null, form, organiser, description, panellists } }
}

export function sessionValues({ session, event, meeting }: SessionDeskData): Record<string, string> {
  const people = (session?.panellists ?? []).flatMap(({ name, organisation, part, state }, at): [string, string][] => [[`name-${at}`, name], [`organisation-${at}`, organisation ?? ''], [`part-${at}`, part], [`state-${at}`, state]])
  return { event: event?.slug ?? '', form: session?.form ?? '', organiser: session?.organiser ?? '', description: session?.description ?? '', revision: String(meeting.revision), ...Object.fromEntries(people) }
}

/** What a session is, and who is to speak: suggested, invited, confirmed, declined. */
export function SessionDesk(props: { view: View; data: SessionDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const filled = Object.entries(form.values).flatMap(([name, values]) => (values.at(-1) === '' ? [] : (/^name-(\d{1,2})$/u.exec(name)?.[1] ?? []))).map(Number)
  const places = Array.from({ length: Math.min(PEOPLE, Math.max(-1, ...filled) + 1 + EMPTY) }, (_, at) => at)
  const fixed = Object.fromEntries((['event', 'form', 'organiser', 'description'] as const).map((name) => [name, t(`meetings.plan.session.${name}`)]))
  const labels = { ...fixed, ...Object.fromEntries(places.flatMap((at) => (['name', 'organisation', 'part', 'state'] as const).map((name) => [`${name}-${at}`, `${t('meetings.plan.session.person', { number: at + 1 })}: ${t(`meetings.plan.panellist.${name}`)}`]))) }
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.session">
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <Revision form={form} />
        <SelectField view={view} form={form} name="event" optional label={fixed['event'] ?? ''} nothing={t('meetings.plan.session.no-event')} choices={data.events.map(({ slug, title }) => ({ value: slug, label: title }))} />
        <LineField view={view} form={form} name="form" optional label={fixed['form'] ?? ''} hint={t('meetings.plan.session.form-hint')} />
        <LineField view={view} form={form} name="organiser" optional label={fixed['organiser'] ?? ''} />
        <TextField view={view} form={form} name="description" rows={6} optional lang={data.forum.language} label={fixed['description'] ?? ''} />
        {places.map((at) => (
          <fieldset class="group">
            <legend>{t('meetings.plan.session.person', { number: at + 1 })}</legend>
            <LineField view={view} form={form} name={`name-${at}`} optional label={t('meetings.plan.panellist.name')} />
            <LineField view={view} form={form} name={`organisation-${at}`} optional label={t('meetings.plan.panellist.organisation')} />
            <SelectField view={view} form={form} name={`part-${at}`} optional nothing={t('meetings.part.panellist')} label={t('meetings.plan.panellist.part')} choices={PARTS.filter((part) => part !== 'panellist').map((part) => ({ value: part, label: t(`meetings.part.${part}`) }))} />
            <SelectField view={view} form={form} name={`state-${at}`} optional nothing={t('meetings.plan.panellist.suggested')} label={t('meetings.plan.panellist.state')} choices={PANELLIST_STATES.filter((state): state is Exclude<PanellistState, 'suggested'> => state !== 'suggested').map((state) => ({ value: state, label: t(`meetings.plan.panellist.${state}`) }))} />
          </fieldset>
        ))}
        <p class="hint">{t('meetings.plan.session.people-hint')}</p>
        <div class="actions"><button type="submit">{t('meetings.form.save')}</button></div>
      </form>
    </WorkPage>
  )
}

