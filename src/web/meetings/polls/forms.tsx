import { openSlots, spanOf, takesVotes, type Slot } from '../../../meetings/polls/model.ts'
import { ANSWERS, type Answer, type Answers } from '../../../meetings/votes/model.ts'
import { isGroupOf, voterSchema } from '../../../meetings/votes/schema.ts'
import { parseFields, type FieldErrors } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import { readTimeZone, writeDate, writeInstant } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ErrorSummary, Field, LineField, SelectField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeDeadlineText, writeHoursOf } from '../hours/data.ts'
import type { InPoll, MyVoteData } from './data.ts'
import { byDay, pollCrumbs, PollWords, ZoneChoices } from './pages.tsx'

/** The field of what is said of a slot. */
export function slotField(slot: Pick<Slot, 'number'>): string {
  return `slot-${slot.number}`
}

type ReadVote =
  | { readonly ok: true; readonly value: { name: string; mail: string | null; regionalGroup: string | null; zone: string; answers: Answers } }
  | { readonly ok: false; readonly errors: FieldErrors }

/** Reads what the form sent. Slots that were taken off while somebody was voting are read too: what was said of them is history. */
export function readVote(submitted: Submitted, { poll, forum }: InPoll): ReadVote {
  const parsed = parseFields(voterSchema, { mail: '', regionalGroup: '', zone: '', ...fieldsToObject(submitted.fields) })
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.errors }
  const answers = new Map<Id<'slot'>, Answer>()
  for (const slot of poll.slots) {
    const said = submitted.value(slotField(slot))
    const answer = ANSWERS.find((each) => each === said)
    if (answer !== undefined) answers.set(slot.id, answer)
    else if (said !== '') errors[slotField(slot)] = 'not-in-list'
  }
  const group = parsed.ok ? (parsed.value.regionalGroup ?? null) : null
  if (group !== null && !isGroupOf(forum.regionalGroups, group)) errors['regionalGroup'] = 'not-in-list'
  if (!parsed.ok || Object.keys(errors).length > 0) return { ok: false, errors }
  const { name, mail = null, zone } = parsed.value
  return { ok: true, value: { name, mail, regionalGroup: group, zone: zone === '' ? poll.zone : zone, answers } }
}

/** What the form of somebody who has voted begins with. */
export function voteValues({ poll, voter, answers }: MyVoteData, zone: string): Record<string, string> {
  const said = poll.slots.flatMap((slot): [string, string][] => [[slotField(slot), answers.get(slot.id) ?? '']])
  return { name: voter.name ?? '', mail: voter.mail ?? '', regionalGroup: voter.regionalGroup ?? '', zone, revision: String(voter.revision), ...Object.fromEntries(said) }
}

/** The page on which somebody votes, for the first time or again. */
export function VotePage(props: { view: View; data: InPoll; form: FormState; mine?: MyVoteData | undefined }) {
  const { view, data, form, mine } = props
  const { t } = view
  const { poll } = data
  const title = t(mine === undefined ? 'polls.vote.title' : 'polls.mine.title')
  const isOpen = takesVotes(data.state)
  return (
    <Layout view={view} frame={data.frame} title={`${title}: ${poll.title}`} crumbs={pollCrumbs(view, data, title)}>
      <h1><span dir="auto" lang={data.forum.language}>{poll.title}</span></h1>
      {mine === undefined ? null : <Kept view={view} mine={mine} />}
      <PollWords data={data} />
      <p class="meta">
        <span>{t('polls.minutes', { count: poll.minutes })}</span>
        {poll.deadline === null ? null : <span>{t('polls.until', { until: writeDeadlineText(view, poll.deadline) })}</span>}
      </p>
      {data.state === 'late' ? <p class="differs">{t('polls.standing.late')}</p> : null}
      {isOpen ? null : <p class="differs">{t(`polls.standing.${data.state === 'open' ? 'late' : data.state}`)}</p>}
      {isOpen || Object.keys(form.errors).length > 0 ? <VoteForm {...props} /> : null}
    </Layout>
  )
}

