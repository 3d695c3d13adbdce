import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { FromPost, ShownTaken } from './data.ts'

/** What a post was taken as, below it. */
export function TakenAs(props: { view: View; taken: readonly ShownTaken[] }) {
  const { view, taken } = props
  const { t } = view
  if (taken.length === 0) return null
  return (
    <ul class="taken" aria-label={t('lists.taken')}>
      {taken.map(({ kind, ref, url, at, by, standing }) => (
        <li>
          {t(`lists.taken.${kind}`)} <a href={url} dir="ltr">{ref}</a> {t('lists.taken.when', { date: writeShortDate(dateInZone(at, 'UTC'), view.lang), by })}
          {standing === 'stands' ? null : <> <span class="tag">{t(`lists.taken.${standing}`)}</span></>}
        </li>
      ))}
    </ul>
  )
}

/** The post that something came from, with a link where its archive is public. */
export function FromPostLink(props: { view: View; from: FromPost }) {
  const { view, from } = props
  const { t } = view
  return from.url === undefined ? <>{t('lists.taken.from-list')} <bdi lang={from.language}>{from.list}</bdi></> : <><a href={from.url}>{t('lists.taken.from-post', { number: from.number })}</a> <bdi lang={from.language}>{from.list}</bdi></>
}
