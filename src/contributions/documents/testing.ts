import { Readable } from 'node:stream'
import type { Call } from '../../calls/model.ts'
import type { Db } from '../../platform/database.ts'
import { createExtractor } from '../../platform/extractor.ts'
import type { FileStore } from '../../platform/files.ts'
import type { Instant } from '../../shared/time.ts'
import { buildContribution } from '../testing.ts'
import type { SentByForm } from '../sending/commands.ts'
import { listAttachments } from '../queries.ts'
import type { Id } from '../../shared/ids.ts'
import { enlistDocuments, readWaitingDocuments } from './reactions.ts'

/** A contribution with attached files, each of these bytes under this name, in this order. */
export async function buildWithFiles(db: Db, files: FileStore, call: Call, now: Instant, attached: Readonly<Record<string, Buffer>>, over: Partial<SentByForm> = {}) {
  const attachments = []
  for (const [name, bytes] of Object.entries(attached)) {
    const stored = await files.store(Readable.from([bytes]), 50_000_000)
    if (stored === undefined) throw new Error(`${name} is too large`)
    attachments.push({ name, mediaType: 'application/octet-stream', ...stored })
  }
  const received = await buildContribution(db, call, now, { answers: [], attachments, ...over })
  const ids = (await listAttachments(db, [received.contributionId])).map(({ id }) => id as Id)
  return { ...received, attachmentIds: ids }
}

/** Reads all that waits with the reader itself. */
export async function readAll(db: Db, files: FileStore, now: Instant): Promise<number> {
  await enlistDocuments(db)
  return readWaitingDocuments({ db, files, extractor: createExtractor({ milliseconds: 30_000 }, process.env['CONVOKE_BUILT_READER']), clock: () => now })
}
