import type { Child } from 'hono/jsx'
import { MEETING_KINDS } from '../../../meetings/model.ts'
import { openSlots, spanOf, takesVotes } from '../../../meetings/polls/model.ts'
import { NO_COUNT } from '../../../meetings/votes/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { writeSpanText } from '../hours/data.ts'
import { Revision } from '../forms.tsx'
import { pollAddress } from '../polls/data.ts'
import { Counts, PollList, RemovedSlots, Standing, VoterList } from '../polls/pages.tsx'
import type { PollAtDesk, PollsAtDesk } from './data.ts'
import { AddressField, CycleField, DeadlineFields, PollFields, SlotFields } from './forms.tsx'

function pollsCrumbs(view: View, data: Pick<PollsAtDesk, 'forum'>, last?: string): Crumb[] {
  const { forum } = data
  const polls = { href: `/desk/${forum.slug}/polls`, label: view.t('polls.title') }
  return [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, ...(last === undefined ? [{ label: polls.label }] : [polls, { label: last }])]
}

/** The polls of a forum at the desk. */
export function PollsDesk(props: { view: View; data: PollsAtDesk }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/polls`
  return (
    <Layout view={view} frame={data.frame} desk title={t('polls.title')} crumbs={pollsCrumbs(view, data)}>
      <h1>{t('polls.title')}</h1>
      <div class="actions"><a class="button" href={`${base}/new`}>{t('polls.desk.new')}</a> <a class="button quiet" href={`${base}/zones`}>{t('polls.desk.zones')}</a></div>
      <PollList view={view} data={data} base={base} />
    </Layout>
  )
}

/** A form at the desk of the polls: title, what it is for, the fields, one button. */
function DeskForm(props: { view: View; data: Pick<PollsAtDesk, 'forum' | 'frame'>; form: FormState; title: string; crumbs: readonly Crumb[]; button: string; labels: Readonly<Record<string, string>>; lead?: string; children?: Child }) {
  const { view, data, form } = props
  return (
    <Layout view={view} frame={data.frame} desk title={props.title} crumbs={props.crumbs}>
      <h1>{props.title}</h1>
      {props.lead === undefined ? null : <p class="lead">{props.lead}</p>}
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={props.labels} />
        {props.children}
        <div class="actions"><button type="submit">{props.button}</button></div>
      </form>
    </Layout>
  )
}

function labelsOf({ t }: View): Record<string, string> {
  return {
    title: t('polls.form.title'), words: t('polls.form.words'), zone: t('polls.form.zone'), minutes: t('polls.form.minutes'), names: t('polls.form.names'), cycle: t('polls.form.cycle'),
    from: t('polls.form.from'), until: t('polls.form.until'), weekdays: t('polls.form.weekdays'), hours: t('polls.form.hours'), single: t('polls.form.single'), removed: t('polls.form.removed'),
    deadlineDate: t('polls.form.deadline.date'), deadlineTime: t('polls.form.deadline.time'), deadlineZone: t('polls.form.deadline.zone'), kind: t('polls.form.deadline.kind'), reason: t('polls.form.reason'), addresses: t('polls.form.addresses'),
  }
}

export function NewPollPage(props: { view: View; data: PollsAtDesk; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('polls.desk.new')
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={pollsCrumbs(view, data, title)} button={view.t('polls.form.open')} labels={labelsOf(view)}>
      <input type="hidden" name="formKey" value={form.values['formKey']?.at(-1) ?? ''} />
      <PollFields view={view} form={form} />
      <CycleField view={view} form={form} cycles={data.cycles} />
      <SlotFields view={view} form={form} />
      <DeadlineFields view={view} form={form} optional />
      <AddressField view={view} form={form} optional />
    </DeskForm>
  )
}

/** One poll at the desk: where it stands, what can be done, who was asked, who answered. */
export function PollDesk(props: { view: View; data: PollAtDesk }) {
  const { view, data } = props
  const { t } = view
  const { forum, poll, state } = data
  const base = `/desk/${forum.slug}/polls/${poll.number}`
  const works = state === 'finalised' ? [] : (['edit', 'slots', 'deadline', ...(takesVotes(state) ? (['asked', 'remind'] as const) : []), ...(poll.closedAt === null ? (['close'] as const) : (['reopen'] as const))] as const)
  return (
    <Layout view={view} frame={data.frame} desk title={poll.title} crumbs={pollsCrumbs(view, data, poll.title)}>
      <h1 lang={forum.language} dir="auto">{poll.title}</h1>
      {view.query['done'] === undefined ? null : <p class="notice" role="status">{t('polls.desk.saved')}</p>}
      <Standing view={view} data={data} />
      {state === 'finalised' ? null : <div class="actions"><a class="button" href={`${base}/finalise`}>{t('polls.desk.finalise')}</a></div>}
      <ul class="lines">
        {works.map((work) => <li><a href={`${base}/${work}`}>{t(`polls.desk.${work}`)}</a></li>)}
        <li><a href={pollAddress(data)}>{t('polls.desk.public')}</a></li>
      </ul>
      <section class="block">
        <h2>{t('polls.slots', { count: openSlots(poll).length })}</h2>
        <ul class="slots">
          {openSlots(poll).map((slot) => (
            <li>
              <p class="when">{writeSpanText(view, spanOf(poll, slot), poll.zone)}</p>
              <Counts view={view} count={data.counts.slots.get(slot.id) ?? { ...NO_COUNT, unanswered: data.counts.turnout.voters }} voters={data.counts.turnout.voters} />
            </li>
          ))}
        </ul>
      </section>
      <RemovedSlots view={view} data={data} />
      <AskedBlock view={view} data={data} />
      {data.total === 0 ? null : <section class="block" id="voters"><h2>{t('polls.voters.title')}</h2><VoterList view={view} data={data} isDesk /></section>}
    </Layout>
  )
}

function AskedBlock(props: { view: View; data: PollAtDesk }) {
  const { view, data } = props
  const { t } = view
  if (data.asked.length === 0) return null
  const silent = data.asked.filter(({ hasVoted }) => !hasVoted)
  return (
    <section class="block" id="asked">
      <h2>{t('polls.asked', { count: data.asked.length, silent: silent.length })}</h2>
      {silent.length === 0 ? null : (
        <details>
          <summary>{t('polls.asked.silent', { count: silent.length })}</summary>
          <ul>
            {silent.map(({ mail, name, askedAt, remindedAt }) => (
              <li dir="auto">{name === null ? mail : `${name} <${mail}>`} <small>{remindedAt === null ? t('polls.asked.at', { at: writeInstant(askedAt, view.lang) }) : t('polls.asked.reminded', { at: writeInstant(remindedAt, view.lang) })}</small></li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function below(view: View, data: PollAtDesk, title: string): Crumb[] {
  const base = `/desk/${data.forum.slug}/polls`
  return [...pollsCrumbs(view, data, '').slice(0, -1), { href: `${base}/${data.poll.number}`, label: data.poll.title }, { label: title }]
}

export function EditPollPage(props: { view: View; data: PollAtDesk; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('polls.desk.edit')
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={below(view, data, title)} button={view.t('polls.form.save')} labels={labelsOf(view)} lead={view.t('polls.desk.edit.lead')}>
      <Revision form={form} />
      <PollFields view={view} form={form} />
    </DeskForm>
  )
}

export function SlotsPage(props: { view: View; data: PollAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('polls.desk.slots')
  const choices = openSlots(data.poll).map((slot) => ({ value: String(slot.number), label: writeSpanText(view, spanOf(data.poll, slot), data.poll.zone), hint: saidOf(view, data, slot.id) }))
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={below(view, data, title)} button={t('polls.form.save')} labels={labelsOf(view)} lead={t('polls.desk.slots.lead', { zone: data.poll.zone })}>
      <Revision form={form} />
      <input type="hidden" name="zone" value={data.poll.zone} />
      <SlotFields view={view} form={form} />
      <ChoiceField view={view} form={form} name="removed" several optional label={t('polls.form.removed')} hint={t('polls.form.removed.hint')} choices={choices} />
    </DeskForm>
  )
}

function saidOf(view: View, data: PollAtDesk, id: PollAtDesk['poll']['slots'][number]['id']): string {
  const { yes, 'if-need-be': maybe, no, unanswered } = data.counts.slots.get(id) ?? { ...NO_COUNT, unanswered: data.counts.turnout.voters }
  return view.t('polls.said', { yes, maybe, no, unanswered })
}

export function DeadlinePage(props: { view: View; data: PollAtDesk; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('polls.desk.deadline')
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={below(view, data, title)} button={view.t('polls.form.save')} labels={labelsOf(view)} lead={view.t('polls.desk.deadline.lead')}>
      <Revision form={form} />
      <DeadlineFields view={view} form={form} optional={false} />
      <LineField view={view} form={form} name="reason" label={view.t('polls.form.reason')} hint={view.t('polls.form.reason.hint')} />
    </DeskForm>
  )
}

export function AskPage(props: { view: View; data: PollAtDesk; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('polls.desk.asked')
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={below(view, data, title)} button={view.t('polls.form.ask')} labels={labelsOf(view)}>
      <AddressField view={view} form={form} optional={false} />
    </DeskForm>
  )
}

/** Reminding, closing and opening again: one button each. */
export function TurnPage(props: { view: View; data: PollAtDesk; form: FormState; work: 'remind' | 'close' | 'reopen' }) {
  const { view, data, form, work } = props
  const { t } = view
  const silent = data.asked.filter(({ hasVoted }) => !hasVoted).length
  const title = t(`polls.desk.${work}`)
  return <DeskForm view={view} data={data} form={form} title={title} crumbs={below(view, data, title)} button={title} labels={{}} lead={t(`polls.desk.${work}.lead`, { silent })} />
}

export function FinalisePage(props: { view: View; data: PollAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { poll, cycles } = data
  const title = t('polls.desk.finalise')
  const labels = { slots: t('polls.form.chosen'), title: t('meetings.form.title'), slug: t('meetings.form.slug'), kind: t('meetings.form.kind'), ordinal: t('meetings.form.ordinal'), cycles: t('meetings.form.cycles'), place: t('meetings.form.place'), note: t('meetings.form.note') }
  const told = new Set([...data.asked.map(({ mail }) => mail.toLowerCase()), ...data.voters.flatMap(({ voter }) => (voter.mail === null ? [] : [voter.mail.toLowerCase()]))])
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={below(view, data, title)} button={t('polls.form.finalise')} labels={labels} lead={t('polls.desk.finalise.lead', { told: told.size })}>
      <Revision form={form} />
      <ChoiceField
        view={view} form={form} name="slots" several label={labels.slots} hint={t('polls.form.chosen.hint')}
        choices={openSlots(poll).map((slot) => ({ value: String(slot.number), label: writeSpanText(view, spanOf(poll, slot), poll.zone), hint: saidOf(view, data, slot.id) }))}
      />
      <LineField view={view} form={form} name="title" label={labels.title} />
      <LineField view={view} form={form} name="slug" dir="ltr" label={labels.slug} hint={t('meetings.form.slug-hint')} />
      <SelectField view={view} form={form} name="kind" label={labels.kind} choices={MEETING_KINDS.map((kind) => ({ value: kind, label: t(`meetings.kind.${kind}`) }))} />
      <LineField view={view} form={form} name="ordinal" type="number" optional label={labels.ordinal} />
      <ChoiceField view={view} form={form} name="cycles" several label={labels.cycles} hint={t('meetings.form.cycles-hint')} choices={cycles.map((cycle) => ({ value: cycle.slug, label: cycle.title }))} />
      <LineField view={view} form={form} name="place" optional label={labels.place} />
      <TextField view={view} form={form} name="note" rows={3} optional label={labels.note} />
    </DeskForm>
  )
}

/** By which zones the forum looks at its regions. */
export function ZonesPage(props: { view: View; data: PollsAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('polls.desk.zones')
  const groups = data.forum.regionalGroups
  return (
    <DeskForm view={view} data={data} form={form} title={title} crumbs={pollsCrumbs(view, data, title)} button={t('polls.form.save')} labels={{ group: t('polls.form.group'), zones: t('polls.form.zones') }} lead={t('polls.desk.zones.lead')}>
      <SelectField view={view} form={form} name="group" label={t('polls.form.group')} choices={groups.map(({ key, title: name }) => ({ value: key, label: name }))} />
      <TextField view={view} form={form} name="zones" rows={4} optional label={t('polls.form.zones')} hint={t('polls.form.zones.hint')} />
      <dl class="facts">
        {groups.map(({ key, title: name }) => <><dt>{name}</dt><dd dir="ltr">{(data.zones.get(key) ?? []).join(', ') || '–'}</dd></>)}
      </dl>
    </DeskForm>
  )
}
