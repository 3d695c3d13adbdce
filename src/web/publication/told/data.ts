import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { findContributions } from '../../../contributions/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Edition } from '../../../publication/model.ts'
import { findEdition } from '../../../publication/queries.ts'
import { SOURCE_KINDS, type Recipient, type Source, type SourceKind, type Telling, type WriteTold } from '../../../publication/told/model.ts'
import { isStopped, loadTelling } from '../../../publication/told/queries.ts'
import { findComments } from '../../../review/comments/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { FATES } from '../../../shared/vocabularies.ts'
import { primaryLanguage } from '../../../shared/words.ts'
import type { Services } from '../../context.ts'
import { contributionAddress, followSecret } from '../../contributions/data.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { tokenOf } from '../../review/comment/forms.tsx'

type Sender = Pick<Services, 'secret' | 'publicUrl'>

/** What lets whoever got a mail stop the next ones: derived, and stored nowhere (decision 6). */
function stopSecret(secret: string, id: Id): string {
  return hmac(secret, `told:${id}`)
}

/** Writes the mails about an edition, each in the language of what was sent, else in the forum's. */
export function toldWriter(sender: Sender, place: InCycle): (edition: { readonly number: number; readonly title: string }) => WriteTold {
  const { forum, cycle } = place
  const base = `${sender.publicUrl}/${forum.slug}/${cycle.slug}`
  return ({ number, title }) => (recipient) => {
    const language = languageOf(recipient, forum.language)
    const t = translator(language)
    const [first] = recipient.sources
    const sources = recipient.sources.map((source) => t('told.mail.source', { ref: source.ref, fates: tellFates(t, source), link: `${sender.publicUrl}${ownAddress(sender, place, source)}` }))
    const stop = first === undefined ? '' : stopAddress(sender, place, first)
    return {
      language,
      subject: t('told.mail.subject', { forum: forum.title }),
      body: t('told.mail.body', { edition: number, title, cycle: cycle.title, link: `${base}/editions/${number}`, sources: sources.join('\n\n'), stop }),
    }
  }
}

/** Where whoever sent this stops these mails. */
export function stopAddress(sender: Sender, { forum, cycle }: Pick<InCycle, 'forum' | 'cycle'>, { kind, id }: Pick<Source, 'kind' | 'id'>): string {
  return `${sender.publicUrl}/${forum.slug}/${cycle.slug}/trace/stop/${kind}.${id}.${stopSecret(sender.secret, id)}`
}

function languageOf(recipient: Recipient, ofForum: string): string {
  const wished = [recipient.language, ofForum].flatMap((tag) => (tag === null ? [] : [primaryLanguage(tag)]))
  return wished.flatMap((tag) => INTERFACE_LANGUAGES.find((known) => known === tag) ?? [])[0] ?? 'en'
}

function tellFates(t: ReturnType<typeof translator>, { fates }: Source): string {
  const parts = FATES.flatMap((fate) => {
    const count = fates.get(fate) ?? 0
    return count === 0 ? [] : [t(`told.mail.fate.${fate}`, { count })]
  })
  return parts.length === 0 ? t('told.mail.no-parts') : parts.join(', ')
}

/** The page of whoever sent it, behind its secret link. */
function ownAddress(sender: Sender, { forum, cycle }: InCycle, { kind, id, number }: Source): string {
  if (kind === 'contribution') return `${contributionAddress(forum.slug, cycle.slug, number)}/follow/${followSecret(sender.secret, id)}/became`
  return `/${forum.slug}/${cycle.slug}/comments/R-${number}/mine/${tokenOf(sender, id)}`
}

export interface ToldData extends InCycle {
  readonly base: string
  readonly edition: Edition
  readonly telling: Telling
}

/** Who was told of an edition and who could not be, for who may publish. */
export async function loadTold(request: PageRequest): Promise<ToldData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  const number = /^[1-9][0-9]{0,5}$/u.test(request.params['edition'] ?? '') ? Number(request.params['edition']) : 0
  const edition = inCycle === undefined ? undefined : await findEdition(request.db, inCycle.cycle.id, number)
  if (inCycle === undefined || edition === undefined) return undefined
  if (!may(request.view.person, 'publish', { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id })) return 'forbidden'
  return { ...inCycle, base: `/${inCycle.forum.slug}/${inCycle.cycle.slug}`, edition, telling: await loadTelling(request.db, inCycle, edition.id) }
}

export interface StopData extends InCycle {
  readonly kind: SourceKind
  readonly sourceId: Id
  readonly isStopped: boolean
}

/** What a stop link names; undefined for any other link. */
export async function loadStop(request: PageRequest): Promise<StopData | undefined> {
  const inCycle = await loadCycle(request)
  const [kindName, id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  const kind = SOURCE_KINDS.find((known) => known === kindName)
  if (inCycle === undefined || kind === undefined || !isId(id) || !equalSecrets(secret, stopSecret(request.services.secret, id))) return undefined
  const found = kind === 'contribution' ? await findContributions(request.db, [id]) : await findComments(request.db, [id])
  return found.some(({ cycleId }) => cycleId === inCycle.cycle.id) ? { ...inCycle, kind, sourceId: id, isStopped: await isStopped(request.db, id) } : undefined
}
