import type { FormState, View } from '../context.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import { LoginForm } from './forms.tsx'

/** Where a login link is asked for. */
export function LoginPage(props: { view: View; form: FormState; keepsMail: boolean }) {
  const { view } = props
  return (
    <Layout view={view} title={view.t('people.login.title')}>
      <div class="reading">
        <h1>{view.t('people.login.title')}</h1>
        <p class="lead">{view.t('people.login.lead')}</p>
        {view.query['sent'] === undefined ? null : (
          <div class="notice" role="status">
            <p>{view.t('people.login.sent')} {view.t('people.login.sent-again')}</p>
            {props.keepsMail ? <p>{view.t('people.login.kept')}</p> : null}
          </div>
        )}
        {view.person === undefined ? null : (
          <p>{view.t('people.login.already', { name: view.person.name })} <a href="/desk">{view.t('people.login.to-desk')}</a></p>
        )}
        <LoginForm view={view} form={props.form} />
      </div>
    </Layout>
  )
}

/** Where a login link is used: by a button, because mail programs open links on their own. */
export function UseLinkPage(props: { view: View; form: FormState; isGood: boolean }) {
  const { view } = props
  return (
    <Layout view={view} title={view.t('people.use.title')}>
      <div class="reading">
        <h1>{view.t('people.use.title')}</h1>
        {props.isGood ? <UseLink view={view} form={props.form} /> : (
          <>
            <p class="lead">{view.t('people.use.over')}</p>
            <p><a class="button" href="/login">{view.t('people.use.new')}</a></p>
          </>
        )}
      </div>
    </Layout>
  )
}

function UseLink(props: { view: View; form: FormState }) {
  const { view } = props
  return (
    <form method="post" action={view.path}>
      <ErrorSummary view={view} form={props.form} labels={{}} />
      <p class="lead">{view.t('people.use.lead')}</p>
      <div class="actions"><button type="submit">{view.t('people.use.button')}</button></div>
    </form>
  )
}

export function LogoutPage(props: { view: View }) {
  const { view } = props
  return (
    <Layout view={view} title={view.t('people.logout.title')}>
      <div class="reading">
        <h1>{view.t('people.logout.title')}</h1>
        {view.person === undefined ? <p class="lead">{view.t('people.logout.none')} <a href="/login">{view.t('people.login.title')}</a></p> : (
          <form method="post" action="/logout">
            <p class="lead">{view.t('people.logout.lead')}</p>
            <div class="actions"><button type="submit">{view.t('people.logout.button')}</button></div>
          </form>
        )}
      </div>
    </Layout>
  )
}
