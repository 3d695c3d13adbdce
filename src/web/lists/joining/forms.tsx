import type { Child } from 'hono/jsx'
import { DELIVERIES } from '../../../lists/model.ts'
import { DECISIONS } from '../../../lists/posts/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { PostWords } from '../archive/pages.tsx'
import { listCrumbs, type InList } from '../data.ts'
import type { InMembership, InModeration } from './data.ts'

/** Joining a list: the address, and how its posts are wanted. What is answered is the same for every address. */
export function JoinPage(props: { view: View; data: InList; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isSent = view.query['sent'] === '1'
  const labels = { mail: t('lists.field.mail'), name: t('lists.field.name'), delivery: t('lists.field.delivery') }
  return (
    <ListFrame view={view} data={data} title={t('lists.join')}>
      {isSent ? <p class="notice">{t('lists.join.sent')}</p> : <p>{t(`lists.join.lead.${data.list.kind}`)}</p>}
      {isSent && Object.keys(form.errors).length === 0 ? null : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <LineField view={view} form={form} name="mail" type="email" label={labels.mail} hint={t('lists.field.mail.hint')} autocomplete="email" dir="ltr" />
          <LineField view={view} form={form} name="name" label={labels.name} hint={t('lists.field.name.hint')} autocomplete="name" optional />
          <Delivery view={view} form={form} />
          <div class="actions"><button type="submit">{t('lists.join.send')}</button></div>
        </form>
      )}
    </ListFrame>
  )
}

function Delivery(props: { view: View; form: FormState }) {
  const { view, form } = props
  return <ChoiceField view={view} form={form} name="delivery" label={view.t('lists.field.delivery')} choices={DELIVERIES.map((value) => ({ value, label: view.t(`lists.delivery.${value}`), hint: view.t(`lists.delivery.${value}.hint`) }))} />
}

/** A member's own page: confirm, choose, pause, leave, read. */
export function MemberPage(props: { view: View; data: InMembership; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { member } = data
  const isMember = member.state === 'confirmed' || member.state === 'paused' || member.state === 'bouncing'
  const isPaused = member.state === 'paused' || member.state === 'bouncing'
  return (
    <ListFrame view={view} data={data} title={t('lists.member.title')}>
      <p class="meta"><span dir="ltr">{member.mail}</span><span>{t(`lists.state.${member.state}`)}</span></p>
      {isMember ? (
        <>
          <p><a href={`${data.own}/archive`}>{t('lists.member.read')}</a></p>
          <form class="sheet" method="post" novalidate>
            <ErrorSummary view={view} form={form} labels={{ delivery: t('lists.field.delivery'), name: t('lists.field.name') }} />
            <LineField view={view} form={form} name="name" label={t('lists.field.name')} hint={t('lists.field.name.hint')} autocomplete="name" optional />
            <Delivery view={view} form={form} />
            <div class="actions"><button type="submit" name="shall" value="choose">{t('lists.member.choose')}</button></div>
          </form>
          <form method="post" class="actions">
            <button type="submit" class="quiet" name="shall" value={isPaused ? 'resume' : 'pause'}>{t(isPaused ? 'lists.member.resume' : 'lists.member.pause')}</button>
            <button type="submit" class="quiet" name="shall" value="leave">{t('lists.member.leave')}</button>
          </form>
        </>
      ) : (
        <>
          <p>{t(member.state === 'left' ? 'lists.member.has-left' : 'lists.member.confirm.lead')}</p>
          <form class="sheet" method="post" novalidate>
            <ErrorSummary view={view} form={form} labels={{}} />
            <div class="actions"><button type="submit" name="shall" value="confirm">{t(member.state === 'left' ? 'lists.member.come-back' : 'lists.member.confirm')}</button></div>
          </form>
        </>
      )}
    </ListFrame>
  )
}

/** Behind the link in every copy: one button. A mail program that posts here has done it. */
export function LeavePage(props: { view: View; data: InMembership; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <ListFrame view={view} data={data} title={t('lists.member.leave')}>
      <p class="meta"><span dir="ltr">{data.member.mail}</span></p>
      {data.member.state === 'left' ? <p class="notice">{t('lists.leave.done')}</p> : (
        <form class="sheet" method="post" novalidate>
          <p>{t('lists.leave.lead')}</p>
          <ErrorSummary view={view} form={form} labels={{}} />
          <div class="actions"><button type="submit" name="shall" value="leave">{t('lists.member.leave')}</button></div>
        </form>
      )}
    </ListFrame>
  )
}

/** A post that waits, for the moderator whom its link was mailed to. */
export function ModeratePage(props: { view: View; data: InModeration; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { post } = data
  return (
    <ListFrame view={view} data={data} title={t('lists.moderate.title')}>
      <WaitingPost view={view} data={data} />
      {post.state === 'held' ? <DecisionForm view={view} form={form} /> : <p class="notice">{t(`lists.moderate.is.${post.state}`)}</p>}
    </ListFrame>
  )
}

/** What is decided of a post that waits, by link or at the desk. */
export function DecisionForm(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  return (
    <form class="sheet" method="post" novalidate>
      <ErrorSummary view={view} form={form} labels={{ decision: t('lists.moderate.decision'), reason: t('lists.moderate.reason') }} />
      <ChoiceField view={view} form={form} name="decision" label={t('lists.moderate.decision')} choices={DECISIONS.map((value) => ({ value, label: t(`lists.decision.${value}`) }))} />
      <TextField view={view} form={form} name="reason" label={t('lists.moderate.reason')} hint={t('lists.moderate.reason.hint')} rows={3} optional />
      <div class="actions"><button type="submit">{t('lists.moderate.do')}</button></div>
    </form>
  )
}

export function WaitingPost(props: { view: View; data: Pick<InModeration, 'post' | 'attachments'> }) {
  const { view } = props
  const { post, attachments } = props.data
  const { t } = view
  return (
    <article class="post">
      <h2 lang={post.language} dir="auto">{post.subject === '' ? t('lists.no-subject') : post.subject}</h2>
      <p class="meta"><strong dir="auto">{[post.authorName ?? '', post.authorMail === null ? '' : `<${post.authorMail}>`].join(' ').trim()}</strong><span>{writeInstant(post.receivedAt, view.lang)}</span>{post.heldFor === null ? null : <span>{t(`lists.held.${post.heldFor}`)}</span>}</p>
      <PostWords post={post} data={{ seesAddresses: true }} />
      {attachments.length === 0 ? null : <ul class="lines files">{attachments.map((file) => <li dir="auto">{file.name} ({t('lists.file.size', { kilobytes: Math.max(1, Math.round(file.size / 1000)) })})</li>)}</ul>}
    </article>
  )
}

function ListFrame(props: { view: View; data: InList; title: string; children?: Child }) {
  const { view, data, title } = props
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={listCrumbs(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead" lang={data.list.language} dir="auto">{data.list.title}</p>
      {props.children}
    </Layout>
  )
}
