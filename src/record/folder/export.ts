import type { Reader } from '../../platform/database.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import { type Chain, listEntries, listTexts } from '../queries.ts'

const PART = 1000

/** `record.jsonl`: the chain word for word, a line for each entry. */
export async function* writeEntriesFile(db: Reader, chain: Chain): AsyncGenerator<string> {
  for (let after = 0; after < chain.length; ) {
    const entries = await listEntries(db, chain.id, after, Math.min(PART, chain.length - after))
    const last = entries.at(-1)
    if (last === undefined) return
    // The chain's id stands once, in forum.yaml.
    for (const { chainId: _, ...entry } of entries) yield `${canonicalJson(entry)}\n`
    after = last.sequence
  }
}

/** `record-texts.jsonl`: the texts behind the commitments that are still at hand; for the public, the public ones alone. */
export async function* writeTextsFile(db: Reader, chain: Chain, isPublic: boolean): AsyncGenerator<string> {
  for (let from = 1; from <= chain.length; from += PART) {
    const texts = await listTexts(db, chain.id, from, Math.min(from + PART - 1, chain.length), { all: !isPublic })
    // Sorted here: the database sorts names as its locale does.
    texts.sort((a, b) => a.sequence - b.sequence || (a.name < b.name ? -1 : 1))
    for (const text of texts) yield `${canonicalJson(text)}\n`
  }
}
