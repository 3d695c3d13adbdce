import { suggestRegionalGroup } from '../../../shared/countries.ts'
import { dateInZone, writeDate, writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary, TextField } from '../../ui/fields.tsx'
import { SaidToSentences } from '../../synthesis/corrections/pages.tsx'
import { WhatBecameOfIt } from '../../trace/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Amendments } from '../amend/pages.tsx'
import { Remarks, writeOther } from '../unsent/pages.tsx'
import type { FollowData } from './data.ts'
import { contributionAddress, writeCountry, writeElsewhere, writeLanguage, writeReceived, writeRegionalGroup, writeSize, writeStakeholderGroup, type ContributionData } from '../data.ts'
import { Original } from '../originals/pages.tsx'
import { AnswerList } from '../pages.tsx'
import { ChoiceList } from '../questions/pages.tsx'
import { writeOutcome } from '../text/data.ts'

/** The receipt: reference, what was received, what will happen, and the link to keep. */
export function FollowPage(props: { view: View; data: FollowData }) {
  const { view, data } = props
  const { t } = view
  const { contribution, ref } = data
  const address = contributionAddress(data.forum.slug, data.cycle.slug, contribution.number)
  const link = `${view.publicUrl}${view.path}`
  return (
    <Layout view={view} frame={data.frame} title={t('contributions.receipt.title', { ref })} crumbs={[...cycleCrumbs(data), { label: ref }]}>
      <h1>{t('contributions.receipt.title', { ref })}</h1>
      {contribution.withdrawnAt === null ? (
        <>
          <p class="lead">{contribution.receivedAt === null ? writeReceived(view, contribution) : t('contributions.receipt.thanks', { at: writeInstant(contribution.receivedAt, view.lang) })}</p>
          {contribution.isLate ? <p class="differs">{t('contributions.receipt.late')}</p> : null}
          <div class="notice">
            <p>{t('contributions.receipt.keep')}</p>
            <p dir="ltr"><a class="address" href={view.path}>{link}</a></p>
          </div>
          <Waits view={view} data={data} />
          <section class="block" aria-labelledby="next">
            <h2 id="next">{t('contributions.receipt.next')}</h2>
            {contribution.state === 'received' ? <p>{t(`contributions.receipt.next.${contribution.consent}`)}</p> : null}
            <p class="actions">
              {contribution.state === 'received' ? <a class="button" href={address}>{t('contributions.receipt.public')}</a> : null}
              {data.amending === 'over' ? null : <a class="button quiet" href={`${view.path}/amend`}>{t('sending.receipt.amend')}</a>}
              <a class="button quiet" href={`${view.path}/withdraw`}>{t('contributions.withdraw')}</a>
            </p>
          </section>
        </>
      ) : (
        <p class="differs">{t('contributions.receipt.withdrawn', { date: writeDate(dateInZone(contribution.withdrawnAt, 'UTC'), view.lang) })}</p>
      )}
      <section class="block" aria-labelledby="sent">
        <h2 id="sent">{t('contributions.receipt.sent')}</h2>
        {contribution.state === 'received' && contribution.withdrawnAt === null ? <p><a href={`${view.path}/became`}>{t('became.link')}</a></p> : null}
        <AnswerList view={view} answers={data.answers} fates={contribution.withdrawnAt === null ? data.fates : []} language={contribution.language} forumLanguage={data.forum.language} />
        {[...(data.originals ?? [])].map(([number, text]) => <Original view={view} text={text} of={String(number)} />)}
        {data.answers.length === 0 && contribution.withdrawnAt === null ? <WhatBecameOfIt view={view} fate={data.fates[0]?.fate} /> : null}
        <ChoiceList view={view} choices={data.choices} say={data.say} results={`/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}/results`} />
        <SentFacts view={view} data={data} />
      </section>
      <Amendments view={view} amendments={data.amendments} language={contribution.language} />
      <SaidToSentences view={view} forum={data.forum} said={data.said} />
    </Layout>
  )
}

