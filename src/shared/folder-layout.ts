/** The files of one cycle's folder that may be there, by what they hold. */
export const CYCLE_FILES = [
  'cycle',
  'scoping',
  'calls',
  'invitations',
  'pinned-figures',
  'printed-names',
  'contributions',
  'contributed-documents',
  'desk',
  'published-figures',
  'targets',
  'references',
  'synthesis',
  'campaigns',
  'suggested',
  'corrections',
  'draft-suggestions',
  'reviews',
  'comments',
  'review-desk',
  'waiting-comments',
  'fates',
  'editions',
  'told',
] as const
export type CycleFileName = (typeof CYCLE_FILES)[number]

export interface CycleLayout {
  readonly slug: string
  /** Paths, by what the files hold. */
  readonly files: ReadonlyMap<CycleFileName, string>
  /** Paths of documents, by slug. */
  readonly documents: ReadonlyMap<string, string>
}

/** The files of a forum folder, each in its place. */
export interface FolderLayout {
  readonly cycles: readonly CycleLayout[]
  /** Paths, by slug. */
  readonly meetings: ReadonlyMap<string, string>
  /** Paths of the posts of lists, by the lists' names. */
  readonly lists: ReadonlyMap<string, string>
  /** Names of attached files: their SHA-256. */
  readonly attachments: ReadonlySet<string>
  readonly people: boolean
  readonly terms: boolean
  /** What a forum's meetings have in common. */
  readonly gatherings: boolean
  readonly polls: boolean
  readonly record: boolean
  readonly recordTexts: boolean
  /** What has no place in a forum folder: most often a name that is spelt wrong. */
  readonly strangers: readonly string[]
}

const SLUG = '[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])'
const CYCLE = new RegExp(`^cycles/(${SLUG})/(${CYCLE_FILES.join('|')})\\.yaml$`, 'u')
const DOCUMENT = new RegExp(`^cycles/(${SLUG})/documents/(${SLUG})\\.yaml$`, 'u')
const MEETING = new RegExp(`^meetings/(${SLUG})\\.yaml$`, 'u')
const LIST = new RegExp(`^lists/(${SLUG})\\.yaml$`, 'u')
const ATTACHMENT = /^files\/([0-9a-f]{64})$/u

/** Puts the paths of a folder in their places; cycles, documents and meetings in the order of their slugs. */
export function readLayout(paths: readonly string[]): FolderLayout {
  const cycles = new Map<string, { slug: string; files: Map<CycleFileName, string>; documents: Map<string, string> }>()
  const [meetings, lists, attachments, strangers] = [new Map<string, string>(), new Map<string, string>(), new Set<string>(), new Array<string>()]
  const cycle = (slug: string) => {
    const known = cycles.get(slug) ?? { slug, files: new Map<CycleFileName, string>(), documents: new Map<string, string>() }
    cycles.set(slug, known)
    return known
  }
  for (const path of [...paths].sort((a, b) => (a < b ? -1 : 1))) {
    const [inCycle, inDocuments, inMeetings, inLists, inFiles] = [CYCLE, DOCUMENT, MEETING, LIST, ATTACHMENT].map((pattern) => pattern.exec(path)?.slice(1))
    if (inCycle !== undefined) cycle(inCycle[0] ?? '').files.set(inCycle[1] as CycleFileName, path)
    else if (inDocuments !== undefined) cycle(inDocuments[0] ?? '').documents.set(inDocuments[1] ?? '', path)
    else if (inMeetings !== undefined) meetings.set(inMeetings[0] ?? '', path)
    else if (inLists !== undefined) lists.set(inLists[0] ?? '', path)
    else if (inFiles !== undefined) attachments.add(inFiles[0] ?? '')
    else if (!['forum.yaml', 'people.yaml', 'names.yaml', 'terms.yaml', 'meetings.yaml', 'polls.yaml', 'lists.yaml', 'announcements.yaml', 'papers.yaml', 'import-mappings.yaml', 'record.jsonl', 'record-texts.jsonl'].includes(path)) strangers.push(path)
  }
  const has = (path: string) => paths.includes(path)
  return {
    cycles: [...cycles.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    meetings,
    lists,
    attachments,
    people: has('people.yaml'),
    terms: has('terms.yaml'),
    gatherings: has('meetings.yaml'),
    polls: has('polls.yaml'),
    record: has('record.jsonl'),
    recordTexts: has('record-texts.jsonl'),
    strangers,
  }
}
