import type { FrozenParagraph } from '../../../drafts/model.ts'
import type { Erratum } from '../../../publication/errata/model.ts'
import type { Edition } from '../../../publication/model.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'

/** What is known of an edition since it was published: later editions, and notes on the whole of it. */
export function SincePublished(props: { view: View; base: string; edition: Edition; others: readonly Edition[]; errata: readonly Erratum[]; language: string }) {
  const { view, base, edition, others, errata, language } = props
  const later = others.filter(({ number }) => number > edition.number)
  return (
    <>
      {later.map((other) => <p class="differs">{view.t('publication.others.later')} <EditionLink view={view} base={base} edition={other} /></p>)}
      {others.filter(({ number }) => number < edition.number).map((other) => <p class="meta"><span>{view.t('publication.others.earlier')} <EditionLink view={view} base={base} edition={other} /></span></p>)}
      {errata.filter(({ paragraphId }) => paragraphId === null).map((erratum) => <ErratumNote view={view} erratum={erratum} language={language} />)}
    </>
  )
}

function EditionLink(props: { view: View; base: string; edition: Edition }) {
  const { view, base, edition } = props
  return <a href={`${base}/editions/${edition.number}`}><bdi>{edition.title}</bdi> ({view.t('publication.edition-on', { number: edition.number, date: writeShortDate(dateInZone(edition.publishedAt, 'UTC'), view.lang) })})</a>
}

/** The notes on one paragraph, beside its text, which stays as it was. */
export function ErrataOf(props: { view: View; errata: readonly Erratum[]; paragraph: FrozenParagraph; language: string }) {
  const { view, errata, paragraph, language } = props
  return <>{errata.filter(({ paragraphId }) => paragraphId === paragraph.id).map((erratum) => <ErratumNote view={view} erratum={erratum} language={language} />)}</>
}

function ErratumNote(props: { view: View; erratum: Erratum; language: string }) {
  const { view, erratum, language } = props
  return <p class="differs erratum"><strong>{view.t('publication.errata.of', { date: writeShortDate(erratum.dated, view.lang) })}</strong> <span lang={language} dir="auto">{erratum.text}</span></p>
}
