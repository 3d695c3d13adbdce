import type { Reader } from '../../platform/database.ts'
import type { TakeGround, TakeLinks } from '../../shared/folder-links.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { readBody } from '../queries.ts'
import { findWorkingTextForFolder, listDocumentsForFolder, listFollowersForFolder, listVersionNames, listVersionsForFolder } from './queries.ts'

/** Parsed and written anew, so that its keys stand in one order whatever order the database gives them. */
function writeBody(stored: unknown, pictures: Set<string>): string | null {
  const body = readBody(stored)
  if (body?.kind === 'figure' && body.source.kind === 'file') pictures.add(body.source.sha256)
  return body === undefined ? null : JSON.stringify(body)
}

const ONE_LINE = new Set(['restsOn'])

/** Names the versions of a cycle: `document/number`. */
export async function nameVersions(db: Reader, cycleId: Id, names: FolderNames): Promise<void> {
  for (const { id, slug, number } of await listVersionNames(db, cycleId)) names.give(id, `${slug}/${number}`)
}

/** `cycles/<slug>/documents/<slug>.yaml` for each document of a cycle. The SHA-256 of the pictures in their figures are put into `pictures`. */
export async function* writeDocumentFiles(db: Reader, cycle: { id: Id; slug: string }, takeLinks: TakeLinks, takeGround: TakeGround, pictures: Set<string>, isPublic: boolean): AsyncGenerator<{ file: string; text: string }> {
  const documents = await listDocumentsForFolder(db, cycle.id)
  for (const { id, slug, kind, title, language, created_at: createdAt, revision, rolling_since: rollingSince, agreed_in: agreedIn, chosen_at: chosenAt, chosen_for: chosenFor, chosen_into } of documents) {
    const chosenInto = documents.find((each) => each.id === chosen_into)?.slug
    const followers = isPublic ? [] : await listFollowersForFolder(db, id)
    const working = await findWorkingTextForFolder(db, id)
    const sections = working.sections.map(({ paragraphs, ...section }) => ({
      ...section,
      paragraphs: paragraphs.map((row) => ({
        id: row.id,
        text: row.text,
        body: writeBody(row.body, pictures),
        ownVoice: row.own_voice,
        revision: row.revision,
        removedAt: row.removed_at,
        restsOn: takeLinks('rests-on', row.id, null, cycle.slug),
      })),
    }))
    const versions = (await listVersionsForFolder(db, id)).map(({ version, sections: frozen }) => withhold(isPublic, title, {
      id: version.id,
      number: version.number,
      title: version.title,
      note: version.note,
      cutOff: version.cut_off,
      frozenAt: version.frozen_at,
      commentsCutOff: version.comments_cut_off,
      circulatedAt: version.circulated_at,
      releaseOn: version.release_on,
      releasedAt: version.released_at === version.frozen_at ? null : version.released_at,
      held: version.released_at === null,
      sections: frozen.map(({ paragraphs, ...section }) => ({
        ...section,
        paragraphs: paragraphs.map((row) => ({
          of: row.paragraph_id,
          number: row.number,
          text: row.text,
          body: writeBody(row.body, isPublic && version.released_at === null ? new Set() : pictures),
          ownVoice: row.own_voice,
          restsOn: takeLinks('rests-on', row.paragraph_id, version.id, cycle.slug),
        })),
      })),
      findings: takeGround(version.id, cycle.slug),
    }))
    const text = writeYaml(tidy({ id, kind, title, language, createdAt, revision, rollingSince, agreedIn, chosenAt, chosenFor, chosenInto, followers, sections, lineage: working.lineage, versions }), ONE_LINE)
    yield { file: `cycles/${cycle.slug}/documents/${slug}.yaml`, text }
  }
}

/** Of a version that is held back a public folder says that there is one, which reviews and numbers go by, and nothing of what it says. Its links were taken with it. */
function withhold<V extends { readonly held: boolean }>(isPublic: boolean, title: string, version: V): V | (Omit<V, 'note' | 'sections' | 'findings'> & { readonly title: string }) {
  if (!isPublic || !version.held) return version
  return { ...version, title, note: null, sections: [], findings: [] }
}
