import type { Call } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { guardCell, guardTypedCell } from '../../../contributions/cells/model.ts'
import { countParts, downloadCells, downloadHeader, downloadJson, toPublicRow, type DownloadRow, type DownloadShape } from '../../../contributions/download/model.ts'
import { findLongestAnswers, listContributors, readForDownload } from '../../../contributions/download/queries.ts'
import { downloadName } from '../../../contributions/model.ts'
import { writeDelimited } from '../../../platform/delimited.ts'
import { writeWorkbook } from '../../../platform/spreadsheet-stream.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { contributionAddress } from '../data.ts'
import { addOutcomes } from '../outcomes/data.ts'

/** What a table is made of: a cycle, or one call of it; for anyone, or with all that the desk sees. */
export interface Download extends InCycle {
  readonly calls: readonly Call[]
  readonly callId: Id | undefined
  readonly isFull: boolean
}

/** The cycle's calls, or the one that the address asks for; undefined where there is no such call. */
export async function loadDownload(request: PageRequest, inCycle: InCycle, isFull: boolean): Promise<Download | undefined> {
  const all = await listCalls(request.db, inCycle.cycle.id)
  const asked = request.query['call']
  const calls = asked === undefined ? all : all.filter(({ slug }) => slug === asked)
  return asked !== undefined && calls.length === 0 ? undefined : { ...inCycle, calls, callId: asked === undefined ? undefined : calls[0]?.id, isFull }
}

async function* readRows(request: PageRequest, download: Download): AsyncGenerator<DownloadRow> {
  for await (const plain of readForDownload(request.db, download.cycle.id, download)) {
    const rows = await addOutcomes(request.db, download, plain)
    yield* download.isFull ? rows : rows.map(toPublicRow)
  }
}

function shapeOf(download: Download, parts: ReadonlyMap<Id, number> = new Map()): DownloadShape {
  return { cycle: download.cycle.slug, calls: download.calls, isFull: download.isFull, parts }
}

async function* contributionRows(request: PageRequest, download: Download, shape: DownloadShape): AsyncGenerator<string[]> {
  yield downloadHeader(shape)
  for await (const row of readRows(request, download)) yield downloadCells(row, shape)
}

async function* contributorRows(request: PageRequest, { cycle, isFull }: Download): AsyncGenerator<string[]> {
  yield ['Contributor', 'Organisation', 'Country', 'Stakeholder group', 'Regional group', 'Contributions', 'IDs']
  for (const each of await listContributors(request.db, cycle.id, isFull)) {
    yield [each.contributor ?? '', each.organisation ?? '', each.country ?? '', each.stakeholderGroup ?? '', each.regionalGroup ?? '', String(each.numbers.length), each.numbers.map((number) => formatRef(cycle.slug, 'C', number)).join(' ')]
  }
}

async function* attachmentRows(request: PageRequest, download: Download): AsyncGenerator<string[]> {
  const { forum, cycle, isFull } = download
  yield ['ID', 'Position', 'File', 'Media type', 'Bytes', 'SHA-256', 'Address']
  for await (const { contribution, files, fileIds, redactedFiles } of readRows(request, download)) {
    for (const [place, { position, name, mediaType, size, sha256 }] of files.entries()) {
      const isWithheld = !isFull && redactedFiles.has(fileIds[place] ?? contribution.id)
      const address = `${isFull ? '/desk' : ''}${contributionAddress(forum.slug, cycle.slug, contribution.number)}/files/${position}/${encodeURIComponent(downloadName(name))}`
      yield [formatRef(cycle.slug, 'C', contribution.number), String(position), name, mediaType, String(size), sha256, isWithheld ? '' : `${request.view.publicUrl}${address}`]
    }
  }
}

async function* mapCells(rows: AsyncIterable<readonly string[]>, change: (cell: string) => string): AsyncGenerator<string[]> {
  for await (const cells of rows) yield cells.map(change)
}

/** The tables that can be had as CSV. */
export const TABLES = { contributions: (request: PageRequest, download: Download) => contributionRows(request, download, shapeOf(download)), contributors: contributorRows, attachments: attachmentRows } as const
export type Table = keyof typeof TABLES

/** A table as RFC 4180 has it, in UTF-8; what a spreadsheet would run as a formula has an apostrophe before it, which the importer takes off. */
export function toCsv(request: PageRequest, download: Download, table: Table): AsyncIterable<string> {
  return writeDelimited(mapCells(TABLES[table](request, download), guardCell))
}

/** All tables as one workbook. */
export async function* toWorkbook(request: PageRequest, download: Download): AsyncGenerator<Uint8Array> {
  const longest = await findLongestAnswers(request.db, download.cycle.id)
  const shape = shapeOf(download, new Map([...longest].map(([id, length]) => [id, countParts(length)])))
  yield* writeWorkbook([
    { name: 'Contributions', rows: mapCells(contributionRows(request, download, shape), guardTypedCell) },
    { name: 'Contributors', rows: mapCells(contributorRows(request, download), guardTypedCell) },
    { name: 'Attachments', rows: mapCells(attachmentRows(request, download), guardTypedCell) },
  ])
}

/** Each contribution as JSON on a line of its own. */
export async function* toJsonLines(request: PageRequest, download: Download): AsyncGenerator<string> {
  const shape = shapeOf(download)
  for await (const row of readRows(request, download)) yield `${JSON.stringify(downloadJson(row, shape))}\n`
}