export function SentFacts(props: { view: View; data: ContributionData }) {
  const { view, data } = props
  const { t } = view
  const { forum, contribution, attachments } = data
  const missing = t('contributions.not-recorded')
  const facts: (readonly [string, string])[] = [
    ...attachments.map((file) => [t('contributions.fact.files'), writeFile(view, data, file)] as const),
    [t('contributions.fact.contributor'), contribution.contributor ?? missing],
    [t('contributions.fact.organisation'), contribution.organisation ?? missing],
    ...data.contributors.map((other) => [t('sending.others.one', { number: other.position }), writeOther(view, forum, other)] as const),
    [t('contributions.fact.capacity'), contribution.capacity === null ? missing : t(`contributions.capacity.${contribution.capacity}`)],
    [t('contributions.fact.stakeholder-group'), writeStakeholderGroup(view, forum, contribution.stakeholderGroup)],
    [t('contributions.fact.country'), writeCountry(view, contribution.country)],
    [t('contributions.fact.regional-group'), writeGroupWithReason(view, data)],
    [t('contributions.fact.language'), writeLanguage(view, contribution.language)],
    [t('contributions.fact.consent'), t(`contributions.consent-fact.${contribution.consent}`)],
    ...(contribution.licence === null ? [] : [[t('sending.fact.licence'), t(`sending.licence.${contribution.licence}`)] as const]),
    ...(contribution.elsewhere === null ? [] : [[t('sending.fact.elsewhere'), writeElsewhere(view, contribution.elsewhere)] as const]),
  ]
  return <dl class="facts">{facts.map(([label, value]) => <><dt>{label}</dt><dd dir="auto">{value}</dd></>)}</dl>
}

/** What still has to happen before it counts. */
function Waits(props: { view: View; data: FollowData }) {
  const { view, data } = props
  const { t } = view
  const { state } = data.contribution
  if (state === 'received') return null
  if (state === 'unconfirmed') return <p class="differs">{t('sending.receipt.unconfirmed')}</p>
  if (state === 'pending-confirmation') return <p class="differs">{t(data.forum.confirmation === 'hold' ? 'sending.receipt.pending-confirmation.hold' : 'sending.receipt.pending-confirmation.mail')}</p>
  return (
    <section class="block" aria-labelledby="waits">
      <h2 id="waits">{t('sending.state.pending-clearance')}</h2>
      <p class="differs">{t('sending.receipt.pending-clearance')}</p>
      {data.previewLink === undefined ? null : <><p>{t('sending.receipt.preview')}</p><p dir="ltr"><a class="address" href={data.previewLink.slice(view.publicUrl.length)}>{data.previewLink}</a></p></>}
      <Remarks view={view} remarks={data.remarks} />
      <p class="actions"><a class="button" href={`${view.path}/release`}>{t('sending.receipt.release')}</a></p>
    </section>
  )
}

export function ReleasePage(props: { view: View; data: ContributionData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('sending.release.title', { ref: data.ref })
  const back = view.path.replace(/\/release$/u, '')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: back, label: data.ref }, { label: t('sending.receipt.release') }]}>
      <h1>{title}</h1>
      <p class="lead">{t('sending.receipt.release.hint')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <div class="actions">
          <button type="submit">{t('sending.receipt.release')}</button>
          <a class="button quiet" href={back}>{t('contributions.withdraw.back')}</a>
        </div>
      </form>
    </Layout>
  )
}

/** A file with what came of reading it, so that whoever sent a scan learns that nobody can read it yet. */
function writeFile(view: View, data: ContributionData, file: ContributionData['attachments'][number]): string {
  const document = data.documents.find(({ attachmentId }) => attachmentId === file.id)
  return `${file.name} (${writeSize(view, file.size)})${document === undefined ? '' : `. ${writeOutcome(view, document)}`}`
}

/** The group, and from where it was taken when it is the country's own: so that whoever sent it can see and object. */
function writeGroupWithReason(view: View, data: ContributionData): string {
  const { country, regionalGroup } = data.contribution
  const group = writeRegionalGroup(view, data.forum, regionalGroup)
  const isOfCountry = country !== null && regionalGroup !== null && suggestRegionalGroup(country) === regionalGroup
  return isOfCountry ? view.t('contributions.receipt.group-of', { group, country: writeCountry(view, country) }) : group
}

export function WithdrawPage(props: { view: View; data: ContributionData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('contributions.withdraw.title', { ref: data.ref })
  const back = view.path.replace(/\/withdraw$/u, '')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: back, label: data.ref }, { label: t('contributions.withdraw') }]}>
      <h1>{title}</h1>
      <p class="lead">{t('contributions.withdraw.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('contributions.withdraw.reason') }} />
        <TextField view={view} form={form} name="reason" label={t('contributions.withdraw.reason')} hint={t('contributions.withdraw.reason.hint')} rows={2} optional />
        <div class="actions">
          <button type="submit">{t('contributions.withdraw')}</button>
          <a class="button quiet" href={back}>{t('contributions.withdraw.back')}</a>
        </div>
      </form>
    </Layout>
  )
}
