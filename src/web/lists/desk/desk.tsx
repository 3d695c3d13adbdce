import { writeShortDate, dateInZone } from '../../../shared/time.ts'
import { SUBSCRIPTION_STATES } from '../../../lists/model.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { listDeskCrumbs } from '../data.ts'
import type { ListDeskData, ListsDeskData, MembersData } from './data.ts'
import { DeskFrame } from './forms.tsx'

/** The lists of a forum at the desk. */
export function ListsDesk(props: { view: View; data: ListsDeskData }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/lists`
  return (
    <Layout view={view} frame={data.frame} title={t('lists.title')} crumbs={[{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { label: t('lists.title') }]} desk>
      <h1>{t('lists.title')}</h1>
      {data.lists.length === 0 ? <p class="empty">{t('lists.none')}</p> : (
        <ul class="entries aside">
          {data.lists.map((list) => (
            <li>
              <h2><a href={`${base}/${list.slug}`} lang={list.language} dir="auto">{list.title}</a></h2>
              <p class="meta"><span dir="ltr">{list.address}</span><span>{t(`lists.kind.${list.kind}`)}</span>{list.held === 0 ? null : <span class="tag">{t('lists.waiting', { count: list.held })}</span>}{list.closedAt === null ? null : <span>{t('lists.closed')}</span>}</p>
            </li>
          ))}
        </ul>
      )}
      <div class="actions"><a class="button" href={`${base}/new`}>{t('lists.new')}</a><a class="button quiet" href={`${base}/announce`}>{t('lists.announce')}</a></div>
    </Layout>
  )
}

/** A list at the desk: what waits, who reads it, what can be set. */
export function ListDesk(props: { view: View; data: ListDeskData }) {
  const { view, data } = props
  const { t } = view
  const { list, desk } = data
  return (
    <Layout view={view} frame={data.frame} title={list.title} crumbs={listDeskCrumbs(view, data)} desk>
      <h1 lang={list.language} dir="auto">{list.title}</h1>
      <p class="meta"><span dir="ltr">{data.address}</span><span>{t(`lists.kind.${list.kind}`)}</span><a href={data.base}>{t('lists.to-public')}</a></p>
      <section class="block">
        <h2>{t('lists.waiting', { count: data.held.length })}</h2>
        {data.held.length === 0 ? <p class="empty">{t('lists.waiting.none')}</p> : (
          <ul class="entries">
            {data.held.map((post) => (
              <li>
                <h3><a href={`${desk}/posts/${post.id}`} dir="auto">{post.subject === '' ? t('lists.no-subject') : post.subject}</a></h3>
                <p class="meta"><span dir="auto">{post.authorName ?? post.authorMail ?? '…'}</span><span>{writeShortDate(dateInZone(post.receivedAt, 'UTC'), view.lang)}</span>{post.heldFor === null ? null : <span>{t(`lists.held.${post.heldFor}`)}</span>}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
      {data.waiting.length === 0 ? null : (
        <section class="block">
          <h2>{t('lists.want-in', { count: data.waiting.length })}</h2>
          <ul class="lines">{data.waiting.map((member) => <li><a href={`${desk}/members/${member.id}`} dir="auto">{member.name ?? member.mail}</a> <span dir="ltr">{member.mail}</span></li>)}</ul>
        </section>
      )}
      <section class="block">
        <h2>{t('lists.members')}</h2>
        <dl class="facts">{SUBSCRIPTION_STATES.map((state) => [<dt>{t(`lists.state.${state}`)}</dt>, <dd><a href={`${desk}/members?state=${state}`}>{data.counts[state] ?? 0}</a></dd>])}</dl>
        <h2>{t('lists.set.moderators')}</h2>
        {data.moderators.length === 0 ? <p class="differs">{t('lists.moderators.none')}</p> : <ul class="lines">{data.moderators.map(({ name, mail }) => <li dir="auto">{name === '' ? mail : `${name} <${mail}>`}</li>)}</ul>}
      </section>
      <div class="actions">
        <a class="button" href={`${desk}/members/enter`}>{t('lists.enter')}</a>
        <a class="button quiet" href={`${desk}/settings`}>{t('lists.settings')}</a>
        <a class="button quiet" href={`${desk}/moderators`}>{t('lists.set.moderators')}</a>
        <a class="button quiet" href={`${desk}/import`}>{t('lists.import')}</a>
        <a class="button quiet" href={`${desk}/archive.mbox`}>{t('lists.export')}</a>
      </div>
      <form method="post" action={`${desk}/closed`} class="actions"><button type="submit" class="quiet" name="shall" value={list.closedAt === null ? 'close' : 'reopen'}>{t(list.closedAt === null ? 'lists.close' : 'lists.reopen')}</button></form>
    </Layout>
  )
}

/** Who is on a list, a hundred a page. */
export function MembersDesk(props: { view: View; data: MembersData }) {
  const { view, data } = props
  const { t } = view
  const query = (over: Readonly<Record<string, string>>): string => `?${new URLSearchParams({ ...(data.state === undefined ? {} : { state: data.state }), ...over }).toString()}`
  return (
    <DeskFrame view={view} data={data} title={t('lists.members')}>
      <p class="meta"><a href={`${data.desk}/members`} aria-current={data.state === undefined ? 'page' : undefined}>{t('lists.members.all')}</a>{SUBSCRIPTION_STATES.map((state) => <a href={`${data.desk}/members?state=${state}`} aria-current={data.state === state ? 'page' : undefined}>{t(`lists.state.${state}`)} ({data.counts[state] ?? 0})</a>)}</p>
      {data.members.length === 0 ? <p class="empty">{t('lists.members.none')}</p> : (
        <div class="scroll" tabindex={0} role="region" aria-label={t('lists.members')}>
          <table class="figures">
            <thead><tr><th scope="col">{t('lists.field.mail')}</th><th scope="col">{t('lists.field.name')}</th><th scope="col">{t('lists.field.state')}</th><th scope="col">{t('lists.field.delivery')}</th><th scope="col">{t('lists.field.since')}</th><th scope="col">{t('lists.field.came-by')}</th></tr></thead>
            <tbody>
              {data.members.map((member) => (
                <tr>
                  <th scope="row"><a href={`${data.desk}/members/${member.id}`} dir="ltr">{member.mail}</a></th>
                  <td dir="auto">{member.name ?? ''}</td>
                  <td>{t(`lists.state.${member.state}`)}</td>
                  <td>{t(`lists.delivery.${member.delivery}`)}</td>
                  <td>{writeShortDate(dateInZone(member.confirmedAt ?? member.askedAt, 'UTC'), view.lang)}</td>
                  <td dir="auto">{member.consent ?? t(`lists.came-by.${member.cameBy}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.next === null ? null : <nav class="pages"><a href={query({ after: data.next })} rel="next">{t('lists.later')}</a></nav>}
      <div class="actions"><a class="button" href={`${data.desk}/members/enter`}>{t('lists.enter')}</a></div>
    </DeskFrame>
  )
}
