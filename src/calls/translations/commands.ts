import type { Tx } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Call } from '../model.ts'
import { lockCallForChange } from '../queries.ts'
import { listParts, type Translation } from './model.ts'
import { listTranslations } from './queries.ts'

/** What somebody who translates had before their eyes: the texts of the call and how they stood in the language. */
export function seenBy(call: Call, translations: readonly Translation[], language: string): string {
  return sha256(canonicalJson([listParts(call).map(({ part, original }) => [part, original]), translations.filter((each) => each.language === language).map(({ part, text, original }) => [part, text, original])]))
}

/**
 * Sets the texts of a call in a language, each as the translation of the text that stands; an empty one is none. Refuses
 * `changed-meanwhile` when the call's texts or this language's have changed since the form was made (`seen`).
 */
export async function translateCall(
  tx: Tx,
  actor: Actor,
  input: { callId: Id<'call'>; language: string; seen: string; texts: ReadonlyMap<string, string> },
  now: Instant,
): Promise<{ callId: Id<'call'> } | Refusal<'changed-meanwhile'>> {
  const { language } = input
  const call = await lockCallForChange(tx, input.callId)
  if (call === undefined || seenBy(call, await listTranslations(tx, call.id), language) !== input.seen) return { refusal: 'changed-meanwhile' }
  const rows = listParts(call).flatMap(({ part, original }) => {
    const text = input.texts.get(part) ?? ''
    return text === '' ? [] : [{ call_id: call.id, language, part, text, original }]
  })
  await tx.deleteFrom('calls_translation').where('call_id', '=', call.id).where('language', '=', language).execute()
  if (rows.length > 0) await tx.insertInto('calls_translation').values(rows).execute()
  const detail = { call: call.slug, language, texts: rows.length }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'call-translated', subject: { kind: 'call', id: call.id }, detail }, now)
  return { callId: call.id }
}
