/** The review page of 150 paragraphs with 1,000 comments, the one that was loaded into the closest peer too. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addSection, startDocument } from '../../src/drafts/commands.ts'
import { addParagraphs } from '../../src/drafts/paragraphs/commands.ts'
import { freezeDraft } from '../../src/drafts/versions/commands.ts'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db, type Tx } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { openReview } from '../../src/review/commands.ts'
import { sendComment } from '../../src/review/comments/commands.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { Refusal } from '../../src/shared/result.ts'
import { DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { openProcessorClock } from './processor.ts'
import { sendForms } from './senders.ts'
import { cpuEach, quantile, seeded, timed, type Bench, type Installation, type Measured } from './measure.ts'

interface Material {
  readonly paragraphs: readonly string[]
  readonly comments: readonly { readonly author: string; readonly para: number; readonly text: string }[]
  readonly source: string
}

const PER_SECTION = 10
const [FORUM, CYCLE] = ['speed', '2026']

export const reviewBench: Bench = {
  title: 'Review of a draft: 150 paragraphs, 1,000 comments',
  run: async (installation) => {
    const material = readMaterial(process.cwd())
    const page = await load(installation.db, material)
    const rendering = await measureRendering(installation, page)
    const posting = await measurePosting(installation, page)
    const sustained = await measureSustained(installation, page)
    return {
      figures: [...rendering.figures, ...posting.figures, ...sustained.figures],
      remarks: [
        `Loaded: ${material.source}; ${material.paragraphs.length} paragraphs in ${Math.ceil(material.paragraphs.length / PER_SECTION)} sections, ${material.comments.length} comments.`,
        'Rendered: the whole request in this process, from routing through its queries to the finished page, uncompressed, each at an address of its own so that nothing kept is used; processor time of this process (PostgreSQL’s own is not in it), the mean of the quickest of twelve batches.',
        'A comment posted: one form after the other over HTTP from the same process, each acknowledged after its commit is on disk (fsync and synchronous_commit on); after each, the page of its paragraph was read and had to hold it.',
        ...posting.remarks,
        ...sustained.remarks,
      ],
    }
  },
}

/** The shared data where it is at hand, else texts of the same number and length made from a seed. */
function readMaterial(root: string): Material {
  const file = join(root, '..', 'shared', 'data', 'review-150x1000.json')
  if (existsSync(file)) return { ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Material, 'source'>), source: 'review-150x1000.json' }
  process.stdout.write('review-150x1000.json is not at hand; measuring with generated texts of the same size.\n')
  const random = seeded(150_1000)
  const word = () => Array.from({ length: 2 + Math.floor(random() * 9) }, () => String.fromCodePoint(97 + Math.floor(random() * 26))).join('')
  const text = (length: number) => {
    const words: string[] = []
    for (let size = 0; size < length; size += (words.at(-1)?.length ?? 0) + 1) words.push(word())
    return words.join(' ')
  }
  return {
    paragraphs: Array.from({ length: 150 }, () => text(605)),
    comments: Array.from({ length: 1000 }, (_, index) => ({ author: `Participant ${index % 300}`, para: Math.floor(random() * 150), text: text(227) })),
    source: 'generated texts of the same size',
  }
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

/** Opens a forum, writes the document, freezes it, opens its review and sends every comment: by the commands that the pages call. */
async function load(db: Db, material: Material): Promise<string> {
  const now = systemClock()
  const forumNames = { slug: FORUM, title: 'Speed', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, forumNames, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: CYCLE, title: 'Cycle 2026', focus: 'Speed', note: null }, now)))
  const versionId = await transact(db, (tx) => writeVersion(tx, { forumId, cycleId }, material.paragraphs))
  const opened = taken(await transact(db, (tx) => openReview(tx, SYSTEM, { forumId, cycleId, versionId, title: 'Review of the draft', introduction: 'Say what is unclear, wrong or missing.', closesOn: undefined }, now)))
  for (const [index, { author, para, text }] of material.comments.entries()) {
    const comment = { ...NOTHING_SAID, stakeholderGroup: GROUPS[(index * 5) % GROUPS.length], reviewId: opened.reviewId, paragraphs: [para + 1], text, author, formKey: newId() }
    taken(await transact(db, (tx) => sendComment(tx, PUBLIC, comment, systemClock())))
  }
  return `/${FORUM}/${CYCLE}/reviews/${opened.number}`
}

