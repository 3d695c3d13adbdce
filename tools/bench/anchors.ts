/** Comments carried to a new version: ten thousand of them on 150 paragraphs, and texts found again by their words alone. */
import { matchTexts } from '../../src/drafts/matching/model.ts'
import { flatten } from '../../src/drafts/model.ts'
import { addSection, startDocument } from '../../src/drafts/commands.ts'
import { addParagraphs, reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { freezeDraft } from '../../src/drafts/versions/commands.ts'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db, type Tx } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { carryComments } from '../../src/review/anchors/commands.ts'
import { openReview } from '../../src/review/commands.ts'
import { sendComment } from '../../src/review/comments/commands.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { Refusal } from '../../src/shared/result.ts'
import { quantile, seeded, timed, type Bench, type Installation } from './measure.ts'

const [PARAGRAPHS, COMMENTS] = [150, 10_000]

export const anchorsBench: Bench = {
  title: 'Comments carried to a new version',
  run: async (installation) => {
    const carried = await measureCarrying(installation.db)
    const read = await measureReading(installation)
    const [small, large] = [measureMatching(PARAGRAPHS), measureMatching(PARAGRAPHS * 10)]
    return {
      figures: [
        { what: '10,000 comments carried to a new version', value: carried.ms / 1000, unit: 's', promised: 2 },
        { what: 'The page of a review with 10,000 comments, rendered, the slowest of twenty', value: Math.max(...read.ms), unit: 'ms', promised: 300 },
        { what: '… its first visit, all together', value: read.bytes / 1000, unit: 'KB', promised: 60 },
        { what: '… the comments of its first section, rendered, median', value: quantile(read.section, 0.5), unit: 'ms' },
        { what: '150 paragraphs found again by their words, the slowest edit', value: small / 1000, unit: 's', promised: 0.5 },
        { what: '1,500 paragraphs found again by their words, the slowest edit', value: large / 1000, unit: 's', promised: 6 },
      ],
      remarks: [
        `Carried: ${carried.count} anchors, half of them on words of a paragraph, each on others, after a word was put into every paragraph; one transaction from reading the versions to the commit on disk.`,
        'Rendered: by the clock, from routing through its queries to the finished page, each at an address of its own so that nothing kept is used; the visit as a browser that takes brotli gets it, with style sheet, font and icon.',
        'Found again: processor time of this process, made-up words; one word added to each paragraph, one sentence removed from each, each split in two.',
      ],
    }
  },
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function measureCarrying(db: Db): Promise<{ ms: number; count: number }> {
  const now = systemClock()
  const names = { slug: 'carrying', title: 'Carrying', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, names, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2026', title: 'Cycle 2026', focus: 'Speed', note: null }, now)))
  const { documentId, versionId } = await transact(db, (tx) => writeDocument(tx, forumId, cycleId))
  const review = taken(await transact(db, (tx) => openReview(tx, SYSTEM, { forumId, cycleId, versionId, title: 'Review', introduction: '', closesOn: undefined }, now)))
  await sendAll(db, review.reviewId)
  const after = await transact(db, async (tx) => {
    for (const { id, revision, text } of flatten(await loadWorkingText(tx, documentId))) taken(await reviseParagraph(tx, SYSTEM, { documentId, paragraphId: id, revision, text: text.replace(' ', ' indeed ') }, systemClock()))
    return taken(await freezeDraft(tx, SYSTEM, { documentId, title: 'After', note: '' }, systemClock()))
  })
  const { ms, value } = await timed(() => transact(db, (tx) => carryComments(tx, SYSTEM, { documentId, versionId: after.versionId }, systemClock())))
  return { ms, count: value.carried }
}

async function writeDocument(tx: Tx, forumId: Id<'forum'>, cycleId: Id<'cycle'>): Promise<{ documentId: Id<'document'>; versionId: Id<'version'> }> {
  const now = systemClock()
  const { documentId } = taken(await startDocument(tx, SYSTEM, { forumId, cycleId, slug: 'draft', kind: 'draft-output', title: 'Draft output', language: 'en' }, now))
  const { sectionId } = taken(await addSection(tx, SYSTEM, { documentId, title: 'All of it' }, now))
  const text = writeTexts(PARAGRAPHS).map((sentences) => sentences.join(' ')).join('\n\n')
  taken(await addParagraphs(tx, SYSTEM, { documentId, sectionId, after: 'end', text }, now))
  return { documentId, versionId: taken(await freezeDraft(tx, SYSTEM, { documentId, title: 'Before', note: '' }, now)).versionId }
}

/** The review's page with all that was sent, as its first reader of the moment gets it. */
async function measureReading(installation: Installation): Promise<{ ms: number[]; section: number[]; bytes: number }> {
  const page = '/carrying/2026/reviews/1'
  const read = async (path: string, encoding: string) => (await installation.handle(path, { 'accept-encoding': encoding })).arrayBuffer()
  const text = Buffer.from(await read(page, 'identity')).toString()
  const [section = `${page}/comments`] = Array.from(text.matchAll(/href="([^"]+\/sections\/[0-9]+)"/gu), ([, path]) => path ?? '')
  const [ms, ofSection]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < 20; turn++) {
    ms.push((await timed(() => read(`${page}?turn=${turn}`, 'identity'))).ms)
    ofSection.push((await timed(() => read(`${section}?turn=${turn}`, 'identity'))).ms)
  }
  const named = [...new Set(Array.from(text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/gu), ([, path]) => path ?? ''))]
  let bytes = 0
  for (const path of [page, ...named]) bytes += (await read(path, 'br')).byteLength
  return { ms, section: ofSection, bytes }
}

