/**
 * What this machine has handed over, written the moment the other side has answered: a file that outlives the process, so that one
 * that is killed before PostgreSQL knew of it does not send it again.
 */
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isId, type Id } from '../shared/ids.ts'
import { newId } from './new-id.ts'

export interface MailJournal {
  /** Who hands over here: the same after a restart. */
  readonly owner: Id<'sender'>
  /** What an earlier process left: what is certain to have left, and what was on its way without an answer that was read. */
  readonly left: { readonly sent: readonly Id[]; readonly inDoubt: readonly Id[] }
  handing(id: Id): void
  sent(id: Id): void
  /** PostgreSQL knows of these; when it knows of all, the file is emptied. */
  marked(ids: readonly Id[]): void
  close(): void
}

/** Opens the journal of a data folder, of which one process at a time has the lock. */
export function openMailJournal(folder: string): MailJournal {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ownerFile = join(folder, 'owner')
  const known = existsSync(ownerFile) ? readFileSync(ownerFile, 'utf8').trim() : ''
  const owner = (isId(known) ? known : newId()) as Id<'sender'>
  if (known !== owner) writeFileSync(ownerFile, `${owner}\n`, { mode: 0o600 })
  const file = join(folder, 'handed-over')
  const left = existsSync(file) ? readLeft(readFileSync(file, 'utf8')) : { sent: [], inDoubt: [] }
  const handle = openSync(file, 'a', 0o600)
  const unmarked = new Set<Id>(left.sent)
  return {
    owner,
    left,
    // Not forced onto the disk: what a killed process has written, the system still has.
    handing: (id) => void writeSync(handle, `? ${id}\n`),
    sent: (id) => {
      writeSync(handle, `! ${id}\n`)
      unmarked.add(id)
    },
    marked: (ids) => {
      for (const id of ids) unmarked.delete(id)
      if (unmarked.size === 0) ftruncateSync(handle, 0)
    },
    close: () => closeSync(handle),
  }
}

function readLeft(text: string): MailJournal['left'] {
  const handed = new Set<Id>()
  const sent = new Set<Id>()
  for (const line of text.split('\n')) {
    const id = line.slice(2)
    if (!isId(id)) continue
    if (line.startsWith('! ')) sent.add(id)
    else if (line.startsWith('? ')) handed.add(id)
  }
  return { sent: [...sent], inDoubt: [...handed].filter((id) => !sent.has(id)) }
}
