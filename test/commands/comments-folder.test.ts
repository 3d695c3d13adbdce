import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildForum } from '../../src/forums/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder, NOW } from '../../src/procedures/testing.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { enterWhatWasSaid, putOnAgenda, takeOffAgenda } from '../../src/review/agenda/commands.ts'
import { agree } from '../../src/review/agreements/commands.ts'
import { buildComment, buildReview, buildVersion, commentInput } from '../../src/review/testing.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { keepFile, takeFile } from '../../src/review/exchange/commands.ts'
import { extendReview } from '../../src/review/periods/commands.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { declineKept, keepComment } from '../../src/review/waiting/commands.ts'
import { setAside, wordAnew } from '../../src/review/wordings/commands.ts'
import { freshDatabase } from '../harness/postgres.ts'

const letter = () => ({ subject: 'A letter', body: 'A letter' })

test('replies, bodies that join in, earlier wordings, agreements, what is set aside and what waits travel; the public folder keeps mail and private words back', async () => {
  const db = await freshDatabase()
  const { cycle } = await buildForum(db, 'harbours', NOW)
  const { versionId } = await buildVersion(db, cycle, ['One.', 'Two.'], NOW)
  const review = await buildReview(db, cycle, versionId, NOW, { closesOn: '2030-01-01' as PlainDate, zone: 'Asia/Tokyo', closesByItself: true })
  await transact(db, (tx) => extendReview(tx, SYSTEM, { reviewId: review.id, earlier: '2030-01-01' as PlainDate, closesOn: '2030-02-01' as PlainDate, reason: 'Asked for.' }, NOW))
  const first = await buildComment(db, review, NOW, { jointBodies: ['Harbour Union', 'الموانئ المتحدة'] })
  await buildComment(db, review, NOW, { inReplyTo: first.commentId, isFromEditors: true, text: 'Which rule?' })
  await transact(db, (tx) => wordAnew(tx, PUBLIC, { commentId: first.commentId, cycleSlug: '2026', revision: 1, type: 'technical', text: 'Worded anew.', proposal: undefined, missingWhere: undefined }, NOW))
  const who = { personId: undefined, organisation: undefined, stakeholderGroup: 'Government', regionalGroup: undefined, needsConfirmation: false, write: letter }
  for (const [mail, name, isNamed] of [['shown@example.org', 'Shown Name', true], ['hidden@example.org', 'Hidden Name', false]] as const) {
    await transact(db, (tx) => agree(tx, PUBLIC, { commentId: first.commentId, cycleSlug: '2026', ...who, mail, name, isNamed }, NOW))
  }
  const meeting = await buildMeeting(db, cycle.forumId, 'fifth', NOW, { cycleIds: [cycle.id] })
  const aside = await buildComment(db, review, NOW, { text: 'Words set aside.' })
  const { personId } = await buildLogin(db, 'editor', cycle.forumId, NOW)
  const editor = { kind: 'person', id: personId } as const
  for (const [commentId, words, isTakenOff] of [[first.commentId, 'Off again.', true], [first.commentId, 'Spoken of.', false], [aside.commentId, 'Of what is aside.', false]] as const) {
    const of = { cycleId: cycle.id, cycleSlug: '2026', commentId }
    const put = await transact(db, (tx) => putOnAgenda(tx, editor, { ...of, meetingId: meeting.id, why: words }, NOW))
    if ('refusal' in put) throw new Error(put.refusal)
    const item = { ...of, itemId: put.itemId }
    await transact(db, (tx) => enterWhatWasSaid(tx, SYSTEM, { ...item, revision: 1, said: words }, NOW))
    if (isTakenOff) await transact(db, (tx) => takeOffAgenda(tx, editor, { ...item, revision: 2 }, NOW))
  }
  await transact(db, (tx) => setAside(tx, SYSTEM, { commentId: aside.commentId, cycleSlug: '2026', reason: 'personal-data', note: 'A private note.', write: letter }, NOW))
  for (const text of ['Waits for the desk.', 'Was declined.']) {
    const kept = await transact(db, (tx) => keepComment(tx, PUBLIC, { ...commentInput(review, { text, mail: 'waits@example.org', formKey: newId(), inReplyTo: first.commentId, jointBodies: ['A body'] }), waitsFor: 'desk' }, NOW))
    if ('refusal' in kept) throw new Error(kept.refusal)
    if (text === 'Was declined.') await transact(db, (tx) => declineKept(tx, SYSTEM, { id: kept.id, cycleId: cycle.id, reason: 'spam', note: 'No.', write: letter }, NOW))
  }
  const remark = { key: 'row-2', kind: 'row', author: 'Ada', date: '2026-10-01', words: 'From a table.', was: '', becomes: '', answers: null, isResolved: true, places: [], page: null } as const
  const { fileId } = await transact(db, (tx) => keepFile(tx, { reviewId: review.id, name: 'Ada’s table.csv', arrivedOn: '2026-10-02' as PlainDate, file: { format: 'table', paragraphs: [], remarks: [remark], named: [], tables: [] }, personId }, NOW))
  const entry = { key: 'row-2', mark: 'f00d', kind: 'row', dated: '2026-10-01', isResolved: true, answers: { commentId: first.commentId }, target: 'whole', paragraphs: [], quote: undefined, missingWhere: undefined, type: 'general', text: 'From a table.', proposal: undefined, author: 'Ada', organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, language: undefined, receivedBy: '2026-10-01' as PlainDate, note: undefined } as const
  expect(await transact(db, (tx) => takeFile(tx, SYSTEM, { fileId, reviewId: review.id, cycleSlug: '2026', consent: 'full', entries: [entry], known: 0, aside: 0 }, NOW))).toEqual({ taken: 1 })
  const files = await emptyFileStore()
  for (const isPublic of [false, true]) {
    const written = await exportFolder(db, 'harbours', files, isPublic)
    const again = await freshDatabase()
    const done = await importFolder(again, written, files)
    expect('refusal' in done ? done : 'taken').toBe('taken')
    expect(await digestFolder(await exportFolder(again, 'harbours', files, isPublic))).toEqual(await digestFolder(written))
    const comments = await readFile(join(written, 'cycles', '2026', 'comments.yaml'), 'utf8')
    for (const known of ['Harbour Union', 'Worded anew.', 'Shown Name', 'replyTo: 1', 'setAsideFor: personal-data', 'From a table.', 'channel: document']) expect(comments).toContain(known)
    for (const secret of ['Hidden Name', '@example.org', 'Words set aside.', 'A private note.', 'Ada’s table.csv', 'f00d']) expect(comments.includes(secret)).toBe(!isPublic)
    const desk = await readFile(join(written, 'cycles', '2026', 'review-desk.yaml'), 'utf8')
    for (const known of ['said: Spoken of.', 'meeting: fifth', 'of: R-1']) expect(desk).toContain(known)
    for (const secret of ['Off again.', 'Of what is aside.', personId]) expect(desk.includes(secret), secret).toBe(!isPublic)
    const waiting = await readFile(join(written, 'cycles', '2026', 'waiting-comments.yaml'), 'utf8').catch(() => 'none')
    expect(waiting === 'none').toBe(isPublic)
  }
})
