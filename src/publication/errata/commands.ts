import { listNumberedParagraphs } from '../../drafts/versions/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'

export interface ErratumToNote {
  readonly editionId: Id
  /** The number of a paragraph of the edition; null: on the whole. */
  readonly paragraph: number | null
  readonly text: string
  /** The same form sent twice is one note. */
  readonly erratumId: Id<'erratum'>
}

/**
 * Puts a dated note on an edition, which is printed beside its text from then on. The text stays as it was published, and so does a
 * note: what was wrong in one is said in another. Refuses `edition-not-found`, and `paragraph-not-found` where it has no such number.
 */
export async function noteErratum(tx: Tx, actor: Actor, input: ErratumToNote, now: Instant): Promise<{ number: number } | Refusal<'edition-not-found' | 'paragraph-not-found'>> {
  const edition = await tx.selectFrom('publication_edition').select(['id', 'number', 'forum_id', 'cycle_id', 'version_id']).where('id', '=', input.editionId).forUpdate().executeTakeFirst()
  if (edition === undefined) return { refusal: 'edition-not-found' }
  const before = await tx.selectFrom('publication_erratum').select(['edition_id', 'number']).where('id', '=', input.erratumId).executeTakeFirst()
  if (before !== undefined) return before.edition_id === edition.id ? { number: before.number } : { refusal: 'edition-not-found' }
  const known = await tx.selectFrom('publication_erratum').select('number').where('edition_id', '=', edition.id).execute()
  const [paragraph] = input.paragraph === null ? [] : await listNumberedParagraphs(tx, [edition.version_id], [input.paragraph])
  if (input.paragraph !== null && paragraph === undefined) return { refusal: 'paragraph-not-found' }
  const number = Math.max(0, ...known.map((one) => one.number)) + 1
  await tx.insertInto('publication_erratum').values({ id: input.erratumId, edition_id: edition.id, number, paragraph_id: paragraph?.id ?? null, dated: dateInZone(now, 'UTC'), text: input.text, noted_at: now }).execute()
  const texts = { correction: { text: input.text, isPublic: true } }
  const detail = { edition: edition.number, erratum: number, paragraph: input.paragraph }
  const scope = { forumId: edition.forum_id as Id<'forum'>, cycleId: edition.cycle_id as Id<'cycle'> }
  await appendAct(tx, actor, { ...scope, act: 'erratum-noted', subject: { kind: 'erratum', id: input.erratumId }, detail, texts }, now)
  return { number }
}
