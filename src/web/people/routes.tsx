import { endLogin, endRole, invitePersonByMail, requestLoginLink, useLoginLink } from '../../people/commands.ts'
import { transact } from '../../platform/database.ts'
import { PUBLIC } from '../../record/model.ts'
import { parseFields } from '../../shared/fields.ts'
import type { App, Services } from '../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../form.tsx'
import { LOGIN_COOKIE, type PageRequest } from '../page.tsx'
import { invitationLetter, loadHeldRole, loadLoginLink, loadPeople, loginCookie, loginLetter, type EndRoleData, type PeopleData } from './data.ts'
import { EndRolePage, PeoplePage } from './desk.tsx'
import { isTooMany, tooMany, withinLimit } from './limits/data.ts'
import { nameRoutes } from './names/routes.tsx'
import { invitationSchema, loginSchema } from './forms.tsx'
import { LoginPage, LogoutPage, UseLinkPage } from './pages.tsx'

/** Signing in and out, and at the desk who may do what. */
export function peopleRoutes(app: App, services: Services): void {
  nameRoutes(app, services)
  serveForm(app, services, {
    path: '/login',
    load: async () => ({}),
    render: (view, _data, form) => <LoginPage view={view} form={form} keepsMail={services.keepsMail} />,
    submit: requestLink,
  })
  serveForm(app, services, {
    path: '/login/:token',
    load: loadLoginLink,
    render: (view, data, form) => <UseLinkPage view={view} form={form} isGood={data.isGood} />,
    submit: signIn,
  })
  serveForm(app, services, {
    path: '/logout',
    load: async () => ({}),
    render: (view) => <LogoutPage view={view} />,
    submit: signOut,
  })
  serveForm(app, services, {
    path: '/desk/:forum/people',
    load: loadPeople,
    render: (view, data, form) => <PeoplePage view={view} data={data} form={form} />,
    submit: giveRole,
  })
  serveForm(app, services, {
    path: '/desk/:forum/people/:role/end',
    load: loadHeldRole,
    render: (view, data, form) => <EndRolePage view={view} data={data} form={form} />,
    submit: endHeldRole,
  })
}

async function requestLink(request: PageRequest, _data: object, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(loginSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const { mail } = parsed.value
  const asked = await withinLimit(request, 'sign-up', mail, async (tx) => {
    await requestLoginLink(tx, PUBLIC, { mail, write: loginLetter(request.view) }, request.now)
    return {}
  })
  if (isTooMany(asked)) return tooMany(request, 'sign-up', asked)
  return { seeOther: '/login?sent=1' }
}

async function signIn(request: PageRequest): Promise<FormOutcome> {
  const used = await transact(request.db, (tx) => useLoginLink(tx, PUBLIC, { token: request.params['token'] ?? '' }, request.now))
  if ('refusal' in used) return { errors: { '': `people.refusal.${used.refusal}` } }
  return { seeOther: '/desk', setCookies: [loginCookie(LOGIN_COOKIE, used.token, request.services.publicUrl)] }
}

async function signOut(request: PageRequest): Promise<FormOutcome> {
  const token = request.loginToken
  if (token !== undefined) await transact(request.db, (tx) => endLogin(tx, PUBLIC, { token }, request.now))
  return { seeOther: '/', setCookies: [loginCookie(LOGIN_COOKIE, '', request.services.publicUrl)] }
}

async function giveRole(request: PageRequest, data: PeopleData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(invitationSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const { name, mail, role, cycle: slug } = parsed.value
  const cycle = data.cycles.find((each) => each.slug === slug)
  if (slug !== '' && cycle === undefined) return { errors: { cycle: 'not-in-list' } }
  const input = { name, mail, role, forumId: data.forum.id, cycleId: cycle?.id ?? null, write: invitationLetter(request.view, data.forum, role) }
  const given = await transact(request.db, (tx) => invitePersonByMail(tx, { kind: 'person', id: data.person.id }, input, request.now))
  if ('refusal' in given) return { errors: { role: `people.refusal.${given.refusal}` } }
  return { seeOther: `/desk/${data.forum.slug}/people?done=given` }
}

async function endHeldRole(request: PageRequest, data: EndRoleData): Promise<FormOutcome> {
  const input = { roleId: data.holder.roleId, forumId: data.forum.id }
  const ended = await transact(request.db, (tx) => endRole(tx, { kind: 'person', id: data.person.id }, input, request.now))
  if ('refusal' in ended) return { errors: { '': `people.refusal.${ended.refusal}` } }
  return { seeOther: `/desk/${data.forum.slug}/people?done=ended` }
}
