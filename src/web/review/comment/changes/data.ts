import type { Version } from '../../../../drafts/model.ts'
import { compareWords } from '../../../../drafts/versions/model.ts'
import { findFrozenParagraphs, type VersionOfCycle } from '../../../../drafts/versions/queries.ts'
import type { Reader } from '../../../../platform/database.ts'
import type { Id } from '../../../../shared/ids.ts'
import type { Stretch } from '../../../../shared/word-diff.ts'

/** A paragraph that changed because of a comment: what was put in and taken out between the version that was read and the latest. */
export interface ParagraphChange {
  readonly number: number
  readonly href: string
  readonly version: string
  readonly stretches: readonly Stretch[]
}

/** What changed in these paragraphs since a version; those that are new stand in full. Empty until a later version is out, and for what reads as before. */
export async function loadChanges(db: Reader, ids: readonly Id[], version: VersionOfCycle, latest: Version | undefined, base: string): Promise<ParagraphChange[]> {
  if (latest === undefined || latest.number <= version.number || ids.length === 0) return []
  const found = await findFrozenParagraphs(db, [version.id, latest.id], ids)
  return ids.flatMap((id) => {
    const now = found.find((each) => each.id === id && each.versionId === latest.id)
    const before = found.find((each) => each.id === id && each.versionId === version.id)
    if (now === undefined || before?.text === now.text) return []
    const stretches = compareWords(before?.text ?? '', now.text, version.language)
    return [{ number: now.number, href: `${base}/${latest.number}#p${now.number}`, version: latest.title, stretches }]
  })
}
