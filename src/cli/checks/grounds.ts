import type { Cycle } from '../../forums/model.ts'
import { flatten } from '../../drafts/model.ts'
import { listDocuments, loadWorkingText } from '../../drafts/queries.ts'
import { listNumberedParagraphs, listVersionsOfCycle } from '../../drafts/versions/queries.ts'
import type { Db } from '../../platform/database.ts'
import { listEditions } from '../../publication/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import { findPassages, listFindings } from '../../synthesis/queries.ts'
import type { Link } from '../../trace/model.ts'
import { listLinksOfCycle } from '../../trace/queries.ts'
import { overCycles, type Check, type Found } from './check.ts'

interface Placed {
  readonly id: Id
  readonly subject: string
  readonly isOwnVoice: boolean
  readonly versionId: Id | null
}

/** Every paragraph of a working text, of its latest version and of an edition rests on something, or is declared the editors' own voice. */
export const checkGrounds: Check = {
  name: 'grounds',
  run: ({ db, ...scope }) =>
    overCycles({ db, ...scope }, async (cycle) => {
      const links = (await listLinksOfCycle(db, cycle.id)).filter(({ relation, from }) => relation === 'rests-on' && from.kind === 'paragraph')
      const grounded = new Set(links.map((link) => `${link.from.id} ${link.versionId ?? ''}`))
      const paragraphs = [...(await inWorkingTexts(db, cycle)), ...(await inVersions(db, cycle))]
      const bare = paragraphs.filter((paragraph) => !paragraph.isOwnVoice && !grounded.has(`${paragraph.id} ${paragraph.versionId ?? ''}`))
      const findings = bare.map(({ subject }): Found => ({ subject, sentence: 'The paragraph rests on nothing and is not declared the editors\' own voice.', serious: false }))
      return { checked: paragraphs.length, findings }
    }),
}

/** What paragraphs of the working text and standing findings rest on is still there. */
export const checkLinks: Check = {
  name: 'links',
  run: ({ db, ...scope }) =>
    overCycles({ db, ...scope }, async (cycle) => {
      const links = (await listLinksOfCycle(db, cycle.id)).filter(({ relation, versionId }) => relation === 'rests-on' && versionId === null)
      const findings = await listFindings(db, cycle.id)
      const names = new Map<Id, string>([
        ...(await inWorkingTexts(db, cycle)).map(({ id, subject }): [Id, string] => [id, subject]),
        ...findings.map(({ id, number }): [Id, string] => [id, formatRef(cycle.slug, 'F', number)]),
      ])
      const known = new Set<Id>([
        ...(await findPassages(db, targets(links, 'passage'))).map(({ id }) => id),
        ...findings.map(({ id }) => id),
      ])
      const broken = links.flatMap(({ from, to }): Found[] => {
        const subject = names.get(from.id)
        const isGone = (to.kind === 'passage' || to.kind === 'finding') && !known.has(to.id)
        return subject !== undefined && isGone ? [{ subject, sentence: `It rests on a ${to.kind} that was taken back.`, serious: false }] : []
      })
      return { checked: links.length, findings: broken }
    }),
}

function targets(links: readonly Link[], kind: Link['to']['kind']): Id[] {
  return links.filter(({ to }) => to.kind === kind).map(({ to }) => to.id)
}

async function inWorkingTexts(db: Db, cycle: Cycle): Promise<Placed[]> {
  const placed: Placed[] = []
  for (const { id, slug } of await listDocuments(db, cycle.id)) {
    for (const paragraph of flatten(await loadWorkingText(db, id))) {
      placed.push({ id: paragraph.id, subject: `${cycle.slug} ${slug} ¶ ${paragraph.number}`, isOwnVoice: paragraph.isOwnVoice, versionId: null })
    }
  }
  return placed
}

async function inVersions(db: Db, cycle: Cycle): Promise<Placed[]> {
  const editions = new Set<Id>((await listEditions(db, cycle.id)).map(({ versionId }) => versionId))
  const versions = await listVersionsOfCycle(db, cycle.id)
  const latest = new Set<Id>([...Map.groupBy(versions, ({ documentId }) => documentId).values()].flatMap((ofDocument) => ofDocument.slice(0, 1)).map(({ id }) => id))
  const chosen = versions.filter(({ id }) => editions.has(id) || latest.has(id))
  const names = new Map<Id, string>(chosen.map(({ id, documentSlug, number }) => [id, `${cycle.slug} ${documentSlug} version ${number}`]))
  const paragraphs = await listNumberedParagraphs(db, [...names.keys()])
  return paragraphs.map(({ id, versionId, number, isOwnVoice }) => ({ id, versionId, isOwnVoice, subject: `${names.get(versionId) ?? ''} ¶ ${number}` }))
}