/** All in a few transactions: how long they take to be sent is measured elsewhere. */
async function sendAll(db: Db, reviewId: Id<'review'>): Promise<void> {
  const texts = writeTexts(PARAGRAPHS).map((sentences) => sentences.join(' ').split(' '))
  for (let start = 0; start < COMMENTS; start += 500) {
    await transact(db, async (tx) => {
      for (let at = start; at < start + 500; at++) {
        const quote = at % 2 === 0 ? undefined : { words: (texts[at % PARAGRAPHS] ?? []).slice(at / PARAGRAPHS / 2, at / PARAGRAPHS / 2 + 6).join(' ') }
        taken(await sendComment(tx, PUBLIC, { ...NOTHING_SAID, reviewId, paragraphs: [1 + (at % PARAGRAPHS)], quote, text: `Comment ${at}.`, formKey: newId() }, systemClock()))
      }
      return true
    })
  }
}

const NOTHING_SAID = {
  cycleSlug: '2026',
  target: 'paragraphs',
  missingWhere: undefined,
  type: 'general',
  proposal: undefined,
  author: undefined,
  organisation: undefined,
  stakeholderGroup: undefined,
  regionalGroup: undefined,
  language: 'en',
  consent: 'full',
  mail: undefined,
} as const

/** Paragraphs of four sentences of words that are made up, a few of them often and most seldom. */
function writeTexts(count: number): string[][] {
  const random = seeded(7_000 + count)
  const below = (most: number): number => Math.floor(random() * most)
  const word = (): string => `${SYLLABLES[below(12)] ?? ''}${SYLLABLES[Math.min(below(12), below(12))] ?? ''}${SYLLABLES[below(4)] ?? ''}`
  return Array.from({ length: count }, () => Array.from({ length: 4 }, () => `${Array.from({ length: 10 + below(14) }, word).join(' ')}.`))
}

const SYLLABLES = ['ta', 'lor', 'ven', 'shi', 'ber', 'ough', 'nel', 'kip', 'dra', 'mo', 'ster', 'wi']

/** Milliseconds of processor time for the slowest of three edits. */
function measureMatching(paragraphs: number): number {
  const texts = writeTexts(paragraphs)
  const edits = [
    texts.map((sentences) => sentences.join(' ').replace(' ', ' indeed ')),
    texts.map((sentences, at) => sentences.toSpliced(at % 4, 1).join(' ')),
    texts.flatMap((sentences) => [sentences.slice(0, 2).join(' '), sentences.slice(2).join(' ')]),
  ]
  const before = texts.map((sentences, id) => ({ id, text: sentences.join(' ') }))
  return Math.max(
    ...edits.map((edited) => {
      const after = edited.map((text) => ({ text }))
      const started = process.cpuUsage()
      matchTexts(before, after, 'en')
      const { user, system } = process.cpuUsage(started)
      return (user + system) / 1000
    }),
  )
}
