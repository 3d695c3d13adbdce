import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** What a letter said, whose copies have left; '' for one that was not kept. */
export async function findLetterWords(db: Reader, letter: { readonly occasion: string; readonly aboutId: Id; readonly language: string | null }): Promise<string> {
  const row = await db.selectFrom('record_letter_words').select('words').where('about_id', '=', letter.aboutId).where('occasion', '=', letter.occasion).where('language', '=', letter.language ?? '').executeTakeFirst()
  return row?.words ?? ''
}
