import { checkPeopleReferredTo } from '../people/folder/schema.ts'
import { hmac, sha256 } from '../platform/digest.ts'
import { NotText } from '../platform/folder-reader.ts'
import { insertChain, insertEntries } from '../record/folder/commands.ts'
import { checkChain, readEntryLine, readTextLine, type EntryLine, type StatedChain, type TextLine } from '../record/folder/schema.ts'
import type { ForumImport } from './open-forum-import.ts'
import type { ImportedPeople } from './import-frame.ts'

const PART = 500
const ENTRIES = 'record.jsonl'
const TEXTS = 'record-texts.jsonl'

/** Takes the forum's record word for word, if the folder has one and it holds. Answers whether it has one. */
export async function importRecord(work: ForumImport, people: ImportedPeople): Promise<boolean> {
  const { scope, layout, forum } = work
  const stated = forum.record
  const isWhole = stated?.chain !== undefined && layout.record
  if (!isWhole && (stated !== undefined || layout.record || layout.recordTexts)) {
    scope.mistake({ file: ENTRIES, path: '' }, 'goes with the key record of forum.yaml (chain, length, head): both are there, or neither.')
  }
  if (isWhole) await readChain(work, { ...stated, chain: stated.chain ?? scope.forumId })
  checkPeopleReferredTo(scope, people.people, work.referredTo)
  return isWhole
}

async function readChain(work: ForumImport, stated: StatedChain): Promise<void> {
  const { tx, scope, put, referredTo } = work
  const check = checkChain(scope, stated, sha256, hmac)
  const texts = readTexts(work)
  await put(() => insertChain(tx, scope.forumId, stated))
  let [line, waiting]: [number, EntryLine[]] = [0, []]
  const take = async () => {
    const last = waiting.at(-1)
    if (last === undefined) return
    const opened = await texts.until(last.sequence)
    const entries = check.take(waiting, opened, { file: ENTRIES, path: '' })
    for (const { actorId } of waiting) if (actorId !== null) referredTo.add(actorId)
    waiting = []
    if (entries !== undefined) await put(() => insertEntries(tx, entries, opened))
  }
  await telling(work, ENTRIES, async () => {
    for await (const written of work.reader.readLines(ENTRIES)) {
      line += 1
      const entry = readEntryLine(scope, written, { file: ENTRIES, path: `line ${line}` })
      if (entry !== undefined) waiting.push(entry)
      if (waiting.length >= PART) await take()
    }
    await take()
  })
  await texts.end()
  check.end({ file: ENTRIES, path: '' })
}

/** The texts beside the entries, read as far as the entries have been. */
function readTexts(work: ForumImport) {
  const lines = work.layout.recordTexts ? work.reader.readLines(TEXTS) : undefined
  let [line, ahead, reached]: [number, TextLine | undefined, string] = [0, undefined, '']
  const next = async (): Promise<TextLine | undefined> => {
    for (;;) {
      const read = await lines?.next()
      if (read === undefined || read.done === true) return undefined
      line += 1
      const place = { file: TEXTS, path: `line ${line}` }
      const text = readTextLine(work.scope, read.value, place)
      if (text === undefined) continue
      const key = `${String(text.sequence).padStart(16, '0')} ${text.name}`
      if (key <= reached) work.scope.mistake(place, 'is not in the order of the entries and names, or is there twice.')
      reached = key
      return text
    }
  }
  const until = async (sequence: number): Promise<TextLine[]> => {
    const found: TextLine[] = []
    await telling(work, TEXTS, async () => {
      for (ahead ??= await next(); ahead !== undefined && ahead.sequence <= sequence; ahead = await next()) found.push(ahead)
    })
    return found
  }
  const end = async (): Promise<void> => {
    const [stranger] = await until(Number.MAX_SAFE_INTEGER)
    if (stranger !== undefined) work.scope.mistake({ file: TEXTS, path: `line ${line}` }, `is a text of entry ${stranger.sequence}, which the record does not have.`)
  }
  return { until, end }
}

async function telling({ scope }: ForumImport, file: string, read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof NotText)) throw error
    scope.mistake({ file, path: '' }, error.message)
  }
}
