import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { asksForNoArchive, toPost } from '../lists/arriving/mail.ts'
import { importPosts } from '../lists/imports/commands.ts'
import type { List } from '../lists/model.ts'
import type { IncomingPost } from '../lists/posts/model.ts'
import { transact, type Db } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { headerOf, readMail, type ReadMail } from '../platform/mail-reading.ts'
import { readMailbox } from '../platform/mbox.ts'
import type { Actor } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'

export interface ImportedMail {
  readonly read: number
  readonly taken: number
  /** Here already, or twice in the mailbox, by Message-ID. */
  readonly known: number
  /** Each with its place in the mailbox, from 1. */
  readonly refused: readonly { readonly row: number; readonly reason: Reason }[]
}

/**
 * `unreadable`: nested or long beyond all bounds; `no-archive`: its author asks that it be not kept; `thrown-away`: its program marks it as
 * deleted, a draft or spam, or as a note of its own; `cut-off`: the compressed file ends or breaks in the middle.
 */
type Reason = 'unreadable' | 'no-archive' | 'empty' | 'thrown-away' | 'cut-off'

const LARGEST_MAIL = 60_000_000
/** Mails, and bytes of them, that are taken in one step. */
const AT_ONCE = 1000
const BYTES_AT_ONCE = 32_000_000
/** A compressed mailbox is no more than so many times as long when it is opened: what grows further was made to. */
const MOST_GROWTH = 200

/**
 * Takes a mailbox of any size into a list's archive, also one that is compressed (gzip), a thousand mails in each step. Where the process
 * dies between two, what was taken is there, and reading the mailbox again takes the rest. A private archive is private from the first
 * mail: what may be seen is asked of the list by every page.
 */
export async function importMail(db: Db, actor: Actor, input: { list: List; file: string; files: FileStore }, now: Instant): Promise<ImportedMail> {
  const refused: { row: number; reason: Reason }[] = []
  const sum = { read: 0, taken: 0, known: 0 }
  let [posts, bytes, since, steps] = [[] as IncomingPost[], 0, 0, 0]
  const step = async (): Promise<void> => {
    const done = await transact(db, (tx) => importPosts(tx, actor, { list: input.list, posts, read: sum.read - since }, now))
    sum.taken += done.taken
    sum.known += done.known
    ;[posts, bytes, since, steps] = [[], 0, sum.read, steps + 1]
  }
  const handle = await open(input.file)
  try {
    for await (const raw of mailsOf(handle)) {
      sum.read++
      const read = typeof raw === 'string' ? raw : await readOne(input.files, raw)
      if (typeof read === 'string') refused.push({ row: sum.read, reason: read })
      else posts.push(read)
      bytes += typeof raw === 'string' ? 0 : raw.length
      if (posts.length >= AT_ONCE || bytes >= BYTES_AT_ONCE) await step()
    }
  } finally {
    await handle.close()
  }
  if (steps === 0 || sum.read > since) await step()
  return { ...sum, refused }
}

async function readOne(files: FileStore, raw: Uint8Array): Promise<IncomingPost | Reason> {
  const mail = await readMail(raw)
  if (mail === undefined) return 'unreadable'
  if (asksForNoArchive(mail)) return 'no-archive'
  if (isThrownAway(mail)) return 'thrown-away'
  const stored = await files.store(Readable.from([Buffer.from(raw)]), LARGEST_MAIL)
  if (stored === undefined) return 'unreadable'
  const post = await toPost(files, mail, { bytes: raw, sha256: stored.sha256 })
  return post.text === '' && post.html === null && post.subject === '' && post.attachments.length === 0 ? 'empty' : post
}

const EXPUNGED = 0x0008

/** What its owner has thrown away, or never sent, still stands in a mailbox until it is compacted; and some programs write notes of their own into it. */
function isThrownAway(mail: ReadMail): boolean {
  const has = (name: string) => headerOf(mail, name)
  if ((Number.parseInt(has('x-mozilla-status') ?? '', 16) & EXPUNGED) !== 0 || has('x-mozilla-draft-info') !== undefined) return true
  if (/D/u.test(has('x-status') ?? '') || has('x-imapbase') !== undefined && /FOLDER INTERNAL DATA/u.test(mail.subject)) return true
  return /(?:^|,)\s*"?(?:Trash|Spam|Drafts?|Corbeille|Brouillons?|Papierkorb|Entwürfe|Papelera|Borradores|Cestino|Bozze|Lixeira|Rascunhos)"?\s*(?:,|$)/iu.test(has('x-gmail-labels') ?? '')
}

/** The mails of a file, which may be compressed. */
async function* mailsOf(handle: FileHandle): AsyncGenerator<Uint8Array | Reason> {
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  const isPacked = buffer[0] === 0x1f && buffer[1] === 0x8b
  const bytes = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 256 * 1024 })
  if (!isPacked) {
    for await (const mail of readMailbox(bytes)) yield mail === 'too-long' ? 'unreadable' : mail
    return
  }
  const broken = { is: false }
  for await (const mail of readMailbox(unpacked(bytes, (await handle.stat()).size * MOST_GROWTH + 1_000_000, broken))) yield mail === 'too-long' ? 'unreadable' : mail
  if (broken.is) yield 'cut-off'
}

async function* unpacked(bytes: Readable, most: number, broken: { is: boolean }): AsyncGenerator<Uint8Array> {
  const opened = bytes.pipe(createGunzip())
  bytes.on('error', (error) => opened.destroy(error))
  let size = 0
  try {
    for await (const chunk of opened as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > most) throw new Error('It grows beyond every mailbox')
      yield chunk
    }
  } catch {
    broken.is = true
  } finally {
    bytes.destroy()
  }
}
