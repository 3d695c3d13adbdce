import { loadAnnexGround } from '../../../publication/annexes/queries.ts'
import { composeAnnexes } from '../../../publication/annexes/model.ts'
import { countAnnexes } from '../../../publication/composing/model.ts'
import type { PrintAnnex } from '../../../publication/text/model.ts'
import type { FrozenText } from '../../../drafts/model.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import type { Edition } from '../../../publication/model.ts'
import type { PageRequest } from '../../page.tsx'

/** Comments in a list of the page at most; every one is in the documents, in the register and in its table. */
export const COMMENTS_SHOWN = 100

interface Annexed {
  readonly forum: Forum
  readonly cycle: Cycle
  readonly edition: Edition
  readonly text: FrozenText
  /** `/forum/cycle`. */
  readonly base: string
}

/** What was printed after an edition, as its documents have it and in their order; what did not agree stands on the page by itself. */
export async function loadPageAnnexes({ db, view }: PageRequest, data: Annexed, language: string, references: readonly { readonly name: string; readonly title: string; readonly author: string | null }[]): Promise<PrintAnnex[]> {
  const { forum, cycle, edition, text, base } = data
  const numbered = references.map(({ name, title, author }) => ({ number: Number(name.slice('L-'.length)), title, author }))
  const ground = await loadAnnexGround(db, { forum, cycle }, edition, language, { base: `${view.publicUrl}${base}`, forumBase: `${view.publicUrl}/${forum.slug}`, references: numbered }, COMMENTS_SHOWN + 1)
  return composeAnnexes(edition.annexes, ground, countAnnexes(text))
}
