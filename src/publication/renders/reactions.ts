import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { findTermProgress } from '../../contributions/terms/queries.ts'
import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db, type Tx } from '../../platform/database.ts'
import { sha256 as digestOf } from '../../platform/digest.ts'
import type { FileStore } from '../../platform/files.ts'
import type { Log } from '../../platform/log.ts'
import { drawPng } from '../../platform/picture.ts'
import type { Typesetter } from '../../platform/typesetter.ts'
import { readStamp } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { writeApart } from '../apart/export.ts'
import { drawChart } from '../charts/model.ts'
import { writePdf } from '../pdf/export.ts'
import { blocksOf, pictureFiles, type Print } from '../text/model.ts'
import { loadReportPrint, loadReportsPrint } from '../reports/queries.ts'
import { loadEditionPrint, loadReviewPrint } from '../text/queries.ts'
import { findVersionPlace } from '../../drafts/versions/queries.ts'
import { chartName } from '../writing/export.ts'
import { dropRender, holdRender, recordRender, type Made } from './commands.ts'
import { RENDER_EDITION, type Render, type RenderDesk } from './model.ts'
import { listWaitingRenders } from './queries.ts'

/** What documents are made with. */
export interface RenderRoom {
  readonly db: Db
  /** Pictures that texts show. */
  readonly files: FileStore
  /** Where documents are kept. All of them can be made again. */
  readonly store: FileStore
  readonly typesetter: Typesetter
  readonly clock: Clock
  readonly publicUrl: () => string
}

/** How many are made at once by one process: each holds a connection while it is made. */
const AT_ONCE = 2
const DOCUMENT_LIMIT = 256_000_000

export function openRenderDesk(room: RenderRoom): RenderDesk {
  const making = new Map<Id, Promise<void>>()
  const waiting: (() => void)[] = []
  let places = AT_ONCE
  const within = async (work: () => Promise<void>): Promise<void> => {
    if (places > 0) places -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) places += 1
      else next()
    }
  }
  const make = (id: Id): Promise<void> => {
    const known = making.get(id)
    if (known !== undefined) return known
    const made = within(() => transact(room.db, (tx) => makeOne(tx, room, id)).then(() => undefined)).finally(() => making.delete(id))
    making.set(id, made)
    return made
  }
  return { make, store: room.store }
}

async function makeOne(tx: Tx, room: RenderRoom, id: Id): Promise<{ done: true }> {
  const render = await holdRender(tx, id)
  if (render === undefined || render.state !== 'waiting') return { done: true }
  // Words are counted beside the pages: what was made before they are, is looked at again when it is next asked for.
  const { due, isBehind } = await findTermProgress(tx, render.forumId)
  const stamp = due > 0 || isBehind ? '' : await readStamp(tx, render.forumId)
  const print = await loadPrint(tx, room, render)
  if (print === undefined) {
    await dropRender(tx, id)
    return { done: true }
  }
  // Of a long text each step takes a while: between them others are answered.
  await setImmediate()
  const digest = digestOf(`${RENDER_EDITION} ${render.format} ${JSON.stringify(print)}`)
  await setImmediate()
  const isSame = render.digest === digest && render.sha256 !== null && (await room.store.has(render.sha256))
  const made: Made = isSame ? { outcome: 'same' } : await makeDocument(room, render, print)
  await recordRender(tx, { id, stamp, digest, made }, room.clock())
  return { done: true }
}

async function loadPrint(tx: Tx, { publicUrl }: RenderRoom, { kind, id, language, forumId }: Render): Promise<Print | undefined> {
  if (kind === 'report') return loadReportPrint(tx, publicUrl(), forumId, id)
  if (kind === 'reports') return loadReportsPrint(tx, publicUrl(), forumId, id)
  if (kind === 'edition') return loadEditionPrint(tx, publicUrl(), id, language)
  const place = await findVersionPlace(tx, id)
  return place === undefined ? undefined : loadReviewPrint(tx, publicUrl(), place.cycleId, id)
}

async function makeDocument(room: RenderRoom, { format }: Render, print: Print): Promise<Made> {
  const pictures = await readPictures(room.files, print)
  if (format === 'pdf') {
    const pdf = await writePdf(room.typesetter, print, (sha256) => pictures.get(sha256))
    if (pdf.outcome === 'failed') return { outcome: 'failed', failure: pdf.reason, paragraph: pdf.paragraph }
    return keep(room.store, pdf.bytes, pdf.missing.length === 0 ? null : pdf.missing.join(''))
  }
  if (format === 'docx') for (const [name, png] of await drawCharts(print)) pictures.set(name, png)
  const written = await writeApart(format, print, pictures)
  return written.outcome === 'written' ? keep(room.store, written.bytes, null) : { outcome: 'failed', failure: written.reason, paragraph: written.paragraph }
}

async function keep(store: FileStore, document: Uint8Array, missing: string | null): Promise<Made> {
  const stored = await store.store(Readable.from([document], { objectMode: false }), DOCUMENT_LIMIT)
  return stored === undefined ? { outcome: 'failed', failure: 'refused', paragraph: null } : { outcome: 'made', ...stored, missing }
}

async function readPictures(files: FileStore, print: Print): Promise<Map<string, Uint8Array>> {
  const pictures = new Map<string, Uint8Array>()
  for (const { sha256 } of pictureFiles(print)) {
    if (pictures.has(sha256) || !(await files.has(sha256))) continue
    const chunks: Buffer[] = []
    for await (const chunk of files.read(sha256)) chunks.push(chunk as Buffer)
    pictures.set(sha256, Buffer.concat(chunks))
  }
  return pictures
}

/** Charts as pictures, for a word processor that draws none of ours. */
async function drawCharts(print: Print): Promise<Map<string, Uint8Array>> {
  const charts = [
    ...blocksOf(print).flatMap((block) => (block.kind === 'figure' && block.picture.kind === 'chart' ? [block.picture.chart] : [])),
    ...print.annexes.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'chart' ? [part.chart] : []))),
  ]
  const drawn = new Map<string, Uint8Array>()
  for (const chart of charts) drawn.set(chartName(chart), await drawPng(drawChart(chart)))
  return drawn
}

const INTERVAL = 2_000

/** Looks after documents that wait, until it is stopped; stopping waits for the one that is being made. */
export function startRendering(db: Db, desk: RenderDesk, log: Log): Background {
  const turn = async (signal: AbortSignal): Promise<boolean> => {
    const waiting = await listWaitingRenders(db, 10)
    for (const id of waiting) if (!signal.aborted) await desk.make(id)
    return false
  }
  return startBackground({ what: 'documents of editions', every: INTERVAL, turn, log })
}
