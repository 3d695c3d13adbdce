import type { UnreachedLink } from '../../../meetings/link-check/model.ts'
import type { MeetingLink } from '../../../meetings/model.ts'
import { languageName } from '../../../shared/language.ts'
import { dateInZone, writeShortDate, type Instant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { isMessageKey } from '../../messages.ts'
import type { MeetingData } from '../data.ts'

/** Recordings and documents of a meeting, as far as this reader may know of them. */
export function LinksBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  if (data.links.length === 0) return null
  return (
    <section class="block" id="recordings">
      <h2>{view.t('meetings.links')}</h2>
      <ul class="bare">
        {data.links.map((link) => (
          <li>
            <a href={link.url} dir="auto" rel="nofollow noopener" hreflang={link.language ?? undefined}>{link.title ?? kindOf(view, link)}</a>
            {link.title === null ? null : <small> · {kindOf(view, link)}</small>}
            {link.language === null ? null : <small> · {languageName(link.language, view.lang)}</small>}
            {link.visibility === 'public' ? null : <small> · {view.t(`meetings.plan.visibility.${link.visibility}`)}</small>}
            {link.passcode !== null ? <small> · {view.t('meetings.recordings.passcode')} <code dir="ltr">{link.passcode}</code></small> : link.asksForPasscode ? <small> · {view.t('meetings.passcode-asked')}</small> : null}
            <Unreached view={view} since={data.unreached.get(link.url)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The links of a forum that could not be reached, each with the meeting it stands with. */
export function UnreachedLinks(props: { view: View; forum: string; links: readonly UnreachedLink[] }) {
  const { view, forum, links } = props
  if (links.length === 0) return null
  return (
    <section class="block" id="unreached">
      <h2>{view.t('meetings.recordings.dead', { count: links.length })}</h2>
      <ul class="todo notices">
        {links.map(({ url, since, meeting, place }) => (
          <li>
            <span>
              <a href={`/desk/${forum}/meetings/${meeting.slug}${place === 'link' ? '/links' : '/report'}`} dir="auto">{meeting.title}</a>{place === 'report' ? <> {view.t('meetings.recordings.in-report')}</> : null}: <a href={url} dir="ltr" rel="nofollow noopener">{url}</a>
              <Unreached view={view} since={since} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Says beside a link since when it could not be reached; nothing where it could. */
export function Unreached(props: { view: View; since: Instant | undefined }) {
  const { view, since } = props
  if (since === undefined) return null
  return <small class="dead"> · {view.t('meetings.recordings.unreached', { since: writeShortDate(dateInZone(since, 'UTC'), view.lang) })}</small>
}

export function kindOf(view: View, { kind }: Pick<MeetingLink, 'kind'>): string {
  const key = `meetings.link.${kind}`
  return isMessageKey(key) ? view.t(key) : kind
}