/** The data names no groups; with them each paragraph has its bar of voices to draw. */
const GROUPS = [...DEFAULT_STAKEHOLDER_GROUPS.map(({ key }) => key), undefined]

const NOTHING_SAID = {
  cycleSlug: CYCLE,
  target: 'paragraphs',
  missingWhere: undefined,
  type: 'general',
  proposal: undefined,
  organisation: undefined,
  regionalGroup: undefined,
  language: 'en',
  consent: 'full',
  mail: undefined,
} as const

async function writeVersion(tx: Tx, place: { forumId: Id<'forum'>; cycleId: Id<'cycle'> }, paragraphs: readonly string[]): Promise<Id> {
  const now = systemClock()
  const { documentId } = taken(await startDocument(tx, SYSTEM, { ...place, slug: 'draft', kind: 'draft-output', title: 'Draft output', language: 'en' }, now))
  for (let start = 0; start < paragraphs.length; start += PER_SECTION) {
    const { sectionId } = taken(await addSection(tx, SYSTEM, { documentId, title: `Section ${start / PER_SECTION + 1}` }, now))
    const text = paragraphs.slice(start, start + PER_SECTION).map((paragraph) => paragraph.replaceAll(/\s*\n\s*/gu, ' ')).join('\n\n')
    taken(await addParagraphs(tx, SYSTEM, { documentId, sectionId, after: 'end', text }, now))
  }
  return taken(await freezeDraft(tx, SYSTEM, { documentId, title: 'Draft 1', note: '' }, now)).versionId
}

async function measureRendering(installation: Installation, page: string): Promise<Measured> {
  const handle: Installation['handle'] = (path, headers) => installation.handle(path, headers)
  const plain = { 'accept-encoding': 'identity' }
  const paragraph = `${page}/paragraphs/1`
  const read = async (path: string, headers: Readonly<Record<string, string>> = plain) => (await handle(path, headers)).arrayBuffer()
  const rendered = await cpuEach((turn) => read(`${page}?turn=${turn}`), 240, 100)
  const renderedParagraph = await cpuEach((turn) => read(`${paragraph}?turn=${turn}`), 100, 20)
  const register = await cpuEach((turn) => read(`${page}/comments?turn=${turn}`), 60, 20)
  const brotli = { 'accept-encoding': 'br' }
  const again = await cpuEach(() => read(page, brotli), 1000, 100)
  const tag = (await handle(page, brotli)).headers.get('etag') ?? ''
  const unchanged = await cpuEach(() => read(page, { ...brotli, 'if-none-match': tag }), 1000, 100)
  const sizes = await weigh(handle, page)
  return {
    figures: [
      { what: 'The review page, rendered', value: rendered, unit: 'ms', promised: 12 },
      { what: 'The review page, served again unchanged', value: again, unit: 'ms', promised: 1.5 },
      { what: 'The review page, answered 304', value: unchanged, unit: 'ms', promised: 1.5 },
      { what: `The busiest paragraph’s page, rendered`, value: renderedParagraph, unit: 'ms', promised: 12 },
      { what: 'A register page of 100 comments, rendered', value: register, unit: 'ms' },
      ...sizes,
    ],
    remarks: [],
  }
}

