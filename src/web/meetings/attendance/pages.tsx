import type { Forum } from '../../../forums/model.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { isMessageKey } from '../../messages.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { Came, MeetingData } from '../data.ts'
import { SittingTime } from '../sitting/pages.tsx'
import { choicesOf, type ParticipationData } from './data.ts'
import { SHOWN } from '../../../meetings/attendance/model.ts'
import { listCountries } from '../../../shared/countries.ts'

/** Who came, as far as this reader may know it; and how many more. */
export function CameBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { came, forum, meeting } = data
  const total = came.named.length + came.counted
  return (
    <section class="block" id="participants">
      {total === 0 ? null : <h2>{view.t('meetings.participants', { count: total })}</h2>}
      {came.isCheckInOpen ? <p><a class="button quiet" href={`/${forum.slug}/meetings/${meeting.slug}/check-in`}>{view.t('meetings.plan.check-in.link')}</a></p> : null}
      {came.named.length === 0 ? null : (
        <ol class="people">
          {came.named.map(({ name, organisation, part, shown }) => {
            const key = `meetings.part.${part}`
            return (
              <li dir="auto">
                {name}{organisation === null ? null : `, ${organisation}`}
                {part === 'participant' ? null : <small> · {isMessageKey(key) ? view.t(key) : part}</small>}
                {shown === 'public' ? null : <small> · {view.t(`meetings.plan.shown.mark.${shown}`)}</small>}
              </li>
            )
          })}
        </ol>
      )}
      {came.counted === 0 ? null : <p class="meta">{view.t(came.named.length === 0 ? 'meetings.plan.came.counted-only' : 'meetings.plan.came.more', { count: came.counted })}</p>}
      <Tallies view={view} forum={forum} came={came} />
    </section>
  )
}

/** By group and region, where anybody said; each sums to the number of those who came. */
function Tallies(props: { view: View; forum: Forum; came: Came }) {
  const { view, forum, came } = props
  const isSaid = [...came.groups, ...came.regions].some(({ key, count }) => count > 0 && key !== NOT_RECORDED)
  if (!isSaid) return null
  const parts = [
    { title: view.t('meetings.plan.by-group'), rows: came.groups, list: forum.stakeholderGroups },
    { title: view.t('meetings.plan.by-region'), rows: came.regions, list: forum.regionalGroups },
  ]
  return (
    <>
      {parts.map(({ title, rows, list }) => (
        <table class="figures">
          <caption>{title}</caption>
          <tbody>{rows.filter(({ count }) => count > 0).map(({ key, count }) => <tr><th scope="row">{titleOfKey(view, list, key)}</th><td>{count}</td></tr>)}</tbody>
        </table>
      ))}
    </>
  )
}

function titleOfKey(view: View, list: Forum['stakeholderGroups'], key: string): string {
  if (key === NOT_RECORDED) return view.t('meetings.plan.not-stated')
  return key === NO_REGIONAL_GROUP ? view.t('meetings.plan.region.none') : (list.find((entry) => entry.key === key)?.title ?? key)
}

