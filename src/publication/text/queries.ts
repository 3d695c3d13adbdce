import { findPinnedFigures } from '../../contributions/pins/queries.ts'
import { flatten, type FrozenText } from '../../drafts/model.ts'
import { listVersionsOfCycle, loadFrozenText, type VersionOfCycle } from '../../drafts/versions/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import { findCycleById, findForumById } from '../../forums/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { asPublished, type Comment } from '../../review/model.ts'
import { listCommentsOfReview } from '../../review/comments/queries.ts'
import { listReviews } from '../../review/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { textDirection } from '../../shared/language.ts'
import { writeShortDate } from '../../shared/time.ts'
import { composeAnnexes, pinnedChart } from '../annexes/model.ts'
import { loadAnnexGround } from '../annexes/queries.ts'
import { citeInText } from '../citing/model.ts'
import { composeText, type Beside } from '../composing/model.ts'
import type { Erratum } from '../errata/model.ts'
import { listErrata } from '../errata/queries.ts'
import { listPrintGround } from '../ground/queries.ts'
import { labelLanguage, labelsOf } from '../labels/model.ts'
import type { Edition } from '../model.ts'
import { findEditionById, listEditions } from '../queries.ts'
import { countTranslated, translateText, type Translation } from '../translations/model.ts'
import { findTranslation, listTranslated } from '../translations/queries.ts'
import type { Print, PrintComment, PrintErratum, PrintPicture } from './model.ts'

/** An edition as every format prints it, in its own language or in one that it was translated into; undefined where there is none. */
export async function loadEditionPrint(db: Reader, publicUrl: string, editionId: Id, language: string): Promise<Print | undefined> {
  const edition = await findEditionById(db, editionId)
  const place = edition === undefined ? undefined : await findPlace(db, edition.forumId, edition.cycleId)
  const version = edition === undefined ? undefined : await findVersionOf(db, edition.cycleId, edition.versionId)
  if (edition === undefined || place === undefined || version === undefined) return undefined
  const translation = language === version.language ? undefined : await findTranslation(db, editionId, language)
  if (language !== version.language && translation === undefined) return undefined
  const original = await loadFrozenText(db, version.id)
  const parts = translation === undefined ? undefined : await listTranslated(db, translation.id)
  const text = parts === undefined ? original : translateText(original, parts)
  const errata = await listErrata(db, [editionId])
  const base = `${publicUrl}/${place.forum.slug}/${place.cycle.slug}`
  const ground = await listPrintGround(db, base, version.id, flatten(text).map(({ id }) => id))
  const beside: Beside = {
    restsOn: ground.of,
    errata: errataByParagraph(errata),
    pinned: await loadPinned(db, text, place.forum, language),
    ...(parts === undefined ? {} : { translated: new Set<Id>(parts.map(({ partId }) => partId)), original: version.language }),
  }
  const composed = composeText(text, language, beside)
  const annexes = composeAnnexes(edition.annexes, await loadAnnexGround(db, place, edition, language, { base, forumBase: `${publicUrl}/${place.forum.slug}`, references: ground.references }), composed.annexes)
  return {
    kind: 'edition',
    language,
    direction: textDirection(language),
    matter: matterOf(place, edition, version, base, { translation, counted: parts === undefined ? undefined : countTranslated(original, parts), others: await listEditions(db, edition.cycleId) }),
    sections: composed.sections,
    notes: composed.notes,
    annexes,
    errata: errata.filter(({ paragraphId }) => paragraphId === null).map(toPrintErratum),
    comments: [],
  }
}

/** A version as a review copy, with the comments that its reviews have had so far. */
export async function loadReviewPrint(db: Reader, publicUrl: string, cycleId: Id, versionId: Id): Promise<Print | undefined> {
  const cycle = await findCycleById(db, cycleId)
  const forum = cycle === undefined ? undefined : await findForumById(db, cycle.forumId)
  const version = await findVersionOf(db, cycleId, versionId)
  if (cycle === undefined || forum === undefined || version === undefined) return undefined
  const text = await loadFrozenText(db, version.id)
  const base = `${publicUrl}/${forum.slug}/${cycle.slug}`
  const ground = await listPrintGround(db, base, version.id, flatten(text).map(({ id }) => id))
  const composed = composeText(text, version.language, { restsOn: ground.of, errata: new Map(), pinned: await loadPinned(db, text, forum, version.language) })
  const address = `${base}/documents/${version.documentSlug}/versions/${version.number}`
  const { title, frozenAt, cutOff } = version
  return {
    kind: 'review-copy',
    language: version.language,
    direction: textDirection(version.language),
    matter: {
      forum: forum.title, isDemonstration: forum.isDemonstration, cycle: cycle.title, title: version.documentTitle, summary: version.note, edition: null, document: title, version: version.number,
      frozenAt, publishedAt: null, cutOff, credits: [], coverage: null, address, citation: `${forum.title}. ${version.documentTitle}. ${frozenAt.slice(0, 10)}. ${address}`, translation: null, others: [],
    },
    sections: composed.sections,
    notes: composed.notes,
    annexes: [],
    errata: [],
    comments: await loadReviewComments(db, cycleId, versionId, version.language),
  }
}

