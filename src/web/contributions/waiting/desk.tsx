import type { FormState, View } from '../../context.ts'
import { cycleCrumbs, deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeReceived, type ContributionData } from '../data.ts'
import type { Waiting, WaitingData } from './data.ts'

/** What is kept and not counted yet: why, and what can be done. */
export function WaitingPage(props: { view: View; data: WaitingData; form?: FormState; of?: Waiting }) {
  const { view, data } = props
  const { t } = view
  const { forum, cycle } = data
  return (
    <Layout view={view} frame={data.frame} title={t('sending.waiting.title')} crumbs={[...deskCrumbs(view, data), { href: `/desk/${forum.slug}/${cycle.slug}/contributions`, label: t('contributions.contributions') }, { label: t('sending.waiting.title') }]} desk>
      <h1>{t('sending.waiting.title')}</h1>
      <p class="lead">{t('sending.waiting.lead')}</p>
      {data.waiting.length === 0 ? <p class="empty">{t('sending.waiting.none')}</p> : null}
      <ul class="entries">{data.waiting.map((one) => <Row view={view} data={data} one={one} form={props.of?.ref === one.ref ? props.form : undefined} />)}</ul>
    </Layout>
  )
}

function Row(props: { view: View; data: WaitingData; one: Waiting; form: FormState | undefined }) {
  const { view, data, one } = props
  const { t } = view
  const { contribution, ref } = one
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/contributions`
  const who = [contribution.contributor, contribution.organisation].filter((part) => part !== null).join(', ')
  const form = props.form ?? { values: {}, errors: {}, uploads: {} }
  return (
    <li id={`C-${contribution.number}`}>
      <h2><a href={`${base}/C-${contribution.number}`}>{ref}</a> <span dir="auto">{who === '' ? t('contributions.name-not-recorded') : who}</span></h2>
      <p class="meta"><span class={one.isDue ? 'tag warn' : 'tag'}>{t(`sending.state.${contribution.state}`)}</span> <span>{one.why}</span> <span>{writeReceived(view, contribution)}</span>{contribution.mail === null ? null : <span dir="ltr">{contribution.mail}</span>}</p>
      {contribution.state === 'pending-clearance' ? null : (
        <form method="post" action={`${base}/waiting/C-${contribution.number}`} novalidate>
          <ErrorSummary view={view} form={form} labels={{ reason: t('sending.waiting.reason') }} />
          {contribution.state === 'unconfirmed' ? null : <LineField view={view} form={form} name="reason" label={t('sending.waiting.reason')} optional />}
          <div class="actions">
            <button type="submit" name="go" value="confirm" aria-label={t('sending.waiting.confirm-named', { ref })}>{t('sending.waiting.confirm')}</button>
            {contribution.state === 'unconfirmed' ? null : <button class="quiet" type="submit" name="go" value="decline">{t('sending.waiting.decline')}</button>}
          </div>
        </form>
      )}
    </li>
  )
}

/** Where the mailed link leads: one button, for programs that follow links in mails confirm nothing. */
export function ConfirmPage(props: { view: View; data: ContributionData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('sending.confirm.title', { ref: data.ref })
  const isDone = data.contribution.confirmedAt !== null || data.contribution.state === 'received'
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { label: data.ref }]}>
      <h1>{title}</h1>
      {isDone ? <p class="notice">{t('sending.confirm.done')}</p> : (
        <>
          <p class="lead">{t('sending.confirm.lead')}</p>
          <form class="sheet" method="post" novalidate>
            <ErrorSummary view={view} form={form} labels={{}} />
            <div class="actions"><button type="submit">{t('sending.confirm.do')}</button></div>
          </form>
        </>
      )}
    </Layout>
  )
}