/** Somebody says that they are at a meeting: no account is needed. */
export function CheckInPage(props: { view: View; data: MeetingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, meeting } = data
  const isDone = view.query['done'] === '1' && Object.keys(form.errors).length === 0
  const title = t('meetings.plan.check-in.title')
  const labels = Object.fromEntries((['name', 'organisation', 'stakeholderGroup', 'regionalGroup', 'country', 'shown'] as const).map((name) => [name, t(`meetings.plan.check-in.${name}`)]))
  const { groups, regions } = choicesOf(view, forum)
  const crumbs = [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: t('meetings.title') }, { href: `/${forum.slug}/meetings/${meeting.slug}`, label: meeting.title }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs}>
      <h1>{title}</h1>
      <p class="lead" lang={forum.language} dir="auto">{meeting.title}</p>
      {meeting.sittings.map((sitting) => <p class="meta"><span><SittingTime view={view} sitting={sitting} /></span></p>)}
      {isDone ? <p class="notice" role="status">{t('meetings.plan.check-in.done')}</p> : (
        <form class="sheet" method="post" action={view.path} novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
          <LineField view={view} form={form} name="name" autocomplete="name" label={labels['name'] ?? ''} hint={t('meetings.plan.check-in.name-hint')} />
          <LineField view={view} form={form} name="organisation" optional autocomplete="organization" label={labels['organisation'] ?? ''} hint={t('meetings.plan.check-in.organisation-hint')} />
          <SelectField view={view} form={form} name="stakeholderGroup" optional nothing={t('meetings.plan.not-stated')} label={labels['stakeholderGroup'] ?? ''} choices={groups} />
          <SelectField view={view} form={form} name="country" optional nothing={t('meetings.plan.not-stated')} label={labels['country'] ?? ''} choices={listCountries(view.lang).map(({ code, name }) => ({ value: code, label: name }))} />
          <SelectField view={view} form={form} name="regionalGroup" optional nothing={t('meetings.plan.check-in.region-from-country')} label={labels['regionalGroup'] ?? ''} choices={regions} />
          <ChoiceField view={view} form={form} name="shown" label={labels['shown'] ?? ''} choices={SHOWN.map((shown) => ({ value: shown, label: t(`meetings.plan.check-in.shown.${shown}`) }))} />
          <div class="actions"><button type="submit">{t('meetings.plan.check-in.send')}</button></div>
        </form>
      )}
    </Layout>
  )
}

/** Who came to the meetings of a year, by group and region, meeting by meeting. */
export function ParticipationPage(props: { view: View; data: ParticipationData }) {
  const { view, data } = props
  const { forum } = data
  const title = view.t('meetings.plan.participation.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `/${forum.slug}/${data.cycle.slug}/meetings`, label: view.t('meetings.title') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{view.t('meetings.plan.participation.lead')}</p>
      {data.meetings.length === 0 ? <p class="empty">{view.t('meetings.plan.participation.none')}</p> : (
        <>
          <ParticipationTable view={view} data={data} dimension="groups" />
          <ParticipationTable view={view} data={data} dimension="regions" />
        </>
      )}
      {data.named.length === 0 ? null : (
        <section class="block">
          <h2>{view.t('meetings.plan.participation.names', { count: data.named.length })}</h2>
          <ol class="people">{data.named.map(({ name, count }) => <li dir="auto">{name}{count === 1 ? null : <small> · {view.t('meetings.plan.participation.times', { count })}</small>}</li>)}</ol>
        </section>
      )}
    </Layout>
  )
}

function ParticipationTable(props: { view: View; data: ParticipationData; dimension: 'groups' | 'regions' }) {
  const { view, data, dimension } = props
  const list = dimension === 'groups' ? data.forum.stakeholderGroups : data.forum.regionalGroups
  const keys = data[dimension].map(({ key }) => key)
  const title = view.t(dimension === 'groups' ? 'meetings.plan.by-group' : 'meetings.plan.by-region')
  const cells = (rows: ParticipationData['groups']) => keys.map((key) => <td>{rows.find((row) => row.key === key)?.count ?? 0}</td>)
  return (
    <section class="block">
      <h2>{title}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={title}>
        <table class="figures">
          <thead><tr><th scope="col">{view.t('meetings.plan.participation.meeting')}</th>{keys.map((key) => <th scope="col"><span lang={data.forum.language} dir="auto">{titleOfKey(view, list, key)}</span></th>)}<th scope="col">{view.t('meetings.plan.participation.all')}</th></tr></thead>
          <tbody>
            {data.meetings.map((row) => <tr><th scope="row"><a href={`/${data.forum.slug}/meetings/${row.meeting.slug}`} lang={data.forum.language} dir="auto">{row.meeting.title}</a></th>{cells(row[dimension])}<td>{row.total}</td></tr>)}
          </tbody>
          <tfoot><tr><th scope="row">{view.t('meetings.plan.participation.year')}</th>{cells(data[dimension])}<td>{data.total}</td></tr></tfoot>
        </table>
      </div>
    </section>
  )
}
