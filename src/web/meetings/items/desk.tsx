import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import type { AgendaDeskData, TemplateData } from './data.ts'
import { AgendaForm, TemplateForm } from './forms.tsx'
import { ItemList, MinutesLine } from './pages.tsx'

/** Writing the agenda of a meeting. */
export function AgendaDesk(props: { view: View; data: AgendaDeskData; form: FormState }) {
  const { view, data, form } = props
  const { beginnings, items } = data
  const [newest] = data.circulations
  const base = `/desk/${data.forum.slug}/meetings/${data.meeting.slug}`
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.agenda">
      <MinutesLine view={view} items={items} sittings={data.meeting.sittings} />
      {items.length > 0 ? (
        <p>
          <a class="button quiet" href={`${base}/circulate`}>{view.t('meetings.plan.desk.circulate')}</a>{' '}
          {newest === undefined ? null : <span class="hint">{view.t('meetings.plan.agenda.last-sent', { number: newest.number, at: writeInstant(newest.sentAt, view.lang), people: newest.people })}</span>}
        </p>
      ) : (
        <ul class="lines">
          {beginnings.template.length === 0 ? null : <li><a href="?from=template">{view.t('meetings.plan.agenda.from-template')}</a></li>}
          {beginnings.earlier === undefined ? null : <li><a href="?from=earlier">{view.t('meetings.plan.agenda.from-earlier', { meeting: beginnings.earlier.title })}</a></li>}
          <li><a href={`/desk/${data.forum.slug}/agenda-template`}>{view.t('meetings.plan.template.title')}</a></li>
        </ul>
      )}
      <AgendaForm view={view} data={data} form={form} />
    </WorkPage>
  )
}

/** The agenda as it will go round, and one button. */
export function CirculatePage(props: { view: View; data: AgendaDeskData; form: FormState }) {
  const { view, data, form } = props
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.circulate">
      <p class="lead">{view.t('meetings.plan.agenda.circulate-lead')}</p>
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <Revision form={form} />
        <ItemList view={view} language={data.forum.language} items={data.items} />
        <div class="actions"><button type="submit">{view.t('meetings.plan.agenda.circulate')}</button></div>
      </form>
    </WorkPage>
  )
}

export function TemplatePage(props: { view: View; data: TemplateData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('meetings.plan.template.title')
  const crumbs = [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { href: `/desk/${data.forum.slug}/meetings`, label: view.t('meetings.title') }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={crumbs}>
      <h1>{title}</h1>
      {view.query['done'] === undefined ? null : <p class="notice" role="status">{view.t('meetings.desk.saved')}</p>}
      <TemplateForm view={view} data={data} form={form} />
    </Layout>
  )
}
