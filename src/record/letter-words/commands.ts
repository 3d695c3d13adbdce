import type { Tx } from '../../platform/database.ts'
import type { About, Occasion } from '../occasions/model.ts'

/** What a mail must be about for people to answer between its lines: it asks several things. */
const ANSWERED_BETWEEN: ReadonlySet<About['kind']> = new Set(['call', 'version', 'correction-digest', 'poll-asked'])
const MOST = 200_000

export interface WordedLetter {
  readonly occasion: Occasion
  readonly about: About | null
  readonly language?: string | undefined
  readonly body: string
}

/** Keeps what letters say, for as long as they may be answered: once for all copies of one, without the addresses of pages, which are each reader's own. */
export async function keepLetterWords(tx: Tx, letters: readonly WordedLetter[]): Promise<void> {
  const rows = new Map<string, { occasion: string; about_id: About['id']; language: string; words: string }>()
  for (const { occasion, about, language = '', body } of letters) {
    const key = `${about?.id ?? ''} ${occasion} ${language}`
    if (about === null || !ANSWERED_BETWEEN.has(about.kind) || body === '' || rows.has(key)) continue
    rows.set(key, { occasion, about_id: about.id, language, words: body.slice(0, MOST).replaceAll(/https?:\/\/\S+/giu, '') })
  }
  if (rows.size > 0) await tx.insertInto('record_letter_words').values([...rows.values()]).onConflict((conflict) => conflict.doNothing()).execute()
}