interface Place {
  readonly forum: Forum
  readonly cycle: Cycle
}

async function findPlace(db: Reader, forumId: Id, cycleId: Id): Promise<Place | undefined> {
  const [forum, cycle] = [await findForumById(db, forumId), await findCycleById(db, cycleId)]
  return forum === undefined || cycle === undefined ? undefined : { forum, cycle }
}

async function findVersionOf(db: Reader, cycleId: Id, versionId: Id): Promise<VersionOfCycle | undefined> {
  // Who may have a document of a version that is held back is for the door to know.
  return (await listVersionsOfCycle(db, cycleId, { withHeld: true })).find(({ id }) => id === versionId)
}

interface Around {
  readonly translation: Translation | undefined
  readonly counted: { readonly done: number; readonly all: number } | undefined
  readonly others: readonly Edition[]
}

function matterOf({ forum, cycle }: Place, edition: Edition, version: VersionOfCycle, base: string, { translation, counted, others }: Around): Print['matter'] {
  const original = `${base}/editions/${edition.number}`
  const address = translation === undefined ? original : `${original}/${translation.language}`
  const { title, summary } = translation ?? edition
  const language = translation?.language ?? version.language
  const cited = { title, author: forum.title, edition: edition.number, publishedAt: edition.publishedAt, language, address, abstract: summary, key: `${forum.slug}-${cycle.slug}-${edition.number}` }
  const beside = others.filter(({ id }) => id !== edition.id).map(({ number, title: name }) => ({ number, title: name, address: `${base}/editions/${number}` })).sort((a, b) => a.number - b.number)
  return {
    forum: forum.title,
    isDemonstration: forum.isDemonstration,
    cycle: cycle.title,
    title,
    summary,
    edition: edition.number,
    document: version.documentTitle,
    version: version.number,
    frozenAt: version.frozenAt,
    publishedAt: edition.publishedAt,
    cutOff: version.cutOff,
    credits: edition.credits.split('\n').map((line) => line.trim()).filter((line) => line !== ''),
    coverage: { units: edition.units, accounted: edition.accounted },
    address,
    citation: citeInText(cited),
    translation: translation === undefined || counted === undefined ? null : { original: version.language, originalAddress: original, by: translation.translator, ...counted },
    others: beside.map(({ number, ...other }) => ({ relation: number > edition.number ? 'later' : 'earlier', ...other })),
  }
}

function toPrintErratum({ dated, text }: Erratum): PrintErratum {
  return { date: dated, text }
}

function errataByParagraph(errata: readonly Erratum[]): Map<Id, PrintErratum[]> {
  const of = new Map<Id, PrintErratum[]>()
  for (const erratum of errata) if (erratum.paragraphId !== null) of.set(erratum.paragraphId, [...(of.get(erratum.paragraphId) ?? []), toPrintErratum(erratum)])
  return of
}

/** The pinned figures that a text shows, each as a chart true to its day. */
async function loadPinned(db: Reader, text: FrozenText, forum: Forum, language: string): Promise<Map<Id, PrintPicture>> {
  const ids = flatten(text).flatMap(({ body }) => (body?.kind === 'figure' && body.source.kind === 'pinned' ? [body.source.id] : []))
  const figures = await findPinnedFigures(db, ids)
  return new Map(figures.flatMap((figure): [Id, PrintPicture][] => {
    const chart = pinnedChart(figure, forum, language)
    if (chart === undefined) return []
    const note = `N-${figure.number}: ${labelsOf(language)('overviewLead', { date: writeShortDate(figure.asOf, labelLanguage(language)), count: figure.total })}`
    return [[figure.id, { kind: 'chart', chart, note }]]
  }))
}

async function loadReviewComments(db: Reader, cycleId: Id, versionId: Id, language: string): Promise<PrintComment[]> {
  const label = labelsOf(language)
  const reviews = (await listReviews(db, cycleId)).filter((review) => review.versionId === versionId)
  const comments: Comment[] = []
  const heads = new Map<Id, Comment>()
  for (const review of reviews) comments.push(...(await listCommentsOfReview(db, review.id)))
  return comments
    .filter((comment) => comment.withdrawnAt === null && comment.consent !== 'not-at-all')
    .map(asPublished)
    .map((comment) => {
      const head = comment.inReplyTo === null ? undefined : heads.get(comment.inReplyTo)
      heads.set(comment.id, head ?? comment)
      return { comment, head }
    })
    .map(({ comment, head }) => ({
      ref: `R-${comment.number}`,
      author: comment.author ?? comment.organisation,
      date: comment.receivedBy,
      text: [comment.text, ...(comment.proposal === null ? [] : [`→ ${comment.proposal}`])].join('\n'),
      language: comment.language,
      paragraphIds: comment.paragraphIds,
      answer: comment.response === null ? null : [label(`disposition.${comment.response.disposition}`), comment.response.reason].filter((part) => part !== '').join(': '),
      ...(head === undefined ? {} : { replyTo: `R-${head.number}` }),
    }))
}
