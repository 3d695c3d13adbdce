import { lockCycleForPublishing } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import type { Actor } from '../record/model.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import { countCodePoints } from '../shared/text.ts'
import type { Instant } from '../shared/time.ts'
import type { Stance } from '../shared/vocabularies.ts'
import type { Exchange } from '../synthesis/exchange/model.ts'
import { listThemesOfFindings } from '../synthesis/findings/queries.ts'
import { setNotes } from '../synthesis/notes/commands.ts'
import { setThemes } from '../synthesis/passages/commands.ts'
import { planExchange, type Change, type ReadExchange } from '../synthesis/plans/model.ts'
import { findFindings } from '../synthesis/queries.ts'
import { loadExchange } from '../trace/exchange/queries.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { markPassage } from './mark-passage.ts'
import { reviseFinding } from './revise-finding.ts'
import { writeFinding } from './write-finding.ts'

export interface ExchangeToApply {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly forum: string
  readonly cycle: string
  readonly read: ReadExchange
  /** The digest of the changes as the preview showed them. */
  readonly seen: string
}

/**
 * Makes the changes that a spreadsheet brings, all or none, as the preview showed them: themes of passages and of answers (a theme given to
 * an answer marks the whole of it), notes, findings and what they rest on. What conflicts or cannot be is left as it is. The cycle is held
 * meanwhile. Refuses `changed-meanwhile` when the changes are not those that were seen, `not-applied` with the reference and the reason of
 * what a command refused.
 */
export async function applyExchange(tx: Tx, actor: Actor, input: ExchangeToApply, now: Instant): Promise<{ changes: number } | Refusal<'changed-meanwhile'> | (Refusal<'not-applied'> & { readonly ref: string; readonly reason: string })> {
  await lockCycleForPublishing(tx, input.cycleId)
  const exchange = await loadExchange(tx, input)
  const { changes } = planExchange(input.read, exchange)
  if (sha256(canonicalJson(changes)) !== input.seen) return { refusal: 'changed-meanwhile' }
  const work: Work = { tx, actor, input, exchange, now }
  const done = (await applyThemes(work, changes)) ?? (await applyFindings(work, changes))
  if (done !== undefined) return { refusal: 'not-applied', ...done }
  const answerIds = new Map(exchange.answers.map(({ ref, id }) => [ref, id]))
  const notes = changes.flatMap((change) => {
    const answerId = change.kind === 'note' ? answerIds.get(change.ref) : undefined
    return change.kind === 'note' && answerId !== undefined ? [{ answerId, text: change.to }] : []
  })
  await setNotes(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, notes }, now)
  return { changes: changes.length }
}

interface Work {
  readonly tx: Tx
  readonly actor: Actor
  readonly input: ExchangeToApply
  readonly exchange: Exchange
  readonly now: Instant
}

type Failed = { readonly ref: string; readonly reason: string } | undefined

/** Themes of passages first; then those of answers: taken from all their passages, given to the whole answer. */
async function applyThemes(work: Work, changes: readonly Change[]): Promise<Failed> {
  const { tx, actor, input, exchange, now } = work
  const wanted = new Map(exchange.passages.map((passage) => [passage.ref, new Set(passage.themes)]))
  for (const change of changes) {
    if (change.kind !== 'passage-themes') continue
    for (const slug of change.removed) wanted.get(change.ref)?.delete(slug)
    for (const slug of change.added) wanted.get(change.ref)?.add(slug)
  }
  for (const change of changes) {
    if (change.kind !== 'answer-themes') continue
    const own = exchange.passages.filter((passage) => passage.of === change.ref)
    for (const slug of change.removed) for (const passage of own) wanted.get(passage.ref)?.delete(slug)
    const whole = own.find((passage) => passage.isWhole)
    if (whole !== undefined) for (const slug of change.added) wanted.get(whole.ref)?.add(slug)
    else if (change.added.length > 0) {
      const failed = await markWhole(work, change.ref, change.added)
      if (failed !== undefined) return failed
    }
  }
  const { forumId, cycleId } = input
  for (const passage of exchange.passages) {
    const themes = [...(wanted.get(passage.ref) ?? [])]
    if (themes.length === passage.themes.length && themes.every((slug) => passage.themes.includes(slug))) continue
    const set = await setThemes(tx, actor, { forumId, cycleId, passageId: passage.id, themeIds: idsOf(exchange, themes) }, now)
    if (isRefusal(set)) return { ref: passage.ref, reason: set.refusal }
  }
  return undefined
}

async function markWhole({ tx, actor, input, exchange, now }: Work, ref: string, slugs: readonly string[]): Promise<Failed> {
  const answer = exchange.answers.find((each) => each.ref === ref)
  if (answer === undefined) return { ref, reason: 'source-not-found' }
  const place = { forumId: input.forumId, cycleId: input.cycleId, sourceKind: 'answer' as const, sourceId: answer.id }
  const marked = await markPassage(tx, actor, { ...place, marking: { start: 0, end: countCodePoints(answer.text) }, themeIds: idsOf(exchange, slugs) }, now)
  return isRefusal(marked) ? { ref, reason: marked.refusal } : undefined
}

async function applyFindings({ tx, actor, input, exchange, now }: Work, changes: readonly Change[]): Promise<Failed> {
  const passageIds = new Map(exchange.passages.map(({ ref, id }) => [ref, id]))
  for (const change of changes) {
    if (change.kind !== 'finding' && change.kind !== 'new-finding') continue
    const finding = change.kind === 'finding' ? exchange.findings.find((each) => each.ref === change.ref) : undefined
    // All that it rests on now, what the sheets do not show among it.
    const links = finding === undefined ? [] : await listLinksFrom(tx, [finding.id], 'rests-on')
    const byId = new Map<Id, Stance>(links.map((link) => [link.to.id, link.stance ?? 'supports']))
    for (const [ref, stance] of change.passages) {
      const id = passageIds.get(ref)
      if (id === undefined) return { ref, reason: 'passage-not-found' }
      if (stance === null) byId.delete(id)
      else byId.set(id, stance)
    }
    const words = { kind: change.to.kind, statement: change.to.statement, questionId: exchange.questions.find(({ key }) => key === change.to.question)?.id ?? null }
    const whole = { forumId: input.forumId, cycleId: input.cycleId, ...words, passageIds: [...byId.keys()], stances: byId }
    const kept = finding === undefined ? undefined : await keepRest(tx, input.cycleId, finding.id)
    const done = finding === undefined || kept === undefined ? await writeFinding(tx, actor, whole, now) : await reviseFinding(tx, actor, { ...whole, ...kept, findingId: finding.id, revision: finding.revision }, now)
    if (isRefusal(done)) return { ref: change.ref, reason: done.refusal }
  }
  return undefined
}

/** What a finding has that a sheet does not say. */
async function keepRest(tx: Tx, cycleId: Id, findingId: Id) {
  const [finding] = await findFindings(tx, [findingId])
  return finding === undefined ? undefined : { isDeepDive: finding.isDeepDive, againstId: finding.againstId, themeIds: (await listThemesOfFindings(tx, cycleId)).get(findingId) ?? [] }
}

function idsOf(exchange: Exchange, slugs: readonly string[]): Id<'theme'>[] {
  return exchange.themes.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id)
}
