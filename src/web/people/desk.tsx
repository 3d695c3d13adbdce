import type { RoleHolder } from '../../people/queries.ts'
import type { FormState, View } from '../context.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { Layout, type Crumb } from '../ui/layout.tsx'
import type { EndRoleData, PeopleData } from './data.ts'
import { InvitationForm } from './forms.tsx'

/** Who holds which role in a forum, and the form that gives one. */
export function PeoplePage(props: { view: View; data: PeopleData; form: FormState }) {
  const { view, data } = props
  const done = view.query['done']
  return (
    <Layout view={view} frame={data.frame} desk title={view.t('people.desk.title')} crumbs={crumbs(view, data)}>
      <h1>{view.t('people.desk.title')}</h1>
      <p class="lead">{view.t('people.desk.lead')}</p>
      {done === 'given' || done === 'ended' ? <p class="notice" role="status">{view.t(`people.desk.${done}`)}</p> : null}
      {data.holders.length === 0 ? <p class="empty">{view.t('people.desk.none')}</p> : <Holders view={view} data={data} />}
      <section class="block">
        <h2>{view.t('people.desk.give')}</h2>
        <p>{view.t('people.desk.give-lead')}</p>
        <InvitationForm view={view} form={props.form} data={data} />
      </section>
    </Layout>
  )
}

function Holders(props: { view: View; data: PeopleData }) {
  const { view, data } = props
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={view.t('people.desk.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{view.t('people.desk.name')}</th>
            <th scope="col">{view.t('people.desk.role')}</th>
            <th scope="col">{view.t('people.desk.where')}</th>
            <th scope="col">{view.t('people.desk.mail')}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>{data.holders.map((holder) => <Holder view={view} data={data} holder={holder} />)}</tbody>
      </table>
    </div>
  )
}

function Holder(props: { view: View; data: PeopleData; holder: RoleHolder }) {
  const { view, data, holder } = props
  const role = view.t(`people.role.${holder.role}`)
  const cycle = data.cycles.find((each) => each.id === holder.cycleId)
  return (
    <tr>
      <th scope="row" dir="auto">{holder.name}</th>
      <td>{role}</td>
      <td>{cycle === undefined ? view.t('people.desk.whole-forum') : view.t('people.desk.cycle', { cycle: cycle.slug })}</td>
      <td dir="ltr">{holder.mail ?? view.t('people.desk.no-mail')}</td>
      <td><a href={`/desk/${data.forum.slug}/people/${holder.roleId}/end`} aria-label={view.t('people.desk.end-of', { role, name: holder.name })}>{view.t('people.desk.end')}</a></td>
    </tr>
  )
}

/** Asks once more before a role is ended. */
export function EndRolePage(props: { view: View; data: EndRoleData; form: FormState }) {
  const { view, data } = props
  const { holder } = data
  return (
    <Layout view={view} frame={data.frame} desk title={view.t('people.desk.end-title')} crumbs={[...crumbs(view, data, true), { label: view.t('people.desk.end-title') }]}>
      <h1>{view.t('people.desk.end-title')}</h1>
      <p class="lead">{view.t('people.desk.end-lead', { name: holder.name, role: view.t(`people.role.${holder.role}`) })}</p>
      <form method="post" action={view.path}>
        <ErrorSummary view={view} form={props.form} labels={{}} />
        <div class="actions"><button type="submit">{view.t('people.desk.end-button')}</button></div>
      </form>
    </Layout>
  )
}

function crumbs(view: View, data: PeopleData, isLinked = false): Crumb[] {
  const own = { label: view.t('people.desk.title') }
  return [
    { href: '/desk', label: view.t('shell.desk') },
    { href: `/desk/${data.forum.slug}`, label: data.forum.title },
    isLinked ? { ...own, href: `/desk/${data.forum.slug}/people` } : own,
  ]
}
