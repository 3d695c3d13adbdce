import { findCallById } from '../../../calls/queries.ts'
import { parts as texts, speaker } from '../../../calls/translations/model.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { asPublished, hasPublicText, type Contribution } from '../../../contributions/model.ts'
import { findContribution, listAnswersAsSent, listAttachments } from '../../../contributions/queries.ts'
import { maskText } from '../../../contributions/redaction/model.ts'
import { findRedactions } from '../../../contributions/redaction/queries.ts'
import { listVersionsOfCycle, findFrozenParagraphs, type VersionOfCycle } from '../../../drafts/versions/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import type { Edition } from '../../../publication/model.ts'
import { listEditions } from '../../../publication/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatAnswerRef, formatRef, parseNumber } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import type { Finding } from '../../../synthesis/model.ts'
import { findFindings, listPassagesOf } from '../../../synthesis/queries.ts'
import { listSupportOf, type Support } from '../../../trace/becoming/queries.ts'
import type { Link } from '../../../trace/model.ts'
import { listLinksTo } from '../../../trace/queries.ts'
import { followSecret } from '../../contributions/data.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { findFates, type NamedFate } from '../data.ts'

/** A sentence of the output that rests on something. */
export interface Sentence {
  /** The edition it stands in; null for the latest version of a document that is not published. */
  readonly edition: number | null
  readonly document: string
  /** Of the edition, else of the version. */
  readonly number: number
  readonly paragraph: number
  readonly url: string
  readonly text: string
  readonly language: string
  /** The finding through which it rests on it; null where it does so directly. */
  readonly through: { readonly name: string; readonly url: string } | null
  readonly stance: Support['stance']
}

export interface BecamePassage {
  readonly name: string
  /** Null where its words are not for this reader. */
  readonly quote: string | null
  readonly language: string | null
  readonly sentences: readonly Sentence[]
  /** Findings that rest on it and that no sentence rests on yet. */
  readonly findings: readonly { readonly name: string; readonly url: string }[]
}

/** An answer, an attached document, or the whole where there are no answers. */
export interface BecamePart {
  readonly kind: 'answer' | 'document' | 'whole'
  readonly ref: string
  readonly number: number | null
  readonly title: string
  /** How its words begin; empty where they are not for this reader. */
  readonly words: string
  /** Undefined for what is not accounted for by itself. */
  readonly fate: NamedFate | undefined
  /** Sentences that rest on it as a whole. */
  readonly sentences: readonly Sentence[]
  readonly passages: readonly BecamePassage[]
}

export interface BecameData extends InCycle {
  readonly ref: string
  readonly contribution: Contribution
  readonly isOwn: boolean
  readonly isWithheld: boolean
  readonly parts: readonly BecamePart[]
}

/** What became of a contribution, as anyone may see it: of words that are not public it says what became of them, and not the words. */
export async function loadBecame(request: PageRequest): Promise<BecameData | undefined> {
  const found = await findHere(request)
  return found === undefined || found.contribution.state !== 'received' ? undefined : trace(request, found, false)
}

/** The same behind the contributor's own link, with their own words whatever they agreed to have published. */
export async function loadOwnBecame(request: PageRequest): Promise<BecameData | undefined> {
  const found = await findHere(request)
  const isTheirs = found !== undefined && equalSecrets(request.params['secret'] ?? '', followSecret(request.services.secret, found.contribution.id))
  return isTheirs ? trace(request, found, true) : undefined
}

type Here = InCycle & { readonly contribution: Contribution }

async function findHere(request: PageRequest): Promise<Here | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  const number = parseNumber('C', request.params['ref'] ?? '')
  const contribution = inCycle === undefined || number === undefined ? undefined : await findContribution(request.db, inCycle.cycle.id, number)
  return inCycle === undefined || contribution === undefined ? undefined : { ...inCycle, contribution }
}

const WORDS = 240

async function trace(request: PageRequest, here: Here, isOwn: boolean): Promise<BecameData> {
  const { db, view } = request
  const { contribution, cycle, forum } = here
  const isOpen = isOwn || hasPublicText(contribution)
  const [answers, attachments, call, translations] = await Promise.all([listAnswersAsSent(db, contribution.id), listAttachments(db, [contribution.id]), findCallById(db, contribution.callId), listTranslations(db, contribution.callId)])
  const partIds = [contribution.id, ...answers.map(({ id }) => id), ...attachments.map(({ id }) => id)]
  const [passages, fates, redactions] = await Promise.all([listPassagesOf(db, partIds), findFates(db, here, [contribution.id, ...answers.map(({ id }) => id)]), findRedactions(db, answers.map(({ id }) => id))])
  const { sentencesOf, findingsOf } = await loadSentences(db, here, [...partIds, ...passages.map(({ id }) => id)])
  const inPart = (id: Id): BecamePassage[] =>
    passages.filter(({ sourceId }) => sourceId === id).toSorted((a, b) => a.start - b.start).map((passage) => {
      const sentences = sentencesOf(passage.id)
      const named = new Set(sentences.flatMap(({ through }) => through?.name ?? []))
      return { name: `P-${passage.number}`, quote: isOpen ? passage.quote : null, language: contribution.language, sentences, findings: findingsOf(passage.id).filter(({ name }) => !named.has(name)) }
    })
  const say = speaker(translations, forum.language, view.lang)
  const questions = new Map<Id, string>((call?.questions ?? []).map((question) => [question.id, say(texts.question(question.number), question.text).text]))
  const whole: BecamePart = { kind: 'whole', ref: formatRef(cycle.slug, 'C', contribution.number), number: null, title: '', words: '', fate: fates.get(contribution.id), sentences: sentencesOf(contribution.id), passages: inPart(contribution.id) }
  const parts = answers.map((answer): BecamePart => ({
    kind: 'answer', ref: formatAnswerRef(cycle.slug, contribution.number, answer.number), number: answer.number, title: questions.get(answer.question_id) ?? '',
    // Redacted words stay so on every page but the desk's.
    words: isOpen ? excerpt(isOwn ? answer.text : maskText(answer.text, redactions.get(answer.id) ?? []), WORDS) : '',
    fate: fates.get(answer.id), sentences: sentencesOf(answer.id), passages: inPart(answer.id),
  }))
  const attached = attachments.flatMap(({ id, name }): BecamePart[] => {
    const own = inPart(id)
    return own.length === 0 ? [] : [{ kind: 'document', ref: whole.ref, number: null, title: isOpen ? name : '', words: '', fate: undefined, sentences: [], passages: own }]
  })
  const hasWhole = whole.fate !== undefined || whole.sentences.length + whole.passages.length > 0
  return { ...here, contribution: isOwn ? contribution : asPublished(contribution), ref: whole.ref, isOwn, isWithheld: !isOpen, parts: [...(hasWhole ? [whole] : []), ...parts, ...attached] }
}