/** Bytes of a first visit: the page and every file that it names, each as a browser that takes brotli gets it. */
async function weigh(handle: Installation['handle'], page: string): Promise<Measured['figures']> {
  const bytes = async (path: string) => (await (await handle(path, { 'accept-encoding': 'br' })).arrayBuffer()).byteLength / 1000
  const text = await (await handle(page, { 'accept-encoding': 'identity' })).text()
  const named = [...new Set(Array.from(text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/gu), ([, path]) => path ?? ''))]
  const html = await bytes(page)
  let files = 0
  for (const path of named) files += await bytes(path)
  return [
    { what: 'First visit, all together', value: html + files, unit: 'KB', promised: 60 },
    { what: '… of which the page', value: html, unit: 'KB' },
    { what: '… of which style sheet, font and icon', value: files, unit: 'KB' },
    { what: 'Requests of a first visit', value: 1 + named.length, unit: 'requests' },
  ]
}

const POSTS = 300

async function measurePosting(installation: Installation, page: string): Promise<Measured> {
  const posted: number[] = []
  const shown: number[] = []
  let missing = 0
  for (let turn = 0; turn < POSTS + 20; turn++) {
    const paragraph = 1 + (turn % 150)
    const body = new URLSearchParams({ formKey: newId(), target: 'paragraphs', paragraphs: String(paragraph), type: 'general', text: `Measured comment ${turn}.`, consent: 'full', author: 'Measure' })
    const { ms, value } = await timed(() => fetch(`${installation.url}${page}/comment`, { method: 'POST', body, redirect: 'manual' }))
    if (value.status !== 303) throw new Error(`A comment was answered ${value.status}`)
    const read = await timed(async () => (await fetch(`${installation.url}${page}/paragraphs/${paragraph}`)).text())
    if (!read.value.includes(`Measured comment ${turn}.`)) missing += 1
    if (turn < 20) continue
    posted.push(ms)
    shown.push(read.ms)
  }
  return {
    figures: [
      { what: 'A comment posted, median', value: quantile(posted, 0.5), unit: 'ms', promised: 10 },
      { what: 'A comment posted, 99 of 100', value: quantile(posted, 0.99), unit: 'ms' },
      { what: 'Its paragraph’s page read next, median', value: quantile(shown, 0.5), unit: 'ms' },
    ],
    remarks: [`Of ${POSTS + 20} comments posted, ${missing === 0 ? 'every one was' : `${missing} were not`} on the next read.`],
  }
}

const [SECONDS, AT_ONCE] = [10, 32]

async function measureSustained(installation: Installation, page: string): Promise<Measured> {
  const { url, db } = installation
  const count = async () => Number(((await (await installation.handle(`${page}.json`)).json()) as { comments: number }).comments)
  const before = await count()
  const clock = await openProcessorClock(db)
  const begun = clock()
  const fields = { formKey: '{id}', target: 'paragraphs', paragraphs: '75', type: 'general', text: 'Comment {n}, sent before the review ends.', consent: 'full', author: 'Sender {n}' }
  const sent = await sendForms({ url, path: `${page}/comment`, fields, seconds: SECONDS, atOnce: AT_ONCE })
  const work = clock() - begun
  return {
    figures: [
      { what: 'Time for each comment, many at once', value: (sent.seconds * 1000) / sent.sent, unit: 'ms', promised: 1000 / 300 },
      { what: '… processor time, of the server and of PostgreSQL’s processes', value: work / sent.sent, unit: 'ms' },
      { what: 'A comment acknowledged among many, 99th percentile', value: sent.p99, unit: 'ms' },
      { what: 'Acknowledged and not found', value: sent.sent - ((await count()) - before), unit: 'requests', promised: 0 },
      { what: 'Not acknowledged', value: sent.failed, unit: 'requests', promised: 0 },
    ],
    remarks: [`${AT_ONCE} senders, one process beside the server's, commented for ${SECONDS} s: ${sent.sent} comments, ${Math.round(sent.sent / sent.seconds)} a second, each acknowledged after its commit is on disk.`],
  }
}
