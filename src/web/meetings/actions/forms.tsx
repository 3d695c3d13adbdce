import { z } from 'zod'
import { ACTION_STATES } from '../../../meetings/actions/model.ts'
import { line, oneOf, prose, requiredProse } from '../../../shared/fields.ts'
import { parsePlainDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import type { MeetingData } from '../data.ts'
import { ActionFacts } from './pages.tsx'
import type { ActionData } from './data.ts'

const words = {
  text: requiredProse(2000),
  owner: line(200).transform((text) => (text === '' ? null : text)),
  due: line(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }).transform((text) => parsePlainDate(text) ?? null),
}

export const newActionSchema = z.object({ ...words, item: line(4) })
export const actionSchema = z.object({ ...words, state: oneOf(ACTION_STATES), outcome: prose(2000).transform((text) => (text === '' ? null : text)) })

function WordFields(props: { view: View; form: FormState; language: string }) {
  const { view, form } = props
  return (
    <>
      <TextField view={view} form={form} name="text" rows={3} lang={props.language} label={view.t('meetings.plan.action.text')} />
      <LineField view={view} form={form} name="owner" optional label={view.t('meetings.plan.action.owner')} />
      <LineField view={view} form={form} name="due" type="date" dir="ltr" optional label={view.t('meetings.plan.action.due')} />
    </>
  )
}

/** Writing down what somebody took on at a meeting. */
export function NewActionPage(props: { view: View; data: MeetingData; form: FormState }) {
  const { view, data, form } = props
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.actions">
      {data.actions.length === 0 ? null : <ul class="entries">{data.actions.map((action) => <li><p><a href={`/desk/${data.forum.slug}/actions/A-${action.number}`} dir="ltr">A-{action.number}</a> <span lang={data.forum.language} dir="auto">{action.text}</span></p><ActionFacts view={view} action={action} /></li>)}</ul>}
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labelsOf(view)} />
        <WordFields view={view} form={form} language={data.forum.language} />
        {data.items.length === 0 ? null : (
          <SelectField view={view} form={form} name="item" optional label={view.t('meetings.plan.action.item')} nothing={view.t('meetings.plan.action.no-item')} choices={data.items.map(({ title }, at) => ({ value: String(at + 1), label: `${at + 1}. ${title}` }))} />
        )}
        <div class="actions"><button type="submit">{view.t('meetings.plan.action.add')}</button></div>
      </form>
    </WorkPage>
  )
}

/** An action at the desk: its words, and what became of it. */
export function ActionDesk(props: { view: View; data: ActionData; form: FormState }) {
  const { view, data, form } = props
  const { forum, action } = data
  const title = `A-${action.number}`
  const crumbs = [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/actions`, label: view.t('meetings.plan.actions') }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={crumbs}>
      <h1 dir="ltr">{title}</h1>
      {view.query['done'] === undefined ? null : <p class="notice" role="status">{view.t('meetings.desk.saved')}</p>}
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labelsOf(view)} />
        <Revision form={form} />
        <WordFields view={view} form={form} language={forum.language} />
        <SelectField view={view} form={form} name="state" label={view.t('meetings.plan.action.state')} choices={ACTION_STATES.map((state) => ({ value: state, label: view.t(`meetings.plan.action.state.${state}`) }))} />
        <TextField view={view} form={form} name="outcome" rows={2} optional lang={forum.language} label={view.t('meetings.plan.action.outcome')} hint={view.t('meetings.plan.action.outcome-hint')} />
        <div class="actions"><button type="submit">{view.t('meetings.form.save')}</button></div>
      </form>
    </Layout>
  )
}

function labelsOf(view: View): Record<string, string> {
  return Object.fromEntries((['text', 'owner', 'due', 'item', 'state', 'outcome'] as const).map((name) => [name, view.t(`meetings.plan.action.${name}`)]))
}