function Kept(props: { view: View; mine: MyVoteData }) {
  const { view, mine } = props
  const { t } = view
  return (
    <div class="notice" role="status">
      <p>{t('polls.mine.kept', { at: writeInstant(mine.voter.changedAt ?? mine.voter.votedAt, view.lang), count: openSlots(mine.poll).filter(({ id }) => mine.answers.has(id)).length, all: openSlots(mine.poll).length })}</p>
      <p>{t('polls.mine.link')}</p>
      <p dir="ltr"><a class="address" href={view.path}>{`${view.publicUrl}${view.path}`}</a></p>
    </div>
  )
}

function VoteForm(props: { view: View; data: InPoll; form: FormState; mine?: MyVoteData | undefined }) {
  const { view, data, form } = props
  const { t } = view
  const { poll, forum } = data
  const zone = readTimeZone(typed(form, 'zone')) ?? data.zone
  const groups = [...forum.regionalGroups.map(({ key, title }) => ({ value: key, label: title })), { value: NO_REGIONAL_GROUP, label: t('polls.no-region') }]
  const labels: Record<string, string> = { name: t('polls.field.name'), mail: t('polls.field.mail'), regionalGroup: t('polls.field.region'), zone: t('polls.zone.yours') }
  for (const slot of openSlots(poll)) labels[slotField(slot)] = writeHoursOf(view, spanOf(poll, slot), zone)
  return (
    <form method="post" action={view.path} class="vote" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {['formKey', 'revision'].map((name) => (form.values[name] === undefined ? null : <input type="hidden" name={name} value={typed(form, name)} />))}
      <div class="zone-picker">
        <Field view={view} form={form} name="zone" label={labels['zone'] ?? ''} hint={t('polls.zone.hint')}>
          <input id="field-zone" name="zone" list="zones" dir="ltr" autocomplete="off" value={typed(form, 'zone')} aria-describedby={form.errors['zone'] === undefined ? 'hint-zone' : 'hint-zone error-zone'} aria-invalid={form.errors['zone'] === undefined ? undefined : 'true'} />
          <ZoneChoices />
        </Field>
        <button class="quiet" name="go" value="zone">{t('polls.zone.show')}</button>
      </div>
      <p class="hint">{t('polls.vote.hint')}</p>
      {byDay(poll, openSlots(poll), zone).map(([day, slots]) => (
        <section class="poll-day">
          <h2>{writeDate(day, view.lang)}</h2>
          {slots.map((slot) => <SlotChoice view={view} data={data} form={form} slot={slot} zone={zone} day={writeDate(day, view.lang)} />)}
        </section>
      ))}
      <div class="sheet">
        <h2>{t('polls.vote.who')}</h2>
        <LineField view={view} form={form} name="name" autocomplete="name" label={labels['name'] ?? ''} hint={t(`polls.field.name.${poll.names}`)} />
        <LineField view={view} form={form} name="mail" type="email" dir="ltr" autocomplete="email" optional label={labels['mail'] ?? ''} hint={t('polls.field.mail.hint')} />
        <SelectField view={view} form={form} name="regionalGroup" optional nothing={t('polls.not-said')} label={labels['regionalGroup'] ?? ''} hint={t('polls.field.region.hint')} choices={groups} />
        <div class="actions"><button name="go" value="vote">{t(props.mine === undefined ? 'polls.vote.send' : 'polls.mine.send')}</button></div>
      </div>
    </form>
  )
}

/** One slot: its day and hours are the name of the group, so that whoever hears the page knows which is asked. */
function SlotChoice(props: { view: View; data: InPoll; form: FormState; slot: Slot; zone: string; day: string }) {
  const { view, data, form, slot, zone } = props
  const { t } = view
  const name = slotField(slot)
  const said = typed(form, name)
  const error = form.errors[name]
  return (
    <fieldset class="slot" id={`field-${name}`} tabindex={-1} aria-describedby={error === undefined ? undefined : `error-${name}`}>
      <legend><span class="out-of-sight">{props.day}, </span>{writeHoursOf(view, spanOf(data.poll, slot), zone)}</legend>
      {error === undefined ? null : <p class="error" id={`error-${name}`}>{view.error(error)}</p>}
      {[...ANSWERS, ''].map((answer) => (
        <label class="choice"><input type="radio" name={name} value={answer} checked={said === answer} /><span>{t(answer === '' ? 'polls.answer.none' : `polls.answer.${answer as Answer}`)}</span></label>
      ))}
    </fieldset>
  )
}
