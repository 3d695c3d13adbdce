import { z } from 'zod'
import { mailAddress, oneOf, requiredLine } from '../../shared/fields.ts'
import { ROLES } from '../../shared/vocabularies.ts'
import type { FormState, View } from '../context.ts'
import { isMessageKey } from '../messages.ts'
import { ErrorSummary, LineField, SelectField, type Choice } from '../ui/fields.tsx'
import type { PeopleData } from './data.ts'

const requiredMail = () => mailAddress().refine((text) => text !== '', { error: 'required' })

export const loginSchema = z.object({ mail: requiredMail() })

export const invitationSchema = z.object({ name: requiredLine(200), mail: requiredMail(), role: oneOf(ROLES), cycle: z.string().default('') })

/** Asks for a mail address to send a login link to. */
export function LoginForm(props: { view: View; form: FormState }) {
  const { view, form } = props
  return (
    <form method="post" action="/login" class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={{ mail: view.t('people.login.mail') }} />
      <LineField view={view} form={form} name="mail" type="email" autocomplete="email" dir="ltr" label={view.t('people.login.mail')} hint={view.t('people.login.mail-hint')} />
      <div class="actions"><button type="submit">{view.t('people.login.send')}</button></div>
    </form>
  )
}

/** Gives a role to somebody, in the whole forum or in one of its cycles. */
export function InvitationForm(props: { view: View; form: FormState; data: PeopleData }) {
  const { view, form, data } = props
  const labels = { name: view.t('people.desk.name'), mail: view.t('people.desk.mail'), role: view.t('people.desk.role'), cycle: view.t('people.desk.in') }
  const cycles = data.cycles.map((cycle) => ({ value: cycle.slug, label: view.t('people.desk.cycle', { cycle: cycle.slug }) }))
  return (
    <form method="post" action={`/desk/${data.forum.slug}/people`} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      <LineField view={view} form={form} name="name" label={labels.name} />
      <LineField view={view} form={form} name="mail" type="email" dir="ltr" label={labels.mail} />
      <SelectField view={view} form={form} name="role" label={labels.role} nothing={view.t('people.desk.choose-role')} choices={ROLES.map((role) => roleChoice(view, role))} />
      <SelectField view={view} form={form} name="cycle" label={labels.cycle} nothing={view.t('people.desk.whole-forum')} optional choices={cycles} />
      <div class="actions"><button type="submit">{view.t('people.desk.give-button')}</button></div>
    </form>
  )
}

function roleChoice(view: View, role: (typeof ROLES)[number]): Choice {
  const can = `people.can.${role}`
  const title = view.t(`people.role.${role}`)
  return { value: role, label: isMessageKey(can) ? `${title} – ${view.t(can)}` : title }
}