interface Sentences {
  readonly sentencesOf: (id: Id) => Sentence[]
  readonly findingsOf: (id: Id) => { readonly name: string; readonly url: string }[]
}

async function loadSentences(db: Reader, { forum, cycle }: Here, sources: readonly Id[]): Promise<Sentences> {
  const base = `/${forum.slug}/${cycle.slug}`
  const [versions, editions] = await Promise.all([listVersionsOfCycle(db, cycle.id), listEditions(db, cycle.id)])
  const shown = shownVersions(versions, editions)
  const [support, links] = await Promise.all([listSupportOf(db, sources, shown.map(({ id }) => id)), listLinksTo(db, sources)])
  const current = links.filter(({ relation, from, versionId }) => relation === 'rests-on' && from.kind === 'finding' && versionId === null)
  const [texts, findings] = await Promise.all([
    findFrozenParagraphs(db, support.map(({ versionId }) => versionId), support.map(({ paragraphId }) => paragraphId)),
    findFindings(db, [...support.flatMap(({ findingId }) => findingId ?? []), ...current.map(({ from }) => from.id)]),
  ])
  const found = new Map(texts.map((text) => [`${text.versionId} ${text.id}`, text]))
  const names = new Map<Id, Finding>(findings.map((finding) => [finding.id, finding]))
  const nameOf = (id: Id): { name: string; url: string }[] => {
    const finding = names.get(id)
    return finding === undefined ? [] : [{ name: `F-${finding.number}`, url: `${base}/breakdown#F-${finding.number}` }]
  }
  const bySource = Map.groupBy(support, ({ sourceId }) => sourceId)
  const linksOf = Map.groupBy(current, (link: Link) => link.to.id)
  const sentencesOf = (id: Id): Sentence[] => {
    const own = bySource.get(id) ?? []
    const published = new Set(own.filter(({ versionId }) => editions.some((edition) => edition.versionId === versionId)).map(({ paragraphId }) => paragraphId))
    return shown.flatMap((version): Sentence[] => {
      const edition = editions.find(({ versionId }) => versionId === version.id)
      // Directly, where it rests on it in both ways: named once.
      const ways = own.filter(({ versionId, paragraphId }) => versionId === version.id && (edition !== undefined || !published.has(paragraphId))).toSorted((a, b) => Number(b.findingId !== null) - Number(a.findingId !== null))
      const here = [...new Map(ways.map((way) => [way.paragraphId, way])).values()]
      const at = edition === undefined ? `${base}/documents/${version.documentSlug}/versions/${version.number}` : `${base}/editions/${edition.number}`
      return here.flatMap(({ paragraphId, findingId, stance }): Sentence[] => {
        const text = found.get(`${version.id} ${paragraphId}`)
        if (text === undefined) return []
        const through = findingId === null ? null : (nameOf(findingId)[0] ?? null)
        return [{ edition: edition?.number ?? null, document: version.documentTitle, number: edition?.number ?? version.number, paragraph: text.number, url: `${at}#p${text.number}`, text: excerpt(text.text, WORDS), language: version.language, through, stance }]
      }).sort((a, b) => a.paragraph - b.paragraph)
    })
  }
  return { sentencesOf, findingsOf: (id) => (linksOf.get(id) ?? []).flatMap(({ from }) => nameOf(from.id)) }
}

/** The versions whose sentences are shown: those of editions, the latest first, then the latest of each document that is not one. */
function shownVersions(versions: readonly VersionOfCycle[], editions: readonly Edition[]): VersionOfCycle[] {
  const published = editions.flatMap(({ versionId }) => versions.filter(({ id }) => id === versionId))
  const latest = [...Map.groupBy(versions, ({ documentId }) => documentId).values()].flatMap((own) => own.slice(0, 1))
  return [...published, ...latest.filter((version) => !published.includes(version))]
}

export function becameAsData({ cycle, ref, parts, isWithheld }: BecameData): object {
  return {
    cycle: cycle.slug,
    ref,
    isWithheld,
    parts: parts.map(({ kind, ref: name, number, title, fate, sentences, passages }) => ({
      kind, ref: name, number, title, fate: fate?.fate ?? null, by: fate?.by ?? [], reason: fate?.reason ?? null,
      sentences: sentences.map(asData),
      passages: passages.map((passage) => ({ ref: `${cycle.slug}/${passage.name}`, quote: passage.quote, sentences: passage.sentences.map(asData), findings: passage.findings })),
    })),
  }
}

function asData({ edition, document, number, paragraph, url, text, through, stance }: Sentence): object {
  return { edition, document, number, paragraph, url, text, through: through?.name ?? null, stance: stance ?? 'supports' }
}
