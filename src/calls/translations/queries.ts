import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Translation } from './model.ts'

/** All translations of a call's texts, those that no longer fit too. */
export async function listTranslations(db: Reader, callId: Id): Promise<Translation[]> {
  return db.selectFrom('calls_translation').select(['language', 'part', 'text', 'original']).where('call_id', '=', callId).orderBy('language').orderBy('part').execute()
}
