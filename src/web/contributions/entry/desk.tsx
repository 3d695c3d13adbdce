import type { Child } from 'hono/jsx'
import { ENTERED_CHANNELS } from '../../../contributions/schema.ts'
import { CAPACITIES, CONSENTS } from '../../../shared/vocabularies.ts'
import type { Call } from '../../../calls/model.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Contribution } from '../../../contributions/model.ts'
import type { FormState, View } from '../../context.ts'
import type { InCall } from '../../calls/data.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, FileField, LineField, SelectField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { DownloadLinks } from '../download/pages.tsx'
import { contributionAddress, writeReceived, writeRegionalGroup, writeStakeholderGroup, type ContributionListData } from '../data.ts'
import { Pages } from '../pages.tsx'
import { AnswerFields, GroupFields, HiddenFields, labelsOf, LanguageField } from '../send/forms.tsx'

export interface ContributionsAtDesk extends ContributionListData {
  readonly unpublished: readonly Contribution[]
  readonly mail: ReadonlyMap<Id, string>
}

/** The contributions with what only the desk may see: names whatever the consent, and mail addresses. */
export function ContributionsDeskPage(props: { view: View; data: ContributionsAtDesk }) {
  const { view, data } = props
  const { t } = view
  const { forum, cycle } = data
  const entered = view.query['entered'] ?? ''
  return (
    <Layout view={view} frame={data.frame} title={t('contributions.desk.title')} crumbs={[...deskCrumbs(view, data), { label: t('contributions.contributions') }]} desk>
      <h1>{t('contributions.desk.title')}</h1>
      {/^C-[0-9]+$/u.test(entered) ? <p class="notice">{t('contributions.desk.entered', { ref: `${cycle.slug}/${entered}` })}</p> : null}
      <p class="actions"><a class="button" href={`/desk/${forum.slug}/${cycle.slug}/contributions/new`}>{t('contributions.desk.enter')}</a> <a href={`/desk/${forum.slug}/${cycle.slug}/imports`}>{t('imports.title')}</a> <a href={`/desk/${forum.slug}/${cycle.slug}/contributions/waiting`}>{t('sending.waiting.title')}</a> <a href={`/desk/${forum.slug}/${cycle.slug}/amended`}>{t('sending.desk.amended')}</a></p>
      <p class="meta"><DownloadLinks view={view} base={`/desk/${forum.slug}/${cycle.slug}`} words={t('imports.tables.full')} /></p>
      <div class="scroll" tabindex={0} role="region" aria-label={t('contributions.contributions')}>
        <table>
          <thead>
            <tr>
              {['desk.who', 'fact.stakeholder-group', 'fact.regional-group', 'fact.mail', 'fact.consent', 'fact.received'].map((key) => <th scope="col">{t(`contributions.${key}` as 'contributions.fact.mail')}</th>)}
            </tr>
          </thead>
          <tbody>{data.unpublished.map((contribution) => <DeskRow view={view} data={data} contribution={contribution} />)}</tbody>
        </table>
      </div>
      <Pages view={view} data={data} />
    </Layout>
  )
}

function DeskRow(props: { view: View; data: ContributionsAtDesk; contribution: Contribution }) {
  const { view, data, contribution } = props
  const { forum, cycle } = data
  const who = [contribution.contributor, contribution.organisation].filter((part) => part !== null).join(', ')
  return (
    <tr>
      <th scope="row" dir="auto"><a href={`/desk${contributionAddress(forum.slug, cycle.slug, contribution.number)}`}>C-{contribution.number}</a> {who === '' ? view.t('contributions.name-not-recorded') : who}</th>
      <td>{writeStakeholderGroup(view, forum, contribution.stakeholderGroup)}</td>
      <td>{writeRegionalGroup(view, forum, contribution.regionalGroup)}</td>
      <td dir="ltr">{data.mail.get(contribution.id) ?? ''}</td>
      <td>{contribution.withdrawnAt === null ? view.t(`contributions.consent-fact.${contribution.consent}`) : view.t('contributions.is-withdrawn')}</td>
      <td>{writeReceived(view, contribution)}{contribution.isLate ? `, ${view.t('contributions.late')}` : ''}</td>
    </tr>
  )
}

/** Which call it came to, when the address does not say. */
export function ChooseCallPage(props: { view: View; data: InCycle & { calls: readonly Call[] } }) {
  const { view, data } = props
  return (
    <Layout view={view} frame={data.frame} title={view.t('contributions.desk.enter')} crumbs={[...deskCrumbs(view, data), { label: view.t('contributions.desk.enter') }]} desk>
      <h1>{view.t('contributions.desk.enter')}</h1>
      <p class="lead">{view.t(data.calls.length === 0 ? 'contributions.desk.no-call' : 'contributions.desk.choose-call')}</p>
      <ul class="entries">
        {data.calls.map((call) => <li><a href={`${view.path}/${call.slug}`}>{call.title}</a></li>)}
      </ul>
    </Layout>
  )
}

export function EntryPage(props: { view: View; data: InCall; form: FormState; action?: string; notice?: Child }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, call } = data
  return (
    <Layout view={view} frame={data.frame} title={t('contributions.desk.enter')} crumbs={[...deskCrumbs(view, data), { href: `/desk/${forum.slug}/${data.cycle.slug}/contributions`, label: t('contributions.contributions') }, { label: t('contributions.desk.enter') }]} desk>
      <h1>{t('contributions.desk.enter')}</h1>
      <p class="meta" dir="auto">{call.title}</p>
      <p class="lead">{t('contributions.desk.enter.lead')}</p>
      {props.notice ?? <p class="meta"><a href={`${view.path}/word`}>{t('word-form.desk.link')}</a></p>}
      <form class="sheet" method="post" action={props.action} enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={labelsOf(view, call, true)} />
        <HiddenFields form={form} call={call} />
        <SelectField
          view={view} form={form} name="channel" label={t('contributions.desk.channel')} nothing="–"
          choices={ENTERED_CHANNELS.map((channel) => ({ value: channel, label: t(`contributions.channel.${channel}`) }))}
        />
        <LineField view={view} form={form} name="receivedBy" type="date" label={t('contributions.desk.received-by')} hint={t('contributions.desk.received-by.hint')} />
        <LineField view={view} form={form} name="contributor" label={t('contributions.desk.contributor')} optional />
        <LineField view={view} form={form} name="organisation" label={t('contributions.send.organisation')} optional />
        <SelectField
          view={view} form={form} name="capacity" label={t('contributions.fact.capacity')} nothing={t('contributions.not-recorded')} optional
          choices={CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.capacity.${capacity}`) }))}
        />
        <GroupFields view={view} form={form} forum={forum} />
        <LanguageField view={view} form={form} />
        <LineField view={view} form={form} name="label" label={t('contributions.desk.label')} optional />
        <AnswerFields view={view} form={form} call={call} questions={call.questions} say={data.say} atDesk />
        <FileField view={view} form={form} name="file" label={t('contributions.send.file')} hint={t('contributions.send.file.hint')} optional />
        <ChoiceField
          view={view} form={form} name="consent" label={t('contributions.desk.consent')}
          choices={CONSENTS.map((consent) => ({ value: consent, label: t(`contributions.consent-fact.${consent}`) }))}
        />
        <LineField view={view} form={form} name="mail" type="email" label={t('contributions.desk.mail')} hint={t('contributions.desk.mail.hint')} dir="ltr" optional />
        <div class="actions"><button type="submit">{t('contributions.desk.save')}</button></div>
      </form>
    </Layout>
  )
}
