import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { Compared, ComparedSections } from '../compared/pages.tsx'
import { countFortunes, crumbsOf } from '../pages.tsx'
import { isHere } from '../parts/data.ts'
import { PartsNav } from '../parts/pages.tsx'
import type { Cause, ChangesData } from './data.ts'

/** The change list of a version, for who reviewed the one before: how much changed, then each changed paragraph with why. */
export function ChangesPage(props: { view: View; data: ChangesData }) {
  const { view, data } = props
  const { t } = view
  const { document, version, before, changed, address } = data
  const title = t('compared.changes.title', { document: document.title, number: version.number })
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOf(view, data, undefined).slice(0, -1), { href: address, label: document.title }, { href: `${address}/versions/${version.number}`, label: t('drafts.version', { number: version.number }) }, { label: t('compared.changes') }]}>
      <h1 lang={document.language} dir="auto">{title}</h1>
      {before === undefined ? <p class="empty">{t('compared.changes.first')}</p> : (
        <>
          <p class="meta">
            <span>{t('compared.changes.since', { number: before.number, date: writeShortDate(dateInZone(before.frozenAt, 'UTC'), view.lang) })}</span>
            <a href={`${address}/compare?from=${before.number}&to=${version.number}`}>{t('compared.changes.whole')}</a>
            <a href={`${address}/versions/${version.number}/changes.json`}>{t('drafts.data')}</a>
          </p>
          <p class="meta">{countFortunes(view, data.paragraphs).map((words) => <span>{words}</span>)}</p>
        </>
      )}
      <section class="block">
        <h2>{t('drafts.what-changed')}</h2>
        {splitParagraphs(version.note).map((part) => <p lang={document.language} dir="auto">{part}</p>)}
      </section>
      <ComparedSections view={view} sections={data.sections} language={document.language} />
      {before === undefined ? null : (
        <>
          <h2>{t('drafts.compare.list')}</h2>
          {changed.length === 0 ? <p class="empty">{t('drafts.compare.same')}</p> : null}
          <PartsNav view={view} parts={data.parts} />
          <ol class="paras compared">
            {changed.filter((_, index) => isHere(data.parts, index + 1)).map((paragraph) => (
              <Compared view={view} paragraph={paragraph} language={document.language}><Why view={view} data={data} cause={data.causes.get(paragraph.id)} /></Compared>
            ))}
          </ol>
          <PartsNav view={view} parts={data.parts} />
        </>
      )}
    </Layout>
  )
}

function Why(props: { view: View; data: ChangesData; cause: Cause | undefined }) {
  const { view, data, cause } = props
  const { t } = view
  if (cause === undefined || cause.comments.length + cause.suggestions.length === 0) return null
  return (
    <div class="rests why">
      <ul class="bare">
        {cause.comments.map((comment) => (
          <li>
            <a href={comment.url}>{t('compared.after-comment', { ref: comment.name })}</a>
            {comment.disposition === null ? null : <> <strong>{t(`trace.disposition.${comment.disposition}`)}</strong></>}
            {comment.reason === null ? null : <>: <span dir="auto">{comment.reason}</span></>}
          </li>
        ))}
        {cause.suggestions.map((suggestion) => (
          <li><a href={`${data.address}/suggestions#S-${suggestion.number}`}>{t('compared.after-suggestion', { number: suggestion.number })}</a>: <span dir="auto">{suggestion.reason}</span></li>
        ))}
      </ul>
    </div>
  )
}
