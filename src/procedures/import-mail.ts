import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { asksForNoArchive, toPost } from '../lists/arriving/mail.ts'
import { importPosts } from '../lists/imports/commands.ts'
import type { List } from '../lists/model.ts'
import type { IncomingPost } from '../lists/posts/model.ts'
import { transact, type Db } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { readMail } from '../platform/mail-reading.ts'
import { splitMailbox } from '../platform/mbox.ts'
import type { Actor } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'

export interface ImportedMail {
  readonly read: number
  readonly taken: number
  /** Here already, or twice in the mailbox, by Message-ID. */
  readonly known: number
  /** Each with its place in the mailbox, from 1. `unreadable`: nested or long beyond all bounds; `no-archive`: its author asks that it be not kept. */
  readonly refused: readonly { readonly row: number; readonly reason: 'unreadable' | 'no-archive' | 'empty' }[]
}

const LARGEST_MAIL = 60_000_000

/**
 * Takes a mailbox into a list's archive, all of it or, where the process dies, nothing. A private archive is private from the first mail:
 * what may be seen is asked of the list by every page.
 */
export async function importMail(db: Db, actor: Actor, input: { list: List; file: string; files: FileStore }, now: Instant): Promise<ImportedMail> {
  const posts: IncomingPost[] = []
  const refused: { row: number; reason: 'unreadable' | 'no-archive' | 'empty' }[] = []
  let read = 0
  for (const raw of splitMailbox(await readFile(input.file))) {
    read++
    const mail = await readMail(raw)
    if (mail === undefined) {
      refused.push({ row: read, reason: 'unreadable' })
      continue
    }
    if (asksForNoArchive(mail)) {
      refused.push({ row: read, reason: 'no-archive' })
      continue
    }
    const stored = await input.files.store(Readable.from([Buffer.from(raw)]), LARGEST_MAIL)
    if (stored === undefined) {
      refused.push({ row: read, reason: 'unreadable' })
      continue
    }
    const post = await toPost(input.files, mail, { bytes: raw, sha256: stored.sha256 })
    if (post.text === '' && post.html === null && post.subject === '' && post.attachments.length === 0) refused.push({ row: read, reason: 'empty' })
    else posts.push(post)
  }
  const done = await transact(db, (tx) => importPosts(tx, actor, { list: input.list, posts, read }, now))
  return { read, taken: done.taken, known: done.known, refused }
}
